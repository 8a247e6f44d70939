"""The real packs of characters, where they lie beside the repository."""

import os
from pathlib import Path

import numpy as np
import pytest

from inference.errors import BadFile
from inference.synthesis import packs
from inference.synthesis.buffers import look
from inference.synthesis.camera import frame
from inference.synthesis.figure import INK, Figure
from inference.synthesis.posing import pose
from inference.synthesis.wardrobe import thing_at
from inference.types import CATEGORIES

ONE_OF_EACH = (
    "kaykit/Knight",
    "kenney/character-female-a",
    "mannequiny/mannequiny-0.3.0",
    "quaternius/knight",
    "quaternius/women_adventurer",
    "quaternius_smooth/quaternius_smooth_male_suit",
)


@pytest.fixture(scope="module")
def data() -> Path:
    root = Path(os.environ.get("SHIAGE_DATA", packs.REPOSITORY.parent / "shared" / "data"))
    if not (root / "characters").is_dir():
        pytest.skip(f"no characters at {root}: set SHIAGE_DATA to the data folder")
    return root


@pytest.fixture(params=ONE_OF_EACH)
def figure(data: Path, request: pytest.FixtureRequest) -> Figure:
    name: str = request.param
    return packs.load(name, data)


def test_a_figure_stands_on_the_ground_at_a_persons_height(figure: Figure) -> None:
    low, high = figure.points.min(0), figure.points.max(0)
    assert low[1] == pytest.approx(0, abs=1e-4)
    assert 0.95 < high[1] < 1.85
    np.testing.assert_allclose(pose(figure)[0], figure.points, atol=1e-4)
    np.testing.assert_allclose(np.linalg.norm(figure.normals, axis=1), 1, atol=1e-4)


def test_every_part_has_a_sheet_entry_and_every_entry_a_part(figure: Figure) -> None:
    keys = {entry.key for entry in figure.entries if entry.category != "background"}
    assert {region.entry for region in figure.regions} == keys
    assert {entry.category for entry in figure.entries} <= set(CATEGORIES)
    painted = np.concatenate([figure.face_label, *(texture.ravel() for texture in figure.textures)])
    assert set(painted[painted >= INK].tolist()) | {INK} == set(range(len(figure.regions) + 1))
    assert len({region.name for region in figure.regions}) == len(figure.regions)


def test_joints_come_after_their_parents_and_bones_are_there(figure: Figure) -> None:
    assert all(parent < joint for joint, parent in enumerate(figure.skeleton.parents))
    assert {"hips", "chest", "head", "left_upper_arm", "right_upper_leg"} <= set(figure.skeleton.bones)
    rest = np.linalg.inv(figure.skeleton.inverse_bind)[:, :3, 3]
    bones = figure.skeleton.bones
    assert rest[bones["left_upper_arm"], 0] > 0 > rest[bones["right_upper_arm"], 0]  # x grows to the left


def test_clips_keep_a_figure_in_one_piece(figure: Figure) -> None:
    for motion in figure.motions[:: max(1, len(figure.motions) // 5)]:
        points = pose(figure, motion, motion.frames // 2)[0]
        assert np.isfinite(points).all()
        assert np.ptp(points, axis=0).max() < 2.5


def test_a_figure_is_loaded_once(data: Path) -> None:
    assert packs.load("quaternius/knight", data) is packs.load("quaternius/knight", data)


def test_the_knight_who_has_no_face_sees_through_the_slit_of_a_helm(data: Path) -> None:
    knight = packs.load("quaternius/knight", data)
    dark = next(entry.key for entry in knight.entries if entry.name == "helmet black")
    slit = [label for label, region in enumerate(knight.regions, 1) if region.entry == dark]
    seen = {
        azimuth: np.isin(look(knight, knight.points, knight.normals, frame(knight.points, azimuth=azimuth)).label, slit)
        for azimuth in (0, 180)
    }
    assert seen[0].sum() > 100
    assert not seen[180].any()


def test_the_catalogue_names_every_file_and_knows_doubles(data: Path) -> None:
    names = packs.figures(data)
    assert len(names) == 31
    assert packs.family("kaykit/Rogue_Hooded") == packs.family("kaykit/Rogue") == "kaykit/Rogue"
    assert len({packs.family(name) for name in names}) == 30
    assert "GDQuest" in packs.load("mannequiny/mannequiny-0.3.0", data).licence


def test_packs_that_are_not_there_are_no_figures(tmp_path: Path) -> None:
    assert packs.figures(tmp_path) == ()
    with pytest.raises(BadFile, match=r"Knight\.glb"):
        packs.load("kaykit/Knight", tmp_path)
    with pytest.raises(BadFile, match="mixamo"):
        packs.load("mixamo/Ninja", tmp_path)


def test_a_surface_that_nobody_has_looked_at_is_refused() -> None:
    with pytest.raises(BadFile, match="Tentacle"):
        thing_at("kaykit", "Squid Tentacle squid_texture head middle large #aa33aa purple")
