"""Adobe Swatch Exchange (``.ase``): named colours in groups; big-endian. A group is a palette's page."""

import struct
from collections.abc import Iterator
from itertools import groupby

from inference.errors import BadFile
from inference.formats import models
from inference.formats.decode import MAX_TEXT, check_bytes
from inference.formats.palette import DEFAULT_PAGE, Palette, Swatch, full_name, named, palette_of
from inference.types import RGBA

MAGIC = b"ASEF"
_HEADER = struct.Struct(">4s2HI")
_BLOCK = struct.Struct(">HI")
_SHORT = struct.Struct(">H")
_COLOR, _GROUP, _GROUP_END = 0x0001, 0xC001, 0xC002
_GLOBAL = 0
_FLOATS = {b"RGB ": 3, b"CMYK": 4, b"Gray": 1}
_MAX_BLOCKS = 65_536


def read(data: bytes, name: str) -> Palette:
    """The colours in their order, from style 1; groups become pages.

    RGB is exact; CMYK (without a profile) and grey are turned into RGB. Raises BadFile: no swatch exchange file,
    truncated, lengths that lie, colours in Lab.
    """
    check_bytes(data, name)
    if not data.startswith(MAGIC) or len(data) > MAX_TEXT:
        raise BadFile(f"{name}: not an Adobe swatch exchange file. Save it as .ase again.")
    try:
        return palette_of(_swatches(data, name))
    except struct.error as error:
        raise BadFile(f"{name}: the swatches are cut short or damaged ({error}). Save them again.") from error


def _swatches(data: bytes, name: str) -> Iterator[Swatch]:
    _, _, _, count = _HEADER.unpack_from(data)
    if count > _MAX_BLOCKS:
        raise BadFile(f"{name}: says it holds {count} swatches, {_MAX_BLOCKS} are possible. Save it again.")
    at, page = _HEADER.size, DEFAULT_PAGE
    for _ in range(count):
        kind, length = _BLOCK.unpack_from(data, at)
        at += _BLOCK.size
        block = data[at : at + length]
        if len(block) != length:
            raise BadFile(f"{name}: the swatches are cut short. Copy or save them again.")
        at += length
        if kind == _GROUP:
            page = _title(block, name)[0] or DEFAULT_PAGE
        elif kind == _GROUP_END:
            page = DEFAULT_PAGE
        elif kind == _COLOR:
            title, end = _title(block, name)
            yield named(Swatch(title or "color", _rgba(block[end:], f"{name}: {title!r}"), page))


def _title(block: bytes, name: str) -> tuple[str, int]:
    end = 2 + 2 * _SHORT.unpack_from(block)[0]
    if end > len(block):
        raise BadFile(f"{name}: a swatch's name is cut short. Save the swatches again.")
    return block[2:end].decode("utf-16-be", "replace").rstrip("\0"), end


def _rgba(block: bytes, where: str) -> RGBA:
    model = block[:4]
    if model not in _FLOATS:
        raise models.refuse_model(model.decode("ascii", "replace").strip(), where)
    values = struct.unpack_from(f">{_FLOATS[model]}f", block, 4)
    models.check_finite(values, where)
    if model == b"RGB ":
        return models.from_rgb(values)
    return models.from_cmyk(values) if model == b"CMYK" else models.from_gray(values[0])


def write(palette: Palette) -> bytes:
    """All colours but style 0 in their order, one group per run of one page; transparency goes into the names."""
    blocks = []
    for page, swatches in groupby(palette.swatches[1:], key=lambda swatch: swatch.page):
        if page != DEFAULT_PAGE:
            blocks.append(_block(_GROUP, _packed(page)))
        blocks += [_block(_COLOR, _color(swatch)) for swatch in swatches]
        if page != DEFAULT_PAGE:
            blocks.append(_block(_GROUP_END, b""))
    return _HEADER.pack(MAGIC, 1, 0, len(blocks)) + b"".join(blocks)


def _color(swatch: Swatch) -> bytes:
    floats = struct.pack(">3f", *(value / 255 for value in swatch.color[:3]))
    return _packed(full_name(swatch, page=False)) + b"RGB " + floats + _SHORT.pack(_GLOBAL)


def _packed(text: str) -> bytes:
    raw = (text[:65_534] + "\0").encode("utf-16-be", "replace")
    return _SHORT.pack(len(raw) // 2) + raw


def _block(kind: int, content: bytes) -> bytes:
    return _BLOCK.pack(kind, len(content)) + content
