"""Pillow behind one careful door: limits first, then pixels, and every failure is a BadFile."""

import io
import struct
import warnings
import zlib

import numpy as np
from PIL import Image, UnidentifiedImageError

from inference.errors import BadFile
from inference.types import UInt8Array

MAX_SIDE = 8192  # px
MAX_BYTES = 64 * 1024 * 1024  # on disk
MAX_TEXT = 4 * 1024 * 1024  # of a palette, a timesheet, a list

# Process-wide on purpose: no other code of ours may unpack a bomb either.
Image.MAX_IMAGE_PIXELS = MAX_SIDE * MAX_SIDE
warnings.simplefilter("error", Image.DecompressionBombWarning)

_TOO_LARGE = (Image.DecompressionBombError, Image.DecompressionBombWarning)
# What Pillow's plugins let through for damaged files.
DAMAGED = (
    OSError, SyntaxError, ValueError, EOFError, IndexError, KeyError, TypeError, OverflowError,
    zlib.error, struct.error,
)  # fmt: skip


def check_bytes(data: bytes, name: str) -> None:
    """Refuse an empty file and one that is larger than 64 MB."""
    if not data:
        raise BadFile(f"{name}: the file is empty. Export it again.", "truncated")
    if len(data) > MAX_BYTES:
        raise BadFile(
            f"{name}: the file has {len(data) / 2**20:.0f} MB, the most allowed is {MAX_BYTES // 2**20} MB. "
            "Save it with compression, or smaller.",
            "too_large",
        )


def check_size(width: int, height: int, name: str) -> None:
    """Refuse a picture without pixels and one that is larger than 8192x8192."""
    if width < 1 or height < 1:
        raise BadFile(f"{name}: the picture has no pixels ({width}x{height}). Export it again.", "truncated")
    if width > MAX_SIDE or height > MAX_SIDE:
        raise BadFile(
            f"{name}: the picture is {width}x{height}, the largest allowed is {MAX_SIDE}x{MAX_SIDE}. Scale it down.",
            "too_large",
        )


def decode(data: bytes, name: str, kind: str) -> Image.Image:
    """The fully loaded picture; ``kind`` is Pillow's word for the only format allowed."""
    try:
        image = Image.open(io.BytesIO(data), formats=[kind])
        check_size(*image.size, name)
        frames = getattr(image, "n_frames", 1)
        if frames > 1:
            raise BadFile(
                f"{name}: an animated {kind}, found {frames} frames. Export one file per drawing.", "animated"
            )
        image.load()
    except _TOO_LARGE:
        raise BadFile(
            f"{name}: the picture is larger than {MAX_SIDE}x{MAX_SIDE}. Scale it down.", "too_large"
        ) from None
    except UnidentifiedImageError:
        raise BadFile(f"{name}: the {kind} file's first bytes are damaged. Export it again.", "truncated") from None
    except DAMAGED as error:
        raise BadFile(
            f"{name}: the {kind} file is damaged or cut short ({error}). Export it again.", "truncated"
        ) from error
    return image


def to_rgba(image: Image.Image) -> UInt8Array:
    """(H, W, 4) of any mode; 16-bit grey keeps its upper byte."""
    if image.mode.startswith("I"):
        grey = np.clip(np.asarray(image).astype(np.int64) >> 8, 0, 255).astype(np.uint8)
        image = Image.fromarray(grey)
    return np.array(image.convert("RGBA"), np.uint8)


def check_text(data: bytes, name: str) -> str:
    """A small text file as text: UTF-8, or Shift-JIS of older Japanese tools. Raises BadFile above 4 MB."""
    check_bytes(data, name)
    if len(data) > MAX_TEXT:
        raise BadFile(f"{name}: has {len(data) / 2**20:.0f} MB, too much for a text file. Is it the right file?")
    for encoding in ("utf-8-sig", "cp932"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return data.decode("utf-8", "replace")
