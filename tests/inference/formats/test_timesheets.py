import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inference.errors import BadFile
from inference.formats import xdts
from inference.formats.timesheet import Column, Drawing, Timesheet, parse_drawing

cell = st.one_of(st.none(), st.builds(Drawing, st.integers(0, 9999), st.sampled_from(["", "a", "b"])))


def sheet_text(frames: list[tuple[int, str]], duration: int = 8, **changes: object) -> bytes:
    entries = [{"frame": frame, "data": [{"id": 0, "values": [value]}]} for frame, value in frames]
    table = {
        "duration": duration, "name": "cut 12",
        "fields": [{"fieldId": 5, "tracks": []}, {"fieldId": 0, "tracks": [{"trackNo": 1, "frames": entries}]}],
        "timeTableHeaders": [{"fieldId": 5, "names": ["PAN"]}, {"fieldId": 0, "names": ["A", "B"]}],
    }  # fmt: skip
    return (xdts.FIRST_LINE + "\r\n" + json.dumps({"timeTables": [{**table, **changes}], "version": 5})).encode()


@given(st.lists(st.tuples(st.text(max_size=6), st.lists(cell, min_size=5, max_size=5)), max_size=4))
def test_a_timesheet_comes_back_frame_by_frame(columns: list[tuple[str, list[Drawing | None]]]) -> None:
    sheet = Timesheet(
        tuple(Column(f"L{i}{name.strip()}x", tuple(cells)) for i, (name, cells) in enumerate(columns)), "t", "12", "3"
    )
    assert xdts.read(xdts.write(sheet), "cut.xdts") == sheet


def test_a_drawing_is_held_until_the_next_entry() -> None:
    cells = [(2, "1"), (3, "SYMBOL_HYPHEN"), (4, "SYMBOL_TICK_1"), (5, "0002a"), (7, "SYMBOL_NULL_CELL")]
    column = xdts.read(sheet_text(cells), "cut.xdts").columns[0]
    one, two = Drawing(1), Drawing(2, "a")
    assert column == Column("B", (None, None, one, one, one, two, two, None))


def test_what_clip_studio_writes_before_the_first_frame_shows_from_the_start() -> None:
    column = xdts.read(sheet_text([(-3, "7"), (2, "8")], duration=4), "cut.xdts").columns[0]
    assert column.drawings == (Drawing(7), Drawing(7), Drawing(8), Drawing(8))


def test_held_drawings_are_listed_once() -> None:
    sheet = xdts.read(sheet_text([(0, "2"), (2, "1"), (4, "2"), (6, "3")]), "cut.xdts")
    assert [str(drawing) for drawing in sheet.drawings_of("B")] == ["2", "1", "3"]
    assert sheet.drawings_of("Z") == []


@pytest.mark.parametrize(
    ("text", "drawing"), [("12", (12, "")), ("0012a", (12, "a")), (" A_0003 ", (3, "")), ("end", None), ("3-", None)]
)
def test_a_drawings_number_is_the_last_one(text: str, drawing: tuple[int, str] | None) -> None:
    assert parse_drawing(text) == drawing


@pytest.mark.parametrize(
    ("data", "found"),
    [
        (b"", "empty"),
        (b"{}", "not an XDTS"),
        (sheet_text([])[:-9], "cut short"),
        (xdts.FIRST_LINE.encode() + b"[" * 100_000, "damaged"),
        (xdts.FIRST_LINE.encode() + b'{"timeTables": []}', "no timetable"),
        (xdts.FIRST_LINE.encode() + b'{"timeTables": [7]}', "mixed up"),
        (sheet_text([], duration=10**9), "1000000000 frames"),
        (sheet_text([], fields=[]), "no columns of cels"),
        (sheet_text([(3, "repeat")]), r"level B, frame 4: 'repeat'"),
        (sheet_text([], fields=[{"fieldId": 0, "tracks": [{"trackNo": 10**9, "frames": []}]}]), "columns"),
        (sheet_text([], duration=100_000, fields=[{"fieldId": 0, "tracks": [{"trackNo": 1}] * 999}]), "too many"),
    ],
)
def test_a_timesheet_that_cannot_be_read_says_why(data: bytes, found: str) -> None:
    with pytest.raises(BadFile, match=found) as refusal:
        xdts.read(data, "cut.xdts")
    assert str(refusal.value).startswith("cut.xdts")
