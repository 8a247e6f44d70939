"""LineArt -> Segments: the areas that the lines enclose. Everybody works on this one map."""

from collections.abc import Iterable

import cv2
import numpy as np
from numpy.typing import NDArray

from inference.errors import NoSegments
from inference.neighbours import nearest_segment, neighbours
from inference.types import Closure, Int32Array, LineArt, Plane, Segments, UInt8Array


def segment(line_art: LineArt, closures: Iterable[Closure] = ()) -> Segments:
    """Cut a drawing into its 4-connected areas; coloured lines part areas like black ones, and so do closures.

    Segments are numbered in raster order of their first pixel, so a drawing always gets the same numbers. A closure's
    pixels end up in an area beside it: there is no hole to paint. Raises NoSegments when every pixel is line.
    """
    paper = (line_art.planes == Plane.PAPER).astype(np.uint8)
    if not paper.any():
        width, height = line_art.size
        raise NoSegments(f"{line_art.name}: every pixel is line ({width}x{height}). Is the drawing inverted?")
    walls = np.flatnonzero(draw_closures(closures, paper.shape) & paper)
    paper.ravel()[walls] = 0
    _, labels, stats, centroid = cv2.connectedComponentsWithStats(paper, connectivity=4, ltype=cv2.CV_32S)
    x, y, width_, height_, area = stats.T
    box = np.stack([x, y, x + width_, y + height_], axis=1).astype(np.int32)
    area, sums = area.astype(np.int32), np.nan_to_num(centroid) * area[:, None]
    if walls.size:
        labels, area, box, sums = _give_away(labels, walls, area, box, sums)
    order = _raster_order(labels, len(area))
    if (np.diff(order) != 1).any():
        rank = np.empty(len(order), np.int32)
        rank[order] = np.arange(len(order), dtype=np.int32)
        labels = rank[labels]
    area = area[order]
    return _segments(labels, area, box[order], sums[order] / np.maximum(area, 1)[:, None], line_art.planes)


def draw_closures(closures: Iterable[Closure], shape: tuple[int, ...]) -> UInt8Array:
    """(H, W) 1 where a closure that is on runs: 8-connected, so that nothing 4-connected leaks through."""
    drawn = np.zeros(shape, np.uint8)
    lines = [np.array(closure.points, np.int32).reshape(-1, 1, 2) for closure in closures if closure.on]
    if lines:
        cv2.polylines(drawn, lines, False, 1, 1, cv2.LINE_8)
    return drawn


def _give_away(
    labels: Int32Array, walls: NDArray[np.int64], area: Int32Array, box: Int32Array, sums: NDArray[np.float64]
) -> tuple[Int32Array, Int32Array, Int32Array, NDArray[np.float64]]:
    """Give each wall pixel to an area that touches it, always looking up, left, down, right in this order."""
    height, width = labels.shape
    padded = np.zeros((height + 2, width + 2), np.int32)
    padded[1:-1, 1:-1] = labels
    ys, xs = walls // width, walls % width
    flat, at = padded.ravel(), (ys + 1) * (width + 2) + xs + 1
    left = at
    while left.size:
        beside = flat[left[:, None] + np.array([-width - 2, -1, width + 2, 1])]
        found = beside[np.arange(len(left)), (beside > 0).argmax(axis=1)]
        if not found.any():
            break
        flat[left] = found
        left = left[found == 0]
    count = len(area)
    if left.size:  # a speck of paper that a closure covers whole stays an area of its own
        speck = (padded == 0).astype(np.uint8)
        mine = np.zeros_like(speck)
        mine.ravel()[left] = 1
        extra, parts = cv2.connectedComponents(mine, connectivity=4, ltype=cv2.CV_32S)
        flat[left] = parts.ravel()[left] + count - 1
        area = np.concatenate([area, np.zeros(extra - 1, np.int32)])
        box = np.concatenate([box, np.tile(np.array([width, height, 0, 0], np.int32), (extra - 1, 1))])
        sums = np.concatenate([sums, np.zeros((extra - 1, 2))])
    owner = flat[at]
    area = area + np.bincount(owner, minlength=len(area)).astype(np.int32)
    np.minimum.at(box, (owner[:, None], [0, 1]), np.stack([xs, ys], axis=1).astype(np.int32))
    np.maximum.at(box, (owner[:, None], [2, 3]), np.stack([xs + 1, ys + 1], axis=1).astype(np.int32))
    sums = sums + np.stack([np.bincount(owner, v, minlength=len(area)) for v in (xs, ys)], axis=1)
    return np.ascontiguousarray(padded[1:-1, 1:-1]), area, box, sums


