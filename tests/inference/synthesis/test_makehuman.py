"""People from MakeHuman's files: the readers on tiny files, the people on the real ones where they lie."""

import os
from pathlib import Path

import numpy as np
import pytest

from inference.errors import BadFile
from inference.synthesis.figure import BONES, INK, Figure
from inference.synthesis.makehuman import load, people
from inference.synthesis.makehuman.bvh import read_bvh
from inference.synthesis.makehuman.eyes import eyeballs
from inference.synthesis.makehuman.garments import worn
from inference.synthesis.makehuman.layers import tucked
from inference.synthesis.makehuman.mhclo import fitted, read_mhclo
from inference.synthesis.makehuman.obj import islands, read_obj
from inference.synthesis.makehuman.pieces import Part, Piece
from inference.synthesis.makehuman.rig import JOINTS
from inference.synthesis.makehuman.trims import Trim, trimmed
from inference.synthesis.posing import pose, worlds
from inference.types import CATEGORIES, FloatArray, Int32Array

REPOSITORY = Path(__file__).resolve().parents[3]
SQUARE = "v 0 0 0\nv 1 0 0\nv 1 1 0\nv 0 1 0\nvt 0 0\nvt 1 0\nvt 1 1\nvt 0 1\n"


def written(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text)
    return path


def test_a_square_of_an_obj_becomes_two_triangles_that_keep_its_corners_and_group(tmp_path: Path) -> None:
    mesh = read_obj(written(tmp_path, "square.obj", SQUARE + "g sleeve\nf 1/1 2/2 3/3 4/4\n"))
    assert mesh.faces.tolist() == [[0, 1, 2], [0, 2, 3]]
    assert mesh.face_uv.tolist() == [[0, 1, 2], [0, 2, 3]]
    assert mesh.polygon.tolist() == [0, 0]
    assert [mesh.groups[row] for row in mesh.group] == ["sleeve", "sleeve"]


def test_obj_faces_of_three_and_five_corners_without_texture_are_read_too(tmp_path: Path) -> None:
    mesh = read_obj(written(tmp_path, "house.obj", SQUARE + "v 0.5 2 0\nf 1 2 3\nf 1//1 2//1 3//1 -1//1 4//1\n"))
    assert mesh.faces.tolist() == [[0, 1, 2], [0, 1, 2], [0, 2, 4], [0, 4, 3]]
    assert (mesh.face_uv == -1).all()
    assert mesh.polygon.tolist() == [0, 1, 1, 1]


@pytest.mark.parametrize(
    ("text", "word"),
    [
        (SQUARE + "f 1 2 9\n", "names v 9 of 4"),
        ("v 0 0\nf 1 1 1\n", "fewer than 3 numbers"),
        ("v 0 0 zero\nf 1 1 1\n", "zero"),
        (SQUARE + "f 1 2\n", "fewer than three corners"),
        (SQUARE, "holds no face"),
    ],
)
def test_a_damaged_obj_is_refused_by_its_name(tmp_path: Path, text: str, word: str) -> None:
    with pytest.raises(BadFile, match=f"broken.obj: .*{word}"):
        read_obj(written(tmp_path, "broken.obj", text))


def test_islands_are_numbered_from_the_largest_and_parted_by_the_texture_not_by_the_cloth() -> None:
    faces = np.array([[0, 1, 2], [3, 4, 5], [5, 4, 6]], np.int32)
    assert islands(faces, 7).tolist() == [1, 0, 0]


MHCLO = """# a shirt
name shirt
obj_file shirt.obj
x_scale 0 1 2.0
y_scale 0 2 1.0
z_scale 0 3 1.0
verts 0
material shirt.mhmat
0 1 2 0.5 0.5 0.0 0.1 0.0 0.2
3

delete_verts
0 2 - 4 7
"""


def test_cloth_hangs_between_three_points_of_the_body_and_its_distance_grows_with_the_body(tmp_path: Path) -> None:
    fitting = read_mhclo(written(tmp_path, "shirt.mhclo", MHCLO))
    body = np.array([(0, 0, 0), (4, 0, 0), (0, 1, 0), (0, 0, 3)], np.float32)  # twice as wide, thrice as deep
    np.testing.assert_allclose(fitted(fitting, body), [(2 + 0.2, 0, 0.6), (0, 0, 3)], atol=1e-6)


def test_cloth_names_the_skin_it_hides(tmp_path: Path) -> None:
    assert read_mhclo(written(tmp_path, "shirt.mhclo", MHCLO)).hides.tolist() == [0, 2, 3, 4, 7]


