"""Truth and result as pictures, wrong segments outlined."""

import base64

import cv2
import numpy as np
from numpy.typing import NDArray

from inference.benchmark.colors import NO_COLOR, Colors, unpack
from inference.formats import write_png
from inference.types import LineArt, Segments, UInt8Array
from inference.warping import line_box

OUTLINE = (255, 0, 144, 255)
_RIM = 5  # px, size of the brush that outlines
_MARGIN = 16  # px around the character
_CHECK = 4  # px, the pattern of unpainted areas
_GREYS = np.array([(225, 225, 225, 255), (160, 160, 160, 255)], np.uint8)


def beside_each_other(
    line_art: LineArt, segments: Segments, truth: Colors, painted: Colors, wrong: NDArray[np.bool_]
) -> tuple[UInt8Array, UInt8Array]:
    """(h, w, 4) the truth and the result, both cropped to the character; ``wrong`` (N + 1,) by label."""
    left, top, right, bottom = line_box(line_art.planes) or (0, 0, *line_art.size)
    rows = slice(max(top - _MARGIN, 0), bottom + _MARGIN)
    columns = slice(max(left - _MARGIN, 0), right + _MARGIN)
    labels = segments.labels[rows, columns]
    mask = wrong[labels]
    rim = (cv2.dilate(mask.astype(np.uint8), np.ones((_RIM, _RIM), np.uint8)) > 0) & ~mask
    pictures = []
    for colors in (truth, painted):
        rgba = _painted(colors)[labels]
        unpainted = (colors == NO_COLOR)[labels]
        row, column = np.nonzero(unpainted)
        rgba[unpainted] = _GREYS[(row // _CHECK + column // _CHECK) % 2]
        line = labels == 0
        rgba[line] = np.where(line_art.rgba[rows, columns][line][:, 3:] > 0, line_art.rgba[rows, columns][line], 0)
        rgba[line, 3] = 255
        rgba[rim] = OUTLINE
        pictures.append(rgba)
    return pictures[0], pictures[1]


def as_data_url(rgba: UInt8Array) -> str:
    """A PNG inside the page."""
    return "data:image/png;base64," + base64.b64encode(write_png(rgba)).decode("ascii")


def _painted(colors: Colors) -> UInt8Array:
    """(N + 1, 4) on white paper."""
    distinct, at = np.unique(colors, return_inverse=True)
    rgba = np.array([unpack(int(color)) for color in distinct], np.uint8)
    rgba[rgba[:, 3] == 0] = 255
    return rgba[at]
