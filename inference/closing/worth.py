"""Which closures are worth keeping: those that part two true areas."""

import cv2
import numpy as np
from numpy.typing import NDArray

from inference.types import Closure, UInt8Array

BALL = "ball"  # where no ball gets through
MIN_WIDER = 1.0  # px by which an area's inner radius must exceed half of its gap


def worth(ink: UInt8Array, closures: list[Closure]) -> NDArray[np.bool_]:
    """(C,) which closures have a true area on each of their sides when all are drawn into ink (H, W) 0 or 1.

    An area that is nowhere clearly wider than its gap is a notch between two strokes (cf. Zhang et al., trapped-ball
    segmentation, IEEE TVCG 2009).
    """
    if not closures:
        return np.zeros(0, bool)
    number = np.zeros((ink.shape[0] + 2, ink.shape[1] + 2), np.int32)
    for index, closure in enumerate(closures, 1):
        cv2.polylines(number, [np.array(closure.points, np.int32) + 1], False, index)
    paper = (np.pad(ink, 1, constant_values=1) == 0).astype(np.uint8)
    at = np.flatnonzero((number > 0) & (paper > 0))
    paper.ravel()[at] = 0
    _, labels = cv2.connectedComponents(paper, connectivity=4, ltype=cv2.CV_32S)
    count, width = int(labels.max()) + 1, paper.shape[1]
    beside = labels.ravel()[at[:, None] + np.array([-width, -1, 1, width])]
    owner = np.repeat(number.ravel()[at], 4).astype(np.int64)[beside.ravel() > 0]
    pairs = np.unique(owner * count + beside.ravel()[beside.ravel() > 0])
    closure_of, area_of = pairs // count, pairs % count
    radius = np.zeros(count, np.float32)
    np.maximum.at(radius, labels.ravel(), cv2.distanceTransform(paper, cv2.DIST_L2, 5).ravel())
    # The second widest area at each closure.
    order = np.lexsort((-radius[area_of], closure_of))
    closure_of, area_of = closure_of[order], area_of[order]
    second = np.flatnonzero(closure_of[1:] == closure_of[:-1]) + 1
    second = second[(second < 2) | (closure_of[second - 2] != closure_of[second])]
    gap = np.bincount(number.ravel()[at], minlength=len(closures) + 1)
    kept = np.zeros(len(closures) + 1, bool)
    kept[closure_of[second]] = radius[area_of[second]] >= gap[closure_of[second]] / 2 + MIN_WIDER
    return kept[1:]
