"""One file -> the drawings in it: a picture is one, a layered document brings its paint, a level holds many."""

from collections.abc import Iterator, Mapping
from enum import Enum
from pathlib import PurePosixPath
from typing import NamedTuple

import numpy as np

from inference.formats import DrawingName, parse_name, read_image, tlv, write_png
from inference.formats.cel import NO_LINE, Cel
from inference.formats.layers import ANNOTATION, LINE, PAINT, stack
from inference.formats.palette import MAX_STYLE, Palette
from inference.formats.psd import MAGIC as PSD_MAGIC
from inference.formats.psd import read_layers
from inference.formats.xdts import FIRST_LINE
from inference.lineart import line_art_from_rgba
from inference.types import UInt8Array
from webapp.exchange.files.timesheets import level_name

PNG = b"\x89PNG\r\n\x1a\n"


class Kind(Enum):
    """What a file of an upload is."""

    PICTURE = "picture"
    DOCUMENT = "layered document"
    LEVEL = "level"
    PALETTE = "palette"
    TIMESHEET = "timesheet"


_BY_SUFFIX = {".xdts": Kind.TIMESHEET, ".tpl": Kind.PALETTE, ".tlv": Kind.LEVEL}
_BY_START = ((FIRST_LINE.encode(), Kind.TIMESHEET), (tlv.MAGIC, Kind.LEVEL), (PSD_MAGIC, Kind.DOCUMENT))


class Look(NamedTuple):
    """A drawing as it is found in a file that passed."""

    name: str
    place: DrawingName
    size: tuple[int, int]  # px
    has_paint: bool


class _Layers(NamedTuple):
    line: UInt8Array
    paint: UInt8Array | None


def kind_of(path: str, data: bytes) -> Kind:
    """By the first bytes, else by the name."""
    by_start = next((kind for start, kind in _BY_START if data.startswith(start)), None)
    return by_start or _BY_SUFFIX.get(PurePosixPath(path).suffix.lower(), Kind.PICTURE)


def palette_key(path: str) -> str:
    """What a level and its palette share: the path without the ending."""
    return str(PurePosixPath(path.replace("\\", "/")).with_suffix(""))


def look_at(path: str, data: bytes, are_lines: bool) -> list[Look]:
    """Every drawing of a file. Raises BadFile, NotLineArt, AlreadyPainted."""
    name = PurePosixPath(path.replace("\\", "/")).name
    if kind_of(path, data) == Kind.LEVEL:
        return [_look_at_cel(path, cel) for cel in tlv.read(data, path)]
    place = parse_name(path)
    layers = _layers(path, data) if are_lines else _Layers(read_image(data, path), None)
    if are_lines:
        line_art_from_rgba(layers.line, path)
    height, width = layers.line.shape[:2]
    return [Look(name, place, (width, height), layers.paint is not None)]


def take(
    path: str, data: bytes, are_lines: bool, palettes: Mapping[str, Palette]
) -> Iterator[tuple[DrawingName, bool, bytes]]:
    """(place, whether it is paint, the bytes to keep) of every picture in a file that passed ``look_at``."""
    kind = kind_of(path, data)
    if kind == Kind.LEVEL:
        palette = palettes[palette_key(path)]
        for cel in tlv.read(data, path):
            yield from _take_cel(path, cel, palette, are_lines)
    elif kind == Kind.DOCUMENT and are_lines:
        layers, place = _layers(path, data), parse_name(path)
        yield place, False, write_png(layers.line)
        if layers.paint is not None:
            yield place, True, write_png(layers.paint)
    elif kind in (Kind.PICTURE, Kind.DOCUMENT):
        # Painted frames are read under their drawing's name, which may end otherwise: only a PNG does not mind.
        kept = data if are_lines or data.startswith(PNG) else write_png(read_image(data, path))
        yield parse_name(path), not are_lines, kept


def _layers(path: str, data: bytes) -> _Layers:
    """The visible line and annotation layers, and the paint; a document whose layers do not say so, as it shows."""
    if kind_of(path, data) != Kind.DOCUMENT:
        return _Layers(read_image(data, path), None)
    layers, (width, height) = read_layers(data, path)
    visible = [layer for layer in layers if layer.visible]
    if not any(layer.role == LINE for layer in visible):
        return _Layers(read_image(data, path), None)
    line = stack([layer for layer in visible if layer.role in (LINE, ANNOTATION)], width, height)
    paint = stack([layer for layer in visible if layer.role == PAINT], width, height)
    return _Layers(line, paint if paint[..., 3].any() else None)


def _look_at_cel(path: str, cel: Cel) -> Look:
    height, width = cel.pixels.shape
    name = f"{PurePosixPath(path).stem}_{cel.number:04}{cel.suffix}.tlv"
    return Look(name, _place(path, cel), (width, height), bool(cel.paint.any()))


def _place(path: str, cel: Cel) -> DrawingName:
    return DrawingName(level_name(PurePosixPath(path.replace("\\", "/")).stem), cel.number)


def _take_cel(path: str, cel: Cel, palette: Palette, are_lines: bool) -> Iterator[tuple[DrawingName, bool, bytes]]:
    colors = np.zeros((MAX_STYLE + 1, 4), np.uint8)
    for style, swatch in enumerate(palette.swatches[1:], 1):
        colors[style] = swatch.color
    place = _place(path, cel)
    if are_lines:
        # A soft line covers as much as its tone leaves; a style that the palette lacks is black.
        line = colors[cel.ink]
        line[cel.ink >= len(palette.swatches), :3] = 0
        line[..., 3] = np.where(cel.ink > 0, NO_LINE - cel.tone, 0)
        yield place, False, write_png(line)
    if cel.paint.any():
        yield place, True, write_png(colors[cel.paint])
