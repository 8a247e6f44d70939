"""Which areas lie side by side, seen across the lines between them."""

import cv2
import numpy as np

from inference.types import Int32Array, Neighbours, Plane, UInt8Array


def nearest_segment(labels: Int32Array) -> Int32Array:
    """(H, W) the labels, every line pixel replaced by the label of the nearest segment pixel."""
    line = (labels == 0).astype(np.uint8)
    at_line = np.flatnonzero(line)
    filled = labels.astype(np.int32)  # a copy
    if not 0 < at_line.size < labels.size:
        return filled
    _, cell = cv2.distanceTransformWithLabels(line, cv2.DIST_L2, 5, labelType=cv2.DIST_LABEL_PIXEL)
    # The pixel nearest to a line touches a line: all others need no look.
    rim = np.flatnonzero(cv2.dilate(line, np.ones((3, 3), np.uint8)) > line)
    of_cell = np.zeros(labels.size - at_line.size + 1, np.int32)
    of_cell[cell.ravel()[rim]] = filled.ravel()[rim]
    filled.ravel()[at_line] = of_cell[cell.ravel()[at_line]]
    return filled


def neighbours(filled: Int32Array, planes: UInt8Array, count: int) -> Neighbours:
    """The graph of ``count`` segments from ``nearest_segment``'s map and the drawing's planes, both (H, W).

    Borders are counted between pixels to the right and below. Where a black and a coloured line meet, black parts.
    """
    flat, plane = filled.ravel(), planes.ravel()
    width = filled.shape[1]
    across = np.flatnonzero(flat[1:] != flat[:-1])
    across = across[across % width != width - 1]
    down = np.flatnonzero(flat[width:] != flat[:-width])
    here = np.concatenate([across, down])
    there = np.concatenate([across + 1, down + width])
    # PAPER wraps round to the highest number, so that the other pixel's line counts.
    drawn = np.minimum(plane[here] - np.uint8(1), plane[there] - np.uint8(1)) + np.uint8(1)
    less, more = np.minimum(flat[here], flat[there]), np.maximum(flat[here], flat[there])
    key, length = np.unique((less.astype(np.int64) * (count + 1) + more) * len(Plane) + drawn, return_counts=True)
    pair, row = np.unique(key // len(Plane), return_inverse=True)
    by_plane = np.zeros((len(pair), len(Plane)), np.int32)
    by_plane[row, key % len(Plane)] = length
    return Neighbours(np.stack([pair // (count + 1), pair % (count + 1)], axis=1).astype(np.int32), by_plane)
