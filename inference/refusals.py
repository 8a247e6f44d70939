"""What is no line art, told by its broad areas: a photograph has hundreds of tones, a painting has flat ones."""

import cv2
import numpy as np
from numpy.typing import NDArray

from inference.annotations import near_annotation
from inference.errors import AlreadyPainted, NotLineArt
from inference.types import UInt8Array

_RIM = 7  # px, wider than the soft rim of any line
_BROAD_SHARE = 0.05  # of the page
_BLACK = 60  # the brightest channel of black ink
_MANY_COLORS = 512  # in broad areas: a photograph
_FLAT_SHARE = 0.002  # of the page: less is no painted area
_PAINTED_SHARE = 0.01  # of the page in flat colours that no annotation has


def refuse_what_is_no_line_art(shape: tuple[int, int], at: NDArray[np.int64], rgb: UInt8Array, name: str) -> None:
    """Raises NotLineArt, or AlreadyPainted, for a picture (H, W) whose pixels that are not paper lie at the flat
    positions ``at`` (n,) and have the colours ``rgb`` (n, 3)."""
    pixels = shape[0] * shape[1]
    if at.size < _PAINTED_SHARE * pixels:
        return
    # Solid black is drawn, not painted; its soft rim is thin.
    tonal = np.zeros(shape, np.uint8)
    tonal.ravel()[at] = rgb.max(axis=1) > _BLACK
    broad = cv2.erode(tonal, np.ones((_RIM, _RIM), np.uint8), borderValue=1).ravel()[at] > 0
    packed = rgb[broad].astype(np.int32) @ np.array([65536, 256, 1], np.int32)
    share = packed.size / pixels
    colors, area = np.unique(packed, return_counts=True)
    if share > _BROAD_SHARE and len(colors) > _MANY_COLORS:
        raise NotLineArt(
            f"{name}: looks like a photograph or a shaded picture, found {len(colors)} colours over "
            f"{share:.0%} of the page. Give the line drawing alone, on white or transparent paper."
        )
    flat = colors[area >= _FLAT_SHARE * pixels]
    shares = area[area >= _FLAT_SHARE * pixels] / pixels
    paint = near_annotation(_unpack(flat)) == 0
    if shares[paint].sum() >= _PAINTED_SHARE:
        raise AlreadyPainted(
            f"{name}: looks painted already, found {len(flat)} flat colours over {shares.sum():.0%} of the page. "
            "Give its line drawing, and this picture as the painted one."
        )


def _unpack(colors: NDArray[np.int32]) -> UInt8Array:
    return np.stack([colors >> 16 & 255, colors >> 8 & 255, colors & 255], axis=1).astype(np.uint8)
