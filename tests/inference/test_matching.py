from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import pytest

from inference.colorizer import Colorizer
from inference.errors import NothingToColourFrom
from inference.formats import read_image_file
from inference.lineart import line_art_from_rgba
from inference.matching import MATCHERS, matcher_named
from inference.painting import nearest_segment, paint
from inference.segments import segment
from inference.sheet import entries_from_picture, painting_from_colors
from inference.types import Kind, LineArt, Matcher, Matches, Painting, Reference, Segments, Sheet, UInt8Array

PAINTED = Painting(
    np.array([0, 1, 3, 2, 4, 4, 2], np.uint16), np.array([0, 0, 0, 0, 0, 0, 2], np.uint8), np.ones(7, np.float32)
)


@pytest.fixture(params=sorted(MATCHERS))
def matcher(request: pytest.FixtureRequest) -> Matcher:
    return matcher_named(request.param)


@pytest.fixture
def reference(draw_face: Callable[..., LineArt]) -> Reference:
    line_art = draw_face()
    return Reference(line_art, segment(line_art), PAINTED)


def colors(painting: Painting) -> list[tuple[int, int]]:
    return list(zip(painting.entry.tolist(), painting.tone.tolist(), strict=True))


def test_the_same_drawing_gets_the_same_colours(matcher: Matcher, reference: Reference) -> None:
    matches = matcher.match(reference.line_art, reference.segments, [reference])
    painting = paint(matches)
    assert colors(painting) == colors(PAINTED)
    assert painting.confidence[1:].min() > 0.6
    sums = matches.probability[1:].sum(axis=1)
    np.testing.assert_allclose(sums, 1, atol=1e-5)
    assert not matches.probability[0].any()
    assert matches.novelty.min() >= 0
    assert matches.novelty.max() <= 1


def test_colours_follow_a_moved_head(matcher: Matcher, reference: Reference, draw_face: Callable[..., LineArt]) -> None:
    moved = draw_face(9, -6)
    assert colors(paint(matcher.match(moved, segment(moved), [reference]))) == colors(PAINTED)


def test_the_reference_may_have_another_size(
    matcher: Matcher, reference: Reference, draw_face: Callable[..., LineArt]
) -> None:
    rgba = cv2.resize(draw_face().rgba, (480, 360), interpolation=cv2.INTER_NEAREST)
    large = line_art_from_rgba(rgba, "large.png")
    segments = segment(large)
    assert segments.count == 6
    assert colors(paint(matcher.match(large, segments, [reference]))) == colors(PAINTED)


def test_two_references_that_agree_change_nothing(
    matcher: Matcher, reference: Reference, draw_face: Callable[..., LineArt]
) -> None:
    other = draw_face(4, 2)
    references = [reference, Reference(other, segment(other), PAINTED)]
    target = draw_face(2, 1)
    assert colors(paint(matcher.match(target, segment(target), references))) == colors(PAINTED)


def test_a_reference_of_something_else_does_not_outvote_a_good_one(
    matcher: Matcher, reference: Reference, draw_face: Callable[..., LineArt]
) -> None:
    page = np.full((120, 160, 4), (255, 255, 255, 0), np.uint8)
    for x in range(5, 160, 12):
        cv2.line(page, (x, 0), (x, 119), (0, 0, 0, 255), 1)
    bars = line_art_from_rgba(page, "bars.png")
    segments = segment(bars)
    wrong = Painting(
        np.array([0] + [9] * segments.count, np.uint16),
        np.zeros(segments.count + 1, np.uint8),
        np.ones(segments.count + 1, np.float32),
    )
    target = draw_face(2, 1)
    painting = paint(matcher.match(target, segment(target), [Reference(bars, segments, wrong), reference]))
    assert colors(painting) == colors(PAINTED)


def test_a_page_without_lines_is_all_background(matcher: Matcher, reference: Reference) -> None:
    blank = line_art_from_rgba(np.full((120, 160, 4), (255, 255, 255, 0), np.uint8), "blank.png")
    painting = paint(matcher.match(blank, segment(blank), [reference]))
    assert painting.entry.tolist() == [0, 1]


