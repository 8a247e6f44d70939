"""Cameras, the z-buffer, and what is seen of a figure."""

from dataclasses import replace

import numpy as np
import pytest

from inference.formats.paintbucket import BACKGROUND
from inference.synthesis.areas import components, nearby
from inference.synthesis.buffers import look, without_islets
from inference.synthesis.camera import Camera, frame
from inference.synthesis.raster import rasterise
from tests.inference.synthesis.figures import BLOUSE, CATCHLIGHT, HAIR, SKIN, SKIRT, ball, figure_of, person, tile

FRONT = Camera((0, 0, 2), (0, 0, 0), 64, 48, 60)


def test_a_point_to_the_figures_left_and_above_is_to_the_right_and_above_in_a_front_view() -> None:
    x, y, depth = FRONT.project(np.array([(0.2, 0.3, 0.5)], np.float32))[0]
    assert (x > 32, y < 24) == (True, True)
    assert depth == pytest.approx(1.5)
    assert (x - 32) * 1.5 / 0.2 == pytest.approx(FRONT.focal), "px per metre at a metre"


@pytest.mark.parametrize(("azimuth", "elevation", "roll"), [(0, 0, 0), (130, 35, 20), (-60, -80, 0), (0, 90, 0)])
def test_a_framed_figure_fits_the_picture_and_fills_it(azimuth: float, elevation: float, roll: float) -> None:
    figure = person()
    camera = frame(
        figure.points, azimuth=azimuth, elevation=elevation, roll=roll, width=320, height=200, fov=40, margin=0.05
    )
    at = camera.project(figure.points)
    assert at[:, 2].min() > 0
    assert at[:, 0].min() >= 0.04 * 320
    assert at[:, 0].max() <= 0.96 * 320
    assert at[:, 1].min() >= 0.04 * 200
    assert at[:, 1].max() <= 0.96 * 200
    fills = np.ptp(at[:, :2], axis=0) / (320, 200)
    assert fills.max() == pytest.approx(0.9, abs=0.01)


def test_a_camera_that_looks_at_itself_is_refused() -> None:
    with pytest.raises(ValueError, match="looks at itself"):
        _ = Camera((1, 1, 1), (1, 1, 1)).axes


def test_the_nearer_of_two_faces_is_seen_whatever_their_order() -> None:
    far, near = (SKIN, tile((0, 0, 0), 1, 1)), (HAIR, tile((0, 0, 0.5), 0.4, 0.4))
    for parts in ([far, near], [near, far]):
        seen = rasterise(figure := figure_of(parts), figure.points, FRONT)
        assert seen.label[24, 32] == HAIR
        assert seen.depth[24, 32] == pytest.approx(1.5, abs=1e-5)
        assert seen.label[15, 32] == SKIN
        assert seen.label[0, 0] == BACKGROUND
        assert np.isinf(seen.depth[0, 0])


def test_of_faces_in_one_plane_the_first_is_seen_without_flicker() -> None:
    slanted = tile((0, 0, 0), 1, 1)
    slanted[0][:, 2] = slanted[0][:, 0]
    moved = (slanted[0] * np.float32(0.9), *slanted[1:])  # a smaller one in the same plane
    figure = figure_of([(SKIN, slanted), (HAIR, moved)])
    assert set(np.unique(rasterise(figure, figure.points, FRONT).label)) == {BACKGROUND, SKIN}


def test_two_triangles_leave_no_hole_along_their_common_edge() -> None:
    figure = figure_of([(SKIN, tile((0, 0, 0), 1.9, 1.6))])
    label = rasterise(figure, figure.points, Camera((0, 0, 2), (0, 0, 0), 97, 97, 60)).label
    rows = np.flatnonzero((label == SKIN).any(axis=1))
    inside = label[rows[0] : rows[-1] + 1]
    assert (inside[:, 20:77] == SKIN).all()


