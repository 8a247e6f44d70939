"""The house's own people: whole, the same for a seed, and able to act."""

import hashlib

import numpy as np
import pytest

from inference.formats.paintbucket import BACKGROUND
from inference.synthesis.buffers import look
from inference.synthesis.camera import frame
from inference.synthesis.figure import BONES, INK, Figure, Motion
from inference.synthesis.house import house_figure, house_motions, swing
from inference.synthesis.posing import pose, worlds
from inference.types import CATEGORIES

SEEDS = (0, 5, 6)  # a school girl, a man in a cape, a child


@pytest.fixture(scope="module", params=SEEDS)
def figure(request: pytest.FixtureRequest) -> Figure:
    return house_figure(request.param)


@pytest.fixture(scope="module")
def girl() -> Figure:
    return house_figure(0)


@pytest.fixture(scope="module")
def acts(girl: Figure) -> dict[str, Motion]:
    return {motion.name: motion for motion in house_motions(girl, 8.0)}


def _seen(figure: Figure, morphs: dict[str, float], azimuth: float = 0.0) -> set[str]:
    """The names of the regions that a shot of the head shows."""
    points = figure.points + sum((figure.morphs[name] * share for name, share in morphs.items()), np.float32(0))
    face = next(label for label, region in enumerate(figure.regions, 1) if region.name == "face")
    head = points[np.unique(figure.faces[figure.face_label == face])]
    camera = frame(head, azimuth=azimuth, width=320, height=320)
    labels = np.unique(look(figure, points.astype(np.float32), figure.normals, camera).label)
    return {figure.regions[label - 1].name for label in labels if label > INK}


def test_a_seed_is_one_person_and_another_seed_another():
    def prints(seed: int) -> str:
        figure = house_figure(seed)
        return hashlib.sha256(
            figure.points.tobytes() + figure.face_label.tobytes() + repr(figure.entries).encode()
        ).hexdigest()

    assert prints(3) == prints(3)
    assert prints(3) != prints(11)


def test_every_bone_is_there_and_lies_after_its_parent(figure):
    skeleton = figure.skeleton
    assert set(skeleton.bones) == set(BONES)
    assert (skeleton.parents < np.arange(len(skeleton.names))).all()
    assert np.allclose(worlds(skeleton, skeleton.rest) @ skeleton.inverse_bind, np.eye(4), atol=1e-5)


def test_the_mesh_is_sound(figure):
    assert np.isfinite(figure.points).all()
    assert np.allclose(np.linalg.norm(figure.normals, axis=1), 1, atol=1e-4)
    assert np.allclose(figure.weights.sum(1), 1, atol=1e-5)
    assert (figure.weights >= 0).all()
    assert figure.joints.max() < len(figure.skeleton.names)
    assert figure.faces.max() < len(figure.points)
    assert 15_000 < len(figure.faces) < 50_000


def test_every_label_has_a_region_with_an_entry_of_the_sheet(figure):
    used = set(np.unique(figure.face_label)) - {INK}
    assert used == set(range(1, len(figure.regions) + 1))
    keys = {entry.key: entry for entry in figure.entries}
    assert all(region.entry in keys for region in figure.regions)
    assert {entry.category for entry in figure.entries} <= set(CATEGORIES)
    assert {"skin", "hair", "eyes", "mouth", "clothes", "shoes"} <= {keys[r.entry].category for r in figure.regions}
    assert len({region.name for region in figure.regions}) == len(figure.regions)


def test_a_character_has_as_many_parts_as_a_drawn_one(figure):
    assert 22 <= len(figure.entries) <= 60
    assert 60 <= len(figure.regions) <= 140


def test_left_and_right_are_parts_of_their_own(figure):
    names = {region.name for region in figure.regions}
    assert {"left iris", "right iris", "left shoe", "right shoe", "left ear", "right ear"} <= names


def test_she_stands_on_the_floor_as_tall_as_people_are(figure):
    assert abs(figure.points[:, 1].min()) < 0.005
    assert 1.1 < figure.points[:, 1].max() < 2.2


def test_shut_eyes_hide_iris_and_white(girl):
    eye = {f"{side} {part}" for side in ("left", "right") for part in ("eye white", "iris", "pupil")}
    assert eye <= _seen(girl, {})
    assert not eye & _seen(girl, {"blink": 1.0})


def test_an_open_mouth_shows_tongue_and_teeth(girl):
    assert {"mouth", "tongue", "teeth"} <= _seen(girl, {"mouth_open": 1.0})
    assert not {"mouth", "tongue", "teeth"} & _seen(girl, {"mouth_shut": 1.0})


def test_the_face_turns_away_with_the_head(girl):
    behind = _seen(girl, {}, azimuth=180)
    assert not {"face", "left iris", "right iris", "mouth"} & behind
    side = _seen(girl, {}, azimuth=80)
    assert "left iris" in side
    assert "right iris" not in side


def test_all_ten_motions_are_whole_and_stay_above_the_floor(girl, acts):
    assert len(acts) == 10
    for motion in acts.values():
        assert np.isfinite(motion.local).all()
        turns = motion.local[..., :3, :3]
        assert np.allclose(np.linalg.det(turns), 1, atol=1e-3)
        assert set(motion.morphs) <= set(girl.morphs)
        for at in range(0, motion.frames, 7):
            points, _ = pose(girl, motion, at)
            assert points[:, 1].min() > -0.03, (motion.name, at)


def test_a_jump_leaves_the_floor(girl, acts):
    jump = acts["jump"]
    assert max(pose(girl, jump, at)[0][:, 1].min() for at in range(jump.frames)) > 0.15


def test_motions_are_sampled_at_any_rate(girl, acts):
    slow = house_motions(girl, 2.0)[1]
    assert (slow.name, slow.fps, 4 * slow.frames) == ("walk", 2.0, acts["walk"].frames)
    assert np.allclose(slow.local[1, 1:21], acts["walk"].local[4, 1:21], atol=1e-5)


def test_what_hangs_comes_late_and_comes_to_rest(girl, acts):
    look_around = acts["look_around"]
    hung = [j for j, name in enumerate(girl.skeleton.names) if name.startswith("swing.hair")]
    moved = np.abs(look_around.local[:, hung] - girl.skeleton.rest[hung]).max(axis=(1, 2, 3))
    assert moved.max() > 0.05
    still = swing(girl.skeleton, Motion("still", 10.0, np.repeat(girl.skeleton.rest[None], 5, axis=0)))
    assert np.allclose(still.local, girl.skeleton.rest, atol=1e-5)


def test_a_skirt_lies_on_the_thighs_of_who_sits(girl, acts):
    sit = acts["sit"]
    points, normals = pose(girl, sit, sit.frames - 1)
    labels = look(girl, points, normals, frame(points, elevation=75, width=320, height=320)).label
    names = np.array(["", *(region.name for region in girl.regions)])[np.maximum(labels, 0)]
    assert (labels > BACKGROUND).any()
    assert (names == "shorts").sum() < 0.01 * (labels > BACKGROUND).sum()
