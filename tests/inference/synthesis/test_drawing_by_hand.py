"""An unsteady hand, strands, folds and gaps: the truth stays what is drawn."""

from dataclasses import replace

import cv2
import numpy as np
import pytest

from inference.formats.paintbucket import BACKGROUND
from inference.synthesis.buffers import look
from inference.synthesis.byhand import HandStyle, leave_gaps, strokes_by_hand, wobble
from inference.synthesis.camera import Camera, frame
from inference.synthesis.corners import past_corners
from inference.synthesis.figure import INK
from inference.synthesis.lines import LineStyle, draw_lines
from inference.synthesis.sketching import Sketch, Style, sketch
from inference.types import Int32Array, Plane
from tests.inference.synthesis.figures import BLOUSE, HAIR, SKIRT, person

FIGURE = person()
CAMERA = frame(FIGURE.points, azimuth=15, width=320, height=320)
LARGE = frame(FIGURE.points, azimuth=15, width=640, height=640)


def drawn(style: Style, seed: int = 0, camera: Camera = CAMERA) -> Sketch:
    return sketch(FIGURE, FIGURE.points, FIGURE.normals, camera, style, np.random.default_rng(seed))


def test_an_unsteady_hand_strays_smoothly_and_not_far() -> None:
    bend = wobble((200, 300), 2.0, np.random.default_rng(0))
    row = np.stack([np.arange(10.0, 290.0), np.full(280, 100.0)], axis=1)
    moved = bend(row) - row
    assert 0.3 < np.abs(moved).max() < 5
    assert np.abs(np.diff(moved, axis=0)).max() < 0.8
    assert np.isfinite(bend(np.array([(-1e9, np.inf), (1e9, -5.0)]))[1]).all(), "what lies off the picture moves too"


def test_the_hands_truth_is_exact_and_its_lines_are_others() -> None:
    clean, hand = drawn(Style()), drawn(Style(hand=HandStyle(wobble=2)))
    assert (clean.mixed, hand.mixed) == (0, 0)
    assert (clean.frame.line != hand.frame.line).any()
    assert hand.gaps == ()


def test_strands_lie_in_the_hair_and_folds_in_cloth_and_overshoot_a_little() -> None:
    buffers = look(FIGURE, FIGURE.points, FIGURE.normals, LARGE)
    style = HandStyle(strands=20, folds=20, overshoot=0)
    strokes = strokes_by_hand(FIGURE, buffers, style, np.random.default_rng(0))
    assert set(np.unique(buffers.label[strokes > 0])) == {HAIR, BLOUSE, SKIRT}
    long = strokes_by_hand(FIGURE, buffers, replace(style, overshoot=8), np.random.default_rng(0))
    assert long.sum() > strokes.sum()
    bald = strokes_by_hand(FIGURE, buffers, replace(style, strands=0), np.random.default_rng(0))
    assert not bald[buffers.label == HAIR].any()


def test_a_strand_can_split_the_hair_and_both_sides_stay_hair() -> None:
    parts = {}
    for strands in (0.0, 30.0):
        style = Style(toon=None, hand=HandStyle(0, strands=strands, folds=0))
        index = drawn(style, 5, LARGE).frame.index
        assert index is not None
        parts[strands] = [label for _, label in index.values()].count(HAIR)
    assert parts[30.0] > parts[0.0]


def test_green_notes_lie_on_paper_and_say_nothing_about_tone() -> None:
    hand = HandStyle(wobble=0, strands=20, folds=20, green=True)
    noted, plain = drawn(Style(hand=hand), 2, LARGE), drawn(Style(hand=replace(hand, strands=0, folds=0)), 2, LARGE)
    assert noted.mixed == 0
    assert noted.frame.gt is not None
    green = (noted.frame.line == (0, 255, 0, 255)).all(axis=2)
    assert green.sum() > 50
    assert not (plain.frame.line == (0, 255, 0, 255)).all(axis=2).any()
    assert not (noted.frame.gt[green] == (0, 255, 0, 255)).all(axis=1).any(), "painted in the colour of their place"


