"""TGA as animation studios use it: 24-bit, run-length coded, exact white is transparent paper."""

import io
import struct
from typing import NamedTuple

import numpy as np
from PIL import Image

from inference.errors import BadFile
from inference.formats.decode import check_bytes, check_size, decode, to_rgba
from inference.types import UInt8Array

WHITE = 255
_DEPTHS = {1: (8,), 2: (24, 32), 3: (8,), 9: (8,), 10: (24, 32), 11: (8,)}  # image type -> bits per pixel
_HEADER = struct.Struct("<BBBHHBHHHHBB")


class Header(NamedTuple):
    """The 18 bytes that every TGA file starts with."""

    id_length: int
    has_map: int
    kind: int
    map_start: int
    map_length: int
    map_depth: int
    x: int
    y: int
    width: int
    height: int
    depth: int
    flags: int


def looks_like(data: bytes) -> bool:
    """Whether the header makes sense: the format has no magic number."""
    if len(data) <= _HEADER.size:
        return False
    header = Header(*_HEADER.unpack_from(data))
    has_palette = header.kind in (1, 9)
    return (
        header.depth in _DEPTHS.get(header.kind, ())
        and header.has_map in (0, 1)
        and (not has_palette or (header.has_map == 1 and header.map_depth in (16, 24, 32)))
        and header.width > 0
        and header.height > 0
    )


def read(data: bytes, name: str) -> UInt8Array:
    """(H, W, 4) RGBA; in files without alpha exact 255,255,255 becomes transparent.

    Raw and run-length coded, bottom-up and top-down. Raises BadFile for a damaged, truncated or too large file.
    """
    check_bytes(data, name)
    if not looks_like(data):
        raise BadFile(
            f"{name}: named .tga, but it is no TGA picture of 8, 24 or 32 bits. Export it again as TGA or PNG.",
            "not_an_image",
        )
    header = Header(*_HEADER.unpack_from(data))
    check_size(header.width, header.height, name)
    rgba = to_rgba(decode(data, name, "TGA"))
    # Old tools write 32 bits and leave the fourth byte 0 without declaring alpha bits.
    if header.depth != 32 or (header.flags & 15 == 0 and not rgba[..., 3].any()):
        rgba[..., 3] = np.where((rgba[..., :3] == WHITE).all(axis=2), 0, 255)
    return rgba


def write(rgba: UInt8Array) -> bytes:
    """A 24-bit run-length coded cel of (H, W, 4): fully transparent pixels become 255,255,255, others keep their RGB.

    The convention has no opaque pure white: paint such places 254,254,254 if they must hide what lies behind.
    """
    rgb = np.where(rgba[..., 3:] == 0, np.uint8(WHITE), rgba[..., :3])
    out = io.BytesIO()
    Image.fromarray(rgb, "RGB").save(out, "TGA", compression="tga_rle", orientation=-1)
    return out.getvalue()
