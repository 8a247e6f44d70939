"""Semantic strokes as a painter in a hurry draws them over what came out wrong: for measuring what they are worth."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from inference.shading import parts_of_strokes
from inference.types import Part, PartStroke, Segments, UInt8Array

_AIR = 0.1  # of a stroke's length: a hand stops before the end


class _Run(NamedTuple):
    wrong: int  # px that are in colours of another part
    line: int  # row or column
    start: int
    stop: int  # exclusive


def hasty_strokes(segments: Segments, parts: UInt8Array, painted: UInt8Array, count: int) -> list[PartStroke]:
    """Up to ``count`` straight strokes, the most telling first, each along a row or a column within one part.

    ``parts`` (N + 1,) the true Part of each segment, UNKNOWN for the background; ``painted`` (N + 1,) what it has the
    colours of.
    """
    strokes: list[PartStroke] = []
    wrong = (parts != painted) & (parts != Part.UNKNOWN)
    part = parts[segments.filled]
    while len(strokes) < count and wrong.any():
        is_wrong = wrong[segments.labels] & (segments.labels > 0)
        across, down = _best_run(part, is_wrong), _best_run(part.T, is_wrong.T)
        run = max(across, down)
        air = int(_AIR * (run.stop - run.start))
        ends = ((run.start + air, run.line), (run.stop - 1 - air, run.line))
        points = ends if run is across else ((ends[0][1], ends[0][0]), (ends[1][1], ends[1][0]))
        x, y = points[0]
        strokes.append(PartStroke(points, Part(int(part[y, x]))))
        told = parts_of_strokes(segments, strokes[-1:]) > 0
        if not (told & wrong).any():
            break
        wrong &= ~told
    return strokes


def _best_run(part: UInt8Array, wrong: NDArray[np.bool_]) -> _Run:
    """The piece of a row that is of one part and has the most wrong pixels."""
    height, width = part.shape
    starts_anew = np.ones((height, width), bool)
    starts_anew[:, 1:] = part[:, 1:] != part[:, :-1]
    start = np.flatnonzero(starts_anew)
    gained = np.add.reduceat(wrong.ravel(), start, dtype=np.int64)
    best = int(gained.argmax())
    stop = int(start[best + 1]) if best + 1 < len(start) else part.size
    row = int(start[best]) // width
    return _Run(int(gained[best]), row, int(start[best]) - row * width, stop - row * width)
