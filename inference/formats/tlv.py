"""OpenToonz raster levels (``.tlv``): many cels in one file, as index. Versions 13 to 15 are read, 14 is written.

The layout: magic, creator (40 bytes, from version 14), six int32 (16, width, height, drawings, offset of the drawings'
table, offset of the icons' table), ``LZO ``; each drawing: box x0, y0 (from the bottom), w, h, bytes, two doubles dpi,
then a raster header (w, h, 2) and one LZO1X stream of w*h uint32, bottom row first. Everything is little-endian.
"""

import re
import struct
from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from inference.errors import BadFile
from inference.formats import lzo
from inference.formats.cel import EMPTY, Cel, UInt32Array
from inference.formats.decode import check_bytes, check_size
from inference.formats.names import MAX_NUMBER

MAGIC = b"TLV1"
MAX_DRAWINGS = 10_000
_MAGIC_14 = b"TLV14B1a"
_CREATOR = b"Shiage".ljust(40, b"\0")
_HEADER = struct.Struct("<6i4s")
_BOX = struct.Struct("<5i2d")
_RASTER = struct.Struct("<3i")
_ROW = struct.Struct("<ic2i")
_INT = struct.Struct("<i")
_HEADER_SIZE, _CODEC, _CM32 = 16, b"LZO ", 2
_VERSIONS = {b"TLV13": 13, b"TLV14": 14, b"TLV15": 15}
_ICON = (80, 60)  # px, the width and height that OpenToonz gives its icons
_MAX_SUFFIX = 64  # bytes
_SUFFIX = re.compile(r"[A-Za-z]?")
_DEFAULT_DPI = 72.0


class _Place(NamedTuple):
    number: int
    suffix: str
    offset: int
    length: int


def read(data: bytes, name: str) -> Iterator[Cel]:
    """Yield the cels in the file's order, each when it is asked for.

    Raises BadFile: no level, older than version 13, truncated, lengths that lie, larger than 8192x8192, more than
    10,000 drawings.
    """
    check_bytes(data, name)
    try:
        width, height, places = _contents(data, name)
        for place in places:
            yield _cel(data, place, width, height, f"{name} drawing {place.number}{place.suffix}")
    except struct.error as error:
        raise BadFile(f"{name}: the level is cut short ({error}). Copy or save it again.") from error


def _contents(data: bytes, name: str) -> tuple[int, int, list[_Place]]:
    version = _VERSIONS.get(data[:5])
    if version is None:
        found = "an older level" if data.startswith(MAGIC) else "something else"
        raise BadFile(f"{name}: not an OpenToonz level of version 13 to 15, found {found}. Save it in OpenToonz again.")
    start = len(_MAGIC_14) + (len(_CREATOR) if version >= 14 else 0)
    _, width, height, count, table, icons, codec = _HEADER.unpack_from(data, start)
    check_size(width, height, name)
    if codec != _CODEC:
        raise BadFile(f"{name}: packed as {codec!r} instead of LZO. Save the level in OpenToonz again.")
    if not 0 < count <= MAX_DRAWINGS:
        raise BadFile(f"{name}: says it holds {count} drawings, 1 to {MAX_DRAWINGS} are possible. Save it again.")
    places = list(_places(data, table, count, version, name))
    # The icons' table is the file's end: where it is missing, a copy broke off, and OpenToonz would not open it.
    both = places + list(_places(data, icons, count, version, name))
    # Drawings never share bytes; a file that says so would unpack to far more than it is.
    if sum(place.length for place in both) > len(data):
        raise BadFile(f"{name}: its drawings claim more bytes than the file has. Save the level again.")
    return width, height, places


def _places(data: bytes, at: int, count: int, version: int, name: str) -> Iterator[_Place]:
    seen: set[tuple[int, str]] = set()
    for _ in range(count):
        if not 0 <= at < len(data):
            raise BadFile(f"{name}: the table of drawings lies outside the file: it was cut short. Copy it again.")
        if version >= 15:
            number, length = _INT.unpack_from(data, at)[0], _INT.unpack_from(data, at + 4)[0]
            if not 0 <= length <= _MAX_SUFFIX:
                raise BadFile(f"{name}: the table of drawings is damaged. Save the level again.")
            suffix, at = data[at + 8 : at + 8 + length], at + 8 + length
            offset, size = struct.unpack_from("<2i", data, at)
            at += 8
        else:
            number, suffix, offset, size = _ROW.unpack_from(data, at)
            at += _ROW.size
        place = _Place(number, suffix.strip(b"\0").decode("utf-8", "replace"), offset, size)
        if not 0 <= number <= MAX_NUMBER or offset < 0 or size < 0 or offset + size > len(data):
            raise BadFile(f"{name}: drawing {number} lies outside the file: it was cut short. Copy it again.")
        if place[:2] in seen:
            raise BadFile(f"{name}: drawing {number}{place.suffix} is there twice. Save the level again.")
        seen.add(place[:2])
        yield place


def _cel(data: bytes, place: _Place, width: int, height: int, name: str) -> Cel:
    chunk = memoryview(data)[place.offset : place.offset + place.length]
    x, y, box_width, box_height, size, *dpi = _BOX.unpack_from(chunk)
    if min(x, y, box_width, box_height) < 0 or x + box_width > width or y + box_height > height:
        raise BadFile(f"{name}: its box {box_width}x{box_height} at {x},{y} leaves the page. Save the level again.")
    pixels = np.full((height, width), EMPTY, np.uint32)
    if box_width and box_height:
        stream = bytes(chunk[_BOX.size : _BOX.size + size])
        if size < _RASTER.size or len(stream) != size:
            raise BadFile(f"{name}: the drawing is cut short. Copy or save the level again.")
        if _RASTER.unpack_from(stream) != (box_width, box_height, _CM32):
            raise BadFile(f"{name}: its pixels do not fit its box. Save the level again.")
        raw = lzo.unpack(stream[_RASTER.size :], 4 * box_width * box_height, name)
        box = np.frombuffer(raw, "<u4").reshape(box_height, box_width)
        pixels[height - y - box_height : height - y, x : x + box_width] = box[::-1]
    good = all(0 < value < 1e6 for value in dpi)
    return Cel(place.number, pixels, place.suffix, (dpi[0], dpi[1]) if good else (_DEFAULT_DPI, _DEFAULT_DPI))


