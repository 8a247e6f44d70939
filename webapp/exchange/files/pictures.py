"""Pictures of painted drawings, full size and small, and where they have holes."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final, Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from inference.formats import decode_labels, read_image, write_image, write_png
from inference.formats.layers import LINE, PAINT, Layer
from inference.formats.psd import write_layers
from inference.lineart import line_art_from_rgba
from inference.painting import render, thumbnail
from inference.types import Int32Array, Painting, Sheet, UInt8Array
from webapp.exchange.files.colors import SheetEntry, entry_of_row
from webapp.exchange.files.drawings import PNG

VEIL = (12, 13, 16, 190)  # RGBA, as the browser's own over the canvas
REACH = 2  # px, the half width of a line: who clicks on one means what is beside it

FileFormat = Literal["png", "tga", "tiff", "psd"]
Lines = Literal["drawn", "painted", "none"]
LINES: Final[dict[Lines, Literal["as drawn", "painted", "none"]]] = {
    "drawn": "as drawn",
    "painted": "painted",
    "none": "none",
}


class Hole(NamedTuple):
    """A segment without colour."""

    segment: int
    area: int  # px
    x: int
    y: int


def line_png(data: bytes, name: str) -> bytes:
    """A drawing's file as PNG; a PNG stays as the artist saved it."""
    return data if data.startswith(PNG) else write_png(read_image(data, name))


@dataclass(frozen=True, eq=False)
class Cel:
    """What the painted picture of one drawing is made of."""

    name: str
    line: bytes  # the artist's file
    labels: bytes  # the label map; empty before segments are cut
    size: tuple[int, int]  # px
    entry: NDArray[np.uint16]
    tone: NDArray[np.uint8]
    provisional: NDArray[np.bool_]  # new segments, whose colours are guesses


def palette(entries: Iterable[SheetEntry]) -> UInt8Array:
    """(largest key + 1, 4 tones, 4) RGBA of a sheet's rows."""
    return Sheet(tuple(entry_of_row(entry) for entry in entries)).palette


def painted_pixels(cel: Cel, colors: UInt8Array, lines: Lines) -> UInt8Array:
    """(H, W, 4): each pixel exactly a palette colour or the artist's line. Only lines before segments are cut."""
    rgba = read_image(cel.line, cel.name)
    if not cel.labels:
        return np.zeros_like(rgba) if lines == "none" else rgba
    planes = line_art_from_rgba(rgba, cel.name).planes if lines == "painted" else None
    painting = Painting(cel.entry, cel.tone, np.ones(len(cel.entry), np.float32))
    return render(_labels(cel), painting, colors, rgba, planes, LINES[lines])


def encode_cel(cel: Cel, colors: UInt8Array, lines: Lines, file_format: FileFormat) -> bytes:
    """The painted drawing as a file; a Photoshop document has its lines and its paint as two layers."""
    pixels = painted_pixels(cel, colors, lines)
    if file_format != "psd":
        return encode_picture(pixels, file_format)
    if not cel.labels:
        return write_layers([Layer(LINE, pixels)], *cel.size)
    is_line = (_labels(cel) == 0)[..., None]
    layers = [Layer(PAINT, np.where(is_line, 0, pixels)), Layer(LINE, np.where(is_line, pixels, 0))]
    return write_layers([Layer(one.name, one.rgba.astype(np.uint8)) for one in layers], *cel.size)


def encode_picture(rgba: UInt8Array, file_format: FileFormat) -> bytes:
    """PNG or TIFF with alpha, a 24-bit run-length coded TGA cel on white, a document of one layer."""
    return write_image(rgba, f".{file_format}")


def veiled_pixels(cel: Cel, key: int) -> UInt8Array:
    """(H, W, 4): a veil to lie over the painted picture, with holes where the entry of ``key`` is."""
    lit = (cel.entry == key)[_labels(cel)]
    return np.where(lit[..., None], np.uint8(0), np.array(VEIL, np.uint8))


def small(rgba: UInt8Array, width: int) -> UInt8Array:
    """Scaled down to ``width`` px."""
    height = round(rgba.shape[0] * width / rgba.shape[1])
    return thumbnail(rgba, max(width, height))


def unpainted_places(cel: Cel) -> list[Hole]:
    """Every unpainted segment: its size, and a pixel of it that a painter can click."""
    return _places(cel, cel.entry == 0)


def provisional_places(cel: Cel) -> list[Hole]:
    """The same for every segment in a provisional colour."""
    return _places(cel, cel.provisional)


def _places(cel: Cel, wanted: NDArray[np.bool_]) -> list[Hole]:
    if not cel.labels:
        return []
    labels = _labels(cel).ravel()
    at = np.flatnonzero(wanted[labels] & (labels > 0))
    found, first, area = np.unique(labels[at], return_index=True, return_counts=True)
    rows = zip(found.tolist(), at[first].tolist(), area.tolist(), strict=True)
    return [Hole(segment, n, pixel % cel.size[0], pixel // cel.size[0]) for segment, pixel, n in rows]


def segment_at(cel: Cel, x: int, y: int) -> int:
    """The segment at a pixel, or 0: beyond the picture, or nothing but line within REACH of it."""
    return segments_at(cel.labels, cel.size, [(x, y)])[0]


def segments_at(data: bytes, size: tuple[int, int], places: Sequence[tuple[int, int]]) -> list[int]:
    """The same for several (x, y) of one label map, empty before segments are cut; ``size`` is (width, height) px."""
    if not data:
        return [0] * len(places)
    labels = decode_labels(data, *size)
    return [_nearest(labels, x, y) for x, y in places]


def _nearest(labels: Int32Array, x: int, y: int) -> int:
    height, width = labels.shape
    if not (0 <= x < width and 0 <= y < height):
        return 0
    if labels[y, x]:
        return int(labels[y, x])
    near = labels[max(y - REACH, 0) : y + REACH + 1, max(x - REACH, 0) : x + REACH + 1]
    return int(np.bincount(near[near > 0], minlength=1).argmax())


def _labels(cel: Cel) -> Int32Array:
    return decode_labels(cel.labels, *cel.size)