def test_a_face_is_seen_from_behind_too() -> None:
    figure = figure_of([(SKIN, tile((0, 0, 0), 1, 1))])
    behind = look(figure, figure.points, figure.normals, Camera((0, 0, -2), (0, 0, 0), 32, 32, 60))
    assert behind.label[16, 16] == SKIN
    assert behind.normal[16, 16] == pytest.approx((0, 0, 1)), "it is lit by the side that is seen"


def test_what_reaches_behind_the_eye_is_left_out() -> None:
    figure = figure_of([(SKIN, tile((0, 0, 0), 1, 1))])
    points = figure.points.copy()
    points[1, 2] = 5
    assert (rasterise(figure, points, FRONT).face == 1).any()
    assert not (rasterise(figure, points, FRONT).face == 0).any()


def test_through_cut_texels_one_sees_what_is_behind_and_others_give_their_label() -> None:
    sheet = np.full((8, 8), HAIR, np.int32)
    sheet[:, 4:] = -1
    front, back = tile((0, 0, 0.2), 1, 1), tile((0, 0, 0), 1, 1)
    figure = figure_of([(SKIN, back), (-1, front)])
    corners = np.array([(0, 1), (1, 1), (1, 0), (0, 0)], np.float32)
    figure = replace(figure, uv=np.concatenate([corners, corners]), textures=(sheet,))
    seen = rasterise(figure, figure.points, FRONT)
    assert (seen.label[24, 28], seen.label[24, 36]) == (HAIR, SKIN)


def test_texels_are_looked_up_right_in_perspective() -> None:
    sheet = np.repeat(np.array([[SKIN, HAIR]], np.int32), 2, axis=0)
    points, normals, faces = tile((0, 0, 0), 1, 1)
    points[:, 2] = points[:, 0] * 2.5  # far on the left, near on the right
    figure = replace(
        figure_of([(-1, (points, normals, faces))]),
        uv=np.array([(0, 1), (1, 1), (1, 0), (0, 0)], np.float32),
        textures=(sheet,),
    )
    row = rasterise(figure, figure.points, FRONT).label[24]
    assert np.argmax(row == HAIR) == 32, "the middle of the tile is the middle of the picture"


def test_normals_of_a_ball_point_away_from_its_middle() -> None:
    figure = figure_of([(SKIN, ball((0, 0, 0), (0.5, 0.5, 0.5)))])
    buffers = look(figure, figure.points, figure.normals, FRONT)
    assert buffers.normal[24, 32] == pytest.approx((0, 0, 1), abs=0.05)
    assert buffers.normal[14, 32][1] > 0.4
    assert buffers.normal[24, 42][0] > 0.4
    assert np.linalg.norm(buffers.place[24, 32]) == pytest.approx(0.5, abs=0.01)


def test_catchlights_are_kept_and_crumbs_of_the_blouse_are_not() -> None:
    figure = person()
    camera = frame(figure.points, width=320, height=320)
    dirty = look(figure, figure.points, figure.normals, camera, clean=False)
    small = (dirty.label == CATCHLIGHT).sum()
    assert 1 <= small <= 8
    label = dirty.label.copy()
    y, x = np.argwhere(dirty.label == SKIRT).mean(axis=0).astype(int)
    label[y : y + 2, x : x + 3] = BLOUSE
    clean = without_islets(replace(dirty, label=label))
    assert (clean.label[y : y + 2, x : x + 3] == SKIRT).all()
    assert (clean.label == CATCHLIGHT).sum() == small


def test_parts_of_one_value_are_counted_in_raster_order() -> None:
    values = np.array([[5, 5, 0, 5], [0, 5, 0, 5], [5, 0, 0, 5]], np.int32)
    part, area = components(values)
    assert part.tolist() == [[0, 0, 1, 2], [3, 0, 1, 2], [4, 1, 1, 2]]
    assert area.tolist() == [3, 4, 3, 1, 1]


def test_dirt_takes_what_lies_beside_it() -> None:
    dirt = np.zeros((3, 4), np.bool_)
    dirt[1, 1:3] = True
    assert nearby(dirt)[1].tolist() == [4, 1, 2, 7]
    assert nearby(np.ones((2, 2), np.bool_)).tolist() == [[0, 1], [2, 3]], "nothing is clean: all stays"
