from collections.abc import Callable

import numpy as np

from inference.lineart import line_art_from_rgba
from inference.segments import segment, segments_from_labels
from inference.types import LineArt, Plane


def two_rooms(column: tuple[int, int, int, int]) -> LineArt:
    page = np.full((10, 21, 4), 255, np.uint8)
    page[:, 10] = column
    return line_art_from_rgba(page, "rooms.png")


def test_neighbours_know_their_border_and_what_parts_them() -> None:
    known = segment(two_rooms((0, 0, 255, 255))).neighbours
    assert known.pairs.tolist() == [[1, 2]]
    assert known.length.tolist() == [10]
    assert known.plane.tolist() == [Plane.SHADOW]


def test_where_black_and_colour_run_side_by_side_black_parts() -> None:
    art = two_rooms((0, 0, 255, 255))
    page = art.rgba.copy()
    page[:, 11] = (0, 0, 0, 255)
    assert segment(line_art_from_rgba(page, "both.png")).neighbours.plane.tolist() == [Plane.MAIN]


def test_areas_that_do_not_meet_are_no_neighbours(draw_face: Callable[..., LineArt]) -> None:
    pairs = {tuple(pair) for pair in segment(draw_face()).neighbours.pairs.tolist()}
    assert (1, 2) in pairs  # page and hair
    assert (4, 5) not in pairs  # the two eyes
    assert all(one < other for one, other in pairs)


def test_a_stored_label_map_gives_the_same_graph(draw_face: Callable[..., LineArt]) -> None:
    art = draw_face()
    segments = segment(art)
    again = segments_from_labels(segments.labels, art.planes).neighbours
    np.testing.assert_array_equal(again.pairs, segments.neighbours.pairs)
    np.testing.assert_array_equal(again.by_plane, segments.neighbours.by_plane)


def test_a_segment_of_one_pixel_is_kept_and_has_neighbours() -> None:
    page = np.full((9, 9, 4), 255, np.uint8)
    page[3:6, 3:6] = (0, 0, 0, 255)
    page[4, 4] = (255, 255, 255, 255)
    segments = segment(line_art_from_rgba(page, "dot.png"))
    assert segments.area.tolist() == [0, 72, 1]
    assert segments.neighbours.pairs.tolist() == [[1, 2]]
