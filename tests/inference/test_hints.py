from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from inference.benchmark.strokes import hasty_strokes
from inference.colorizer import Colorizer
from inference.folder import read_line
from inference.formats import read_image_file
from inference.hints import NO_PARTS, with_color_lines, with_hints, with_parts, with_tones
from inference.lineart import line_art_from_rgba
from inference.segments import segment
from inference.shading import Shading, Source, shading
from inference.sheet import painting_from_colors
from inference.sheetfile import read_sheet
from inference.types import (
    Annotation,
    ColorEntry,
    LineArt,
    Matches,
    Part,
    PartStroke,
    Reference,
    Sheet,
    Tone,
    UInt8Array,
)

HOUSE = Path(__file__).resolve().parents[2] / "fixtures" / "house_production"
WHITE = (255, 255, 255, 255)
HAIR, FACE, COAT = 2, 3, 4
SHEET = Sheet(
    (
        ColorEntry(HAIR, "hair", "hair", WHITE),
        ColorEntry(FACE, "face", "skin", WHITE),
        ColorEntry(COAT, "coat", "clothes", WHITE),
    )
)


def said(probability: list[float], *colors: tuple[int, int]) -> Matches:
    """What a matcher says of a single segment."""
    rows = np.array([[0] * len(colors), probability], np.float32)
    return Matches(np.array(colors, np.uint16), rows, np.zeros(2, np.float32))


def known(part: Part = Part.UNKNOWN, tone: Tone = Tone.NORMAL, source: Source = Source.STROKE) -> Shading:
    """What is known of it."""
    tone_source = Source.NOTHING if tone == Tone.NORMAL else source
    rows = [[0, int(value)] for value in (tone, tone_source, part, source if part else Source.NOTHING)]
    return Shading(*(np.array(row, np.uint8) for row in rows))


def best(matches: Matches) -> list[int]:
    """Entry and tone of the likeliest colour."""
    return [int(value) for value in matches.colors[matches.probability[1].argmax()]]


USUAL = (HAIR, 0), (FACE, 0), (COAT, 0)


@pytest.mark.parametrize(("part", "entry"), [(Part.HAIR, HAIR), (Part.SKIN, FACE), (Part.OTHER, COAT)])
def test_a_stroke_decides_the_part_however_sure_the_matcher_is(part: Part, entry: int) -> None:
    for doubtful in ([0.98, 0.01, 0.01], [0.01, 0.98, 0.01], [0.01, 0.01, 0.98]):
        found = with_parts(said(doubtful, *USUAL), known(part), SHEET.parts)
        assert best(found) == [entry, 0]
        assert found.probability[1].sum() == pytest.approx(1)


def test_a_stroke_on_what_the_matcher_never_thought_of_still_decides() -> None:
    assert best(with_parts(said([1, 0, 0], *USUAL), known(Part.SKIN), SHEET.parts)) == [FACE, 0]


def test_what_the_references_do_not_show_comes_from_the_sheet() -> None:
    found = with_parts(said([0.5, 0.5], (FACE, 0), (COAT, 0)), known(Part.HAIR), SHEET.parts)
    assert best(found) == [HAIR, 0]


def test_a_part_that_the_sheet_does_not_have_leaves_the_colour_as_it_was() -> None:
    bald = Sheet(SHEET.entries[1:])
    found = with_parts(said([0.3, 0.7], (FACE, 0), (COAT, 0)), known(Part.HAIR), bald.parts)
    assert best(found) == [COAT, 0]
    assert found.probability[1].sum() == pytest.approx(1)


def test_a_fill_weighs_heavily_but_a_matcher_that_is_sure_outweighs_it() -> None:
    filled = known(Part.SKIN, source=Source.FILL)
    assert best(with_parts(said([0.8, 0.15, 0.05], *USUAL), filled, SHEET.parts)) == [FACE, 0]
    assert best(with_parts(said([0.99, 0.005, 0.005], *USUAL), filled, SHEET.parts)) == [HAIR, 0]


def test_an_entry_that_left_the_sheet_is_neither_hair_nor_skin() -> None:
    found = with_parts(said([0.9, 0.1], (HAIR, 0), (9, 0)), known(Part.OTHER), SHEET.parts)
    assert best(found) == [9, 0]


