"""Colours in and out: reference views, and palettes of other programs as a sheet's entries."""

import json
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Final, Literal, Protocol

from django.conf import settings

from inference.errors import BadFile
from inference.formats import colorbook, read_image, read_palette, write_palette
from inference.formats.palette import Styles, entries_of_palette, styles_of_entries
from inference.lineart import line_art_from_rgba, read_line_art
from inference.segments import segment
from inference.sheet import TONE_FIELDS, entries_from_picture, from_hex, to_hex
from inference.sheetfile import read_sheet, write_sheet
from inference.types import CATEGORIES, ColorEntry, UInt8Array
from webapp.exchange.files.uploads import Upload

MOST_COLORS = 500
LONGEST_ENTRY = 100  # characters, as the entry's row keeps it

PaletteFormat = Literal["gpl", "aco", "ase", "tpl", "colorbook", "json"]
ENDINGS: Final[dict[PaletteFormat, str]] = {
    "gpl": ".gpl", "aco": ".aco", "ase": ".ase", "tpl": ".tpl", "colorbook": ".yml", "json": ".json",
}  # fmt: skip


class SheetEntry(Protocol):
    """A row of a sheet's text-colour list; an absent tone is empty."""

    key: int
    name: str
    category: str
    normal: str
    highlight: str
    shadow: str
    second_shadow: str


def entry_of_row(row: SheetEntry) -> ColorEntry:
    """The row in the engine's words."""
    tones = (row.highlight, row.shadow, row.second_shadow)
    highlight, shadow, second_shadow = (from_hex(tone) if tone else None for tone in tones)
    return ColorEntry(row.key, row.name, row.category, from_hex(row.normal), highlight, shadow, second_shadow)


def styles_of_rows(rows: Iterable[SheetEntry], name: str) -> Styles:
    """The sheet as numbered styles. Raises BadFile when they are more than a level takes."""
    try:
        return styles_of_entries([entry_of_row(row) for row in rows], name)
    except ValueError as error:
        raise BadFile(f"{name}: {error}. Split the sheet, or choose another format.") from error


def write_entries(rows: Sequence[SheetEntry], name: str, file_format: PaletteFormat) -> bytes:
    """A sheet's rows as a palette's file. Raises BadFile for what the format cannot hold."""
    entries = [entry_of_row(row) for row in rows]
    if file_format == "json":
        return _as_json(name, entries)
    if file_format != "colorbook":
        return write_palette(styles_of_rows(rows, name).palette, ENDINGS[file_format])
    try:
        return colorbook.write(entries)
    except ValueError as error:
        raise BadFile(f"{name}: {error}. Give every entry a name of its own, or choose another format.") from error


def read_entries(file: Upload) -> list[dict[str, str]]:
    """What a palette, a colour list or a sheet.json says; the category is empty where the file says none.

    Raises BadFile, BadSheet.
    """
    file.seek(0)
    data, name = file.read(settings.UPLOAD_FILE_MAX_BYTES + 1), file.name or "unnamed"
    suffix = PurePosixPath(name).suffix.lower()
    if suffix == ".json":
        entries, said = _from_json(data, name), None
    elif suffix in (".yml", ".yaml"):
        entries, said = colorbook.read(data, name), None
    else:
        palette = read_palette(data, name)
        entries = entries_of_palette(palette)
        said = {swatch.page for swatch in palette.swatches} & set(CATEGORIES)
    if not entries:
        raise BadFile(f"{name}: has no colours besides those of lines. Save the palette with its colours.", "no_colors")
    if len(entries) > MOST_COLORS:
        raise BadFile(f"{name}: has {len(entries)} colours, a sheet takes {MOST_COLORS}.", "too_many_colors")
    return [_fields(entry, said is None or bool(said)) for entry in entries]


def _fields(entry: ColorEntry, has_categories: bool) -> dict[str, str]:
    colors = {field: getattr(entry, field) for field in TONE_FIELDS}
    return {
        "name": entry.name.strip()[:LONGEST_ENTRY] or to_hex(entry.normal)[:7],
        "category": entry.category if has_categories else "",
        **{field: to_hex(color) if color else "" for field, color in colors.items()},
    }


def _as_json(name: str, entries: Sequence[ColorEntry]) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "sheet.json"
        write_sheet(path, name, entries)
        return path.read_bytes()


def _from_json(data: bytes, name: str) -> list[ColorEntry]:
    """Entries only: the views of a sheet.json are files beside it, which did not come along."""
    try:
        told = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise BadFile(f"{name}: is no JSON text ({error}). Write the sheet again.") from error
    entries = told.get("entries") if isinstance(told, dict) else None
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / (PurePosixPath(name).name or "sheet.json")
        path.write_text(json.dumps({"entries": entries}))
        return list(read_sheet(path).entries)


@dataclass(frozen=True)
class View:
    """A painted picture of a character, and its lines when they came along."""

    painted: bytes
    line: bytes | None
    size: tuple[int, int]  # px


def check_view(painted: Upload, line: Upload | None) -> View:
    """Raises BadFile, NotLineArt."""
    painted_data, rgba = _picture(painted)
    line_data = None
    if line is not None:
        line_data, line_rgba = _picture(line)
        line_art_from_rgba(line_rgba, _name(line))
        if line_rgba.shape != rgba.shape:
            raise BadFile(
                f"{_name(line)}: is {line_rgba.shape[1]}x{line_rgba.shape[0]}, but {_name(painted)} is "
                f"{rgba.shape[1]}x{rgba.shape[0]}. Export both in one size.",
                "sizes_differ",
            )
    return View(painted_data, line_data, (rgba.shape[1], rgba.shape[0]))


def colors_of(view: View, name: str) -> list[dict[str, str]]:
    """A sheet's entries from a painted picture, normal tones only. Raises BadFile, NoSegments."""
    segments = segment(read_line_art(view.line, name)) if view.line else None
    entries = entries_from_picture(read_image(view.painted, name), segments)
    if len(entries) > MOST_COLORS:
        raise BadFile(
            f"{name}: has {len(entries)} colours, a sheet takes {MOST_COLORS}. Give a picture painted without soft "
            "edges, or its line drawing as well.",
            "too_many_colors",
        )
    return [{"name": e.name, "category": e.category, "normal": to_hex(e.normal)} for e in entries]


def _picture(file: Upload) -> tuple[bytes, UInt8Array]:
    file.seek(0)
    data = file.read(settings.UPLOAD_FILE_MAX_BYTES + 1)
    return data, read_image(data, _name(file))


def _name(file: Upload) -> str:
    return file.name or "unnamed"
