from pathlib import Path

import cv2
import numpy as np
import pytest

from inference.benchmark.cutting import Score, cut_gaps, score, without_open_strokes
from inference.closing import block_passes, carry_over, close_gaps, not_carried
from inference.closing.choose import raster
from inference.closing.ends import line_ends
from inference.closing.skeleton import thin
from inference.folder import read_line
from inference.lineart import line_art_from_rgba
from inference.segments import draw_closures, segment
from inference.types import Closure, LineArt, UInt8Array

HOUSE = Path(__file__).resolve().parents[2] / "fixtures" / "house_production" / "shot" / "line"
BLACK = (0, 0, 0, 255)


def page(width: int = 120, height: int = 100) -> UInt8Array:
    return np.full((height, width, 4), 255, np.uint8)


def drawn(rgba: UInt8Array) -> LineArt:
    return line_art_from_rgba(rgba, "gap.png")


def ring(gap: int, thickness: int = 1) -> LineArt:
    """A circle, open at its top over about ``gap`` px."""
    rgba = page()
    cv2.circle(rgba, (60, 50), 35, BLACK, thickness)
    rgba[10:20, 60 - gap // 2 : 60 - gap // 2 + gap] = 255
    return drawn(rgba)


@pytest.mark.parametrize("thickness", [1, 3])
@pytest.mark.parametrize("gap", [1, 2, 4, 8, 12])
def test_a_gap_in_a_circle_is_closed(gap: int, thickness: int) -> None:
    art = ring(gap, thickness)
    assert segment(art).count == 1
    closures = close_gaps(art)
    assert [closure.kind for closure in closures] == ["facing"]
    assert segment(art, closures).count == 2


@pytest.mark.parametrize("radius", [7, 9, 12])
def test_a_small_circle_beside_a_line_is_closed_in_itself(radius: int) -> None:
    rgba = page()
    cv2.circle(rgba, (60, 50), radius, BLACK, 1)
    rgba[48:52, 56 + radius : 62 + radius] = 255
    rgba[:, 64 + radius] = BLACK  # both ends look at this line, nearer than the circle is round
    art = drawn(rgba)
    closures = close_gaps(art)
    assert [closure.kind for closure in closures] == ["facing"]
    assert all(point[0] <= 61 + radius for point in closures[0].points)


def test_a_stub_parts_only_areas_that_are_no_notch() -> None:
    def closures(row: int, gap: int) -> int:
        rgba = page()
        cv2.rectangle(rgba, (50, 10), (57 + gap, 90), BLACK, 1)
        rgba[row, 51:57] = BLACK  # 6 px of line that stop short of the other side
        return len(close_gaps(drawn(rgba)))

    assert closures(50, 2) == 1
    assert closures(13, 2) == 0  # 2 px below the end of the strip: a notch
    assert closures(13, 1) == 1
    assert closures(16, 5) == 1  # 5 px below it: hardly as wide as the gap, but 55 px large


def test_a_stub_that_would_turn_back_parts_no_sliver() -> None:
    rows = [
        "....##..............",
        ".....#..............",
        ".....##.............",
        "......#.............",
        "......##............",
        "......##............",
        "......###...........",
        "......###...........",
        ".......###..........",
        ".......#.#..........",
        ".......####.........",
        ".......##.#.........",
        ".......##.#.........",
        "........#.#.........",
        "........#...........",
        "........##.#........",
        "........##..........",
        ".........#..........",
        ".........#..........",
    ]
    rgba = page(20, len(rows))
    rgba[np.array([[pixel == "#" for pixel in row] for row in rows])] = BLACK
    assert close_gaps(drawn(rgba)) == []


def test_an_end_whose_bend_is_gone_takes_the_line_beside_it() -> None:
    def closures(left: int) -> list[Closure]:
        rgba = page()
        rgba[:, 60] = BLACK
        cv2.line(rgba, (left - 15, 0), (left, 50), BLACK, 1)  # comes down, and turned aside to the line before
        return close_gaps(drawn(rgba))

    assert [closure.points[0] for closure in closures(55)] == [(55, 50)]
    assert closures(52) == []  # 7 px: too far for a line that it was not going to


def test_an_end_that_a_line_has_reached_heads_for_nothing_else() -> None:
    rgba = page()
    rgba[40, 45:] = BLACK  # heads for the line below, 2 px under its end
    rgba[38:, 40] = BLACK
    rgba[32] = BLACK  # lies ahead of that end
    assert [closure.points[0] for closure in close_gaps(drawn(rgba))] == [(45, 40)]


def test_a_line_that_stops_short_of_another_reaches_it() -> None:
    rgba = page()
    cv2.rectangle(rgba, (10, 10), (110, 90), BLACK, 1)
    rgba[50, 11:105] = BLACK
    art = drawn(rgba)
    closures = close_gaps(art)
    assert [closure.kind for closure in closures] == ["heading"]
    assert segment(art, closures).count == segment(art).count + 1


def test_every_gap_of_one_outline_is_closed() -> None:
    rgba = page()
    cv2.circle(rgba, (60, 50), 35, BLACK, 1)
    for x, y in ((60, 15), (95, 50), (60, 85), (25, 50)):
        rgba[y - 3 : y + 3, x - 3 : x + 3] = 255
    art = drawn(rgba)
    assert len(close_gaps(art)) == 4
    assert segment(art, close_gaps(art)).count == 2


def test_a_gap_between_narrow_stripes_is_closed() -> None:
    rgba = page()
    cv2.rectangle(rgba, (20, 10), (100, 90), BLACK, 1)
    for x in (50, 54, 58):  # 2 px of paper between lines of 2 px
        rgba[11:90, x : x + 2] = BLACK
    rgba[40:44, 54:56] = 255
    art = drawn(rgba)
    assert segment(art, close_gaps(art)).count == segment(art).count + 1


def test_a_line_of_two_strokes_with_specks_between_ends_once() -> None:
    rgba = page()
    cv2.circle(rgba, (60, 50), 35, BLACK, 3)
    rgba[10:20, 58:62] = 255
    for x in range(46, 58, 3):
        rgba[16, x] = 255
    art = drawn(rgba)
    closures = close_gaps(art)
    assert len(closures) == 1
    assert segment(art, closures).count == segment(art).count + 1


def test_a_line_that_runs_off_the_page_does_not_end_there() -> None:
    rgba = page()
    rgba[60:, 50] = rgba[60:, 56] = BLACK  # a sleeve, cut by the frame
    rgba[60, 50:57] = BLACK
    assert close_gaps(drawn(rgba)) == []


@pytest.mark.parametrize("gap", [1, 2, 4])
@pytest.mark.parametrize("thickness", [1, 2])
def test_a_line_that_stops_short_of_the_frame_reaches_it(gap: int, thickness: int) -> None:
    rgba = page()
    rgba[: 100 - gap, 60 : 60 + thickness] = BLACK
    art = drawn(rgba)
    assert segment(art, close_gaps(art)).count == 2


def test_two_ends_that_face_each_other_are_surer_than_the_lines_behind() -> None:
    rgba = page()
    cv2.rectangle(rgba, (10, 10), (110, 90), BLACK, 1)
    rgba[50, 11:58] = rgba[50, 64:110] = BLACK
    rgba[30:47, 66] = BLACK  # a fold near by
    closures = close_gaps(drawn(rgba))
    assert [closure.kind for closure in closures] == ["facing"]
    assert {point[1] for point in closures[0].points} == {50}


def test_candidates_run_over_the_pixels_that_are_drawn_later() -> None:
    rng = np.random.default_rng(0)
    start, goal = rng.integers(0, 30, (200, 2)), rng.integers(0, 30, (200, 2))
    owner, at = raster(start, goal, 30)
    for row in range(200):
        stroke = Closure((tuple(start[row].tolist()), tuple(goal[row].tolist())), 1.0, "drawn")
        np.testing.assert_array_equal(np.sort(at[owner == row]), np.flatnonzero(draw_closures([stroke], (30, 30))))


def test_a_wider_gap_than_asked_for_stays_open() -> None:
    assert close_gaps(ring(12), max_gap=6) == []


def test_a_stroke_that_ends_in_the_open_is_left_alone() -> None:
    rgba = page()
    rgba[50, 20:60] = rgba[50, 65:100] = BLACK  # two lashes, one behind the other
    assert close_gaps(drawn(rgba)) == []


def test_a_notch_between_two_strokes_is_no_area() -> None:
    rgba = page()
    cv2.line(rgba, (10, 50), (110, 50), BLACK, 1)
    cv2.line(rgba, (60, 50), (90, 47), BLACK, 1)  # a tapering hair lies 3 px over a line
    assert close_gaps(drawn(rgba)) == []


def test_the_surest_closure_comes_first() -> None:
    rgba = page(240)
    for x, gap in ((60, 2), (180, 10)):
        cv2.circle(rgba, (x, 50), 35, BLACK, 1)
        rgba[10:20, x : x + gap] = 255
    closures = close_gaps(drawn(rgba))
    assert [closure.points[0][0] < 120 for closure in closures] == [True, False]
    assert closures[0].score > closures[1].score


def test_a_closure_never_touches_the_artists_line_and_leaves_no_hole() -> None:
    art = ring(6)
    before = art.rgba.copy(), art.planes.copy()
    segments = segment(art, close_gaps(art))
    np.testing.assert_array_equal(art.rgba, before[0])
    np.testing.assert_array_equal(art.planes, before[1])
    np.testing.assert_array_equal(segments.labels == 0, art.planes > 0)


def test_measures_count_the_pixels_of_closures() -> None:
    art = ring(6)
    segments = segment(art, close_gaps(art))
    ys, xs = np.nonzero(segments.labels == 2)
    assert segments.area.tolist() == [0, int((segments.labels == 1).sum()), len(xs)]
    assert segments.box[2].tolist() == [xs.min(), ys.min(), xs.max() + 1, ys.max() + 1]
    np.testing.assert_allclose(segments.centroid[2], [xs.mean(), ys.mean()], atol=1e-3)


def test_a_closure_that_is_switched_off_parts_nothing() -> None:
    art = ring(6)
    off = [Closure(c.points, c.score, c.kind, on=False) for c in close_gaps(art)]
    assert segment(art, off).count == 1


def test_a_painters_closing_stroke_parts_areas_and_is_not_closed_again() -> None:
    art = ring(6)
    stroke = Closure(((50, 16), (70, 16)), 1.0, "drawn")
    assert segment(art, [stroke]).count == 2
    assert close_gaps(art, drawn=[stroke]) == []


def test_a_speck_that_a_closing_stroke_covers_whole_stays_an_area() -> None:
    rgba = page(9, 9)
    rgba[3:6, 3:6] = BLACK
    rgba[4, 4] = 255
    segments = segment(drawn(rgba), [Closure(((0, 4), (8, 4)), 1.0, "drawn")])
    assert segments.area.min() == 0
    assert sorted(segments.area[1:].tolist())[0] == 1


def test_the_passes_of_a_brushy_line_are_blocked() -> None:
    rgba = page()
    for angle in range(0, 360, 14):  # dabs with space between them
        spot = np.radians(angle)
        cv2.circle(rgba, (round(60 + 35 * np.cos(spot)), round(50 + 35 * np.sin(spot))), 3, BLACK, -1)
    art = drawn(rgba)
    assert segment(art).count == 1
    closures = block_passes(art, radius=5)
    segments = segment(art, closures)
    assert segments.labels[50, 60] != segments.labels[2, 2]
    assert {closure.kind for closure in closures} == {"ball"}
    assert block_passes(art, radius=1) == []


def test_a_page_without_lines_has_nothing_to_close() -> None:
    assert close_gaps(drawn(page())) == []
    assert block_passes(drawn(page())) == []


def test_closing_is_the_same_every_time() -> None:
    art = read_line(HOUSE / "A0001.png")
    assert close_gaps(art) == close_gaps(art)
    assert block_passes(art) == block_passes(art)


def test_a_skeleton_is_one_pixel_wide_and_holds_together() -> None:
    ink = np.zeros((60, 60), np.uint8)
    cv2.ellipse(ink, (30, 30), (20, 14), 30, 0, 360, 1, 5)
    skeleton = thin(ink)
    count, _ = cv2.connectedComponents(skeleton, connectivity=8)
    assert count == 2
    assert not cv2.erode(skeleton, np.ones((2, 2), np.uint8)).any()
    assert (cv2.connectedComponents(1 - skeleton, connectivity=4)[0]) == 3  # inside and outside stay parted


def test_a_thick_line_ends_where_it_ends_and_not_at_its_corners() -> None:
    ink = np.zeros((40, 80), np.uint8)
    ink[16:23, 10:70] = 1
    ends = line_ends(ink)
    assert len(ends.at) == 2
    np.testing.assert_allclose(np.sort(ends.tangent[:, 0]), [-1, 1], atol=0.1)


@pytest.mark.parametrize("radius", [7, 9, 12])
def test_a_bent_line_goes_on_bending_at_its_end(radius: int) -> None:
    for turned in range(0, 360, 30):
        ink = np.zeros((60, 60), np.uint8)
        cv2.ellipse(ink, (30, 30), (radius, radius), 0, turned, turned + 200, 1, 1)
        ends = line_ends(ink)
        out = (ends.at - 30) / np.linalg.norm(ends.at - 30, axis=1, keepdims=True)
        assert len(ends.at) == 2
        assert np.abs((ends.tangent * out).sum(axis=1)).max() < np.sin(np.radians(30))  # off the true tangent


def test_a_slanting_line_that_is_cut_across_has_two_ends() -> None:
    rows = [
        "..................................######",
        "................................######..",
        "..............................######....",
        "............................#######.....",
        ".........................########.......",
        ".......................########.........",
        ".....................########...........",
        "......................####..............",
        "..................#...##................",
        "................###.....................",
        ".............#######....................",
        "...........#######......................",
        ".........#######........................",
        ".......#######..........................",
        ".....######.............................",
        "..#######...............................",
        "#######.................................",
    ]
    ink = np.array([[pixel == "#" for pixel in row] for row in rows], np.uint8)
    ends = line_ends(ink)
    near = np.abs(ends.at - [20, 8]).max(axis=1) < 6
    assert near.sum() == 2


def test_gaps_cut_into_a_real_drawing_are_found() -> None:
    total = Score()
    rng = np.random.default_rng(3)
    for name in ("A0001.png", "A0006.png"):
        art = read_line(HOUSE / name)
        art = without_open_strokes(art, segment(art))
        whole = segment(art)
        for width in (1, 3, 6):
            cut = cut_gaps(art, whole, 6, width, rng, clear=True)
            closures = close_gaps(cut.line_art)
            total += score(whole, cut, closures, segment(cut.line_art, closures))
    assert total.regions > 50
    assert total.restored / total.regions > 0.85
    assert total.false / total.closures < 0.15


def test_taking_open_strokes_out_changes_no_area() -> None:
    art = read_line(HOUSE / "A0001.png")
    whole = segment(art)
    again = segment(without_open_strokes(art, whole))
    assert again.count == whole.count
    seen = whole.labels > 0
    np.testing.assert_array_equal(again.labels[seen], whole.labels[seen])


def test_decisions_stay_with_segments_that_are_still_there() -> None:
    art = read_line(HOUSE / "A0001.png")
    before = segment(art)
    biggest = int(before.area.argmax())
    x0, y0, x1, y1 = (int(v) for v in before.box[biggest])
    after = segment(art, [Closure(((x0, (y0 + y1) // 2), (x1 - 1, (y0 + y1) // 2)), 1.0, "drawn")])
    carried = carry_over(before, after)
    decided = np.ones(before.count + 1, bool)
    untouched = np.array([label for label in range(1, before.count + 1) if label not in carried.lost])
    np.testing.assert_array_equal(np.sort(carried.source[carried.source > 0]), untouched)
    of = np.zeros(before.count + 1, int)
    of[carried.source] = np.arange(after.count + 1)
    np.testing.assert_array_equal(before.area[untouched] >= after.area[of[untouched]], True)
    assert set(not_carried(carried, decided).tolist()) == set(carried.lost.tolist())
    assert before.count - len(carried.lost) > 0.9 * before.count


def test_segments_that_are_cut_in_the_same_way_carry_everything() -> None:
    segments = segment(read_line(HOUSE / "A0001.png"))
    carried = carry_over(segments, segments)
    np.testing.assert_array_equal(carried.source, np.arange(segments.count + 1))
    assert carried.lost.size == 0


def test_segments_of_two_sizes_cannot_be_carried() -> None:
    with pytest.raises(ValueError, match="not of one drawing"):
        carry_over(segment(drawn(page(10, 10))), segment(drawn(page(11, 10))))
