import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from inference.errors import BadSheet, NothingToColourFrom
from inference.formats import read_image_file, write_png
from inference.lineart import line_art_from_rgba
from inference.painting import render
from inference.segments import segment
from inference.sheet import (
    colors_off_sheet,
    entries_from_picture,
    from_hex,
    nearest_views,
    painting_from_colors,
    to_hex,
)
from inference.sheetfile import read_sheet, write_sheet
from inference.types import ColorEntry, LineArt, Painting, Reference, Segments, Sheet, UInt8Array

PAGE, HAIR, FACE, EYE_1, EYE_2, CHIN = 1, 2, 3, 4, 5, 6
SKIN = ColorEntry(2, "skin", "skin", (250, 220, 200, 255), shadow=(200, 150, 130, 255))
ENTRIES = (
    ColorEntry(1, "background", "background", (255, 255, 255, 0)),
    SKIN,
    ColorEntry(3, "hair", "hair", (90, 60, 40, 255)),
    ColorEntry(4, "iris", "eyes", (0, 120, 160, 255), highlight=(90, 60, 40, 255)),
)
FACE_PAINTING = Painting(
    np.array([0, 1, 3, 2, 4, 4, 2], np.uint16), np.array([0, 0, 0, 0, 0, 0, 2], np.uint8), np.ones(7, np.float32)
)


@pytest.fixture
def painted(draw_face: Callable[..., LineArt]) -> tuple[Segments, UInt8Array]:
    line_art = draw_face()
    segments = segment(line_art)
    return segments, render(segments.labels, FACE_PAINTING, Sheet(ENTRIES).palette, line_art.rgba)


def test_a_painted_picture_reads_back_as_entries_and_tones(painted: tuple[Segments, UInt8Array]) -> None:
    result = painting_from_colors(*painted, Sheet(ENTRIES))
    np.testing.assert_array_equal(result.entry, FACE_PAINTING.entry)
    np.testing.assert_array_equal(result.tone, FACE_PAINTING.tone)
    assert result.confidence.tolist() == [0, 1, 1, 1, 1, 1, 1]


def test_a_colour_that_is_two_entries_counts_as_the_normal_tone(painted: tuple[Segments, UInt8Array]) -> None:
    result = painting_from_colors(*painted, Sheet(tuple(reversed(ENTRIES))))
    assert (result.entry[HAIR], result.tone[HAIR]) == (3, 0), "not the iris's highlight"


def test_a_colour_off_the_sheet_is_left_unpainted_and_named(painted: tuple[Segments, UInt8Array]) -> None:
    sheet = Sheet(tuple(entry for entry in ENTRIES if entry.name != "iris"))
    assert painting_from_colors(*painted, sheet).entry[[EYE_1, EYE_2]].tolist() == [0, 0]
    assert colors_off_sheet(*painted, sheet) == {(0, 120, 160, 255): 2}


def test_a_few_stray_pixels_do_not_change_what_a_segment_is(painted: tuple[Segments, UInt8Array]) -> None:
    segments, rgba = painted
    rgba[(segments.labels == FACE) & (np.arange(rgba.shape[1]) % 3 == 0)] = (1, 2, 3, 255)
    assert painting_from_colors(segments, rgba, Sheet(ENTRIES)).entry[FACE] == SKIN.key


def test_a_painted_picture_of_another_size_is_refused(painted: tuple[Segments, UInt8Array]) -> None:
    segments, rgba = painted
    with pytest.raises(BadSheet, match="160x120"):
        painting_from_colors(segments, rgba[:-1], Sheet(ENTRIES))


def test_a_sheet_from_a_painted_frame_has_its_colours_and_the_background(painted: tuple[Segments, UInt8Array]) -> None:
    segments, rgba = painted
    entries = entries_from_picture(rgba, segments)
    assert [entry.key for entry in entries] == [1, 2, 3, 4, 5]
    assert (entries[0].category, entries[0].normal[3]) == ("background", 0)
    assert {entry.normal for entry in entries[1:]} == {SKIN.normal, SKIN.shadow, (90, 60, 40, 255), (0, 120, 160, 255)}
    assert (painting_from_colors(segments, rgba, Sheet(tuple(entries))).entry[1:] > 0).all()


def test_black_areas_count_as_paint_only_when_the_lines_are_known(draw_face: Callable[..., LineArt]) -> None:
    line_art = draw_face()
    segments = segment(line_art)
    rgba = line_art.rgba.copy()
    rgba[segments.labels == HAIR] = (0, 0, 0, 255)
    assert (0, 0, 0, 255) in {entry.normal for entry in entries_from_picture(rgba, segments)}
    assert (0, 0, 0, 255) not in {entry.normal for entry in entries_from_picture(rgba)}