def segments_from_labels(labels: Int32Array, planes: UInt8Array | None = None) -> Segments:
    """The same from a stored label map (H, W): 0 = line, 1..N. Raises NoSegments when it holds only line.

    Without the drawing's ``planes`` every line counts as a main line in the neighbour graph.
    """
    count = int(labels.max(initial=0))
    height, width = labels.shape
    if count == 0:
        raise NoSegments(f"the label map holds only line ({width}x{height}). Cut the drawing into segments again.")
    flat = labels.ravel()
    # Whole runs of equal pixels within a row instead of pixels.
    change = flat[1:] != flat[:-1]
    change[width - 1 :: width] = True
    start = np.concatenate([[0], np.flatnonzero(change) + 1])
    length = np.diff(start, append=flat.size)
    label, xs, ys = flat[start], start % width, start // width
    area = np.bincount(label, length, minlength=count + 1)
    middle = (xs + (length - 1) / 2, ys)
    sums = np.stack([np.bincount(label, length * at, minlength=count + 1) for at in middle], axis=1)
    box = np.tile(np.array([width, height, 0, 0], np.int32), (count + 1, 1))
    for column, at in enumerate((xs, ys)):
        np.minimum.at(box[:, column], label, at.astype(np.int32))
    for column, at in enumerate((xs + length, ys + 1), 2):
        np.maximum.at(box[:, column], label, at.astype(np.int32))
    box[area == 0] = 0
    planes = (labels == 0).astype(np.uint8) if planes is None else planes
    return _segments(labels, area.astype(np.int32), box, sums / np.maximum(area, 1)[:, None], planes)


def _segments(
    labels: Int32Array, area: Int32Array, box: Int32Array, centroid: NDArray[np.float64], planes: UInt8Array
) -> Segments:
    """Row 0, the line, is blanked: it means nothing, and must not depend on the way here."""
    area[0], box[0] = 0, 0
    center = np.nan_to_num(centroid).astype(np.float32)
    center[0] = 0
    labels = labels.astype(np.int32, copy=False)
    filled = nearest_segment(labels)
    return Segments(
        labels=labels,
        area=area,
        box=box,
        centroid=center,
        filled=filled,
        neighbours=neighbours(filled, planes, len(area) - 1),
    )


def _raster_order(labels: Int32Array, count: int) -> NDArray[np.int64]:
    """(count,) the labels in order of their first pixel, the line's 0 first."""
    flat = labels.ravel()
    start = np.concatenate([[0], np.flatnonzero(flat[1:] != flat[:-1]) + 1])
    first = np.full(count, -1, np.int64)
    first[flat[start[::-1]]] = start[::-1]
    first[0] = -1
    return np.argsort(first, kind="stable")


def paper_around(segments: Segments) -> int:
    """The label that holds more than half of the drawing's border; 0 where none does."""
    border = border_counts(segments)
    paper = int(border.argmax())
    return paper if border[paper] > sum(segments.labels.shape) else 0


def border_counts(segments: Segments) -> NDArray[np.int64]:
    """(N + 1,) px of the drawing's border that each segment holds, corners twice; row 0 is 0."""
    labels = segments.labels
    border = np.concatenate([labels[0], labels[-1], labels[:, 0], labels[:, -1]])
    counts = np.bincount(border, minlength=segments.count + 1)
    counts[0] = 0
    return counts
