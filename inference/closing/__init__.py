"""Gaps in lines, closed: closures are data beside the drawing, each with a score and a switch.

``close_gaps`` finds them, ``segment(line_art, closures)`` cuts the drawing with them, ``carry_over`` keeps what people
decided when the segments change.
"""

import cv2
import numpy as np
from numpy.typing import NDArray

from inference.closing.tangent import MAX_GAP, tangent_closures
from inference.types import Closure, LineArt, Plane, UInt8Array

__all__ = ["MAX_GAP", "close_gaps"]


def close_gaps(line_art: LineArt, max_gap: float = MAX_GAP) -> list[Closure]:
    """Closures along the tangents of line ends, up to ``max_gap`` px wide, the surest first.

    Only those that part one area from another: a stroke that ends in the open needs none.
    """
    ink = (line_art.planes != Plane.PAPER).astype(np.uint8)
    found = tangent_closures(ink, max_gap)
    return [closure for closure, parts in zip(found, parting(ink, found), strict=True) if parts]


def parting(ink: UInt8Array, closures: list[Closure]) -> NDArray[np.bool_]:
    """(C,) which closures have different areas on their two sides when all are drawn into ink (H, W) 0 or 1."""
    number = np.zeros((ink.shape[0] + 2, ink.shape[1] + 2), np.int32)
    for index, closure in enumerate(closures, 1):
        cv2.polylines(number, [np.array(closure.points, np.int32) + 1], False, index)
    padded = np.pad(ink, 1, constant_values=1)
    at = np.flatnonzero((number > 0) & (padded == 0))
    paper = (padded == 0).astype(np.uint8)
    paper.ravel()[at] = 0
    _, labels = cv2.connectedComponents(paper, connectivity=4, ltype=cv2.CV_32S)
    width = padded.shape[1]
    beside = labels.ravel()[at[:, None] + np.array([-width, -1, 1, width])]
    owner = np.repeat(number.ravel()[at], 4).astype(np.int64)
    pairs = np.unique(owner[beside.ravel() > 0] * (int(labels.max()) + 1) + beside.ravel()[beside.ravel() > 0])
    areas = np.bincount(pairs // (int(labels.max()) + 1), minlength=len(closures) + 1)
    return np.asarray(areas[1:] >= 2)
