"""Pixels -> LineArt: which pixels are paper, and which kind of line the others are."""

import cv2
import numpy as np
from numpy.typing import NDArray

from inference.errors import NotLineArt
from inference.formats import read_image
from inference.types import FloatArray, LineArt, Plane, UInt8Array

# Ink is counted on the middle one of R, G, B: full for black, red, blue and green lines, next to nothing for the
# yellow, pink and pale blue fills of an annotated drawing.
# Below a half, so that thin soft lines stay closed.
MIN_INK = 0.3
# Brown or navy "black" lines stay main lines; only real colour pencils are trace lines.
MIN_SATURATION = 0.4
_HUES = (  # up to this many degrees -> plane
    (30, Plane.HIGHLIGHT),
    (60, Plane.OTHER),  # orange
    (105, Plane.SECOND_SHADOW),  # yellow-green
    (190, Plane.OTHER),  # green
    (280, Plane.SHADOW),
    (330, Plane.OTHER),  # purple
    (360, Plane.HIGHLIGHT),
)

# A photograph: broad areas (not the rims of soft lines) in hundreds of middle tones.
_RIM = 7  # px, wider than the soft rim of any line
_BROAD_SHARE = 0.05
_MANY_COLORS = 512


def read_line_art(data: bytes, name: str) -> LineArt:
    """A drawing from the bytes of a PNG or TGA file. Raises BadFile, NotLineArt."""
    return line_art_from_rgba(read_image(data, name), name)


def line_art_from_rgba(rgba: UInt8Array, name: str) -> LineArt:
    """A drawing from (H, W, 4) pixels; paper is transparent or white. Raises NotLineArt for a photograph.

    A page without any line is a drawing too.
    """
    rgb = _on_white(rgba)
    low, middle = _low_and_middle(rgb)
    _refuse_photograph(rgb, low, middle, name)
    inked = middle <= 255 * (1 - MIN_INK)
    planes = np.zeros(inked.shape, np.uint8)
    planes[inked] = _plane_of(rgb[inked].astype(np.float32))
    return LineArt(name=name, rgba=rgba, planes=planes)


def _on_white(rgba: UInt8Array) -> UInt8Array:
    """(H, W, 3) as seen on white paper."""
    alpha = rgba[..., 3:].astype(np.uint16)
    return ((rgba[..., :3] * alpha + 255 * (255 - alpha) + 127) // 255).astype(np.uint8)


def _low_and_middle(rgb: UInt8Array) -> tuple[UInt8Array, UInt8Array]:
    red, green, blue = rgb[..., 0], rgb[..., 1], rgb[..., 2]
    less, more = np.minimum(red, green), np.maximum(red, green)
    return np.minimum(less, blue), np.maximum(less, np.minimum(more, blue))


def _plane_of(rgb: FloatArray) -> UInt8Array:
    """(n,) Plane of (n, 3) inked pixels, by the hue of the ink that is left when white is taken away."""
    low, high = rgb.min(axis=1), rgb.max(axis=1)
    chroma = np.maximum(high - low, 1e-6)
    red, green, blue = rgb.T
    sextant = np.select(
        [high == red, high == green],
        [((green - blue) / chroma) % 6, (blue - red) / chroma + 2],
        (red - green) / chroma + 4,
    )
    bounds = np.array([bound for bound, _ in _HUES], np.float32)
    plane = np.array([plane for _, plane in _HUES], np.uint8)[np.searchsorted(bounds, sextant * 60)]
    is_gray = (high - low) < MIN_SATURATION * (255 - low)
    return np.where(is_gray, np.uint8(Plane.MAIN), plane)


def _refuse_photograph(rgb: UInt8Array, low: UInt8Array, middle: UInt8Array, name: str) -> None:
    tonal: NDArray[np.uint8] = ((low < 230) & (middle > 25)).astype(np.uint8)
    if tonal.mean() < _BROAD_SHARE:
        return
    broad = cv2.erode(tonal, np.ones((_RIM, _RIM), np.uint8)) > 0
    pixels = rgb[broad].astype(np.int32)
    colors = len(np.unique(pixels @ np.array([65536, 256, 1], np.int32)))
    if broad.mean() > _BROAD_SHARE and colors > _MANY_COLORS:
        raise NotLineArt(
            f"{name}: looks like a photograph or a shaded picture, found {colors} colours over "
            f"{broad.mean():.0%} of the page. Give the line drawing alone, on white or transparent paper."
        )
