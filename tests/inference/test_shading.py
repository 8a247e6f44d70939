from pathlib import Path

import cv2
import numpy as np

from inference.folder import read_line
from inference.formats import read_image_file
from inference.lineart import line_art_from_rgba
from inference.segments import segment
from inference.shading import Shading, Source, shading, tones_from_color_lines
from inference.sheet import painting_from_colors
from inference.sheetfile import read_sheet
from inference.types import Part, PartStroke, Tone, UInt8Array

HOUSE = Path(__file__).resolve().parents[2] / "fixtures" / "house_production"
BLACK, RED, BLUE = (0, 0, 0, 255), (255, 0, 0, 255), (0, 0, 255, 255)


def box() -> UInt8Array:
    """A black box on a page: page 1, box 2."""
    page = np.full((60, 80, 4), 255, np.uint8)
    cv2.rectangle(page, (10, 10), (70, 50), BLACK, 1)
    return page


def read(page: UInt8Array, *strokes: PartStroke) -> Shading:
    art = line_art_from_rgba(page, "a.png")
    return shading(art, segment(art), strokes)


def test_beside_a_blue_line_the_smaller_area_is_the_shadow() -> None:
    page = box()
    page[11:50, 55] = BLUE
    found = read(page)
    assert found.tone.tolist() == [0, Tone.NORMAL, Tone.NORMAL, Tone.SHADOW]
    assert found.source.tolist() == [Source.NOTHING, Source.NOTHING, Source.COLOR_LINE, Source.COLOR_LINE]


def test_what_a_red_line_rings_is_highlight() -> None:
    page = box()
    cv2.ellipse(page, (40, 30), (8, 5), 0, 0, 360, RED, 1)
    assert read(page).tone.tolist() == [0, 0, 0, Tone.HIGHLIGHT]


def test_a_fill_beats_a_colour_line_and_says_the_part() -> None:
    page = box()
    page[11:50, 55] = BLUE
    page[11:50, 11:55] = (255, 179, 196, 255)  # the larger side is filled as skin in shadow
    found = read(page)
    assert found.tone[2] == Tone.SHADOW
    assert found.part[2] == Part.SKIN
    assert found.source[2] == Source.FILL


def halves() -> UInt8Array:
    """The box cut by a black line: page 1, left 2, right 3."""
    page = box()
    page[11:50, 40] = BLACK
    return page


def test_a_semantic_stroke_says_the_part_of_what_it_crosses() -> None:
    found = read(halves(), PartStroke(((15, 30), (30, 35)), Part.HAIR))
    assert found.part.tolist() == [0, Part.UNKNOWN, Part.HAIR, Part.UNKNOWN]
    assert found.part_source.tolist() == [0, Source.NOTHING, Source.STROKE, Source.NOTHING]


def test_a_hand_that_slips_over_a_line_says_nothing_of_what_lies_there() -> None:
    slipped = PartStroke(((15, 30), (43, 30)), Part.HAIR)
    assert read(halves(), slipped).part.tolist() == [0, 0, Part.HAIR, 0]
    across = PartStroke(((15, 30), (60, 30)), Part.HAIR)
    assert read(halves(), across).part.tolist() == [0, 0, Part.HAIR, Part.HAIR]


def test_a_dot_is_a_stroke_and_the_last_stroke_holds() -> None:
    dot = PartStroke(((60, 30),), Part.SKIN)
    across = PartStroke(((15, 30), (60, 30)), Part.HAIR)
    assert read(halves(), dot).part.tolist() == [0, 0, 0, Part.SKIN]
    assert read(halves(), across, dot).part.tolist() == [0, 0, Part.HAIR, Part.SKIN]
    assert read(halves(), dot, across).part.tolist() == [0, 0, Part.HAIR, Part.HAIR]


def test_a_stroke_that_meets_only_lines_says_nothing() -> None:
    assert not read(halves(), PartStroke(((40, 20), (40, 40)), Part.HAIR)).part.any()


def test_a_stroke_overrules_what_a_fill_says_of_the_part() -> None:
    page = halves()
    page[11:50, 11:40] = (255, 179, 196, 255)
    page[11:50, 41:70] = (185, 137, 253, 255)
    found = read(page, PartStroke(((15, 30), (30, 35)), Part.OTHER))
    assert found.part.tolist() == [0, 0, Part.OTHER, Part.HAIR]
    assert found.tone[2] == Tone.SHADOW


def test_one_blue_for_every_shadow_says_nothing_of_the_part() -> None:
    page = halves()
    page[11:50, 11:40] = (188, 201, 251, 255)
    found = read(page)
    assert found.tone[2] == Tone.SHADOW
    assert found.part[2] == Part.UNKNOWN


def test_colour_lines_of_a_real_shot_are_mostly_right_about_tones() -> None:
    sheet = read_sheet(HOUSE / "sheet.json")
    right = said = 0
    for path in sorted((HOUSE / "shot" / "line").glob("*.png"))[::4]:
        segments = segment(read_line(path))
        truth = painting_from_colors(segments, read_image_file(HOUSE / "shot" / "gt" / path.name), sheet)
        tone, known = tones_from_color_lines(segments)
        known &= truth.entry > 0
        said += int(known.sum())
        right += int((tone == truth.tone)[known].sum())
    assert said > 250  # of the about 670 segments of three drawings: enough to judge by
    assert right / said > 0.75
