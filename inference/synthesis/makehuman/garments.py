"""A garment, a head of hair, brows and lashes: fitted to the body, in parts, moved by its bones.

Legend: B vertices of the base mesh, V vertices of a garment, F triangles.
"""

from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from scipy.spatial import cKDTree

from inference.errors import BadFile
from inference.synthesis.makehuman import wardrobe
from inference.synthesis.makehuman.mhclo import Fitting, fitted, read_mhclo
from inference.synthesis.makehuman.obj import Mesh, islands, read_obj
from inference.synthesis.makehuman.pieces import Part, Piece
from inference.synthesis.makehuman.rig import carried
from inference.types import FloatArray, Int32Array

_BRIM, _INSIDE = 0.3, 0.03  # of a hat's vertices, the lowest; m above them that the crown begins
_ROOM = 0.88  # of the crown's width
_FRINGE = (0.04, 0.014)  # m: how far around an eye, and how far out
_TUFT = 40  # triangles: fewer are no lock of their own, they belong to the lock beside them


@dataclass(frozen=True, eq=False)
class Worn:
    """A garment's files, and its points where a body wears it."""

    mesh: Mesh
    fitting: Fitting
    points: FloatArray  # (V, 3)
    skin: FloatArray  # (V, J)

    def piece(self, parts: tuple[Part, ...], part: Int32Array) -> Piece:
        """All of it, in the parts that ``part`` (F,) names."""
        return Piece(self.points, self.mesh.faces, self.skin, parts, part)


def worn(folder: Path, points: FloatArray, skin: FloatArray, mirrored: bool = False) -> Worn:
    """A folder's garment on a body of points (B, 3) and skin weights (B, J); ``mirrored`` turns it left to right.

    Raises BadFile where it is damaged.
    """
    found = sorted(folder.glob("*.mhclo"))
    if not found:
        raise BadFile(f"{folder.name}: no mhclo file lies in {folder}. Fetch MakeHuman's assets into it.")
    fitting = read_mhclo(found[0])
    mesh = read_obj(folder / fitting.obj)
    if len(mesh.points) != len(fitting.base):
        raise BadFile(
            f"{found[0].name}: fits {len(fitting.base)} vertices and {fitting.obj} has {len(mesh.points)}. "
            "Fetch both files again."
        )
    if mesh.face_uv.min() < 0:
        raise BadFile(f"{fitting.obj}: has no texture points, and they tell its parts. Fetch the file again.")
    at = fitted(fitting, points)
    if mirrored:  # a head is its own mirror image
        at, mesh = at * np.array([-1, 1, 1], np.float32), replace(mesh, faces=mesh.faces[:, ::-1])
    return Worn(mesh, fitting, at, carried(skin, fitting.base, fitting.weights))


def clothes(garment: Worn, name: str) -> Piece:
    """A garment in the parts that the wardrobe names, each on its side."""
    island = islands(garment.mesh.face_uv, len(garment.mesh.uv))
    middle = garment.points[garment.mesh.faces].mean(axis=1)[:, 0]
    across = np.bincount(island, middle) / np.bincount(island)
    regions = wardrobe.parts_of(name, len(across))
    parts = tuple(
        wardrobe.part(region.format(side="left" if x > 0 else "right"))
        for region, x in zip(regions, across, strict=True)
    )
    return garment.piece(parts, island)


def hair(garment: Worn, eyes: FloatArray, tufts: bool = True) -> Piece:
    """Hair in locks: each large connected part is one, tufts go with the lock beside them.

    Before the eyes, whose middles are (2, 3), it hangs a little further out: our eyes and lashes are larger than its.
    Without ``tufts`` only the locks are left: some heads of hair are hundreds of cards on a shell.
    """
    faces = garment.mesh.faces
    part = islands(faces, len(garment.points))
    locks = max(1, int((np.bincount(part) >= _TUFT).sum()))
    middle = garment.points[faces].mean(axis=1)
    tuft = part >= locks
    if tuft.any():
        _, beside = cKDTree(middle[~tuft]).query(middle[tuft])
        nearest = np.zeros(part.max() + 1, np.int32)
        nearest[part[tuft]] = part[~tuft][beside]
        part = np.where(tuft, nearest[part], part).astype(np.int32)
    piece = garment.piece(tuple(Part(f"hair {lock + 1}", "hair", "hair") for lock in range(locks)), part)
    off = piece.points[:, None] - eyes
    near = np.exp(-((np.hypot(off[..., 0], off[..., 1]) / _FRINGE[0]) ** 2)) * (off[..., 2] > 0)
    piece.points[:, 2] += _FRINGE[1] * near.max(axis=1)
    return piece if tufts else piece.only(~tuft)


def under(piece: Piece, hat: Worn) -> Piece:
    """Hair pressed into a hat: above the plane of the brim it goes no further out or up than inside the crown."""
    low = hat.points[:, 1] < np.quantile(hat.points[:, 1], _BRIM)
    plane, *_ = np.linalg.lstsq(_flat(hat.points[low]), hat.points[low, 1])
    crown = hat.points[hat.points[:, 1] > _flat(hat.points) @ plane + _INSIDE][:, [0, 2]]
    middle, half = (crown.max(axis=0) + crown.min(axis=0)) / 2, np.ptp(crown, axis=0) / 2 * _ROOM
    points, brim = piece.points, _flat(piece.points) @ plane
    off = points[:, [0, 2]] - middle
    within = 1 / np.maximum(np.linalg.norm(off / half, axis=1, keepdims=True), 1)
    above = points[:, 1] > brim
    points[above] = np.insert(middle + off * within, 1, np.minimum(points[:, 1], brim + _INSIDE), axis=1)[above]
    return piece


def _flat(points: FloatArray) -> FloatArray:
    """(V, 3) x, z, 1."""
    return np.column_stack([points[:, [0, 2]], np.ones(len(points), np.float32)])


def strokes(garment: Worn, name: str, above: FloatArray | None = None) -> Piece:
    """Brows or lashes, drawn as line; with the eyes' middles (2, 3) only the connected parts above them."""
    piece = garment.piece((Part(name),), np.zeros(len(garment.mesh.faces), np.int32))
    if above is None:
        return piece
    part = islands(garment.mesh.faces, len(garment.points))
    height = garment.points[garment.mesh.faces].mean(axis=1)[:, 1]
    upper = np.bincount(part, height) / np.bincount(part) > above[:, 1].mean()
    return piece.only(upper[part])
