"""The paper's five measures of one drawing, by exact RGBA equality per segment (section 6; tables 2-5; figure 21)."""

from collections.abc import Sequence
from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray

from inference.benchmark.colors import BACKGROUND, Colors
from inference.types import FloatArray, Int32Array

THRESHOLD = 10  # px: Acc-Thres counts larger segments only
BINS = 8
CONFIDENCE_BINS = 10


@dataclass(frozen=True)
class Scores:
    """Shares in [0, 1]; nan where a drawing has nothing to count (no foreground, say). Such a drawing is left out of
    that measure's mean."""

    acc: float  # right / all segments
    acc_thres: float  # the same over segments larger than THRESHOLD
    pix_acc: float  # right area / area of all segments
    pix_f_acc: float  # the same where the truth is not background
    pix_b_miou: float  # area that is background in both / in either; 1 when there is none in either


NAMES = tuple(field.name for field in fields(Scores))


def score(truth: Colors, painted: Colors, area: Int32Array) -> Scores:
    """Measure one drawing. All arrays are (N + 1,), indexed by label; a label without pixels does not count."""
    there = area > 0
    there[0] = False
    truth, painted, area = truth[there], painted[there], area[there]
    right = truth == painted
    figure = truth != BACKGROUND
    both = area[(truth == BACKGROUND) & (painted == BACKGROUND)].sum()
    either = area[(truth == BACKGROUND) | (painted == BACKGROUND)].sum()
    return Scores(
        acc=_share(right.sum(), len(right)),
        acc_thres=_share(right[area > THRESHOLD].sum(), (area > THRESHOLD).sum()),
        pix_acc=_share(area[right].sum(), area.sum()),
        pix_f_acc=_share(area[right & figure].sum(), area[figure].sum()),
        pix_b_miou=_share(both, either) if either else 1.0,
    )


def mean(scores: list[Scores]) -> Scores:
    """The mean of each measure over the drawings (or clips, or characters) that have it; nan when none has."""
    rows = np.array([[getattr(one, name) for name in NAMES] for one in scores]).reshape(-1, len(NAMES))
    known = ~np.isnan(rows)
    sums = np.where(known, rows, 0).sum(axis=0)
    return Scores(*(_share(total, count) for total, count in zip(sums, known.sum(axis=0), strict=True)))


@dataclass(frozen=True, eq=False)
class BySize:
    """Accuracy by segment size, figure 21: bins of sqrt(area) with as equal a number of segments as ties allow."""

    edges: NDArray[np.float64]  # (B + 1,) px; bin b holds edges[b] <= sqrt(area) < edges[b + 1], the last its end too
    segments: NDArray[np.int64]  # (B,)
    right: NDArray[np.int64]  # (B,)


def by_size(area: Int32Array, right: NDArray[np.bool_], bins: int = BINS) -> BySize:
    """Bin segments (n,), areas in px; equal sizes are never parted, so that there may be fewer bins."""
    if not len(area):
        return BySize(np.zeros(0), np.zeros(0, np.int64), np.zeros(0, np.int64))
    side = np.sqrt(area)
    ordered = np.sort(side)
    starts = ordered[np.arange(bins) * len(side) // bins]
    edges = np.unique(np.append(starts, ordered[-1]))
    if len(edges) == 1:
        edges = np.append(edges, edges)
    at = np.clip(np.searchsorted(edges, side, side="right") - 1, 0, len(edges) - 2)
    count = len(edges) - 1
    return BySize(edges, np.bincount(at, minlength=count), np.bincount(at, right, minlength=count).astype(np.int64))


@dataclass(frozen=True, eq=False)
class ByConfidence:
    """How often a confidence is right, in bins of equal width over [0, 1]; the last holds its end too."""

    segments: NDArray[np.int64]  # (B,)
    right: NDArray[np.int64]  # (B,)
    confidence: NDArray[np.float64]  # (B,) the sum over the bin's segments

    @property
    def error(self) -> float:
        """The expected calibration error in [0, 1]; nan without segments."""
        return _share(np.abs(self.right - self.confidence).sum(), self.segments.sum())


def by_confidence(confidence: FloatArray, right: NDArray[np.bool_], bins: int = CONFIDENCE_BINS) -> ByConfidence:
    """Bin segments (n,) by how sure we were of them."""
    at = np.minimum((confidence * bins).astype(np.int64), bins - 1)
    count, rights, sums = (np.bincount(at, weights, bins) for weights in (None, right, confidence))
    return ByConfidence(count.astype(np.int64), rights.astype(np.int64), sums.astype(np.float64))


def pooled(parts: Sequence[ByConfidence], bins: int = CONFIDENCE_BINS) -> ByConfidence:
    """All segments together."""
    arrays = (
        np.sum([np.zeros(bins), *(getattr(part, field.name) for part in parts)], axis=0)
        for field in fields(ByConfidence)
    )
    segments, right, confidence = arrays
    return ByConfidence(segments.astype(np.int64), right.astype(np.int64), confidence)


def _share(part: float, whole: float) -> float:
    return float(part / whole) if whole else float("nan")
