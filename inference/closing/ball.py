"""Gaps closed where no ball gets through: for brushy lines that have no ends to speak of.

After trapped-ball segmentation (Zhang, Chen, Qi, Liu and Hu, IEEE TVCG 2009), with the closure as the product: every
place where two balls' areas meet is closed across its narrowest.
"""

import cv2
import numpy as np
from numpy.typing import NDArray

from inference.closing.worth import BALL, worth
from inference.types import Closure, FloatArray, Int32Array, UInt8Array

RADIUS = 6.0  # px


def ball_closures(ink: UInt8Array, radius: float = RADIUS) -> list[Closure]:
    """Closures of the passes in ink (H, W) 0 or 1 that a ball of ``radius`` px cannot take, the narrowest first."""
    padded = np.pad(ink, 1)
    paper = 1 - padded
    if not ink.any():
        return []
    far, near = cv2.distanceTransformWithLabels(paper, cv2.DIST_L2, 5, labelType=cv2.DIST_LABEL_PIXEL)
    depth, cell = np.asarray(far, np.float32), np.asarray(near, np.int32)
    _, cores = cv2.connectedComponents((depth > radius).astype(np.uint8), connectivity=4, ltype=cv2.CV_32S)
    inside = np.zeros_like(paper)
    inside[1:-1, 1:-1] = 1
    labels: Int32Array = np.asarray(cores * inside, np.int32)  # what lies beyond the page is no place to walk
    grown = _grow(labels, depth * inside, _parted(paper * inside, labels))
    spot, here, there = _narrowest(grown, depth, _nearest_ink(padded, cell))
    width = padded.shape[1]
    points = np.stack([here, spot, there], axis=1)
    xs, ys = points % width - 1, points // width - 1
    order = np.argsort(depth.ravel()[spot], kind="stable")
    found = [
        Closure(
            tuple(zip(xs[c].tolist(), ys[c].tolist(), strict=True)),
            float(max(0.0, 1 - depth.ravel()[spot[c]] / (radius + 1))),
            BALL,
        )
        for c in order
    ]
    return [closure for closure, keep in zip(found, worth(ink, found), strict=True) if keep]


def _parted(paper: UInt8Array, cores: Int32Array) -> NDArray[np.bool_]:
    """(H, W) the areas in which more than one ball found room; in all others nothing is to be closed."""
    count, area = cv2.connectedComponents(paper, connectivity=4, ltype=cv2.CV_32S)
    at = np.flatnonzero(cores)
    pairs = np.unique(area.ravel()[at].astype(np.int64) * (int(cores.max()) + 1) + cores.ravel()[at])
    balls = np.bincount(pairs // (int(cores.max()) + 1), minlength=count)
    balls[0] = 0
    return np.asarray((balls > 1)[area])


def _grow(labels: Int32Array, depth: FloatArray, where: NDArray[np.bool_]) -> Int32Array:
    """The balls' labels, walked down from broad places to narrow ones until they meet."""
    steps = np.array([-labels.shape[1], -1, 1, labels.shape[1]])
    flat, deep = labels.ravel(), depth.ravel()
    open_ = (where & (labels == 0) & (depth > 0)).ravel()
    edge = np.flatnonzero(((labels > 0) & where).ravel())
    edge = edge[open_[edge[:, None] + steps].any(axis=1)]
    level = float(deep[open_].max(initial=0))
    while level > 0 and edge.size:
        level -= 1
        source = edge
        seen = [edge]
        while source.size:
            beside = (source[:, None] + steps).ravel()
            can = open_[beside]
            can[can] = deep[beside[can]] > max(level, 0)
            reached, first = np.unique(beside[can], return_index=True)
            flat[reached] = np.repeat(flat[source], 4)[can][first]
            open_[reached] = False
            source = reached
            seen.append(reached)
        edge = np.concatenate(seen)
        edge = edge[open_[edge[:, None] + steps].any(axis=1)]
    return labels


def _nearest_ink(ink: UInt8Array, cell: Int32Array) -> NDArray[np.int64]:
    """(H * W,) the flat position of the ink nearest to each pixel."""
    at = np.flatnonzero(ink)
    position = np.zeros(int(cell.max()) + 1, np.int64)
    position[cell.ravel()[at]] = at
    return position[cell.ravel()]


def _narrowest(
    grown: Int32Array, depth: FloatArray, ink: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """Of each border between two balls: its middle, the ink nearest to that, and the nearest ink on the other side."""
    height, width = grown.shape
    border = np.zeros((height, width), np.uint8)
    for one, other in ((np.s_[:, :-1], np.s_[:, 1:]), (np.s_[:-1], np.s_[1:])):
        border[one] |= (grown[one] > 0) & (grown[other] > 0) & (grown[one] != grown[other])
    _, part = cv2.connectedComponents(border, connectivity=8, ltype=cv2.CV_32S)
    at = np.flatnonzero(border)
    group = part.ravel()[at]
    at = at[np.lexsort((-depth.ravel()[at], group))]
    group = part.ravel()[at]
    first = np.flatnonzero(np.diff(group, prepend=0))
    spot = at[first]
    # In a pass of one pixel the ink on the other side is nearest only to the pixels around.
    around = np.array([dy * width + dx for dy in (-1, 0, 1) for dx in (-1, 0, 1)])
    of = np.repeat(group, len(around)) - 1
    middle, first_ink, ink_there = spot[of], ink[spot][of], ink[(at[:, None] + around).ravel()]
    dx, dy = ink_there % width - middle % width, ink_there // width - middle // width
    opposite = dx * (first_ink % width - middle % width) + dy * (first_ink // width - middle // width) < 0
    far = np.where(opposite, dx * dx + dy * dy, np.iinfo(np.int64).max)
    best = np.lexsort((far, of))
    best = best[np.flatnonzero(np.diff(of[best], prepend=-1))]
    best = best[opposite[best]]
    return middle[best], first_ink[best], ink_there[best]
