"""PNG, in every bit depth and colour type; out as 8-bit RGBA."""

import io

from PIL import Image

from inference.errors import BadFile
from inference.formats.decode import check_bytes, decode, to_rgba
from inference.types import UInt8Array

MAGIC = b"\x89PNG\r\n\x1a\n"
_END = b"IEND\xaeB`\x82"


def read(data: bytes, name: str) -> UInt8Array:
    """(H, W, 4) RGBA. Raises BadFile for a damaged, truncated, animated or too large file."""
    check_bytes(data, name)
    # Pillow forgives a missing end when the pixels happen to be there; an upload that broke off should not pass.
    if _END not in data[-4096:] and _END not in data:
        raise BadFile(f"{name}: the PNG file is cut short, its end is missing. Copy or export it again.", "truncated")
    return to_rgba(decode(data, name, "PNG"))


def write(rgba: UInt8Array) -> bytes:
    """The file's bytes of (H, W, 4); the same pixels always give the same bytes."""
    out = io.BytesIO()
    Image.fromarray(rgba, "RGBA").save(out, "PNG", compress_level=6)
    return out.getvalue()
