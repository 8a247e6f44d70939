"""Photoshop colour swatches (``.aco``): version 1 without names, then version 2 with them; big-endian."""

import struct
from collections.abc import Iterator

from inference.errors import BadFile
from inference.formats import models
from inference.formats.decode import MAX_TEXT, check_bytes
from inference.formats.palette import Palette, Swatch, full_name, named, palette_of
from inference.types import RGBA

_COLOR = struct.Struct(">5H")
_SHORT = struct.Struct(">H")
_LONG = struct.Struct(">I")
_RGB, _HSB, _CMYK, _GRAY = 0, 1, 2, 8
_OTHER = {7: "Lab", 9: "wide CMYK", 3: "Pantone", 4: "Focoltone", 5: "Trumatch", 6: "Toyo", 10: "HKS"}
_MAX, _GRAY_MAX = 65535, 10000


def read(data: bytes, name: str) -> Palette:
    """The colours in their order, from style 1, with names where the file has version 2.

    RGB is exact; HSB, CMYK (without a profile) and grey are turned into RGB. Raises BadFile: no swatches file,
    truncated, colours in Lab or of an ink maker's book.
    """
    check_bytes(data, name)
    if len(data) > MAX_TEXT:
        raise BadFile(f"{name}: too large for a swatches file. Is it the right file?")
    try:
        version, count = _SHORT.unpack_from(data)[0], _SHORT.unpack_from(data, 2)[0]
        if version == 1:
            after = 4 + count * _COLOR.size
            if len(data) >= after + 4 and _SHORT.unpack_from(data, after)[0] == 2:
                return palette_of(_named(data, after, name))
            return palette_of(
                Swatch(f"color {i + 1}", _rgba(data, 4 + i * _COLOR.size, f"{name}: colour {i + 1}"))
                for i in range(count)
            )
        if version == 2:
            return palette_of(_named(data, 0, name))
    except struct.error as error:
        raise BadFile(f"{name}: the swatches are cut short ({error}). Copy or save them again.") from error
    raise BadFile(f"{name}: not a Photoshop swatches file. Save it as .aco again.")


def _named(data: bytes, at: int, name: str) -> Iterator[Swatch]:
    count = _SHORT.unpack_from(data, at + 2)[0]
    at += 4
    for index in range(count):
        color = _rgba(data, at, f"{name}: colour {index + 1}")
        length = _LONG.unpack_from(data, at + _COLOR.size)[0]
        at += _COLOR.size + _LONG.size
        if at + 2 * length > len(data):
            raise BadFile(f"{name}: the name of colour {index + 1} is cut short. Copy or save the swatches again.")
        title = data[at : at + 2 * length].decode("utf-16-be", "replace").rstrip("\0")
        at += 2 * length
        yield named(Swatch(title or f"color {index + 1}", color))


def _rgba(data: bytes, at: int, where: str) -> RGBA:
    model, *values = _COLOR.unpack_from(data, at)
    shares = [value / _MAX for value in values]
    if model == _RGB:
        return models.from_rgb(shares)
    if model == _HSB:
        return models.from_hsb(shares)
    if model == _CMYK:  # 0 = full ink
        return models.from_cmyk([1 - share for share in shares])
    if model == _GRAY:
        return models.from_gray(values[0] / _GRAY_MAX)
    raise models.refuse_model(_OTHER.get(model, f"model {model}"), where)


def write(palette: Palette) -> bytes:
    """Versions 1 and 2 of all colours but style 0, as RGB; page and transparency go into the names.

    Raises ValueError above 65,535 colours.
    """
    swatches = palette.swatches[1:]
    if len(swatches) > _MAX:
        raise ValueError(f"{len(swatches)} colours do not fit an ACO file")
    plain = [_COLOR.pack(_RGB, *(257 * value for value in swatch.color[:3]), 0) for swatch in swatches]
    titles = [(full_name(swatch) + "\0").encode("utf-16-be") for swatch in swatches]
    with_names = [color + _LONG.pack(len(t) // 2) + t for color, t in zip(plain, titles, strict=True)]
    count = _SHORT.pack(len(swatches))
    return b"".join([_SHORT.pack(1), count, *plain, _SHORT.pack(2), count, *with_names])