def test_a_blank_painted_page_colours_what_it_can(matcher: Matcher, draw_face: Callable[..., LineArt]) -> None:
    blank = line_art_from_rgba(np.full((120, 160, 4), (255, 255, 255, 0), np.uint8), "blank.png")
    only = Painting(np.array([0, 1], np.uint16), np.zeros(2, np.uint8), np.ones(2, np.float32))
    target = draw_face()
    painting = paint(matcher.match(target, segment(target), [Reference(blank, segment(blank), only)]))
    assert painting.entry[1] == 1
    assert painting.confidence.max() < 1.01


def test_a_character_that_leaves_the_picture_crashes_nothing(
    matcher: Matcher, reference: Reference, draw_face: Callable[..., LineArt]
) -> None:
    for dx in (70, 90, 110, 140):
        target = draw_face(dx, 0)
        painting = paint(matcher.match(target, segment(target), [reference]))
        assert painting.entry[1] == 1, "the page stays background"
        assert np.isfinite(painting.confidence).all()


@pytest.mark.parametrize("size", [(1, 1), (3, 2), (40, 5), (9, 200)])
def test_tiny_and_narrow_drawings_are_coloured(matcher: Matcher, reference: Reference, size: tuple[int, int]) -> None:
    width, height = size
    page = line_art_from_rgba(np.full((height, width, 4), 255, np.uint8), "tiny.png")
    assert len(paint(matcher.match(page, segment(page), [reference])).entry) == 2


def test_an_unpainted_reference_paints_nothing(matcher: Matcher, reference: Reference) -> None:
    empty = Painting(np.zeros(7, np.uint16), np.zeros(7, np.uint8), np.zeros(7, np.float32))
    unpainted = Reference(reference.line_art, reference.segments, empty)
    assert not paint(matcher.match(reference.line_art, reference.segments, [unpainted])).entry.any()


def test_without_references_the_drawing_is_named(matcher: Matcher, reference: Reference) -> None:
    with pytest.raises(NothingToColourFrom, match=r"A0001\.png"):
        matcher.match(reference.line_art, reference.segments, [])


@pytest.mark.parametrize("label", [2, 3, 6])
def test_one_correction_outweighs_the_mistake_in_all_other_drawings(
    draw_face: Callable[..., LineArt], label: int
) -> None:
    at = np.arange(7) == label
    mistaken = Painting(
        np.where(at, 7 - PAINTED.entry, PAINTED.entry).astype(np.uint16),
        np.where(at, 0, PAINTED.tone).astype(np.uint8),
        np.where(at, 0.9, 1).astype(np.float32),
    )
    corrected = Painting(PAINTED.entry * at, PAINTED.tone * at, at.astype(np.float32))
    shown = [(5, mistaken, Kind.NEIGHBOUR), (0, mistaken, Kind.KEYFRAME), (15, corrected, Kind.CORRECTED)]
    references = [Reference(d := draw_face(dx), segment(d), painting, kind) for dx, painting, kind in shown]
    target = draw_face(10)
    scorer = matcher_named("scorer")
    assert colors(paint(scorer.match(target, segment(target), references[:2])))[label] != colors(PAINTED)[label]
    assert colors(paint(scorer.match(target, segment(target), references))) == colors(PAINTED)


def test_a_walk_across_the_page_keeps_its_colours(reference: Reference, draw_face: Callable[..., LineArt]) -> None:
    frames = [draw_face(dx, 0, name=f"A{dx:04d}.png") for dx in range(6, 42, 6)]
    paintings = list(Colorizer().colorize_sequence(frames, reference))
    assert [colors(painting) for painting in paintings] == [colors(PAINTED)] * 6


class Listening:
    """Paints nothing, and remembers what each drawing was to be coloured from."""

    name = "listening"

    def __init__(self) -> None:
        self.heard: list[tuple[str, list[tuple[str, Kind]]]] = []

    def match(self, line_art: LineArt, segments: Segments, references: Sequence[Reference]) -> Matches:
        self.heard.append((line_art.name, [(one.line_art.name, one.kind) for one in references]))
        none = np.zeros(segments.count + 1, np.float32)
        return Matches(np.zeros((1, 2), np.uint16), none[:, None], none + 1)