@pytest.mark.parametrize(
    ("before", "after", "word"),
    [
        ("obj_file shirt.obj\n", "", "obj_file or verts is missing"),
        ("0.5 0.5 0.0 0.1 0.0 0.2", "0.5 0.5", "neither one number nor nine"),
        ("x_scale 0 1 2.0", "x_scale 0 1 0", "x_scale|a scale reads 0 1 0"),
        ("0 2 - 4 7", "0 2 - four", "four"),
    ],
)
def test_a_damaged_mhclo_is_refused_by_its_name(tmp_path: Path, before: str, after: str, word: str) -> None:
    with pytest.raises(BadFile, match=f"shirt.mhclo: .*({word})"):
        read_mhclo(written(tmp_path, "shirt.mhclo", MHCLO.replace(before, after)))


def test_cloth_of_another_body_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadFile, match="another base mesh than this one of 3 vertices"):
        fitted(read_mhclo(written(tmp_path, "shirt.mhclo", MHCLO)), np.zeros((3, 3), np.float32))


BVH = """HIERARCHY
ROOT Root
{
  OFFSET 0 0 10
  CHANNELS 6 Xposition Yposition Zposition Xrotation Yrotation Zrotation
  JOINT Head
  {
    OFFSET 0 0 5
    CHANNELS 3 Xrotation Yrotation Zrotation
    End Site
    {
      OFFSET 0 0 1
    }
  }
}
MOTION
Frames: 2
Frame Time: 0.04
0 0 0 0 0 0 0 0 0
0 0 1 0 90 0 0 0 0
"""


def test_a_motion_that_has_z_up_stands_up_and_turns_in_the_order_of_its_channels(tmp_path: Path) -> None:
    skeleton, motion = read_bvh(written(tmp_path, "bow.bvh", BVH))
    assert (motion.name, motion.fps, motion.frames) == ("bow", 25.0, 2)
    assert dict(skeleton.bones) == {"hips": 0, "head": 1}
    np.testing.assert_allclose(worlds(skeleton, skeleton.rest)[:, :3, 3], [(0, 1, 0), (0, 1.5, 0)], atol=1e-6)
    # A quarter turn about y, which points to the back: the head goes to the character's left.
    np.testing.assert_allclose(worlds(skeleton, motion.local[1])[:, :3, 3], [(0, 1.1, 0), (0.5, 1.1, 0)], atol=1e-6)


def test_a_motion_that_says_where_the_hips_are_instead_of_how_far_they_went_stays_on_the_ground(tmp_path: Path) -> None:
    text = BVH.replace("\n0 0 0 0", "\n0 0 10 0").replace("\n0 0 1 0", "\n0 0 9 0")
    skeleton, motion = read_bvh(written(tmp_path, "walk.bvh", text))
    assert worlds(skeleton, motion.local)[:, 0, 1, 3] == pytest.approx([1.0, 0.9])


@pytest.mark.parametrize(
    ("before", "after", "word"),
    [
        ("MOTION", "", "no MOTION"),
        ("0 0 1 0 90 0 0 0 0", "0 0 1", "need 18 numbers, not 12"),
        ("Frames: 2", "Pictures: 2", "does not begin with Frames"),
        ("Zrotation\n    End", "Wrotation\n    End", "channel Wrotation"),
        ("}\nMOTION", "MOTION", "cut off"),
        ("}\nMOTION", "} } }\nMOTION", "brace"),
        ("OFFSET 0 0 5", "OFFSET 0 0", "could not convert|not enough"),
    ],
)
def test_a_damaged_motion_is_refused_by_its_name(tmp_path: Path, before: str, after: str, word: str) -> None:
    with pytest.raises(BadFile, match=f"bow.bvh: .*({word})"):
        read_bvh(written(tmp_path, "bow.bvh", BVH.replace(before, after)))


def sheet_of(height: float) -> tuple[FloatArray, Int32Array]:
    """A level square of 2 cm in four triangles."""
    points = np.array([(0, 0), (0.02, 0), (0.02, 0.02), (0, 0.02), (0.01, 0.01)], np.float32)
    faces = np.array([(1, 0, 4), (2, 1, 4), (3, 2, 4), (0, 3, 4)], np.int32)
    return np.insert(points, 1, height, axis=1).astype(np.float32), faces


def test_skin_that_comes_through_a_shirt_is_tucked_under_it() -> None:
    skin, shirt = sheet_of(0.001), sheet_of(0.0)
    parts = (Part("belly", "skin", "skin"), Part("shirt", "shirt"))
    points = np.concatenate([skin[0], shirt[0]])
    faces = np.concatenate([skin[1], shirt[1] + 5]).astype(np.int32)
    whole = Piece(points, faces, np.zeros((10, 1), np.float32), parts, np.repeat([0, 1], 4).astype(np.int32))
    after = tucked(whole).points
    assert after[:5, 1].max() < 0
    assert after[:5, 1].min() > -0.01
    assert (after[5:] == shirt[0]).all()


