"""What is worn over what: the inner layer is tucked in where it would come through the outer one."""

import numpy as np
from scipy.spatial import cKDTree

from inference.synthesis.makehuman.pieces import Piece
from inference.synthesis.meshes import smooth_normals
from inference.types import FloatArray

_GAP = 0.003  # m between two layers
_HEM = 0.012  # m: hair nearer to the skin than this lies on the scalp
# entries of an inner layer, entries that lie over it, how far off these are looked for, how far in it may go (m)
_OVER: tuple[tuple[frozenset[str], frozenset[str], float, float], ...] = (
    (frozenset({"shirt", "collar"}), frozenset({"jacket", "overalls", "lapel", "strap"}), 0.025, 0.02),
    (frozenset({"trousers", "shorts", "skirt", "button"}), frozenset({"shirt", "blouse", "jacket"}), 0.025, 0.03),
    (frozenset({"socks"}), frozenset({"trousers", "overalls", "shoes"}), 0.025, 0.015),
    (frozenset({"skin"}), frozenset({"hair", "hat"}), _HEM, 0.01),
    (
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
    outward = smooth_normals(points, whole.faces, np.zeros(len(points), np.int32))
    for inner, outer, reach, most in _OVER:
        below, above = np.isin(entry, tuple(inner)), np.isin(entry, tuple(outer))
        if below.any() and above.any():
            rows = np.unique(whole.faces[below])
            corners = points[whole.faces[above]]
            cover = np.concatenate(
                [corners.reshape(-1, 3), corners.mean(axis=1)]
            )  # middles too: some meshes are coarse
            points[rows] -= outward[rows] * _excess(points[rows], outward[rows], cover, reach, most)[:, None]
    return Piece(points, whole.faces, whole.skin, whole.parts, whole.part)


def _excess(points: FloatArray, outward: FloatArray, cover: FloatArray, reach: float, most: float) -> FloatArray:
    """(V,) m that each point must go in to lie under the cover's nearest one."""
    distance, nearest = cKDTree(cover).query(points, distance_upper_bound=reach)
    near = np.isfinite(distance)
    over = np.zeros(len(points), np.float32)
    over[near] = np.einsum("vx,vx->v", points[near] - cover[nearest[near]], outward[near]) + _GAP
    return np.clip(over, 0, most)
