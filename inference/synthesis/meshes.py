"""What only a mesh's shape tells: its smooth normals and its connected parts. V vertices, F triangles."""

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components

from inference.types import FloatArray, Int32Array

_SAME = 1e-5  # of the mesh's size: corners closer than this are one corner


def welded(points: FloatArray, group: NDArray[np.int_]) -> Int32Array:
    """(V,) a number per corner: equal where (V, 3) points of one (V,) group coincide, as at a texture's seam."""
    size = float(np.ptp(points, axis=0).max()) or 1.0
    grid = np.rint(points / (size * _SAME)).astype(np.int64)
    # One number per cell instead of rows: np.unique over rows takes ten times as long.
    grid -= grid.min(0)
    spans = grid.max(0) + 1
    key = ((group.astype(np.int64) * spans[0] + grid[:, 0]) * spans[1] + grid[:, 1]) * spans[2] + grid[:, 2]
    return np.asarray(np.unique(key, return_inverse=True)[1], np.int32)


def smooth_normals(points: FloatArray, faces: Int32Array, group: NDArray[np.int_]) -> FloatArray:
    """(V, 3) unit normals over the corners that coincide within a group, larger faces counting more.

    Where two sides of a sheet cancel out, each keeps its own.
    """
    corner = welded(points, group)
    a, b, c = (points[faces[:, i]].astype(np.float64) for i in range(3))
    pull = np.cross(b - a, c - a)  # twice the area long
    together = _summed(pull, corner[faces], int(corner.max()) + 1)[corner]
    alone = _summed(pull, faces, len(points))
    weak = np.linalg.norm(together, axis=1) < 0.05 * np.linalg.norm(alone, axis=1)
    normals = np.where(weak[:, None], alone, together)
    normals /= np.maximum(np.linalg.norm(normals, axis=1, keepdims=True), 1e-12)
    return np.asarray(normals, np.float32)


def _summed(pull: NDArray[np.float64], corners: Int32Array, count: int) -> NDArray[np.float64]:
    at = corners.ravel()
    return np.stack([np.bincount(at, np.repeat(pull[:, i], 3), count) for i in range(3)], axis=1)


def face_areas(points: FloatArray, faces: Int32Array) -> NDArray[np.float64]:
    """(F,) in square metres."""
    a, b, c = (points[faces[:, i]].astype(np.float64) for i in range(3))
    return np.asarray(np.linalg.norm(np.cross(b - a, c - a), axis=1) / 2)


def connected_parts(corners: Int32Array, kind: Int32Array) -> Int32Array:
    """(F,) a number per face: equal where faces of one (F,) kind hang together by their (F, 3) welded corners."""
    key = corners.astype(np.int64) + kind.astype(np.int64)[:, None] * (int(corners.max()) + 1)
    _, own = np.unique(key, return_inverse=True)
    own = own.reshape(-1, 3)
    ones = np.ones(2 * len(own), np.int8)
    count = int(own.max()) + 1
    links = coo_matrix((ones, (own[:, [0, 1]].T.ravel(), own[:, [1, 2]].T.ravel())), shape=(count, count))
    return np.asarray(connected_components(links, directed=False)[1][own[:, 0]], np.int32)