def test_a_stripe_has_clean_edges_whatever_the_faces_are() -> None:
    points, faces = sheet_of(0.0)
    skin = np.concatenate([points[:, [0]], 1 - points[:, [0]]], axis=1)
    shirt = Piece(points, faces, skin, (Part("shirt", "shirt"),), np.zeros(4, np.int32))
    striped = trimmed(shirt, [Trim("shirt", 0.3, 0.6, "stripe", "across"), Trim("trouser leg", 0, 1, "not there")])
    x = {name: striped.points[striped.faces[striped.part == row], 0] for row, name in enumerate(("shirt", "stripe"))}
    assert (x["stripe"].min(), x["stripe"].max()) == pytest.approx((0.006, 0.012))
    assert not ((x["shirt"].min(axis=1) < 0.0119) & (x["shirt"].max(axis=1) > 0.0061)).any()
    corners = striped.points[striped.faces]
    across = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])[:, 1]
    assert (across > 0).all()  # wound as before
    assert across.sum() / 2 == pytest.approx(0.02**2)  # and none of the cloth is lost
    np.testing.assert_allclose(striped.skin[:, 0], striped.points[:, 0], atol=1e-6)


def test_an_eye_has_its_pupil_in_the_iris_and_its_catchlight_up_left_before_both() -> None:
    ball = np.array([(-1, -1, -1), (1, 1, 1)], np.float32)
    aside = np.array([4, 0, 0], np.float32)
    piece = eyeballs((ball + aside, ball - aside))
    names = [part.region for part in piece.parts]
    seen = {name: piece.points[piece.faces[piece.part == row]] for row, name in enumerate(names)}
    middle = {name: corners.mean((0, 1)) for name, corners in seen.items()}
    for side, x in (("left", 4), ("right", -4)):
        assert middle[f"{side} pupil"] == pytest.approx((x, 0, middle[f"{side} pupil"][2]), abs=1e-3)
        assert middle[f"{side} pupil"][2] > middle[f"{side} iris"][2] > middle[f"{side} eye white"][2]
        light = seen[f"{side} catchlight"]
        assert (middle[f"{side} catchlight"][:2] > (x, 0)).all()
        assert (np.linalg.norm(light - (x, 0, 0), axis=-1) > 1).all()
    corners = piece.points[piece.faces] - np.where(piece.points[piece.faces][..., :1] > 0, 4, -4) * (1, 0, 0)
    across = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
    assert (np.einsum("fx,fx->f", across, corners.mean(1)) > 0).all()  # wound to be seen from outside


@pytest.fixture(scope="module")
def makehuman() -> Path:
    """MakeHuman's folder; the test is skipped where it is absent."""
    data = Path(os.environ.get("SHIAGE_DATA", REPOSITORY.parent / "shared" / "data")) / "characters" / "makehuman"
    if not data.is_dir():
        pytest.skip(f"no MakeHuman files at {data}: set SHIAGE_DATA to the data folder")
    return data


@pytest.fixture(scope="module", params=people())
def person(request: pytest.FixtureRequest, makehuman: Path) -> Figure:
    return load(request.param, makehuman)


def test_there_are_twelve_people_and_nobody_else(tmp_path: Path) -> None:
    assert len(people()) == 12
    with pytest.raises(BadFile, match=r"Nobody: nobody has this name\. There are Aoi, "):
        load("Nobody", tmp_path)


def test_without_the_files_a_person_says_which_one_is_missing(tmp_path: Path) -> None:
    with pytest.raises(BadFile, match=r"base\.obj: cannot be read"):
        load("Aoi", tmp_path)


def test_another_base_mesh_is_refused(tmp_path: Path) -> None:
    folder = tmp_path / "makehuman/data/3dobjs"
    folder.mkdir(parents=True)
    written(folder, "base.obj", SQUARE + "g body\nf 1/1 2/2 3/3 4/4\n")
    with pytest.raises(BadFile, match=r"base\.obj: is not MakeHuman's base mesh"):
        load("Aoi", tmp_path)


def test_cloth_whose_files_do_not_belong_together_is_refused(tmp_path: Path) -> None:
    body, skin = np.zeros((4, 3), np.float32), np.ones((4, 1), np.float32)
    with pytest.raises(BadFile, match="no mhclo file lies in"):
        worn(tmp_path, body, skin)
    written(tmp_path, "shirt.mhclo", MHCLO)
    written(tmp_path, "shirt.obj", SQUARE + "f 1/1 2/2 3/3\n")
    with pytest.raises(BadFile, match=r"shirt\.mhclo: fits 2 vertices and shirt\.obj has 4"):
        worn(tmp_path, body, skin)
    written(tmp_path, "shirt.mhclo", MHCLO.replace("\n3\n", "\n3\n2\n1\n"))
    written(tmp_path, "shirt.obj", SQUARE + "f 1 2 3\n")
    with pytest.raises(BadFile, match=r"shirt\.obj: has no texture points"):
        worn(tmp_path, body, skin)


