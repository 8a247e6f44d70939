"""When lines or closures change, segments change: what people decided stays with the segments that are still there."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from inference.types import Int32Array, Segments

SAME = 0.5  # overlap over union above which two segments are one; more than half, so that a match is the only one


@dataclass(frozen=True, eq=False)
class Carried:
    """Which segment before is which segment after."""

    source: Int32Array  # (N after + 1,) label before, 0 = new
    lost: Int32Array  # labels before that no segment after is, in order


def carry_over(before: Segments, after: Segments) -> Carried:
    """Match the segments of two cuts of one drawing by overlap; values per segment move as ``values[source]``.

    Raises ValueError when the two are not of one size.
    """
    if before.labels.shape != after.labels.shape:
        raise ValueError(f"segments of {before.labels.shape} and {after.labels.shape} pixels are not of one drawing")
    width = after.count + 1
    pair, shared = np.unique(before.labels.ravel().astype(np.int64) * width + after.labels.ravel(), return_counts=True)
    old, new = pair // width, pair % width
    same = (old > 0) & (new > 0)
    union = before.area[old].astype(np.int64) + after.area[new] - shared
    same &= shared > SAME * union
    source = np.zeros(width, np.int32)
    source[new[same]] = old[same]
    return Carried(source, np.setdiff1d(np.arange(1, before.count + 1, dtype=np.int32), source))


def not_carried(carried: Carried, decided: NDArray[np.bool_]) -> Int32Array:
    """Labels before that somebody had ``decided`` (N before + 1,) on and that are gone: to be shown, not dropped."""
    return carried.lost[decided[carried.lost]]
