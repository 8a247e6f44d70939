"""What a studio has: soft, scanned, grey, faint and annotated drawings, and pictures that are none."""

from pathlib import Path

import cv2
import numpy as np
import pytest

from inference.annotations import EXACT
from inference.errors import AlreadyPainted, NotLineArt
from inference.formats import read_image_file
from inference.lineart import line_art_from_rgba, read_line_art
from inference.segments import segment
from inference.types import Annotation, Plane, UInt8Array

HOUSE = Path(__file__).resolve().parents[2] / "fixtures" / "house_production"


def house_cel() -> UInt8Array:
    return read_image_file(HOUSE / "shot" / "line" / "A0003.png")


def on_white(rgba: UInt8Array) -> np.ndarray:
    alpha = rgba[..., 3:] / 255
    return rgba[..., :3] * alpha + 255 * (1 - alpha)


def opaque(rgb: np.ndarray) -> UInt8Array:
    page = np.full((*rgb.shape[:2], 4), 255, np.uint8)
    page[..., :3] = np.clip(np.rint(rgb), 0, 255)
    return page


def test_a_binarised_cel_is_taken_pixel_for_pixel_and_without_a_note() -> None:
    cel = house_cel()
    line_art = line_art_from_rgba(cel, "A0003.png")
    np.testing.assert_array_equal(line_art.planes > 0, cel[..., 3] == 255)
    assert line_art.notes == ()
    assert line_art.annotations is None


def test_a_faint_pencil_of_a_binarised_cel_is_a_line() -> None:
    page = np.full((40, 60, 4), 255, np.uint8)
    page[20] = (200, 200, 200, 255)
    assert segment(line_art_from_rgba(page, "faint.png")).count == 2


def test_soft_lines_keep_their_pencil_and_lose_nothing() -> None:
    hard = line_art_from_rgba(house_cel(), "A0003.png")
    soft = line_art_from_rgba(opaque(cv2.GaussianBlur(on_white(house_cel()), (0, 0), 0.7)), "soft.png")
    line = hard.planes > 0
    assert (soft.planes[line] > 0).all()
    assert (soft.planes[line] == hard.planes[line]).mean() > 0.98
    assert "soft.png: soft lines" in soft.notes[0]


def test_a_grey_drawing_is_said_to_be_grey() -> None:
    grey = cv2.GaussianBlur(on_white(house_cel()), (0, 0), 0.7).mean(axis=2, keepdims=True).repeat(3, axis=2)
    assert "grey lines" in line_art_from_rgba(opaque(grey), "grey.png").notes[0]


def test_a_pencil_scan_on_yellowish_grainy_paper_is_read() -> None:
    drawn = cv2.GaussianBlur(on_white(house_cel()), (0, 0), 0.7)
    grain = np.random.default_rng(0).normal(0, 3, drawn.shape)
    scan = (255 - (255 - drawn) * 0.45) * (0.96, 0.95, 0.9) + grain
    line_art = line_art_from_rgba(opaque(scan), "scan.png")
    line = house_cel()[..., 3] == 255
    assert (line_art.planes[line] > 0).mean() > 0.99
    far_from_lines = cv2.dilate(line.astype(np.uint8), np.ones((7, 7), np.uint8)) == 0
    assert (line_art.planes[far_from_lines] > 0).mean() < 1e-4
    assert "taken as white" in line_art.notes[0]


def test_a_threshold_can_be_given() -> None:
    page = np.full((40, 60, 4), 255, np.uint8)
    page[10] = (150, 150, 150, 255)
    page[30] = (0, 0, 0, 255)
    assert segment(line_art_from_rgba(page, "a.png")).count == 3
    assert segment(line_art_from_rgba(page, "a.png", threshold=0.6)).count == 2


@pytest.mark.parametrize("kind", list(Annotation)[1:])
@pytest.mark.parametrize("off", [0, 4])
def test_a_fill_of_an_annotated_drawing_is_known_exactly_or_nearly(kind: Annotation, off: int) -> None:
    page = np.full((60, 60, 4), 255, np.uint8)
    cv2.rectangle(page, (10, 10), (40, 40), (0, 0, 0, 255), 1)
    page[11:40, 11:25, :3] = np.maximum(EXACT[kind - 1] - off, 0)
    line_art = line_art_from_rgba(page, "fills.png")
    assert line_art.annotations is not None
    assert np.unique(line_art.annotations[11:40, 11:25]).tolist() == [kind]
    assert (line_art.annotations > 0).sum() == 29 * 14
    assert segment(line_art).count == 2
    assert "filled annotations" in line_art.notes[-1]


@pytest.mark.parametrize(
    ("color", "kind"), [((255, 255, 170), Annotation.HIGHLIGHT_OTHER), ((190, 230, 255), Annotation.SHADOW_OTHER)]
)
def test_a_free_yellow_is_highlight_and_a_free_light_blue_shadow(color: tuple[int, int, int], kind: Annotation) -> None:
    page = np.full((60, 60, 4), 255, np.uint8)
    page[10:40, 10:40, :3] = color
    annotations = line_art_from_rgba(page, "free.png").annotations
    assert annotations is not None
    assert annotations[20, 20] == kind


@pytest.mark.parametrize("picture", ["shot/gt/A0001.png", "ref/gt/front.png", "ref/gt/full_body.png"])
def test_a_painted_frame_is_refused_as_painted(picture: str) -> None:
    with pytest.raises(AlreadyPainted, match=r"painted already, found \d+ flat colours.*Give its line drawing"):
        line_art_from_rgba(read_image_file(HOUSE / picture), Path(picture).name)


def test_solid_black_hair_is_no_paint() -> None:
    page = np.full((100, 100, 4), 255, np.uint8)
    cv2.circle(page, (50, 50), 40, (0, 0, 0, 255), -1)
    assert (line_art_from_rgba(page, "black.png").planes == Plane.MAIN).sum() > 4000


def test_real_painted_frames_and_design_sheets_are_refused(hand_drawn: Path) -> None:
    for name in ("laughing_girl/gt/0000.png", "smoke_explosion/gt/00026.png", "dwanko_run/A_colormodel.png"):
        with pytest.raises(NotLineArt):
            read_line_art((hand_drawn / name).read_bytes(), name)