def test_a_person_is_a_whole_figure(person: Figure) -> None:
    faces, vertices = len(person.faces), len(person.points)
    assert 15_000 < faces < 40_000
    assert np.unique(person.faces).tolist() == list(range(vertices))
    assert person.joints.shape == person.weights.shape == (vertices, 4)
    np.testing.assert_allclose(person.weights.sum(axis=1), 1, atol=1e-5)
    np.testing.assert_allclose(np.linalg.norm(person.normals, axis=1), 1, atol=1e-4)
    assert set(person.skeleton.bones) == set(BONES)
    assert np.isfinite(person.points).all()
    assert person.points[:, 1].min() == pytest.approx(0, abs=1e-5)  # stands on the ground
    np.testing.assert_allclose(pose(person)[0], person.points, atol=1e-4)


def test_every_region_of_a_person_is_seen_and_has_its_colour_on_the_sheet(person: Figure) -> None:
    names = [region.name for region in person.regions]
    assert len(set(names)) == len(names)
    assert set(person.face_label.tolist()) == set(range(INK, len(names) + 1))
    keys = {entry.key: entry for entry in person.entries}
    assert {region.entry for region in person.regions} | {1} == set(keys)
    assert {entry.category for entry in person.entries} <= set(CATEGORIES)
    assert {"skin", "hair", "iris", "pupil", "eye white", "catchlight", "shoes"} <= {e.name for e in person.entries}
    assert all(entry.shadow for entry in person.entries if entry.category != "background")


def test_left_is_left_on_a_person(person: Figure) -> None:
    for row, region in enumerate(person.regions, 1):
        side = {"left": 1, "right": -1}.get(region.name.replace("upper ", "").replace("lower ", "").split()[0], 0)
        if side:
            x = person.points[person.faces[person.face_label == row]].mean((0, 1))[0]
            assert x * side > 0, region.name
    heads = worlds(person.skeleton, person.skeleton.rest)[:, :3, 3]
    for bone in BONES:
        if bone.startswith("left"):
            assert (
                heads[person.skeleton.bones[bone], 0]
                > 0
                > heads[person.skeleton.bones[bone.replace("left", "right")], 0]
            )


def test_people_differ_in_more_than_colour(makehuman: Path) -> None:
    shapes = {name: load(name, makehuman) for name in people()[:4]}
    assert len({len(figure.points) for figure in shapes.values()}) == 4
    assert len({tuple(region.name for region in figure.regions) for figure in shapes.values()}) == 4


def test_an_open_mouth_is_an_area_and_a_closed_one_a_line(makehuman: Path) -> None:
    hana, ren = load("Hana", makehuman), load("Ren", makehuman)
    assert "mouth" in {region.name for region in hana.regions}
    assert "mouth" not in {region.name for region in ren.regions}
    row = [region.name for region in hana.regions].index("mouth") + 1
    inside = hana.points[hana.faces[hana.face_label == row]].reshape(-1, 3)
    assert np.ptp(inside[:, 1]) > 0.01  # m


def test_eyes_brows_and_hats_follow_the_head(person: Figure) -> None:
    local = person.skeleton.rest.copy()
    head = person.skeleton.bones["head"]
    local[head, :3, 3] += (0.0, 0.5, 0.0)
    skin = worlds(person.skeleton, local) @ person.skeleton.inverse_bind
    moved = np.einsum("vk,vk->v", person.weights, skin[person.joints][:, :, 1, 3])
    for row, region in enumerate(person.regions, 1):
        if region.name.endswith(("pupil", "iris", "hat")):
            assert moved[person.faces[person.face_label == row]].min() > 0.4, region.name
    assert moved[person.faces[person.face_label == INK]].min() > 0.3  # brows, lashes and the mouth


def test_the_walk_moves_all_bones_and_keeps_the_feet_near_the_ground(makehuman: Path) -> None:
    skeleton, motion = read_bvh(makehuman / "makehuman/data/animations/walks/walk1.bvh")
    assert set(skeleton.bones) == set(BONES)
    at = worlds(skeleton, motion.local)[:, :, :3, 3]
    toes = at[:, [skeleton.bones["left_toes"], skeleton.bones["right_toes"]], 1]
    assert (np.abs(toes.min(axis=1)) < 0.13).all()
    assert np.ptp(at[:, skeleton.bones["left_foot"], 2]) > 0.3  # a step
    assert (at[:, skeleton.bones["head"], 1] > 1.3).all()


def test_the_rig_has_each_joint_once() -> None:
    assert len(set(JOINTS)) == len(JOINTS)
