import cv2
import numpy as np
import pytest

from inference.lineart import line_art_from_rgba
from inference.painting import Earlier, nearest_segment, paint, render, thumbnail
from inference.segments import segment
from inference.types import RGBA, ColorEntry, LineArt, Matches, Painting, Segments, Sheet, UInt8Array

BACKGROUND, SKIN, HAIR = 1, 2, 3
SHEET = Sheet(
    (
        ColorEntry(BACKGROUND, "background", "background", (255, 255, 255, 0)),
        ColorEntry(SKIN, "skin", "skin", (250, 220, 200, 255), (255, 245, 235, 255), (200, 150, 130, 255)),
        ColorEntry(HAIR, "hair", "hair", (90, 60, 40, 255)),
    )
)
BLACK, RED, BLUE, GREEN = (0, 0, 0, 255), (255, 0, 0, 255), (0, 0, 255, 255), (0, 255, 0, 255)


def parted(pencil: RGBA, thickness: int = 1) -> tuple[LineArt, Segments]:
    """A box between two black walls, parted in the middle: page 1, left half 2, right half 3."""
    page = np.full((40, 60, 4), (255, 255, 255, 0), np.uint8)
    cv2.rectangle(page, (10, 5), (50, 35), BLACK, 1)
    page[6:35, 30 : 30 + thickness] = pencil
    line_art = line_art_from_rgba(page, "parted.png")
    return line_art, segment(line_art)


def painting(entry: list[int], tone: list[int]) -> Painting:
    return Painting(
        np.array([0, *entry], np.uint16), np.array([0, *tone], np.uint8), np.ones(len(entry) + 1, np.float32)
    )


def rendered(pencil: RGBA, tones: tuple[int, int], thickness: int = 1) -> UInt8Array:
    line_art, segments = parted(pencil, thickness)
    colors = painting([BACKGROUND, SKIN, SKIN], [0, *tones])
    return render(segments.labels, colors, SHEET.palette, line_art.rgba, line_art.planes, "painted")


@pytest.mark.parametrize("thickness", [1, 3])
@pytest.mark.parametrize("tones", [(0, 2), (2, 0)])
def test_a_blue_line_takes_the_darker_side(tones: tuple[int, int], thickness: int) -> None:
    pixels = rendered(BLUE, tones, thickness)
    assert (pixels[6:35, 30 : 30 + thickness] == SHEET.entries[1].shadow).all()


@pytest.mark.parametrize("thickness", [1, 3])
@pytest.mark.parametrize("tones", [(0, 1), (1, 0)])
def test_a_red_line_takes_the_brighter_side(tones: tuple[int, int], thickness: int) -> None:
    pixels = rendered(RED, tones, thickness)
    assert (pixels[6:35, 30 : 30 + thickness] == SHEET.entries[1].highlight).all()


def test_a_black_line_keeps_the_artists_colour() -> None:
    pixels = rendered(BLUE, (0, 2))
    assert (pixels[5, 10:51] == BLACK).all()


def test_a_green_line_disappears_into_an_area_beside_it() -> None:
    pixels = rendered(GREEN, (0, 0))
    assert (pixels[6:35, 30] == SHEET.entries[1].normal).all()


def test_a_trace_line_never_takes_the_colour_behind_a_black_line() -> None:
    line_art, segments = parted(RED)
    page = line_art.rgba.copy()
    page[6:35, 31] = BLACK  # a black line right beside the red one
    art = line_art_from_rgba(page, "wall.png")
    segments = segment(art)
    colors = painting([BACKGROUND, HAIR, SKIN], [0, 0, 1])
    pixels = render(segments.labels, colors, SHEET.palette, art.rgba, art.planes, "painted")
    assert (pixels[10:30, 30] == SHEET.entries[2].normal).all()


def test_every_pixel_is_a_palette_colour_or_the_artists_line() -> None:
    line_art, segments = parted(BLUE)
    colors = painting([BACKGROUND, SKIN, HAIR], [0, 2, 0])
    pixels = render(segments.labels, colors, SHEET.palette, line_art.rgba)
    allowed = {(255, 255, 255, 0), SHEET.entries[1].shadow, SHEET.entries[2].normal, BLACK, BLUE}
    assert {tuple(c) for c in pixels.reshape(-1, 4).tolist()} == allowed


def test_lines_can_be_left_out() -> None:
    _, segments = parted(BLUE)
    pixels = render(segments.labels, painting([1, 2, 3], [0, 0, 0]), SHEET.palette, lines="none")
    assert not pixels[segments.labels == 0].any()