def write(cels: Iterable[Cel]) -> bytes:
    """The file of cels that all have one size, in the order of their numbers; OpenToonz 1.2 to 1.7 opens it.

    Write the palette beside it, under the same name: ``tpl.write``. Raises BadFile: none or too many cels, two of
    one number, several sizes, a cel of noise that LZO cannot make smaller (OpenToonz refuses those).
    """
    ordered = sorted(cels, key=lambda cel: (cel.number, cel.suffix))
    height, width = _one_size(ordered)
    start = len(_MAGIC_14) + len(_CREATOR) + _HEADER.size
    drawings = [_drawing(cel) for cel in ordered]
    icons = [_icon(cel) for cel in ordered]
    table = start + sum(map(len, drawings)) + sum(map(len, icons))
    header = _HEADER.pack(_HEADER_SIZE, width, height, len(ordered), table, table + _ROW.size * len(ordered), _CODEC)
    parts = [_MAGIC_14, _CREATOR, header, *drawings, *icons]
    at = start
    for chunks in (drawings, icons):
        for cel, chunk in zip(ordered, chunks, strict=True):
            parts.append(_ROW.pack(cel.number, cel.suffix.encode() or b"\0", at, len(chunk)))
            at += len(chunk)
    return b"".join(parts)


def _one_size(cels: list[Cel]) -> tuple[int, int]:
    if not 0 < len(cels) <= MAX_DRAWINGS:
        raise BadFile(f"a level of {len(cels)} drawings cannot be written, 1 to {MAX_DRAWINGS} are possible.")
    sizes = sorted({cel.pixels.shape for cel in cels})
    if len(sizes) > 1:
        shown = ", ".join(f"{shape[1]}x{shape[0]}" for shape in sizes[:5])
        raise BadFile(f"the drawings of a level must have one size, found {shown}. Export them on one page.")
    for one, other in pairwise(cels):
        if (one.number, one.suffix) == (other.number, other.suffix):
            raise BadFile(f"drawing {one.number}{one.suffix} is there twice. Give each drawing its own number.")
    for cel in cels:
        if not _SUFFIX.fullmatch(cel.suffix):
            raise BadFile(f"drawing {cel.number}{cel.suffix}: a level's drawings have one letter at most. Rename it.")
    return int(sizes[0][0]), int(sizes[0][1])


def _drawing(cel: Cel) -> bytes:
    height = cel.pixels.shape[0]
    left, top, right, bottom = _box(cel.pixels, cel.pixels != EMPTY)
    raster = _raster(cel.pixels[top:bottom, left:right])
    if len(raster) > 4 * cel.pixels.size:
        raise BadFile(f"drawing {cel.number}: is too small or too noisy for a level. Export it as PNG.")
    return _BOX.pack(left, height - bottom, right - left, bottom - top, len(raster), *cel.dpi) + raster


def _icon(cel: Cel) -> bytes:
    """The little picture of OpenToonz's level strip.

    OpenToonz works out the icon's box from its pixels and refuses the level when the box stored differs, so the
    raster is cropped to what shows, and something must show whenever the drawing is not blank.
    """
    height, width = cel.pixels.shape
    icon_width, icon_height = min(_ICON[0], width), min(_ICON[1], height)
    rows, columns = np.arange(icon_height) * height // icon_height, np.arange(icon_width) * width // icon_width
    shown = _shows(cel.pixels)
    icon = np.where(shown, cel.pixels, np.uint32(EMPTY))[rows][:, columns]
    if shown.any() and not _shows(icon).any():
        y, x = np.argwhere(shown)[0]
        icon[y * icon_height // height, x * icon_width // width] = cel.pixels[y, x]
    left, top, right, bottom = _box(icon, _shows(icon))
    raster = _raster(icon[top:bottom, left:right])
    if len(raster) > 4 * icon.size:  # noise: a plain patch of one of its colours will do
        raster = _raster(np.full((bottom - top, right - left), icon[top:bottom, left:right].max(), np.uint32))
    return _RASTER.pack(icon_width, icon_height, len(raster)) + raster


def _shows(pixels: UInt32Array) -> NDArray[np.bool_]:
    """Where there is ink or paint; a style of ink under tone 255 shows nothing."""
    return np.asarray((pixels & np.uint32(0x000FFFFF)) != EMPTY)


def _box(pixels: UInt32Array, wanted: NDArray[np.bool_]) -> tuple[int, int, int, int]:
    """Left, top, right, bottom of what is wanted; one pixel, the bottom left one, of a blank page."""
    rows, columns = np.flatnonzero(wanted.any(axis=1)), np.flatnonzero(wanted.any(axis=0))
    if not len(rows):
        height = pixels.shape[0]
        return 0, height - 1, 1, height
    return int(columns[0]), int(rows[0]), int(columns[-1]) + 1, int(rows[-1]) + 1


def _raster(pixels: UInt32Array) -> bytes:
    height, width = pixels.shape
    return _RASTER.pack(width, height, _CM32) + lzo.pack(pixels[::-1].astype("<u4").tobytes())
