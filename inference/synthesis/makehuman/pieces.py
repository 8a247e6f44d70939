"""The pieces a person is put together from: each a mesh in named parts that the rig moves.

Legend: V vertices, F triangles, J joints.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from inference.types import FloatArray, Int32Array


@dataclass(frozen=True)
class Part:
    """A region of the figure and the sheet entry that colours it; without an entry it is drawn as line."""

    region: str  # "left sleeve"
    entry: str = ""  # "shirt"
    category: str = "clothes"  # one of CATEGORIES


@dataclass(frozen=True, eq=False)
class Piece:
    """A body, a garment, a head of hair."""

    points: FloatArray  # (V, 3)
    faces: Int32Array  # (F, 3)
    skin: FloatArray  # (V, J) skin weights
    parts: tuple[Part, ...]
    part: Int32Array  # (F,) rows of parts

    def only(self, kept: NDArray[np.bool_]) -> "Piece":
        """The piece without the faces that ``kept`` (F,) leaves out, and without the vertices of those alone."""
        faces = self.faces[kept]
        used, row = np.unique(faces, return_inverse=True)
        rows = np.asarray(row, np.int32).reshape(-1, 3)
        return Piece(self.points[used], rows, self.skin[used], self.parts, self.part[kept])


def joined(pieces: Sequence[Piece]) -> Piece:
    """All of them as one; parts of the same region become one part."""
    first = np.cumsum([0, *(len(piece.points) for piece in pieces)])
    faces = [piece.faces + start for piece, start in zip(pieces, first, strict=False)]
    parts: dict[Part, int] = {}
    rows = [np.array([parts.setdefault(part, len(parts)) for part in piece.parts], np.int32) for piece in pieces]
    return Piece(
        np.concatenate([piece.points for piece in pieces]),
        np.concatenate(faces).astype(np.int32),
        np.concatenate([piece.skin for piece in pieces]),
        tuple(parts),
        np.concatenate([row[piece.part] for row, piece in zip(rows, pieces, strict=True)]),
    )
