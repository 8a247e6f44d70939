from pathlib import Path

import numpy as np

from inference.benchmark.dataset import find_clips
from inference.benchmark.run import Options, run_keyframe
from inference.benchmark.strokes import hasty_strokes
from inference.matching import default_matcher
from inference.segments import segments_from_labels
from inference.types import Part, Segments, UInt8Array

UNKNOWN, HAIR, SKIN = Part.UNKNOWN, Part.HAIR, Part.SKIN


def cut() -> Segments:
    """Two wide boxes side by side on a page: page 1, left 2, right 3."""
    labels = np.ones((30, 60), np.int32)
    labels[5:25, 5:30], labels[5:25, 31:55], labels[5:25, 30] = 2, 3, 0
    return segments_from_labels(labels, (labels == 0).astype(np.uint8))


def of(*parts: Part) -> UInt8Array:
    return np.array([UNKNOWN, UNKNOWN, *parts], np.uint8)


def test_one_stroke_runs_through_neighbours_of_one_part() -> None:
    strokes = hasty_strokes(cut(), of(HAIR, HAIR), of(SKIN, SKIN), 5)
    assert [stroke.part for stroke in strokes] == [HAIR]
    (x1, y1), (x2, y2) = strokes[0].points
    assert y1 == y2
    assert x1 < 30 < x2


def test_each_part_gets_a_stroke_of_its_own_and_never_more_than_asked_for() -> None:
    both = hasty_strokes(cut(), of(HAIR, SKIN), of(SKIN, HAIR), 5)
    assert {stroke.part for stroke in both} == {HAIR, SKIN}
    assert len(hasty_strokes(cut(), of(HAIR, SKIN), of(SKIN, HAIR), 1)) == 1


def test_what_came_out_right_gets_no_stroke() -> None:
    assert hasty_strokes(cut(), of(HAIR, SKIN), of(HAIR, SKIN), 5) == []


MINIATURE = Path(__file__).resolve().parents[3] / "fixtures" / "paintbucket_miniature" / "nuri"


def test_strokes_are_worth_something_on_a_drawing_without_annotations() -> None:
    clips, matcher = find_clips([MINIATURE]), default_matcher()
    wrong = []
    for count in (0, 6):
        options = Options(limit=1, clicks=False, strokes=count)
        (clip,) = run_keyframe(clips, lambda clip: matcher, 1, options, lambda name: None).clips
        wrong.append(clip.drawings[0].plain)
    assert wrong[1] < wrong[0]
