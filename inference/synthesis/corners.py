"""Lines that run on past corners and junctions, as a quick hand leaves them."""

import cv2
import numpy as np
from numpy.typing import NDArray

from inference.synthesis.areas import components
from inference.synthesis.figure import INK
from inference.types import Int32Array, UInt8Array

_ROOM = 400  # px: the outlines of smaller areas are left alone
_ARM = 6  # px along an outline that say which way it runs
_STRAIGHT = 0.9  # cosine between two arms of one stroke
_CORNER = 0.6  # cosine between the strokes that meet
_SHARE = 0.5  # of the strokes that end at a corner run on
_SHORTEST = 2.0  # px

Floats = NDArray[np.float64]


def past_corners(label: Int32Array, longest: float, rng: np.random.Generator) -> UInt8Array:
    """(H, W) 1 where outlines run straight on for 2 to ``longest`` px, for ``draw_lines``.

    At a junction the outline of the area beside the stem has a corner, so its stroke crosses the bar.
    """
    drawn = np.zeros(label.shape, np.uint8)
    part, area = components(label)
    large = np.where((area >= _ROOM)[part] & (label > INK), part + 1, 0).astype(np.int32)
    found, _ = cv2.findContours(large, cv2.RETR_CCOMP, cv2.CHAIN_APPROX_NONE)
    outlines = [outline.reshape(-1, 2).astype(np.int32) for outline in found if len(outline) >= 4 * _ARM]
    if not outlines:
        return drawn
    corners, ways = _strokes(outlines)
    height, width = label.shape
    inside = ((corners >= _ARM) & (corners < np.array((width - _ARM, height - _ARM)))).all(axis=1)
    runs = inside & (rng.random(len(corners)) < _SHARE)
    lengths = rng.uniform(_SHORTEST, max(longest, _SHORTEST), len(corners))
    ends = np.rint(corners + ways * lengths[:, None]).astype(np.int32)
    cv2.polylines(drawn, list(np.stack([corners, ends], axis=1)[runs]), False, 1, 1, cv2.LINE_8)
    return drawn


def _strokes(outlines: list[Int32Array]) -> tuple[Int32Array, Floats]:
    """(n, 2) corners x, y and (n, 2) the unit ways in which straight strokes arrive at them."""
    points = np.concatenate(outlines)
    length = np.array([len(outline) for outline in outlines])
    size, start = np.repeat(length, length), np.repeat(np.cumsum(length) - length, length)
    own = np.arange(len(points)) - start

    def along(steps: int) -> NDArray[np.int64]:
        return np.asarray(start + (own + steps) % size)

    arms = {steps: (points[along(steps)] - points).astype(np.float64) for steps in (-2 * _ARM, -_ARM, _ARM, 2 * _ARM)}
    turn = _cosine(-arms[-_ARM], arms[_ARM])
    others = [turn[along(steps)] + (1e-9 if steps > 0 else 0) for steps in range(-_ARM, _ARM + 1) if steps]
    sharpest = (turn < _CORNER) & (turn < np.min(others, axis=0))
    corners, ways = [], []
    for arm in (-_ARM, _ARM):  # the stroke that comes along the outline, and the one that comes back
        straight = _cosine(arms[arm], arms[2 * arm] - arms[arm]) > _STRAIGHT
        at = np.flatnonzero(sharpest & straight)
        corners.append(points[at])
        ways.append(-arms[2 * arm][at] / np.linalg.norm(arms[2 * arm][at], axis=1, keepdims=True))
    return np.concatenate(corners), np.concatenate(ways)


def _cosine(one: Floats, other: Floats) -> Floats:
    """(n,) between (n, 2) ways; 0 where one of them leads nowhere."""
    lengths = np.linalg.norm(one, axis=1) * np.linalg.norm(other, axis=1)
    return np.asarray((one * other).sum(axis=1) / np.maximum(lengths, 1e-9))
