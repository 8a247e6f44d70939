"""What each segment of one drawing looks like, in numbers that do not change with the figure's size or place.

Legend: N segments of the drawing, L measures, S scales, D neighbours, T kinds of trace line.
"""

from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from inference.matching.geometry import geometry
from inference.matching.votes import background_label
from inference.types import FloatArray, Int32Array, LineArt, Plane, Segments
from inference.warping import line_box

NEIGHBOURS = 8  # the longest borders; only backgrounds have more that matter
SCALES = (1 / 24, 1 / 8)  # side of a context cell, in figure sizes; a third scale follows the segment's own size
CELLS = 4  # context cells per side
MEASURES = (
    "area", "width", "height", "x", "y", "fill", "slant", "lean", "spread", "border", "degree", "beside",
    "background", "is background", "edge", "whole area", "whole x", "whole y", "black", "red", "blue", "green",
    "yellow-green", "red side", "blue side", "yellow-green side",
)  # fmt: skip
TRACES = (Plane.HIGHLIGHT, Plane.SHADOW, Plane.SECOND_SHADOW)  # those that part two tones of one entry
ACROSS = 4  # neighbours across each kind of trace line, those with the longest borders


@dataclass(frozen=True, eq=False)
class Looks:
    """The N segments of one drawing; rows by label, row 0 means nothing."""

    measures: FloatArray  # (N + 1, L) as in MEASURES
    context: FloatArray  # (N + 1, S + 1, CELLS * CELLS) how much line lies in the cells of a grid around the centroid
    area: FloatArray  # (N + 1,) px
    centroid: FloatArray  # (N + 1, 2) px
    near: Int32Array  # (N + 1, D) labels of the neighbours with the longest borders, 0 = none
    near_share: FloatArray  # (N + 1, D) their shares of the border that these D have; rows sum to 1 or 0
    across: Int32Array  # (N + 1, T, ACROSS) labels of the segments beyond its trace lines, 0 = none
    across_share: FloatArray  # (N + 1, T, ACROSS) their shares of its border of trace lines; all of a row sum to 1 or 0
    size: float  # px: square root of the figure's box


def looks(line_art: LineArt, segments: Segments) -> Looks:
    """Measure one drawing; a blank page counts as a figure that fills it."""
    width, height = line_art.size
    x0, y0, x1, y1 = line_box(line_art.planes) or (0, 0, width, height)
    size = float(np.sqrt((x1 - x0) * (y1 - y0)))
    shape = geometry(segments, line_art.planes)
    near, near_share = _longest(shape.links, shape.link_length, NEIGHBOURS, segments.count)
    near_share /= np.maximum(near_share.sum(axis=1, keepdims=True), np.float32(1))
    across, across_share, side = _traced(segments)
    border = np.bincount(shape.links[:, 0], shape.link_length, segments.count + 1)
    measures = np.zeros((segments.count + 1, len(MEASURES)), np.float32)
    measures[:, 0] = shape.log_area - 2 * np.log(size)
    measures[:, 1:3] = shape.log_box - np.log(size)
    measures[:, 3:5] = (segments.centroid - (x0, y0)) / (x1 - x0, y1 - y0)
    measures[:, 5] = shape.log_area - shape.log_box.sum(axis=1)
    measures[:, 6:9] = _moments(segments)
    measures[:, 9] = np.log1p(border) - shape.log_area / 2
    measures[:, 10] = np.log1p(np.bincount(shape.links[:, 0], minlength=segments.count + 1))
    measures[:, 11] = (near_share * measures[near, 0]).sum(axis=1)
    background = background_label(segments)
    beside = shape.links[:, 1] == background
    on_background = np.bincount(shape.links[beside, 0], shape.link_length[beside], segments.count + 1)
    measures[:, 12] = on_background / np.maximum(border, 1)
    measures[background, 13] = 1
    measures[:, 14] = shape.edge
    whole_area, whole_center = _wholes(line_art, segments)
    measures[:, 15] = np.log(np.maximum(whole_area, 1)) - 2 * np.log(size)
    measures[:, 16:18] = (whole_center - (x0, y0)) / (x1 - x0, y1 - y0)
    measures[:, 18:23] = shape.pencils[:, Plane.MAIN :]
    measures[:, 23:] = side
    measures[0] = 0
    return Looks(
        measures=measures,
        context=_context(line_art, segments, size),
        area=np.maximum(segments.area, 1).astype(np.float32),
        centroid=segments.centroid,
        near=near,
        near_share=near_share,
        across=across,
        across_share=across_share,
        size=size,
    )


def _longest(links: Int32Array, length: FloatArray, kept: int, count: int) -> tuple[Int32Array, FloatArray]:
    """(N + 1, kept) each segment's neighbours with the longest borders, and the lengths. ``links`` (E, 2) both ways."""
    order = np.lexsort((-length, links[:, 0]))
    label, other, length = links[order, 0], links[order, 1], length[order]
    rank = np.arange(len(label)) - np.searchsorted(label, label)
    there = rank < kept
    near = np.zeros((count + 1, kept), np.int32)
    long = np.zeros((count + 1, kept), np.float32)
    near[label[there], rank[there]] = other[there]
    long[label[there], rank[there]] = length[there]
    return near, long


