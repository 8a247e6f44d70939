"""What is worn over what: the inner layer is tucked in where it would come through the outer one."""

from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_matrix
from scipy.spatial import cKDTree

from inference.synthesis.makehuman.obj import beside
from inference.synthesis.makehuman.pieces import Piece
from inference.synthesis.meshes import smooth_normals
from inference.types import FloatArray

_GAP = 0.003  # m between two layers
_ROUNDS, _PASSED_ON = 8, 0.8  # how often, and how much of it, a dent is passed on to the points beside it


@dataclass(frozen=True)
class _Layer:
    inner: frozenset[str]  # entries
    outer: frozenset[str]  # entries that lie over them
    reach: float  # m around a point in which the outer layer is looked for
    most: float  # m that a point may go in


_LAYERS = (
    _Layer(frozenset({"shirt", "collar"}), frozenset({"jacket", "overalls", "lapel", "strap"}), 0.025, 0.02),
    _Layer(frozenset({"trousers", "shorts", "skirt", "button"}), frozenset({"shirt", "blouse", "jacket"}), 0.025, 0.03),
    _Layer(frozenset({"socks"}), frozenset({"trousers", "overalls", "shoes"}), 0.025, 0.015),
    _Layer(frozenset({"skin"}), frozenset({"hair", "hat"}), 0.012, 0.012),
    _Layer(
        frozenset({"skin"}),
        frozenset({"shirt", "blouse", "collar", "jacket", "trousers", "shorts", "skirt", "overalls", "socks", "shoes"}),
        0.025,
        0.015,
    ),
)


def tucked(whole: Piece) -> Piece:
    """The same piece, no inner layer through the outer one."""
    points = whole.points.copy()
    entry = np.array([part.entry for part in whole.parts])[whole.part]
    around = beside(whole.faces, len(points))
    outward = smooth_normals(points, whole.faces, np.zeros(len(points), np.int32))
    for layer in _LAYERS:
        below, above = np.isin(entry, tuple(layer.inner)), np.isin(entry, tuple(layer.outer))
        if below.any() and above.any():
            rows = np.unique(whole.faces[below])
            corners = points[whole.faces[above]]
            cover = np.concatenate([corners.reshape(-1, 3), corners.mean(axis=1)])  # some meshes are coarse
            dent = np.zeros(len(points), np.float32)
            dent[rows] = _excess(points[rows], outward[rows], cover, layer)
            points[rows] -= outward[rows] * _eased(dent, around)[rows, None]
    return Piece(points, whole.faces, whole.skin, whole.parts, whole.part)


def _excess(points: FloatArray, outward: FloatArray, cover: FloatArray, layer: _Layer) -> FloatArray:
    """(V,) m that each point must go in to lie under the cover's nearest one."""
    distance, nearest = cKDTree(cover).query(points, distance_upper_bound=layer.reach)
    near = np.isfinite(distance)
    over = np.zeros(len(points), np.float32)
    over[near] = np.einsum("vx,vx->v", points[near] - cover[nearest[near]], outward[near]) + _GAP
    return np.clip(over, 0, layer.most)


def _eased(dent: FloatArray, around: csr_matrix) -> FloatArray:
    """(V,) the dent with a slope around it: a step would be drawn as a line."""
    slope = dent
    for _ in range(_ROUNDS):
        slope = np.maximum(dent, around @ slope * np.float32(_PASSED_ON))
    return slope
