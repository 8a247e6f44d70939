"""Small pictures of each segment and what lies around it, at three distances: what the describer looks at.

Legend: N segments, S scales, C channels, P side of a patch.
"""

import cv2
import numpy as np

from inference.matching.votes import background_label
from inference.types import FloatArray, Int32Array, LineArt, Plane, Segments, UInt8Array
from inference.warping import line_box

SIDE = 20  # P, cells
CHANNELS = ("main lines", "highlight lines", "shadow lines", "itself", "background")
WINDOWS = (1 / 5, 3 / 5)  # side of a patch in figure sizes; the first scale follows the segment's own box
_OWN = 1.4  # of the segment's longer side
_LEAST_OWN, _MOST_OWN = 1 / 20, 3 / 2  # figure sizes


def patches(line_art: LineArt, segments: Segments) -> UInt8Array:
    """(N, S, C, P, P): 255 where a line crosses a cell, where all of it is background, or where its middle lies in the
    segment itself. Cells that are smaller than a pixel repeat it; beyond the picture's edge all is background."""
    width, height = line_art.size
    x0, y0, x1, y1 = line_box(line_art.planes) or (0, 0, width, height)
    figure = float(np.sqrt((x1 - x0) * (y1 - y0)))
    box = segments.box[1:].astype(np.float32)
    center = (box[:, :2] + box[:, 2:]) * np.float32(0.5)
    own = (_OWN * (box[:, 2:] - box[:, :2]).max(axis=1)).clip(_LEAST_OWN * figure, _MOST_OWN * figure)
    sides = [own, *(np.full(segments.count, window * figure, np.float32) for window in WINDOWS)]
    sums = _sums(line_art, segments)
    found = np.empty((segments.count, len(sides), len(CHANNELS), SIDE, SIDE), np.uint8)
    for s, side in enumerate(sides):
        _fill(found[:, s], sums, segments, center, np.maximum(side, SIDE).astype(np.float32))
    return found


def _sums(line_art: LineArt, segments: Segments) -> list[Int32Array]:
    """Integral images of what is counted by cells, in the order of CHANNELS."""
    planes = line_art.planes
    green = (planes == Plane.OTHER) | (planes == Plane.SECOND_SHADOW)
    there = (
        planes == Plane.MAIN,
        (planes == Plane.HIGHLIGHT) | green,
        (planes == Plane.SHADOW) | green,
        segments.labels == background_label(segments),
    )
    return [np.asarray(cv2.integral(one.astype(np.uint8)), np.int32) for one in there]


def _fill(found: UInt8Array, sums: list[Int32Array], segments: Segments, center: FloatArray, side: FloatArray) -> None:
    height, width = segments.labels.shape
    offset = np.arange(SIDE + 1, dtype=np.float32) / SIDE - np.float32(0.5)
    x, y = (np.floor(center[:, axis, None] + side[:, None] * offset + 0.5).astype(np.int32) for axis in (0, 1))
    inside_x, inside_y = x.clip(0, width), y.clip(0, height)
    cell = np.maximum(np.diff(y)[:, :, None] * np.diff(x)[:, None, :], 1).astype(np.float32)
    beyond = cell - np.diff(inside_y)[:, :, None] * np.diff(inside_x)[:, None, :]
    for c, whole in zip((0, 1, 2, 4), sums, strict=True):
        corner = whole[inside_y[:, :, None], inside_x[:, None, :]]
        pixels = np.diff(np.diff(corner, axis=1), axis=2)
        # A hair that crosses a cell makes it a line, however large the cell is.
        share = pixels / np.sqrt(cell) if c < 3 else (pixels + beyond) / cell
        found[:, c] = np.minimum(share, 1) * 255
    middle_x = (center[:, 0, None] + side[:, None] * (offset[1:] + offset[:-1]) / 2).astype(np.int32)
    middle_y = (center[:, 1, None] + side[:, None] * (offset[1:] + offset[:-1]) / 2).astype(np.int32)
    label = segments.labels[middle_y.clip(0, height - 1)[:, :, None], middle_x.clip(0, width - 1)[:, None, :]]
    found[:, 3] = np.where(label == np.arange(1, len(found) + 1)[:, None, None], 255, 0)
