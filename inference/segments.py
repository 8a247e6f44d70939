"""LineArt -> Segments: the areas that the lines enclose. Everybody works on this one map."""

import cv2
import numpy as np
from numpy.typing import NDArray

from inference.errors import NoSegments
from inference.types import Int32Array, LineArt, Plane, Segments


def segment(line_art: LineArt) -> Segments:
    """Cut a drawing into its 4-connected areas; coloured lines part areas like black ones.

    Segments are numbered in raster order of their first pixel, so a drawing always gets the same numbers.
    Raises NoSegments when every pixel is line.
    """
    paper = (line_art.planes == Plane.PAPER).astype(np.uint8)
    if not paper.any():
        width, height = line_art.size
        raise NoSegments(f"{line_art.name}: every pixel is line ({width}x{height}). Is the drawing inverted?")
    _, labels, stats, centroid = cv2.connectedComponentsWithStats(paper, connectivity=4, ltype=cv2.CV_32S)
    first = _first_pixel(labels, len(stats))
    first[0] = -1  # label 0, the line, stays 0
    order = np.argsort(first, kind="stable")
    if (np.diff(order) != 1).any():
        rank = np.empty(len(order), np.int32)
        rank[order] = np.arange(len(order), dtype=np.int32)
        labels = rank[labels]
    x, y, width_, height_, area = stats[order].T
    box = np.stack([x, y, x + width_, y + height_], axis=1).astype(np.int32)
    return _segments(labels, area.astype(np.int32), box, centroid[order])


def segments_from_labels(labels: Int32Array) -> Segments:
    """The same from a stored label map (H, W): 0 = line, 1..N. Raises NoSegments when it holds only line."""
    count = int(labels.max(initial=0))
    height, width = labels.shape
    if count == 0:
        raise NoSegments(f"the label map holds only line ({width}x{height}). Cut the drawing into segments again.")
    flat = labels.ravel()
    area = np.bincount(flat, minlength=count + 1)
    ys = np.repeat(np.arange(height, dtype=np.int32), width)
    xs = np.tile(np.arange(width, dtype=np.int32), height)
    sums = np.stack([np.bincount(flat, at, minlength=count + 1) for at in (xs, ys)], axis=1)
    box = np.zeros((count + 1, 4), np.int32)
    # Of repeated assignments the last one stays: the walking direction picks the extreme.
    for column, values, keys in ((1, ys[::-1], flat[::-1]), (3, ys + 1, flat)):
        box[keys, column] = values
    by_column = labels.T.ravel()
    xs = np.repeat(np.arange(width, dtype=np.int32), height)
    for column, values, keys in ((0, xs[::-1], by_column[::-1]), (2, xs + 1, by_column)):
        box[keys, column] = values
    return _segments(labels, area.astype(np.int32), box, sums / np.maximum(area, 1)[:, None])


def _segments(labels: Int32Array, area: Int32Array, box: Int32Array, centroid: NDArray[np.float64]) -> Segments:
    """Row 0, the line, is blanked: it means nothing, and must not depend on the way here."""
    area[0], box[0] = 0, 0
    center = np.nan_to_num(centroid).astype(np.float32)
    center[0] = 0
    return Segments(labels=labels.astype(np.int32, copy=False), area=area, box=box, centroid=center)


def _first_pixel(labels: Int32Array, count: int) -> Int32Array:
    """(count,) index of each label's first pixel in raster order."""
    first = np.full(count, -1, np.int32)
    first[labels.ravel()[::-1]] = np.arange(labels.size - 1, -1, -1, dtype=np.int32)
    return first
