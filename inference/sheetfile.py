"""``sheet.json``: a colour design sheet as a file that people can read and write."""

import json
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from inference.errors import BadSheet
from inference.formats import read_image_file
from inference.lineart import line_art_from_rgba
from inference.segments import segment
from inference.sheet import TONE_FIELDS, from_hex, painting_from_colors, to_hex
from inference.types import CATEGORIES, ColorEntry, Kind, Reference, Sheet

MAX_KEY = 65535


def read_sheet(path: Path) -> Sheet:
    """A sheet from ``sheet.json``: ``{"name", "entries": [{"key", "name", "category", "normal", ...}], "views"}``.

    Colours are ``#rrggbb`` or ``#rrggbbaa``; ``highlight``, ``shadow`` and ``second_shadow`` are optional. ``views``
    (optional): ``[{"line": file, "painted": file}]``, relative to the sheet. Raises BadSheet, BadFile.
    """
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise BadSheet(f"{path}: cannot be read ({error.strerror}). Check the path.") from error
    except ValueError as error:
        raise BadSheet(f"{path.name}: is no JSON text ({error}). Write the sheet again.") from error
    if not isinstance(data, dict) or not isinstance(data.get("entries"), list):
        raise BadSheet(f'{path.name}: has no list "entries". A sheet is {{"name": ..., "entries": [...]}}.')
    sheet = Sheet(entries=tuple(_entry(item, path.name) for item in data["entries"]))
    _refuse_double_keys(sheet, path.name)
    return Sheet(sheet.entries, tuple(_view(item, path, sheet) for item in data.get("views", [])))


def write_sheet(path: Path, name: str, entries: Sequence[ColorEntry]) -> None:
    """Write ``sheet.json`` without views; tones that an entry lacks are left out."""
    items = [
        {"key": entry.key, "name": entry.name, "category": entry.category}
        | {field: to_hex(color) for field in TONE_FIELDS if (color := getattr(entry, field)) is not None}
        for entry in entries
    ]
    path.write_text(json.dumps({"name": name, "entries": items}, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


def _entry(item: Any, sheet_name: str) -> ColorEntry:
    try:
        key, name, category = int(item["key"]), str(item["name"]), str(item["category"])
        tones = {field: from_hex(item[field]) for field in TONE_FIELDS if item.get(field) is not None}
        entry = ColorEntry(key=key, name=name, category=category, **tones)
    except KeyError as error:
        raise BadSheet(f"{sheet_name}: the entry {item} has no {error}. Every entry needs one.") from error
    except (TypeError, ValueError, AttributeError) as error:
        raise BadSheet(f"{sheet_name}: the entry {item} cannot be read ({error}).") from error
    if category not in CATEGORIES:
        raise BadSheet(f"{sheet_name}: {name!r} has the category {category!r}. Known are {', '.join(CATEGORIES)}.")
    if not 1 <= key <= MAX_KEY:
        raise BadSheet(f"{sheet_name}: {name!r} has the key {key}. Keys go from 1 to {MAX_KEY}.")
    return entry


def _refuse_double_keys(sheet: Sheet, sheet_name: str) -> None:
    for key, count in Counter(entry.key for entry in sheet.entries).items():
        if count > 1:
            names = ", ".join(repr(entry.name) for entry in sheet.entries if entry.key == key)
            raise BadSheet(f"{sheet_name}: {names} share the key {key}. Give each its own.")


def _view(item: Any, path: Path, sheet: Sheet) -> Reference:
    if not isinstance(item, dict) or not {"line", "painted"} <= item.keys():
        raise BadSheet(f'{path.name}: the view {item} needs "line" and "painted".')
    line_path = path.parent / str(item["line"])
    line_art = line_art_from_rgba(read_image_file(line_path), line_path.name)
    segments = segment(line_art)
    painted = read_image_file(path.parent / str(item["painted"]))
    return Reference(line_art, segments, painting_from_colors(segments, painted, sheet), Kind.VIEW)