def test_lines_cannot_be_drawn_without_the_drawing() -> None:
    _, segments = parted(BLUE)
    with pytest.raises(ValueError, match="needs the line drawing"):
        render(segments.labels, painting([1, 2, 3], [0, 0, 0]), SHEET.palette)


def test_an_entry_missing_from_the_palette_shows_as_unpainted() -> None:
    line_art, segments = parted(BLUE)
    pixels = render(segments.labels, painting([1, 99, 3], [0, 0, 0]), SHEET.palette, line_art.rgba)
    assert pixels[20, 20].tolist() == [0, 0, 0, 0]


def test_a_tone_that_the_sheet_leaves_out_shows_as_normal() -> None:
    line_art, segments = parted(BLUE)
    pixels = render(segments.labels, painting([1, 3, 3], [0, 2, 3]), SHEET.palette, line_art.rgba)
    assert pixels[20, 20].tolist() == pixels[20, 40].tolist() == list(SHEET.entries[2].normal)


def test_the_likeliest_colour_paints_and_what_nothing_explains_stays_unpainted() -> None:
    matches = Matches(
        colors=np.array([[2, 0], [2, 2], [3, 0]], np.uint16),
        probability=np.array([[0, 0, 0], [0.2, 0.7, 0.1], [0, 0, 0], [0, 0, 1]], np.float32),
        novelty=np.array([0, 0, 1, 0.5], np.float32),
    )
    result = paint(matches)
    assert result.entry.tolist() == [0, 2, 0, 3]
    assert result.tone.tolist() == [0, 2, 0, 0]
    np.testing.assert_allclose(result.confidence, [0, 0.7, 0, 0.5])


def test_without_reference_colours_nothing_is_painted() -> None:
    empty = Matches(np.zeros((0, 2), np.uint16), np.zeros((4, 0), np.float32), np.ones(4, np.float32))
    assert paint(empty).entry.tolist() == [0, 0, 0, 0]


def test_a_line_pixel_belongs_to_its_nearest_area() -> None:
    labels = np.array([[1, 1, 0, 0, 0, 2, 2]] * 3, np.int32)
    filled = nearest_segment(labels)
    assert filled[1, [2, 4]].tolist() == [1, 2]
    assert filled.all()


def test_a_thumbnail_fits_and_does_not_bleed_the_paper_into_the_figure() -> None:
    page = np.full((100, 200, 4), (255, 255, 255, 0), np.uint8)
    page[20:81, 51:150] = (200, 0, 0, 255)
    small = thumbnail(page, 40)
    assert small.shape == (20, 40, 4)
    seen = small[small[..., 3] > 0]
    assert (seen[:, :3] == (200, 0, 0)).all()
    assert thumbnail(page, 500).shape == page.shape


def again(*share: float, novelty: float = 0.0, mistakes: list[list[list[int]]] | None = None) -> tuple[int, float]:
    """Entry and confidence of a segment that was painted as skin, where the engine now says skin, hair: ``share``."""
    colors = np.array([(SKIN, 0), (HAIR, 0)], np.uint16)
    probability = np.array([(0, 0), share], np.float32)
    matches = Matches(colors, probability, np.array([0, novelty], np.float32))
    known = np.array(mistakes or [], np.int64).reshape(-1, 2, 2)
    painted = paint(matches, Earlier(painting([SKIN], [0]), known))
    return int(painted.entry[1]), round(float(painted.confidence[1]), 2)


def test_a_segment_keeps_its_colour_until_another_is_sure() -> None:
    assert again(0.41, 0.59) == (SKIN, 0.41)
    assert again(0.39, 0.61) == (HAIR, 0.61)
    assert again(0.39, 0.61, novelty=0.1) == (SKIN, 0.35)


def test_a_colour_that_nothing_speaks_for_any_more_is_not_kept() -> None:
    assert again(0.2, 0.45) == (HAIR, 0.45)


def test_a_mistake_that_people_corrected_elsewhere_is_not_kept() -> None:
    assert again(0.45, 0.55, mistakes=[[[SKIN, 0], [HAIR, 0]]]) == (HAIR, 0.55)
    assert again(0.45, 0.55, mistakes=[[[HAIR, 0], [SKIN, 0]], [[SKIN, 0], [HAIR, 2]]]) == (SKIN, 0.45)