def test_between_two_painted_drawings_colours_come_from_both_sides_and_meet(
    reference: Reference, draw_face: Callable[..., LineArt]
) -> None:
    frames = [draw_face(dx, 0, name=str(dx)) for dx in (6, 12, 18)]
    end = replace(reference, line_art=replace(reference.line_art, name="end"))
    matcher, start = Listening(), reference.line_art.name
    assert len(list(Colorizer(matcher).colorize_sequence(frames, reference, end))) == 3
    near, key = Kind.NEIGHBOUR, Kind.KEYFRAME
    assert matcher.heard == [
        ("6", [(start, near), ("end", key)]),
        ("18", [("end", near), (start, key)]),
        ("12", [("6", near), ("18", near), (start, key), ("end", key)]),
    ]


def test_what_only_the_later_keyframe_knows_reaches_the_drawings_before_it(
    reference: Reference, draw_face: Callable[..., LineArt]
) -> None:
    frames = [draw_face(dx, 0, name=f"A{dx:04d}.png") for dx in (6, 12, 18)]
    art = draw_face(24, 0, name="A0024.png")
    eyes = PAINTED.entry == 4
    bare = replace(PAINTED, entry=np.where(eyes, 0, PAINTED.entry).astype(np.uint16))
    start, end = replace(reference, painting=bare), Reference(art, segment(art), PAINTED)
    paintings = list(Colorizer().colorize_sequence(frames, start, end))
    assert [colors(painting) for painting in paintings] == [colors(PAINTED)] * 3


def test_a_keyframe_takes_its_colours_from_the_sheets_nearest_view(
    reference: Reference, draw_face: Callable[..., LineArt]
) -> None:
    painting = Colorizer().colorize_keyframe(draw_face(20, 10), Sheet((), views=(reference,)))
    assert colors(painting) == colors(PAINTED)


def test_a_keyframe_without_views_is_refused_by_name(draw_face: Callable[..., LineArt]) -> None:
    with pytest.raises(NothingToColourFrom, match=r"A0001\.png.*no painted reference view"):
        Colorizer().colorize_keyframe(draw_face(), Sheet(()))


def bent(rgba: UInt8Array, seed: int) -> tuple[UInt8Array, np.ndarray]:  # type: ignore[type-arg]
    """A drawing with its lines bent by a smooth field of up to 20 px, and where each pixel came from."""
    height, width = rgba.shape[:2]
    field = cv2.GaussianBlur(np.random.default_rng(seed).normal(size=(height, width, 2)).astype(np.float32), (0, 0), 90)
    field *= 20 / np.abs(field).max()
    ys, xs = np.mgrid[0:height, 0:width]
    x = np.rint(xs + field[..., 0]).astype(int).clip(0, width - 1)
    y = np.rint(ys + field[..., 1]).astype(int).clip(0, height - 1)
    return rgba[y, x], np.stack([y, x])


def redrawn(rgba: UInt8Array, areas: np.ndarray) -> UInt8Array:  # type: ignore[type-arg]
    """Bending tears lines one pixel wide: draw a black one wherever two areas meet."""
    rgba = rgba.copy()
    for axis in (0, 1):
        meets = np.diff(areas, axis=axis, append=areas.take([-1], axis)) != 0
        rgba[meets & (rgba[..., 3] == 0)] = (0, 0, 0, 255)
    return rgba


def test_a_bent_real_drawing_keeps_its_colours_and_confidence_tells_right_from_wrong(hand_drawn: Path) -> None:
    folder = hand_drawn / "laughing_girl"
    line_art = line_art_from_rgba(read_image_file(folder / "line" / "0000.png"), "0000.png")
    segments = segment(line_art)
    gt = read_image_file(folder / "gt" / "0000.png")
    painted = painting_from_colors(segments, gt, Sheet(tuple(entries_from_picture(gt, segments))))
    rgba, (y, x) = bent(line_art.rgba, 3)
    areas = nearest_segment(segments.labels)[y, x]
    target = line_art_from_rgba(redrawn(rgba, areas), "bent.png")
    cut = segment(target)
    truth = painted.entry[areas]
    result = Colorizer().colorize_drawing(target, cut, [Reference(line_art, segments, painted)])
    fills = cut.labels > 0
    assert (result.entry[cut.labels][fills] == truth[fills]).mean() > 0.98
    right = np.array([(truth[cut.labels == k] == result.entry[k]).mean() > 0.5 for k in range(1, cut.count + 1)])
    assert right.mean() > 0.85
    assert result.confidence[1:][right].mean() > result.confidence[1:][~right].mean() + 0.2
