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

from inference.errors import BadFile
from inference.formats import lzo
from inference.formats.cel import EMPTY, Cel
from inference.formats.decode import check_bytes, check_size
from inference.formats.names import MAX_NUMBER
from inference.formats.tlvraster import CM32, RASTER, drawn_box, icon, pack_raster

MAGIC = b"TLV1"
MAX_DRAWINGS = 10_000
_MAGIC_14 = b"TLV14B1a"
_CREATOR = b"Shiage".ljust(40, b"\0")
_HEADER = struct.Struct("<6i4s")
_BOX = struct.Struct("<5i2d")
_ROW = struct.Struct("<ic2i")
_INT = struct.Struct("<i")
_HEADER_SIZE, _CODEC = 16, b"LZO "
_VERSIONS = {b"TLV13": 13, b"TLV14": 14, b"TLV15": 15}
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
        if size < RASTER.size or len(stream) != size:
            raise BadFile(f"{name}: the drawing is cut short. Copy or save the level again.")
        if RASTER.unpack_from(stream) != (box_width, box_height, CM32):
            raise BadFile(f"{name}: its pixels do not fit its box. Save the level again.")
        raw = lzo.unpack(stream[RASTER.size :], 4 * box_width * box_height, name)
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
    icons = [icon(cel.pixels) for cel in ordered]
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
    left, top, right, bottom = drawn_box(cel.pixels)
    raster = pack_raster(cel.pixels[top:bottom, left:right])
    if len(raster) > 4 * cel.pixels.size:
        raise BadFile(f"drawing {cel.number}: is too small or too noisy for a level. Export it as PNG.")
    return _BOX.pack(left, height - bottom, right - left, bottom - top, len(raster), *cel.dpi) + raster
