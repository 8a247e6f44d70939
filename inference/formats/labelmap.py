"""Label maps as the browser takes them: raw little-endian integers, gzip, no header.

16-bit PNG is cut to 8 bits by browsers; this is exact, small (50 kB for full HD) and the same bytes every time.
"""

import gzip
import zlib

import numpy as np

from inference.errors import BadFile
from inference.types import Int32Array

WIDEST_U16 = 65535


def encode_labels(labels: Int32Array) -> bytes:
    """Bytes of (H, W) labels, row 0 first: u16, or u32 when there are more than 65,535 segments."""
    kind = "<u2" if labels.max(initial=0) <= WIDEST_U16 else "<u4"
    # mtime 0: the content's hash must not depend on the clock.
    return gzip.compress(labels.astype(kind).tobytes(), compresslevel=6, mtime=0)


def decode_labels(data: bytes, width: int, height: int) -> Int32Array:
    """(H, W) labels of ``encode_labels``. Raises BadFile when the bytes are damaged or of another size."""
    pixels = width * height
    inflate = zlib.decompressobj(wbits=31)
    try:
        # One byte more than fits: a bomb is never unpacked, and is seen.
        raw = inflate.decompress(data, 4 * pixels + 1)
    except zlib.error as error:
        raise BadFile(f"the label map is damaged ({error}). Cut the drawing into segments again.") from error
    kinds = {2 * pixels: "<u2", 4 * pixels: "<u4"}
    if len(raw) not in kinds or not inflate.eof:
        raise BadFile(f"the label map does not fit a drawing of {width}x{height}. Cut the drawing into segments again.")
    return np.frombuffer(raw, kinds[len(raw)]).reshape(height, width).astype(np.int32)
