"""A PaintBucket-layout folder: ``line/NAME.png`` for every drawing, ``gt/NAME.png`` for the painted ones."""

from dataclasses import dataclass
from pathlib import Path

from inference.closing import close_gaps
from inference.errors import BadFile, BadSheet
from inference.formats import parse_name, read_image_file
from inference.lineart import line_art_from_rgba
from inference.segments import segment
from inference.sheet import colors_off_sheet, entries_from_picture, painting_from_colors, to_hex
from inference.types import ColorEntry, LineArt, Reference, Segments, Sheet, UInt8Array

PICTURES = {".png", ".tga"}


@dataclass(frozen=True)
class Folder:
    """The files of a sequence, in the order of their numbers."""

    lines: tuple[Path, ...]
    painted: dict[str, Path]  # a line file's stem -> its painted picture


def open_folder(path: Path) -> Folder:
    """List a sequence. Raises BadFile when the folder has no line drawings or a painted picture without its drawing."""
    lines = _pictures(path / "line")
    if not lines:
        raise BadFile(f"{path}: no PNG or TGA drawings in {path / 'line'}. Put the line drawings there.")
    by_number: dict[tuple[str, int], Path] = {}
    for line in lines:
        name = parse_name(line.name)
        if name in by_number:
            raise BadFile(
                f"{path}: {by_number[name].name} and {line.name} are both drawing {name.number} of {name.level}."
            )
        by_number[name] = line
    painted = {}
    for picture in _pictures(path / "gt"):
        line_of = by_number.get(parse_name(picture.name))
        if line_of is None:
            raise BadFile(f"{picture}: there is no line drawing of this number in {path / 'line'}. Add or remove one.")
        painted[line_of.stem] = picture
    return Folder(tuple(by_number[name] for name in sorted(by_number)), painted)


def read_line(path: Path) -> LineArt:
    """A line drawing from disk. Raises BadFile, NotLineArt."""
    return line_art_from_rgba(read_image_file(path), path.name)


def segments_of(line_art: LineArt, max_gap: float = 0) -> Segments:
    """The segments of a drawing, gaps in its lines closed up to ``max_gap`` px. Raises NoSegments."""
    return segment(line_art, close_gaps(line_art, max_gap) if max_gap > 0 else ())


def sheet_of_painted(folder: Folder, max_gap: float = 0) -> Sheet:
    """A sheet of all colours that the painted pictures use, normal tones only."""
    entries: list[ColorEntry] = []
    for line, picture in _painted_pairs(folder):
        segments = segments_of(read_line(line), max_gap)
        known = {entry.normal for entry in entries}
        found = entries_from_picture(_sized(read_image_file(picture), picture, segments), segments)
        for entry in found if not entries else found[1:]:
            if entry.normal not in known:
                entries.append(ColorEntry(len(entries) + 1, entry.name, entry.category, entry.normal))
    return Sheet(tuple(entries))


def read_references(folder: Folder, sheet: Sheet, max_gap: float = 0) -> tuple[dict[str, Reference], list[str]]:
    """The painted drawings by stem, and a warning for each picture with colours that the sheet lacks."""
    references, warnings = {}, []
    for line, picture in _painted_pairs(folder):
        line_art = read_line(line)
        segments = segments_of(line_art, max_gap)
        rgba = _sized(read_image_file(picture), picture, segments)
        references[line.stem] = Reference(line_art, segments, painting_from_colors(segments, rgba, sheet))
        if unknown := colors_off_sheet(segments, rgba, sheet):
            shown = ", ".join(to_hex(color) for color in list(unknown)[:5])
            warnings.append(f"{picture.name}: {len(unknown)} colours are not on the sheet ({shown}), left unpainted")
    return references, warnings


def _painted_pairs(folder: Folder) -> list[tuple[Path, Path]]:
    return [(line, folder.painted[line.stem]) for line in folder.lines if line.stem in folder.painted]


def _sized(rgba: UInt8Array, picture: Path, segments: Segments) -> UInt8Array:
    if rgba.shape[:2] != segments.labels.shape:
        height, width = segments.labels.shape
        raise BadSheet(f"{picture.name}: is {rgba.shape[1]}x{rgba.shape[0]}, its line drawing {width}x{height}.")
    return rgba


def _pictures(folder: Path) -> list[Path]:
    if not folder.is_dir():
        return []
    return sorted(p for p in folder.iterdir() if p.suffix.lower() in PICTURES and not p.name.startswith("."))
