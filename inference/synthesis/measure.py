"""What a set is like: how many segments, how small, how far they move."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from inference.formats.character import Frame
from inference.types import RGBA, FloatArray, Int32Array, UInt8Array

TINY = 10  # px: what Acc-Thres leaves out
BINS = (1, 2, 3, 5, 11, 26, 101, 401, 1601, 6401)  # px, where the size classes of segments begin


@dataclass(frozen=True, eq=False)
class Measured:
    """One clip's figures."""

    sizes: tuple[Int32Array, ...]  # per drawing the area of each segment, px
    motion: FloatArray  # (drawings - 1,) how far the median label moves, in heights of the figure
    vanished: FloatArray  # (drawings - 1,) share of labels that are in one of two neighbours only
    labels: frozenset[int]
    inks: tuple[frozenset[RGBA], ...]  # per drawing the colours of its lines
    annotated: tuple[bool, ...]  # per drawing whether shading is filled in


def measure(frames: Sequence[Frame]) -> Measured:
    """Measure a clip; its frames have ``seg`` and ``label``."""
    places = [_centroids(frame) for frame in frames]
    steps = [_step(one, other, frame) for one, other, frame in zip(places, places[1:], frames, strict=False)]
    return Measured(
        sizes=tuple(_sizes(frame) for frame in frames),
        motion=np.array([moved for moved, _ in steps], np.float32),
        vanished=np.array([gone for _, gone in steps], np.float32),
        labels=frozenset().union(*(place.keys() for place in places)),
        inks=tuple(_inks(frame.line) for frame in frames),
        annotated=tuple(frame.line_anno is not None and len(_inks(frame.line_anno)) > 1 for frame in frames),
    )


def size_histogram(sizes: Sequence[Int32Array]) -> NDArray[np.float64]:
    """The share of segments in each class of ``BINS``."""
    areas = np.concatenate(sizes) if sizes else np.zeros(0, np.int32)
    counts = np.bincount(np.searchsorted(BINS, areas, "right"), minlength=len(BINS) + 1)[1:]
    return np.asarray(counts / max(counts.sum(), 1))


def _sizes(frame: Frame) -> Int32Array:
    areas = np.bincount(_maps(frame)[0].ravel())[1:]
    return areas[areas > 0].astype(np.int32)


def _inks(rgba: UInt8Array) -> frozenset[RGBA]:
    """Every colour that is not transparent."""
    colors = np.unique(np.ascontiguousarray(rgba[rgba[..., 3] > 0]).view("<u4"))
    return frozenset((int(c) & 255, int(c) >> 8 & 255, int(c) >> 16 & 255, int(c) >> 24) for c in colors)


def _centroids(frame: Frame) -> dict[int, tuple[float, float]]:
    """Where each label of the figure is, px."""
    _, label = _maps(frame)
    at = np.flatnonzero(label > 0)
    values, of, count = np.unique(label.ravel()[at], return_inverse=True, return_counts=True)
    y, x = np.divmod(at, label.shape[1])
    middle_x, middle_y = np.bincount(of, x) / count, np.bincount(of, y) / count
    return {int(v): (float(a), float(b)) for v, a, b in zip(values, middle_x, middle_y, strict=True)}


def _step(
    one: dict[int, tuple[float, float]], other: dict[int, tuple[float, float]], frame: Frame
) -> tuple[float, float]:
    both = sorted(one.keys() & other.keys())
    union = one.keys() | other.keys()
    if not both:
        return 0.0, float(bool(union))
    _, label = _maps(frame)
    rows = np.flatnonzero((label > 0).any(axis=1))
    way = np.array([one[name] for name in both]) - np.array([other[name] for name in both])
    height = max(int(rows[-1] - rows[0]) + 1, 1)
    return float(np.median(np.linalg.norm(way, axis=1)) / height), 1 - len(both) / len(union)


def _maps(frame: Frame) -> tuple[Int32Array, Int32Array]:
    if frame.seg is None or frame.label is None:
        raise ValueError(f"frame {frame.stem} has no seg or label to measure")
    return frame.seg, frame.label