def test_gaps_are_as_wide_as_recorded_and_leave_ink_whole() -> None:
    label = np.full((60, 200), 1, np.int32)
    label[:, 100:] = INK
    planes = np.zeros((60, 200), np.uint8)
    planes[29:31] = Plane.MAIN
    style = HandStyle(gaps=1, gap=(3, 3))
    opened, (gap,) = leave_gaps(planes, label, style, np.random.default_rng(2))
    assert gap.x < 100
    assert planes[gap.y, gap.x] == Plane.MAIN
    open_ = (planes != opened).any(axis=0)
    assert 3 <= open_.sum() <= 4
    assert open_[gap.x]
    assert (opened[29:31][:, open_] == Plane.PAPER).all(), "right across the line"
    assert (opened[:, 100:] == planes[:, 100:]).all()


def test_what_gaps_let_run_together_is_counted_and_named_by_its_larger_part() -> None:
    leaky = drawn(Style(toon=None, hand=HandStyle(gaps=25, gap=(4, 4))), 1)
    assert len(leaky.gaps) == 25
    assert leaky.mixed > 0
    assert leaky.frame.index is not None
    assert leaky.frame.index[1][1] == BACKGROUND
    tight = drawn(Style(toon=None, hand=HandStyle(gaps=0)), 1)
    assert tight.frame.index is not None
    assert len(leaky.frame.index) < len(tight.frame.index)


def test_some_creases_are_forgotten_but_no_border() -> None:
    buffers = look(FIGURE, FIGURE.points, FIGURE.normals, CAMERA)
    all_, none = (
        draw_lines(buffers, LineStyle(variation=0, missing=missing), np.random.default_rng(0)) for missing in (0.0, 1.0)
    )
    assert (all_ > 0).sum() > (none > 0).sum()
    _, areas = cv2.connectedComponents((none == 0).astype(np.uint8), connectivity=4)
    assert len(np.unique(np.stack([areas, buffers.label])[:, none == 0], axis=1).T) == areas.max()


@pytest.mark.parametrize("style", [Style(), Style(hand=HandStyle(gaps=3))])
def test_the_same_seed_sketches_the_same_frame(style: Style) -> None:
    one, again, other = drawn(style, 4), drawn(style, 4), drawn(style, 5)
    assert one.frame.line.tobytes() == again.frame.line.tobytes()
    assert one.frame.index == again.frame.index
    assert one.gaps == again.gaps
    assert one.frame.line.tobytes() != other.frame.line.tobytes()


def _tee() -> Int32Array:
    """A wide area (1) over two that part below it (2, 3): corners at the bottom, a junction in the middle."""
    label = np.full((120, 160), BACKGROUND, np.int32)
    label[20:60, 30:130] = 1
    label[60:100, 30:80] = 2
    label[60:100, 80:130] = 3
    return label


def test_outlines_run_past_corners_and_junctions_and_nowhere_else() -> None:
    label = _tee()
    marks = sum(past_corners(label, 8.0, np.random.default_rng(seed)).astype(int) for seed in range(20)) > 0
    ends = [(20, 30), (20, 130), (100, 30), (100, 130), (60, 30), (60, 130), (60, 80), (100, 80)]
    near = np.zeros(label.shape, np.uint8)
    for row, column in ends:
        near[row, column] = 1
    near = cv2.dilate(near, np.ones((23, 23), np.uint8)) > 0
    assert not (marks & ~near).any()
    assert marks[100:108, 29:31].any(), "the left side runs on below the hem"
    assert marks[50:59, 79:82].any(), "the seam crosses the waist"
    assert marks[:20].any()
    assert marks[:, 130:].any()


def test_a_line_that_runs_past_a_corner_leaves_every_segment_in_one_label() -> None:
    plain, long = (drawn(Style(hand=HandStyle(wobble=1, corners=corners)), 3, LARGE) for corners in (0.0, 9.0))
    assert long.mixed == 0
    added = (long.frame.line[..., 3] > 0) & (plain.frame.line[..., 3] == 0)
    assert added.sum() > 30
    outside = plain.frame.label == BACKGROUND
    assert (added & outside).any(), "it shows beyond the figure"


def test_round_and_small_areas_have_no_corners() -> None:
    label = np.full((120, 160), BACKGROUND, np.int32)
    cv2.circle(label, (50, 60), 30, 1, -1)
    label[20:30, 120:130] = 2
    assert not past_corners(label, 8.0, np.random.default_rng(0)).any()
