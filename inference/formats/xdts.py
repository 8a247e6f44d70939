"""Digital timesheets (``.xdts``) of Toei's timesheet tool, Clip Studio and OpenToonz: one line of text, then JSON."""

import json
from typing import Any

from inference.errors import BadFile
from inference.formats.decode import check_text
from inference.formats.timesheet import MAX_COLUMNS, MAX_FRAMES, Column, Drawing, Timesheet, parse_drawing

FIRST_LINE = "exchangeDigitalTimeSheet Save Data"
_CELLS = 0  # fieldId; 3 = dialogue, 5 = camera work
_EMPTY = "SYMBOL_NULL_CELL"
_HELD = ("SYMBOL_HYPHEN", "SYMBOL_TICK_1", "SYMBOL_TICK_2")
_VERSION = 5
_MAX_CELLS = 1_000_000  # frames times columns


def read(data: bytes, name: str) -> Timesheet:
    """The first timetable's cels. A drawing shows until the next entry of its column; ticks and hyphens hold it.

    Raises BadFile: no XDTS, damaged JSON, no cel columns, more than 100,000 frames or 1,000 columns, a cell that is
    no drawing's number.
    """
    text = check_text(data, name)
    if not text.startswith(FIRST_LINE):
        raise BadFile(f"{name}: not an XDTS timesheet, its first line is another. Save it as XDTS again.")
    try:
        root = json.loads(text[len(FIRST_LINE) :])
    except (ValueError, RecursionError) as error:
        raise BadFile(f"{name}: the timesheet is damaged or cut short ({error}). Save it again.") from error
    tables = _list(_dict(root, name).get("timeTables"), name)
    if not tables:
        raise BadFile(f"{name}: holds no timetable. Save the timesheet again.")
    table = _dict(tables[0], name)
    duration = _whole(table.get("duration"), MAX_FRAMES, "frames", name)
    tracks = _list(_field(table, "fields", name).get("tracks"), name)
    names = _list(_field(table, "timeTableHeaders", name).get("names"), name)
    if len(tracks) > MAX_COLUMNS or len(tracks) * duration > _MAX_CELLS:
        raise BadFile(f"{name}: {len(tracks)} columns of {duration} frames are too many. Save a shorter timesheet.")
    columns = [_column(_dict(track, name), names, duration, name) for track in tracks]
    header = root.get("header") if isinstance(root.get("header"), dict) else {}
    columns.sort(key=lambda numbered: numbered[0])
    return Timesheet(
        tuple(column for _, column in columns),
        *(str(value)[:200] for value in (table.get("name", ""), header.get("cut", ""), header.get("scene", ""))),
    )


def _field(table: dict[str, Any], key: str, name: str) -> dict[str, Any]:
    for item in _list(table.get(key), name):
        if _dict(item, name).get("fieldId") == _CELLS:
            return _dict(item, name)
    raise BadFile(f"{name}: has no columns of cels. Save the timesheet with its cel columns.")


def _column(track: dict[str, Any], names: list[Any], duration: int, name: str) -> tuple[int, Column]:
    number = _whole(track.get("trackNo"), MAX_COLUMNS, "columns", name)
    level = str(names[number]).strip()[:200] if number < len(names) else ""
    level = level or f"column {number + 1}"
    entries = {}
    for item in _list(track.get("frames"), name):
        frame = _dict(item, name).get("frame")
        if isinstance(frame, bool) or not isinstance(frame, int) or abs(frame) > MAX_FRAMES:
            raise BadFile(f"{name}: level {level} has an entry at frame {str(frame)[:20]}. Save the timesheet again.")
        entries[frame] = _cell(item, level, frame, name)
    drawings: list[Drawing | None] = []
    shown: Drawing | None = None
    # Clip Studio writes entries before the first frame: they show until the next one.
    for before in sorted(frame for frame in entries if frame < 0):
        shown = shown if entries[before] == "held" else entries[before]
    for frame in range(duration):
        entry = entries.get(frame, "held")
        shown = shown if entry == "held" else entry
        drawings.append(shown)
    return number, Column(level, tuple(drawings))


def _cell(item: dict[str, Any], level: str, frame: int, name: str) -> Any:
    """A Drawing, None for an empty cell, or "held"."""
    data = _list(item.get("data"), name)
    values = _list(_dict(data[0], name).get("values"), name) if data else []
    value = str(values[0]) if values else _EMPTY
    if value in _HELD:
        return "held"
    if value in (_EMPTY, ""):
        return None
    drawing = parse_drawing(value)
    if drawing is None:
        raise BadFile(
            f"{name}: level {level}, frame {frame + 1}: {value[:40]!r} is no drawing's number. "
            "Write one like 12 or 12a."
        )
    return drawing


def _whole(value: Any, most: int, what: str, name: str) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= most:
        raise BadFile(f"{name}: {str(value)[:20]} {what}; 0 to {most} are possible. Save the timesheet again.")
    return value


def _list(value: Any, name: str) -> list[Any]:
    if value is not None and not isinstance(value, list):
        raise BadFile(f"{name}: the timesheet's parts are mixed up. Save it again.")
    return value or []


def _dict(value: Any, name: str) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise BadFile(f"{name}: the timesheet's parts are mixed up. Save it again.")
    return value


def write(sheet: Timesheet) -> bytes:
    """The file; every column gets an entry where its drawing changes, and an empty one after its last frame."""
    tracks = [{"frames": _frames(column, sheet.duration), "trackNo": i} for i, column in enumerate(sheet.columns)]
    table = {
        "duration": sheet.duration,
        "fields": [{"fieldId": _CELLS, "tracks": tracks}],
        "name": sheet.name,
        "timeTableHeaders": [{"fieldId": _CELLS, "names": [column.level for column in sheet.columns]}],
    }
    root = {"header": {"cut": sheet.cut, "scene": sheet.scene}, "timeTables": [table], "version": _VERSION}
    return f"{FIRST_LINE}\n{json.dumps(root, ensure_ascii=False, indent=1)}\n".encode()


def _frames(column: Column, duration: int) -> list[dict[str, Any]]:
    entries: list[tuple[int, Drawing | None]] = []
    for frame, drawing in enumerate(column.drawings):
        if not entries or entries[-1][1] != drawing:
            entries.append((frame, drawing))
    if len(column.drawings) < duration:
        entries.append((len(column.drawings), None))
    # The last drawing goes on to the sheet's end by itself; readers that do not know the duration need an end.
    entries.append((duration, None))
    return [
        {"data": [{"id": 0, "values": [_EMPTY if drawing is None else str(drawing)]}], "frame": frame}
        for frame, drawing in entries
    ]
