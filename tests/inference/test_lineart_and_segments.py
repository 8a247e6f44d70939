from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np
import pytest

from inference.errors import NoSegments, NotLineArt
from inference.formats import decode_labels, encode_labels, read_image, write_png
from inference.lineart import line_art_from_rgba, read_line_art
from inference.segments import segment, segments_from_labels
from inference.types import LineArt, Plane, UInt8Array


def page(width: int = 60, height: int = 40, paper: tuple[int, int, int, int] = (255, 255, 255, 255)) -> UInt8Array:
    return np.full((height, width, 4), paper, np.uint8)


@pytest.mark.parametrize(
    ("pencil", "plane"),
    [
        ((0, 0, 0), Plane.MAIN),
        ((70, 60, 55), Plane.MAIN),
        ((25, 25, 80), Plane.MAIN),
        ((255, 0, 0), Plane.HIGHLIGHT),
        ((230, 30, 60), Plane.HIGHLIGHT),
        ((0, 0, 255), Plane.SHADOW),
        ((40, 80, 220), Plane.SHADOW),
        ((0, 255, 0), Plane.OTHER),
        ((0, 128, 0), Plane.OTHER),
        ((160, 220, 0), Plane.SECOND_SHADOW),
        ((140, 160, 20), Plane.SECOND_SHADOW),
    ],
)
def test_each_pencil_has_its_plane(pencil: tuple[int, int, int], plane: Plane) -> None:
    rgba = page()
    rgba[10, 5:50] = (*pencil, 255)
    planes = line_art_from_rgba(rgba, "a.png").planes
    assert planes[10, 20] == plane
    assert (planes != Plane.PAPER).sum() == 45


@pytest.mark.parametrize(
    "fill", [(239, 238, 52), (255, 227, 185), (255, 245, 139), (185, 137, 253), (255, 179, 196), (188, 201, 251)]
)
def test_the_fills_of_an_annotated_drawing_are_not_lines(fill: tuple[int, int, int]) -> None:
    rgba = page()
    rgba[10:30, 10:30] = (*fill, 255)
    assert not line_art_from_rgba(rgba, "a.png").planes.any()


@pytest.mark.parametrize("paper", [(255, 255, 255, 255), (255, 255, 255, 0), (0, 0, 0, 0)])
def test_white_and_transparent_paper_are_the_same(paper: tuple[int, int, int, int]) -> None:
    rgba = page(paper=paper)
    rgba[20] = (0, 0, 0, 255)
    assert segment(line_art_from_rgba(rgba, "a.png")).count == 2


@pytest.mark.parametrize("color", [(0, 0, 0, 255), (255, 0, 0, 255), (0, 0, 255, 255)])
def test_a_soft_line_still_closes_its_area_and_keeps_its_colour(color: tuple[int, int, int, int]) -> None:
    rgba = page(120, 100)
    cv2.ellipse(rgba, (60, 50), (40, 30), 20, 0, 360, color, 1, cv2.LINE_AA)
    line_art = line_art_from_rgba(rgba, "soft.png")
    assert segment(line_art).count == 2
    assert len(np.unique(line_art.planes)) == 2


def test_a_blank_page_is_one_segment() -> None:
    segments = segment(line_art_from_rgba(page(60, 40), "blank.png"))
    assert segments.count == 1
    assert segments.area.tolist() == [0, 2400]
    assert segments.box[1].tolist() == [0, 0, 60, 40]


def test_a_page_that_is_all_line_is_refused_by_name() -> None:
    with pytest.raises(NoSegments, match=r"black\.png: every pixel is line \(60x40\)"):
        segment(line_art_from_rgba(page(paper=(0, 0, 0, 255)), "black.png"))


def test_a_photograph_is_refused() -> None:
    ys, xs = np.mgrid[0:200, 0:300]
    photo = np.stack([xs * 0.8, ys, (xs + ys) * 0.5, np.full_like(xs, 255)], axis=2).astype(np.uint8)
    with pytest.raises(NotLineArt, match=r"sea\.png.*photograph"):
        line_art_from_rgba(photo, "sea.png")


def test_areas_that_touch_only_at_a_corner_are_two() -> None:
    rgba = page(6, 6)
    rgba[2, :3] = rgba[:3, 2] = (0, 0, 0, 255)
    rgba[2, 2] = (255, 255, 255, 255)
    assert segment(line_art_from_rgba(rgba, "corner.png")).count == 2


def test_segments_are_numbered_as_one_reads(draw_face: Callable[..., LineArt]) -> None:
    segments = segment(draw_face())
    first = [int(np.argmax(segments.labels == label)) for label in range(1, segments.count + 1)]
    assert first == sorted(first)
    assert segments.count == 6  # page, hair, face, two eyes, shadow


def test_the_measures_of_a_segment_are_right() -> None:
    rgba = page(20, 10)
    rgba[:, 8] = (0, 0, 255, 255)
    segments = segment(line_art_from_rgba(rgba, "a.png"))
    assert segments.area.tolist() == [0, 80, 110]
    assert segments.box.tolist() == [[0, 0, 0, 0], [0, 0, 8, 10], [9, 0, 20, 10]]
    np.testing.assert_allclose(segments.centroid, [[0, 0], [3.5, 4.5], [14, 4.5]])


def test_a_stored_label_map_gives_the_same_segments(draw_face: Callable[..., LineArt]) -> None:
    segments = segment(draw_face(7, 3))
    height, width = segments.labels.shape
    again = segments_from_labels(decode_labels(encode_labels(segments.labels), width, height))
    np.testing.assert_array_equal(again.area, segments.area)
    np.testing.assert_array_equal(again.box, segments.box)
    np.testing.assert_allclose(again.centroid, segments.centroid, atol=1e-3)


def test_a_label_map_without_segments_is_refused() -> None:
    with pytest.raises(NoSegments, match="only line"):
        segments_from_labels(np.zeros((4, 5), np.int32))


def test_a_real_dataset_frame_gives_the_datasets_own_segments(hand_drawn: Path) -> None:
    folder = hand_drawn / "paintbucket_sample"
    seg = read_image((folder / "seg.png").read_bytes(), "seg.png").astype(np.int32)
    truth = seg[..., 0] * 65536 + seg[..., 1] * 256 + seg[..., 2]
    segments = segment(read_line_art((folder / "line.png").read_bytes(), "line.png"))
    assert segments.count == 274
    np.testing.assert_array_equal(segments.labels, truth)


def test_real_cels_have_black_red_and_blue_lines(hand_drawn: Path) -> None:
    cel = hand_drawn / "dwanko_run" / "A_0001.tga"
    planes = read_line_art(cel.read_bytes(), cel.name).planes
    counts = np.bincount(planes.ravel(), minlength=6)
    assert counts.tolist() == [1896721, 13602, 518, 959, 0, 0]


def test_a_drawing_read_from_png_and_from_memory_is_the_same(draw_face: Callable[..., LineArt]) -> None:
    drawn = draw_face()
    np.testing.assert_array_equal(read_line_art(write_png(drawn.rgba), "a.png").planes, drawn.planes)
