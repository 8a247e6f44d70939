"""The rasters inside an OpenToonz level: a drawing's pixels, and its icon for the level strip."""

import struct

import numpy as np
from numpy.typing import NDArray

from inference.formats import lzo
from inference.formats.cel import EMPTY, UInt32Array

RASTER = struct.Struct("<3i")  # width, height, kind
CM32 = 2  # the kind: ink, paint and tone
_ICON = (80, 60)  # px, the width and height that OpenToonz gives its icons


def pack_raster(pixels: UInt32Array) -> bytes:
    """Header and LZO stream of (h, w) pixels, row 0 on top; the file has the bottom row first."""
    height, width = pixels.shape
    return RASTER.pack(width, height, CM32) + lzo.pack(pixels[::-1].astype("<u4").tobytes())


def box_of(wanted: NDArray[np.bool_]) -> tuple[int, int, int, int]:
    """Left, top, right, bottom of what is wanted (H, W); one pixel, the bottom left one, where nothing is."""
    rows, columns = np.flatnonzero(wanted.any(axis=1)), np.flatnonzero(wanted.any(axis=0))
    if not len(rows):
        return 0, wanted.shape[0] - 1, 1, wanted.shape[0]
    return int(columns[0]), int(rows[0]), int(columns[-1]) + 1, int(rows[-1]) + 1


def drawn_box(pixels: UInt32Array) -> tuple[int, int, int, int]:
    """Left, top, right, bottom of what a drawing (H, W) holds; ink under tone 255 counts, so that none is lost.

    Where nothing shows, OpenToonz rounds the icon's box off this one and may find it beside the icon; only the whole
    page is safe then.
    """
    drawn = pixels != EMPTY
    if drawn.any() and not _shows(pixels).any():
        return 0, 0, pixels.shape[1], pixels.shape[0]
    return box_of(drawn)


def icon(pixels: UInt32Array) -> bytes:
    """The little picture of a drawing (H, W), as the file has it.

    OpenToonz works out the icon's box from its pixels and does not show it when the box stored differs, so the raster
    is cropped to what shows, and something must show whenever something of the drawing does.
    """
    height, width = pixels.shape
    icon_width, icon_height = min(_ICON[0], width), min(_ICON[1], height)
    rows, columns = np.arange(icon_height) * height // icon_height, np.arange(icon_width) * width // icon_width
    shown = _shows(pixels)
    small = np.where(shown, pixels, np.uint32(EMPTY))[rows][:, columns]
    if shown.any() and not _shows(small).any():
        y, x = np.argwhere(shown)[0]
        small[y * icon_height // height, x * icon_width // width] = pixels[y, x]
    seen = _shows(small)
    whole = not seen.any() and bool((pixels != EMPTY).any())
    left, top, right, bottom = (0, 0, icon_width, icon_height) if whole else box_of(seen)
    raster = pack_raster(small[top:bottom, left:right])
    # OpenToonz refuses icons of more bytes than their pixels have; up to 1.5 it takes the width for the height, too.
    if seen.any() and len(raster) > 4 * icon_width * min(icon_width, icon_height):
        # Noise: a plain patch of one of its colours will do.
        raster = pack_raster(np.full((bottom - top, right - left), small[seen][0], np.uint32))
    return RASTER.pack(icon_width, icon_height, len(raster)) + raster


def _shows(pixels: UInt32Array) -> NDArray[np.bool_]:
    """Where there is ink or paint; a style of ink under tone 255 shows nothing."""
    return np.asarray((pixels & np.uint32(0x000FFFFF)) != EMPTY)