def test_colour_lines_only_lean() -> None:
    marked = known(tone=Tone.SHADOW, source=Source.COLOR_LINE)
    close = said([0.55, 0.45], (HAIR, Tone.NORMAL), (HAIR, Tone.SHADOW))
    sure = said([0.8, 0.2], (HAIR, Tone.NORMAL), (HAIR, Tone.SHADOW))
    assert best(with_color_lines(close, marked)) == [HAIR, Tone.SHADOW]
    assert best(with_color_lines(sure, marked)) == [HAIR, Tone.NORMAL]


def test_a_blue_line_speaks_for_the_second_shadow_too() -> None:
    marked = known(tone=Tone.SHADOW, source=Source.COLOR_LINE)
    close = said([0.55, 0.45], (HAIR, Tone.NORMAL), (HAIR, Tone.SECOND_SHADOW))
    assert best(with_color_lines(close, marked)) == [HAIR, Tone.SECOND_SHADOW]


def filled(kind: Annotation) -> tuple[LineArt, Matches]:
    page = np.full((20, 20, 4), 255, np.uint8)
    art = replace(line_art_from_rgba(page, "a.png"), annotations=np.full((20, 20), kind, np.uint8))
    return art, said([0.6, 0.3, 0.1], (2, Tone.NORMAL), (3, Tone.NORMAL), (3, Tone.SHADOW))


def test_a_fill_keeps_the_entry_and_sets_the_tone() -> None:
    art, matches = filled(Annotation.HIGHLIGHT_HAIR)
    found = with_tones(matches, shading(art, segment(art)))
    assert best(found) == [2, Tone.HIGHLIGHT]
    assert found.probability[1].sum() == pytest.approx(1)


def test_a_colour_seen_in_the_fills_tone_counts_more() -> None:
    art, matches = filled(Annotation.SHADOW_HAIR)
    assert best(with_tones(matches, shading(art, segment(art)))) == [3, Tone.SHADOW]


def test_where_nothing_is_known_matches_stay_as_they_are() -> None:
    art, matches = filled(Annotation.NONE)
    assert with_hints(matches, shading(art, segment(art)), SHEET.parts) is matches
    empty = Matches(np.zeros((0, 2), np.uint16), np.zeros((2, 0), np.float32), np.zeros(2, np.float32))
    assert with_hints(empty, known(Part.HAIR), NO_PARTS) is empty


class House:
    """A drawing of the house shot, and what else of it is painted."""

    def __init__(self) -> None:
        self.sheet = read_sheet(HOUSE / "sheet.json")
        self.target = self.read("shot", "A0005.png")

    def read(self, folder: str, name: str) -> Reference:
        """A drawing with its truth."""
        art = read_line(HOUSE / folder / "line" / name)
        cut = segment(art)
        return Reference(art, cut, painting_from_colors(cut, read_image_file(HOUSE / folder / "gt" / name), self.sheet))

    def right(self, reference: Reference, annotations: UInt8Array | None = None, *strokes: PartStroke) -> int:
        """How many segments of the drawing come out right."""
        art = replace(self.target.line_art, annotations=annotations)
        painted = Colorizer().colorize_drawing(art, self.target.segments, [reference], self.sheet, strokes)
        truth = self.target.painting
        return int(((painted.entry == truth.entry) & (painted.tone == truth.tone))[1:].sum())


@pytest.fixture(scope="module")
def house() -> House:
    return House()


def test_fills_make_a_real_drawing_better(house: House) -> None:
    kind = np.array([0, Annotation.HIGHLIGHT_OTHER, Annotation.SHADOW_OTHER, Annotation.SHADOW_OTHER], np.uint8)
    filled = kind[house.target.painting.tone][house.target.segments.labels]
    before = house.read("shot", "A0001.png")
    assert house.right(before, filled) > house.right(before)


def test_strokes_make_a_real_keyframe_better(house: House) -> None:
    view = house.read("ref", "full_body.png")
    painted = Colorizer().colorize_drawing(house.target.line_art, house.target.segments, [view])
    parts, came_out = (house.sheet.parts[of.entry] for of in (house.target.painting, painted))
    strokes = hasty_strokes(house.target.segments, parts, came_out, 4)
    assert strokes
    assert house.right(view, None, *strokes) > house.right(view)
