"""The mouth of the base mesh: where its slit is, what lies below it, and what fills it.

Legend: B vertices of the base mesh, F triangles.
"""

import numpy as np
from numpy.typing import NDArray

from inference.synthesis.makehuman.obj import Mesh, islands
from inference.synthesis.makehuman.pieces import Part, Piece
from inference.synthesis.makehuman.rig import Rig
from inference.types import FloatArray, Int32Array

MOUTH = 6  # the island of the body's texture that is the mouth's inside, by size
LIPS = 6  # rows of faces around the slit
_NEAR_LIPS = 9  # rows in which the jaw's side is told by the way to the slit: lips overhang it
_MIDDLE = 493  # a vertex of the lips
_STROKE, _BEFORE = 17, 0.004  # corners along the mouth's line; m that it lies before the slit


def _body(mesh: Mesh) -> tuple[Int32Array, NDArray[np.bool_]]:
    """(F, 3) the body's faces and whether each is inside the mouth."""
    own = mesh.group == mesh.groups.index("body")
    return mesh.faces[own], islands(mesh.face_uv[own], len(mesh.uv)) == MOUTH


def _rim(mesh: Mesh) -> tuple[Int32Array, Int32Array]:
    """The slit's vertices on the upper and on the lower lip, from right to left."""
    faces, inside = _body(mesh)
    rim = np.intersect1d(faces[inside], faces[~inside])
    rim = rim[np.argsort(mesh.points[rim, 0])]
    upper = mesh.points[rim, 1] > mesh.points[rim, 1].mean()
    return rim[upper].astype(np.int32), rim[~upper].astype(np.int32)


def rows_around(faces: Int32Array, inside: NDArray[np.bool_], count: int) -> Int32Array:
    """(F,) the row around the slit that each face lies in, from 1; ``LIPS`` + 1 = further out."""
    row = np.full(count, LIPS + 1, np.int32)
    row[np.intersect1d(faces[inside], faces[~inside])] = 0
    for step in range(1, LIPS + 1):
        beside = np.unique(faces[(row[faces] < step).any(axis=1)])
        row[beside] = np.minimum(row[beside], step)
    return np.asarray(row[faces].max(axis=1), np.int32)


def below_mouth(mesh: Mesh) -> NDArray[np.bool_]:
    """(B,) whether a vertex goes down with the lower lip."""
    faces, inside = _body(mesh)
    faces = faces[~inside]
    upper, lower = _rim(mesh)
    side = np.zeros(len(mesh.points), np.int8)
    side[upper], side[lower] = 1, -1
    for _ in range(_NEAR_LIPS):
        nearest = side[faces].sum(axis=1, dtype=np.int32)
        for corner in range(3):
            at = faces[:, corner]
            new = side[at] == 0
            side[at[new]] = np.sign(nearest[new])
    height = mesh.points[:, 1] - mesh.points[np.concatenate([upper, lower]), 1].mean()
    return np.where(side == 0, height, side) < 0


def mouth(mesh: Mesh, rig: Rig, points: FloatArray, is_open: bool = False) -> Piece:
    """What fills the slit between the lips: a stroke, or the inside of an open mouth."""
    upper, lower = _rim(mesh)
    ends = points[np.concatenate([upper, lower]), 0]
    across = np.linspace(ends.min(), ends.max(), _STROKE + 2)
    across = across[[0, *range(2, _STROKE), -1]] if is_open else across[1:-1]  # a stroke ends before the corners
    lips = [np.stack([across, *(np.interp(across, points[lip, 0], points[lip, axis]) for axis in (1, 2))], axis=1)
            for lip in (upper, lower)]  # fmt: skip
    at = np.arange(_STROKE - 1)
    below = at + _STROKE
    strip = np.concatenate([np.stack([at, below, below + 1], axis=1), np.stack([at, below + 1, at + 1], axis=1)])
    drawn = np.concatenate(lips) + np.array([0, 0, 0 if is_open else _BEFORE])
    filling = Part("mouth", "mouth", "mouth") if is_open else Part("mouth")
    skin = np.tile(rig.weights[_MIDDLE], (len(drawn), 1))
    part = np.zeros(len(strip), np.int32)
    return Piece(drawn.astype(np.float32), strip.astype(np.int32), skin, (filling,), part)
