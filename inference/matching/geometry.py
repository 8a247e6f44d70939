"""What a segment is like, apart from where it is: size, box, the pencils around it, the segments next to it."""

from dataclasses import dataclass

import numpy as np

from inference.types import FloatArray, Int32Array, Neighbours, Plane, Segments, UInt8Array


@dataclass(frozen=True, eq=False)
class Geometry:
    """Measures of the N segments of one drawing; all arrays are indexed by label."""

    filled: Int32Array  # (H, W) labels, line pixels given to the nearest segment
    log_area: FloatArray  # (N + 1,)
    log_box: FloatArray  # (N + 1, 2) width, height
    pencils: FloatArray  # (N + 1, planes) shares of the line pixels nearest to it, by plane; rows sum to 1 or 0
    edge: FloatArray  # (N + 1,) 1 = touches the picture's edge
    links: Int32Array  # (E, 2) pairs of labels that share a border, both ways
    link_length: FloatArray  # (E,) px of common border


def geometry(segments: Segments, planes: UInt8Array) -> Geometry:
    """Measure one drawing."""
    filled = segments.filled
    height, width = filled.shape
    box = segments.box.astype(np.float32)
    size = np.maximum(box[:, 2:] - box[:, :2], 1)
    touches = (box[:, 0] <= 0) | (box[:, 1] <= 0) | (box[:, 2] >= width) | (box[:, 3] >= height)
    links, length = _links(segments.neighbours)
    return Geometry(
        filled=filled,
        log_area=np.log(np.maximum(segments.area, 1)).astype(np.float32),
        log_box=np.log(size),
        pencils=_pencils(filled, planes, segments.count),
        edge=touches.astype(np.float32),
        links=links,
        link_length=length,
    )


def _pencils(filled: Int32Array, planes: UInt8Array, count: int) -> FloatArray:
    is_line = planes != Plane.PAPER
    cell = filled[is_line].astype(np.int64) * len(Plane) + planes[is_line]
    pixels = np.bincount(cell, minlength=(count + 1) * len(Plane)).reshape(count + 1, len(Plane)).astype(np.float32)
    return np.asarray(pixels / np.maximum(pixels.sum(axis=1, keepdims=True), 1), np.float32)


def _links(known: Neighbours) -> tuple[Int32Array, FloatArray]:
    """The borders counted both ways, sorted."""
    links = np.concatenate([known.pairs, known.pairs[:, ::-1]])
    order = np.lexsort((links[:, 1], links[:, 0]))
    return links[order], np.concatenate([known.length, known.length])[order].astype(np.float32)


def around(shape: Geometry, values: FloatArray) -> FloatArray:
    """(N + 1, K) the mean of the neighbours' rows of ``values``, weighed by common border, scaled to length 1."""
    total = np.zeros_like(values)
    np.add.at(total, shape.links[:, 0], values[shape.links[:, 1]] * shape.link_length[:, None])
    return np.asarray(total / np.maximum(np.linalg.norm(total, axis=1, keepdims=True), 1e-9), np.float32)
