"""Filled annotation regions: the light colours an animator fills shadows and highlights with, told from lines."""

import cv2
import numpy as np
from numpy.typing import NDArray

from inference.types import Annotation, FloatArray, UInt8Array

# PaintBucket-Character's ``line_anno``, in the order of Annotation.
EXACT = np.array(
    [(239, 238, 52), (255, 227, 185), (255, 245, 139), (185, 137, 253), (255, 179, 196), (188, 201, 251)], np.int32
)
NEAR = 48.0  # RGB distance within which a colour is meant to be one of the six
_TINT = 60.0  # RGB distance that a wholly other tint counts for
MIN_CHROMA = 24  # a fill is coloured; grey is dirt or a soft rim
_CORE = 5  # px: a free colour is a fill only where it is this broad, for the rims of soft lines are light too
# Free colours by custom: yellow is highlight, light blue is shadow.
_YELLOW, _BLUE = (40, 75), (170, 255)  # degrees


def exact_annotation(rgb: UInt8Array) -> UInt8Array:
    """(n,) the Annotation of (n, 3) colours that are exactly one of the six, else NONE."""
    found = np.zeros(len(rgb), np.uint8)
    light = np.flatnonzero(rgb.max(axis=1) >= EXACT.max(axis=1).min())
    same = (rgb[light, None, :] == EXACT).all(axis=2)
    found[light] = np.where(same.any(axis=1), same.argmax(axis=1) + 1, 0)
    return found


def near_annotation(rgb: UInt8Array) -> UInt8Array:
    """(n,) the Annotation that (n, 3) light colours are meant to be: the nearest of the six, else by hue."""
    apart = np.linalg.norm(rgb[:, None, :].astype(np.float32) - EXACT.astype(np.float32), axis=2)
    # Of the near ones the one of the same tint: paler is still the same pencil.
    unlike = np.linalg.norm(_tint(rgb)[:, None, :] - _tint(EXACT), axis=2)
    nearest = (apart / 2 + _TINT * unlike).argmin(axis=1) + 1
    hue, light = hue_of(rgb.astype(np.float32)), rgb.max(axis=1) >= 200
    free = np.select(
        [light & (hue >= _YELLOW[0]) & (hue <= _YELLOW[1]), light & (hue >= _BLUE[0]) & (hue <= _BLUE[1])],
        [Annotation.HIGHLIGHT_OTHER, Annotation.SHADOW_OTHER],
        Annotation.NONE,
    )
    coloured = np.ptp(rgb, axis=1) >= MIN_CHROMA
    return np.where(coloured, np.where(apart.min(axis=1) <= NEAR, nearest, free), 0).astype(np.uint8)


def _tint(rgb: NDArray[np.integer]) -> FloatArray:
    """(n, 3) the direction in which colours differ from white."""
    absorbed = 255 - rgb.astype(np.float32)
    return np.asarray(absorbed / np.maximum(np.linalg.norm(absorbed, axis=1, keepdims=True), 1), np.float32)


def hue_of(rgb: FloatArray) -> FloatArray:
    """(n,) degrees in [0, 360) of (n, 3) colours; 0 for greys."""
    low, high = rgb.min(axis=1), rgb.max(axis=1)
    chroma = np.maximum(high - low, np.float32(1e-6))
    red, green, blue = rgb.T
    sextant = np.select(
        [high == red, high == green],
        [((green - blue) / chroma) % 6, (blue - red) / chroma + 2],
        (red - green) / chroma + 4,
    )
    return np.asarray(np.where(high > low, sextant * 60 % 360, 0), np.float32)


def fills(
    shape: tuple[int, int], at: NDArray[np.int64], rgb: UInt8Array, exact: UInt8Array
) -> tuple[UInt8Array | None, NDArray[np.bool_]]:
    """The annotation plane (H, W), None when there is none, and which of the light pixels are broad fills.

    ``at`` flat positions and ``rgb`` (n, 3) of all light pixels; ``exact`` (n,) from ``exact_annotation``.
    """
    light = np.zeros(shape, np.uint8)
    light.ravel()[at[np.ptp(rgb, axis=1) >= MIN_CHROMA]] = 1
    core = cv2.morphologyEx(light, cv2.MORPH_OPEN, np.ones((_CORE, _CORE), np.uint8))
    broad = (core.ravel()[at] > 0) | (exact > 0)
    kind = exact.copy()
    free = np.flatnonzero(broad & (exact == 0))
    kind[free] = near_annotation(rgb[free])
    if not kind.any():
        return None, broad
    plane = np.zeros(shape, np.uint8)
    plane.ravel()[at] = kind
    return plane, broad
