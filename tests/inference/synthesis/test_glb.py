"""Reading skinned GLB files."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from inference.errors import BadFile
from inference.synthesis.figure import Figure, Motion
from inference.synthesis.glb import Model, read_glb
from inference.synthesis.posing import pose, worlds
from inference.types import FloatArray
from tests.inference.synthesis.glbs import HEAD, HIPS, Toy

QUARTER = [0, 0, np.sin(np.pi / 4), np.cos(np.pi / 4)]  # a turn by 90 degrees about z: up goes to the right hand


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "toy.glb"


def posed(model: Model, motion: Motion | None = None, frame: int = 0) -> FloatArray:
    figure = Figure(
        "toy", "", model.points, model.normals, model.faces, model.joints, model.weights, model.skeleton, (),
        model.material, (), motions=model.motions,
    )  # fmt: skip
    return pose(figure, motion, frame)[0]


def hat(model: Model) -> NDArray[np.intp]:
    """Rows of the points of the hat."""
    return np.unique(model.faces[model.node == model.nodes.index("Hat")])


def test_a_figure_stands_in_its_rest_pose_as_its_file_has_it(path: Path) -> None:
    model = read_glb(Toy().save(path))
    assert model.nodes == ("Body", "Hat")
    assert model.points.min(0).tolist() == pytest.approx([-0.5, 0, -0.5])
    assert model.points[:, 1].max() == pytest.approx(2.5)  # the top of the hat, which hangs on the head
    np.testing.assert_allclose(posed(model), model.points, atol=1e-5)  # posed points are snapped


def test_weights_stored_as_bytes_are_fractions(path: Path) -> None:
    model = read_glb(Toy().save(path))
    np.testing.assert_allclose(model.weights.sum(1), 1, atol=1e-6)
    assert model.weights.max() == pytest.approx(1)


def test_points_bound_to_nothing_go_along_with_their_neighbours(path: Path) -> None:
    toy = Toy(hat=False)
    weights = toy.file.bufferViews[toy.file.accessors[toy.file.meshes[0].primitives[0].attributes.WEIGHTS_0].bufferView]
    toy.blob = toy.blob[: weights.byteOffset] + bytes(16) + toy.blob[weights.byteOffset + 16 :]  # the first four points
    model = read_glb(toy.save(path))
    np.testing.assert_allclose(model.weights.sum(1), 1, atol=1e-6)
    assert {model.skeleton.names[joint] for joint in model.joints[:4, 0]} == {"hips"}


def test_sharp_edges_have_smooth_normals(path: Path) -> None:
    model = read_glb(Toy(hat=False).save(path))
    corner = np.flatnonzero(np.all(np.isclose(model.points, (0.5, 0, 0.5)), axis=1))
    assert len(corner) == 3
    for i in corner:
        assert np.abs(model.normals[i] - model.normals[corner[0]]).max() < 1e-6
        assert np.all(model.normals[i] * (1, -1, 1) > 0.3)  # outwards between its three faces


def test_a_hat_on_the_head_turns_with_the_head(path: Path) -> None:
    toy = Toy().clip(HEAD, "rotation", [0, 1], [[0, 0, 0, 1], QUARTER], "LINEAR")
    model = read_glb(toy.save(path), fps=10)
    motion = model.motions[0]
    assert (motion.name, motion.frames, motion.fps) == ("move", 11, 10)
    at_end = posed(model, motion, 10)[hat(model)]
    assert at_end[:, 0].min() == pytest.approx(-1.5, abs=1e-5)  # its top, 1.5 above the neck, points to the right
    assert at_end[:, 1].mean() == pytest.approx(1, abs=1e-5)


def test_half_way_between_two_keys_a_head_is_turned_half_way(path: Path) -> None:
    toy = Toy().clip(HEAD, "rotation", [0, 1], [[0, 0, 0, 1], QUARTER], "LINEAR")
    model = read_glb(toy.save(path), fps=4)
    turn = model.motions[0].local[2, model.skeleton.names.index("head"), :3, :3]
    np.testing.assert_allclose(turn[:2, :2], np.array([[1, -1], [1, 1]]) / np.sqrt(2), atol=1e-6)


@dataclass(frozen=True)
class Way:
    interpolation: str
    keys: list[list[float]]
    heights: list[float]  # at 0, 1/4, ... 1


WAYS = [
    Way("LINEAR", [[0, 0, 0], [0, 4, 0]], [0, 1, 2, 3, 4]),
    Way("STEP", [[0, 0, 0], [0, 4, 0]], [0, 0, 0, 0, 4]),
    # In-tangent, value, out-tangent; flat tangents ease in and out: 3 u^2 - 2 u^3.
    Way("CUBICSPLINE", [[0, 0, 0]] * 4 + [[0, 4, 0], [0, 0, 0]], [0, 0.625, 2, 3.375, 4]),
]


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.interpolation)
def test_a_clip_moves_as_its_interpolation_says(path: Path, way: Way) -> None:
    model = read_glb(Toy().clip(HIPS, "translation", [0, 1], way.keys, way.interpolation).save(path), fps=4)
    heights = model.motions[0].local[:, model.skeleton.names.index("hips"), 1, 3]
    np.testing.assert_allclose(heights, way.heights, atol=1e-6)


def test_a_scale_in_the_bones_goes_into_the_mesh(path: Path) -> None:
    toy = Toy(scale=100).clip(HEAD, "rotation", [0, 1], [[0, 0, 0, 1], QUARTER], "LINEAR")
    model = read_glb(toy.save(path), fps=1)
    world = worlds(model.skeleton, model.skeleton.rest)
    np.testing.assert_allclose(np.linalg.norm(world[:, :3, :3], axis=1), 1, atol=1e-5)
    # The hat hangs in the scaled head: half a unit high, it is 50 high, and so it stays while it turns.
    for motion, frame, axis in ((None, 0, 1), (model.motions[0], 1, 0)):
        assert np.ptp(posed(model, motion, frame)[hat(model)][:, axis]) == pytest.approx(50, rel=1e-4)


def test_a_skin_bound_in_another_pose_than_its_nodes_stand_rests_as_it_was_bound(path: Path) -> None:
    model = read_glb(Toy(bound_turned=True, hat=False).save(path))
    assert model.points.min(0).tolist() == pytest.approx([-0.5, 0, -0.5])
    np.testing.assert_allclose(posed(model), model.points, atol=1e-5)  # posed points are snapped
    turned = worlds(model.skeleton, model.skeleton.rest)[model.skeleton.names.index("head"), :3, :3]
    assert abs(turned[0, 0]) < 1e-6  # the head's rest is a quarter turn away from its node's


def test_damaged_files_are_refused_by_name(path: Path) -> None:
    whole = Toy().save(path).read_bytes()
    for name, damage in {
        "cut.glb": whole[: len(whole) // 2],
        "text.glb": b"solid cube",
        "empty.glb": b"",
        "json.glb": whole[:30] + b"\0\0\0" + whole[33:],
    }.items():
        broken = path.with_name(name)
        broken.write_bytes(damage)
        with pytest.raises(BadFile, match=name):
            read_glb(broken)
    with pytest.raises(BadFile, match=r"gone\.glb"):
        read_glb(path.with_name("gone.glb"))


def test_a_picture_outside_the_file_is_asked_for_by_name(path: Path) -> None:
    toy = Toy()
    toy.file.images[0].bufferView, toy.file.images[0].uri = None, "colours.png"
    toy.save(path)
    with pytest.raises(BadFile, match=r"toy\.glb"):
        read_glb(path)
    given = np.full((8, 8, 4), 7, np.uint8)
    texture = read_glb(path, images={"palette": given}).materials[0].texture
    assert texture is not None
    assert (texture == given).all()
