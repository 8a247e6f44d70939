"""What is coloured from what, and a painter's corrections counted by hand."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from inference.benchmark.clicks import clicks_to_perfect
from inference.benchmark.colors import NO_COLOR, ColorBook
from inference.benchmark.dataset import find_clips
from inference.benchmark.protocol import Step, steps
from inference.benchmark.run import Options, run_consecutive
from inference.colorizer import Colorizer
from inference.lineart import line_art_from_rgba
from inference.matching import FlowVote
from inference.matching.votes import colors_of
from inference.segments import segment
from inference.types import Kind, LineArt, Matches, Reference, Segments
from tests.inference.benchmark.strips import SEA, SKY, SUN, NearestAlong, cells

ALL = [True] * 4


def test_the_true_previous_drawing_is_the_papers_reference() -> None:
    assert steps(ALL, "previous") == [Step(1, (0,)), Step(2, (1,)), Step(3, (2,))]
    assert steps([True, True, False, True], "previous") == [Step(1, (0,))]


def test_the_first_drawing_can_stand_beside_the_previous_one() -> None:
    assert steps(ALL, "previous-first") == [Step(1, (0,)), Step(2, (1, 0)), Step(3, (2, 0))]


def test_the_clips_ends_are_references() -> None:
    assert steps(ALL, "first") == [Step(1, (0,)), Step(2, (0,)), Step(3, (0,))]
    assert steps(ALL, "first-last") == [Step(1, (0, 3)), Step(2, (0, 3))]


def test_a_chain_feeds_on_its_own_results() -> None:
    assert steps(ALL, "chain") == [Step(1, (0,)), Step(2, (), own=(1,)), Step(3, (), own=(2,))]
    assert steps(ALL, "chain-first") == [Step(1, (0,)), Step(2, (0,), own=(1,)), Step(3, (0,), own=(2,))]


def test_between_its_ends_a_chain_comes_from_both() -> None:
    assert steps([True] * 5, "chain-both") == [Step(1, (0, 4)), Step(3, (4, 0)), Step(2, (0, 4), own=(1, 3))]
    assert steps([False, True, False, True, False], "chain-both") == [Step(2, (1, 3))]
    assert steps([True, True], "chain-both") == []


def test_a_chain_walks_over_drawings_that_nobody_painted() -> None:
    painted = [False, True, False, True, False]
    assert steps(painted, "chain") == [Step(2, (1,)), Step(3, (), own=(2,))]


def test_nothing_painted_is_nothing_to_do() -> None:
    assert steps([False, False], "previous") == steps([True, False], "first") == steps([], "chain") == []


def counted(truth: list[int], reference: list[int], widths: Sequence[int] = (9, 9, 9, 9)) -> tuple[int, int]:
    """(clicks, wrong at first) of a strip of cells against a reference strip of the same cells."""
    art = line_art_from_rgba(cells(widths), "strip.png")
    segments = segment(art)
    book = ColorBook()
    given = Reference(art, segments, book.painting(np.array([NO_COLOR, *reference])))
    colors = np.array([NO_COLOR, *truth])
    colorizer = Colorizer(NearestAlong())
    first = colorizer.colorize_drawing(art, segments, [given])
    wrong = int((book.colors(first) != colors)[1:].sum())
    return clicks_to_perfect(colorizer, art, segments, [given], first, colors, book), wrong


def test_a_perfect_drawing_costs_no_click() -> None:
    assert counted([SKY, SUN, SEA, SKY], [SKY, SUN, SEA, SKY]) == (0, 0)


def test_a_correction_carries_over_to_segments_that_nothing_else_explains() -> None:
    # Only the first cell is painted in the reference, so all four become sky. Correcting the second (all are equally
    # large, the first wrong one comes first) makes it the nearest painted neighbour of the third and the fourth.
    assert counted([SKY, SUN, SUN, SUN], [SKY, NO_COLOR, NO_COLOR, NO_COLOR]) == (1, 3)


def test_without_carrying_every_wrong_segment_is_a_click() -> None:
    assert counted([SKY, SUN, SEA, SUN], [SKY, SKY, SKY, SKY]) == (3, 3)


def test_the_largest_wrong_area_is_corrected_first() -> None:
    # The last cell is the largest: once it is sun the third follows. Then the second becomes sea, the third, nearer to
    # it, sea as well, and must be corrected after all. From left to right two clicks would have done.
    assert counted([SKY, SEA, SUN, SUN], [SKY, NO_COLOR, NO_COLOR, NO_COLOR], widths=(9, 9, 9, 12)) == (3, 3)


def test_carrying_makes_a_chain_as_good_as_its_perfected_drawings(pair: Path) -> None:
    clips = find_clips([pair])
    run = run_consecutive(clips, lambda clip: FlowVote(), "chain", Options(), lambda name: None)
    drawing = run.clips[0].drawings[0]
    assert drawing.clicks == drawing.plain, "the flow vote carries nothing within a drawing"
    assert drawing.plain == len(drawing.wrong)
    uncounted = run_consecutive(clips, lambda clip: FlowVote(), "chain", Options(clicks=False), lambda name: None)
    assert uncounted.clips[0].drawings[0].clicks is None
    assert uncounted.clips[0].drawings[0].wrong == drawing.wrong


class Listening:
    """Says nothing, and remembers what it was to colour from."""

    name = "listening"

    def __init__(self) -> None:
        self.heard: list[list[Kind]] = []

    def match(self, line_art: LineArt, segments: Segments, references: Sequence[Reference]) -> Matches:
        self.heard.append([reference.kind for reference in references])
        colors = colors_of(line_art, references)
        empty = np.zeros((segments.count + 1, len(colors)), np.float32)
        return Matches(colors, empty, np.ones(segments.count + 1, np.float32))


def test_views_of_the_sheet_stand_beside_the_clips_drawings() -> None:
    clips = find_clips([Path("fixtures/paintbucket_miniature")])
    matcher = Listening()
    options = Options(limit=1, clicks=False, views=1)
    run = run_consecutive(clips, lambda clip: matcher, "previous", options, lambda name: None)
    assert matcher.heard == [[Kind.NEIGHBOUR, Kind.VIEW]]
    assert run.clips[0].reference == "previous + 1 views"