def test_rules_that_lead_from_names_to_places_are_no_paint() -> None:
    rgba = np.full((60, 80, 4), 255, np.uint8)
    rgba[20:40, 20:40] = (221, 152, 91, 255)
    rgba[30:33, 10:70] = (255, 0, 4, 255)
    assert [entry.normal for entry in entries_from_picture(rgba)][1:] == [(221, 152, 91, 255)]
    rgba[41:52, 5:16] = (255, 0, 4, 255)  # a red nose
    assert (255, 0, 4, 255) in {entry.normal for entry in entries_from_picture(rgba)}


def test_white_paper_around_the_character_is_the_background(painted: tuple[Segments, UInt8Array]) -> None:
    segments, rgba = painted
    rgba[rgba[..., 3] == 0] = (255, 255, 255, 255)
    entries = entries_from_picture(rgba, segments)
    assert (entries[0].category, entries[0].normal) == ("background", (255, 255, 255, 255))
    assert len(entries) == 5


def test_the_view_in_the_most_similar_pose_is_chosen(draw_face: Callable[..., LineArt]) -> None:
    turned = line_art_from_rgba(np.ascontiguousarray(draw_face().rgba[::-1]), "turned.png")
    views = [Reference(art, segment(art), FACE_PAINTING) for art in (turned, draw_face(5, 4))]
    assert nearest_views(draw_face(-20, -5), views) == views[::-1]
    assert nearest_views(turned, views) == views
    assert nearest_views(turned, views, 1) == views[:1]
    with pytest.raises(NothingToColourFrom, match=r"A0001\.png"):
        nearest_views(draw_face(), [])


def test_a_sheet_survives_its_file(tmp_path: Path) -> None:
    write_sheet(tmp_path / "sheet.json", "Nuri", ENTRIES)
    assert read_sheet(tmp_path / "sheet.json").entries == ENTRIES


def test_a_sheets_views_come_along(
    tmp_path: Path, painted: tuple[Segments, UInt8Array], draw_face: Callable[..., LineArt]
) -> None:
    write_sheet(tmp_path / "sheet.json", "Nuri", ENTRIES)
    data = json.loads((tmp_path / "sheet.json").read_text())
    (tmp_path / "front_line.png").write_bytes(write_png(draw_face().rgba))
    (tmp_path / "front.png").write_bytes(write_png(painted[1]))
    data["views"] = [{"line": "front_line.png", "painted": "front.png"}]
    (tmp_path / "sheet.json").write_text(json.dumps(data))
    (view,) = read_sheet(tmp_path / "sheet.json").views
    np.testing.assert_array_equal(view.painting.entry, FACE_PAINTING.entry)


@pytest.mark.parametrize(
    ("change", "found"),
    [
        ({"normal": "red"}, "cannot be read"),
        ({"normal": "#12345"}, "cannot be read"),
        ({"normal": None}, "cannot be read|has no"),
        ({"category": "wings"}, "wings"),
        ({"key": 0}, "key 0"),
        ({"key": 2}, "share the key 2"),
        ({"key": "x"}, "cannot be read"),
    ],
)
def test_a_contradictory_sheet_is_refused(tmp_path: Path, change: dict[str, object], found: str) -> None:
    items = [{"key": k, "name": f"n{k}", "category": "hair", "normal": "#112233"} for k in (1, 2)]
    items[0] |= change
    (tmp_path / "sheet.json").write_text(json.dumps({"name": "x", "entries": items}))
    with pytest.raises(BadSheet, match=found):
        read_sheet(tmp_path / "sheet.json")


@pytest.mark.parametrize("text", ["", "{", "[]", '{"entries": 3}', '{"entries": [5]}', '{"entries": [], "views": [1]}'])
def test_a_file_that_is_no_sheet_is_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / "sheet.json").write_text(text)
    with pytest.raises(BadSheet, match=r"sheet\.json"):
        read_sheet(tmp_path / "sheet.json")


def test_colours_read_and_write_as_hex() -> None:
    assert from_hex("#0a141eff") == from_hex("#0A141E") == (10, 20, 30, 255)
    assert to_hex((10, 20, 30, 0)) == "#0a141e00"


def test_a_real_painted_frame_gives_its_own_sheet(hand_drawn: Path) -> None:
    folder = hand_drawn / "laughing_girl"
    line_art = line_art_from_rgba(read_image_file(folder / "line" / "0000.png"), "0000.png")
    truth = read_image_file(folder / "gt" / "0000.png")
    segments = segment(line_art)
    sheet = Sheet(tuple(entries_from_picture(truth, segments)))
    painting = painting_from_colors(segments, truth, sheet)
    assert (painting.entry[1:] > 0).all()
    again = render(segments.labels, painting, sheet.palette, line_art.rgba)
    fills = segments.labels > 0
    assert (again[fills] == truth[fills]).all()
