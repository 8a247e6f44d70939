from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import pytest

from inference.colorizer import Colorizer
from inference.folder import read_line
from inference.formats import read_image_file
from inference.lineart import line_art_from_rgba
from inference.segments import segment
from inference.shading import Shading, Source, shading, tones_from_color_lines, with_tones
from inference.sheet import painting_from_colors
from inference.sheetfile import read_sheet
from inference.types import Annotation, LineArt, Matches, Part, Reference, Tone, UInt8Array

HOUSE = Path(__file__).resolve().parents[2] / "fixtures" / "house_production"
BLACK, RED, BLUE = (0, 0, 0, 255), (255, 0, 0, 255), (0, 0, 255, 255)


def box() -> UInt8Array:
    """A black box on a page: page 1, box 2."""
    page = np.full((60, 80, 4), 255, np.uint8)
    cv2.rectangle(page, (10, 10), (70, 50), BLACK, 1)
    return page


def read(page: UInt8Array, strokes: UInt8Array | None = None) -> Shading:
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


def test_a_semantic_stroke_says_the_part_of_what_it_crosses() -> None:
    page = box()
    page[11:50, 40] = BLACK
    strokes = np.zeros((60, 80), np.uint8)
    strokes[30, 15:30] = Part.HAIR
    found = read(page, strokes)
    assert found.part.tolist() == [0, Part.UNKNOWN, Part.HAIR, Part.UNKNOWN]


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
    assert said > 400  # of the about 690 segments of three drawings: enough to judge by
    assert right / said > 0.85


def matches(probability: list[float]) -> Matches:
    colors = np.array([[2, Tone.NORMAL], [3, Tone.NORMAL], [3, Tone.SHADOW]], np.uint16)
    return Matches(colors, np.array([[0, 0, 0], probability], np.float32), np.zeros(2, np.float32))


def filled(kind: Annotation) -> tuple[LineArt, Matches]:
    page = np.full((20, 20, 4), 255, np.uint8)
    art = replace(line_art_from_rgba(page, "a.png"), annotations=np.full((20, 20), kind, np.uint8))
    return art, matches([0.6, 0.3, 0.1])


def test_a_fill_keeps_the_entry_and_sets_the_tone() -> None:
    art, said = filled(Annotation.HIGHLIGHT_HAIR)
    found = with_tones(said, shading(art, segment(art)))
    best = found.colors[found.probability[1].argmax()]
    assert best.tolist() == [2, Tone.HIGHLIGHT]
    assert found.probability[1].sum() == pytest.approx(1)


def test_a_colour_seen_in_the_fills_tone_counts_more() -> None:
    art, said = filled(Annotation.SHADOW_HAIR)
    found = with_tones(said, shading(art, segment(art)))
    assert found.colors[found.probability[1].argmax()].tolist() == [3, Tone.SHADOW]


def test_without_fills_matches_stay_as_they_are() -> None:
    art, said = filled(Annotation.NONE)
    assert with_tones(said, shading(art, segment(art))) is said


def test_fills_make_a_real_drawing_better() -> None:
    sheet = read_sheet(HOUSE / "sheet.json")
    arts = [read_line(HOUSE / "shot" / "line" / f"A000{number}.png") for number in (1, 5)]
    cuts = [segment(art) for art in arts]
    truth = [
        painting_from_colors(cut, read_image_file(HOUSE / "shot" / "gt" / art.name), sheet)
        for cut, art in zip(cuts, arts, strict=True)
    ]
    kind = np.array([0, Annotation.HIGHLIGHT_OTHER, Annotation.SHADOW_OTHER, Annotation.SHADOW_OTHER], np.uint8)
    tones = kind[truth[1].tone]
    annotated = replace(arts[1], annotations=np.where(cuts[1].labels > 0, tones[cuts[1].labels], 0).astype(np.uint8))
    reference = [Reference(arts[0], cuts[0], truth[0])]
    right = []
    for art in (arts[1], annotated):
        painted = Colorizer().colorize_drawing(art, cuts[1], reference)
        same = (painted.entry == truth[1].entry) & (painted.tone == truth[1].tone)
        right.append(int(same[1:].sum()))
    assert right[1] > right[0]