def _traced(segments: Segments) -> tuple[Int32Array, FloatArray, FloatArray]:
    """What lies beyond each segment's trace lines, its share of them, and (N + 1, T) on which side of them it is: -1 =
    the far smaller one, 1 = the far larger one, 0 = alike or none. Shadows and highlights are mostly the smaller."""
    known, size = segments.neighbours, np.log(np.maximum(segments.area, 1))
    across = np.zeros((segments.count + 1, len(TRACES), ACROSS), np.int32)
    share = np.zeros(across.shape, np.float32)
    side = np.zeros((segments.count + 1, len(TRACES)), np.float32)
    for t, plane in enumerate(TRACES):
        there = known.by_plane[:, plane] > 0
        pairs, border = known.pairs[there], known.by_plane[there, plane].astype(np.float32)
        links, border = np.concatenate([pairs, pairs[:, ::-1]]), np.concatenate([border, border])
        across[:, t], share[:, t] = _longest(links, border, ACROSS, segments.count)
        larger = np.tanh((size[links[:, 0]] - size[links[:, 1]]) / 2)
        own = np.bincount(links[:, 0], border, segments.count + 1)
        side[:, t] = np.bincount(links[:, 0], border * larger, segments.count + 1) / np.maximum(own, 1)
    share /= np.maximum(share.sum(axis=(1, 2), keepdims=True), np.float32(1))
    return across, share, side


def _wholes(line_art: LineArt, segments: Segments) -> tuple[FloatArray, FloatArray]:
    """(N + 1,) px and (N + 1, 2) centroid of the area that main lines alone would enclose around each segment: colour
    lines cut it into tones, which views mostly do not show. Where a colour line crosses a main one it leaks."""
    open_ = (line_art.planes != Plane.MAIN).astype(np.uint8)
    _, whole, stats, center = cv2.connectedComponentsWithStats(open_, connectivity=4, ltype=cv2.CV_32S)
    start, _ = runs(segments.labels.ravel(), segments.labels.shape[1])
    of = np.zeros(segments.count + 1, np.int32)
    of[segments.labels.ravel()[start]] = whole.ravel()[start]
    return stats[of, cv2.CC_STAT_AREA].astype(np.float32), np.nan_to_num(center[of]).astype(np.float32)


def _moments(segments: Segments) -> FloatArray:
    """(N + 1, 3) which way the area stretches (cosine and sine of twice the angle, 0 = round) and how far, in own
    sizes: the second moments that Hu's first two invariants are made of."""
    start, length = runs(segments.labels.ravel(), segments.labels.shape[1])
    label = segments.labels.ravel()[start]
    x = start % segments.labels.shape[1] + (length - 1) / 2 - segments.centroid[label, 0]
    y = start // segments.labels.shape[1] - segments.centroid[label, 1]
    # A pixel is a square, not a point: without its own 1/12 px a hair of one pixel would have no width.
    within = length * length / 12
    xx, yy, xy = (
        np.bincount(label, length * square, segments.count + 1) / np.maximum(segments.area, 1)
        for square in (x * x + within, y * y + 1 / 12, x * y)
    )
    total = np.maximum(xx + yy, 1e-9)
    spread = np.log(total / np.maximum(segments.area, 1))
    return np.stack([(xx - yy) / total, 2 * xy / total, spread], axis=1).astype(np.float32)


def runs(values: NDArray[np.integer[Any]], width: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Where each run of equal values within a row of ``width`` begins in the flat picture, and how long it is: a
    drawing has a hundred times fewer of them than pixels."""
    change = values[1:] != values[:-1]
    change[width - 1 :: width] = True
    start = np.concatenate([[0], np.flatnonzero(change) + 1])
    return start, np.diff(start, append=values.size)


def _context(line_art: LineArt, segments: Segments, size: float) -> FloatArray:
    """Line length in the cells of grids around each centroid, in cell sides: a shape context (Belongie et al., PAMI
    2002) on a square grid, which an integral image answers for all segments at once."""
    sums = cv2.integral((line_art.planes != Plane.PAPER).astype(np.uint8))
    height, width = line_art.planes.shape
    offset = np.arange(CELLS + 1) - CELLS / 2
    own = np.sqrt(np.maximum(segments.area, 4)) / 2
    sides = [*(np.full(segments.count + 1, max(scale * size, 1.0)) for scale in SCALES), own]
    grids = []
    for side in sides:
        x, y = (
            np.rint(segments.centroid[:, axis, None] + side[:, None] * offset).clip(0, end).astype(np.int32)
            for axis, end in ((0, width), (1, height))
        )
        corner = sums[y[:, :, None], x[:, None, :]]
        ink = np.diff(np.diff(corner, axis=1), axis=2).reshape(len(side), -1)
        grids.append(np.sqrt(ink / side[:, None]))
    return np.stack(grids, axis=1).astype(np.float32)
