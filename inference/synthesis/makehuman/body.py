"""The skin that clothes leave to see, in the parts they cut it into."""

from dataclasses import replace

import numpy as np

from inference.synthesis.makehuman.mouth import LIPS, MOUTH, rows_around
from inference.synthesis.makehuman.obj import Mesh, beside, islands
from inference.synthesis.makehuman.pieces import Part, Piece
from inference.synthesis.makehuman.rig import Rig, limb, moved_by
from inference.types import FloatArray, Int32Array

_EAR, _EAR_SIZE = (0.78, 7.15, 0.46), (0.3, 0.5, 0.3)  # dm: the middle of the left ear, and how far out it may reach
_SMOOTHINGS = 2
_SCRAP = 24  # triangles: fewer peep out between two garments
_LIMBS = ("left arm", "right arm", "left leg", "right leg")


def simple_ears(mesh: Mesh) -> Mesh:
    """The mesh with ears as drawn: their folds smoothed away, which would be a tangle of lines."""
    around, points = beside(mesh.faces, len(mesh.points)), mesh.points
    off = (np.abs(points[:, [0]]) * (1, 0, 0) + points * (0, 1, 1) - _EAR) / _EAR_SIZE
    share = np.clip(2 - 2 * np.linalg.norm(off, axis=1), 0, 1).astype(np.float32)[:, None]
    for _ in range(_SMOOTHINGS):
        points = points + share * (around @ points - points)
    return replace(mesh, points=np.asarray(points, np.float32))


def body(mesh: Mesh, rig: Rig, points: FloatArray, hidden: Int32Array, lips: bool = False) -> Piece:
    """The body's visible skin; ``hidden`` names base vertices under clothes. ``lips`` are a part of their own."""
    own = mesh.group == mesh.groups.index("body")
    faces, under = mesh.faces[own], np.zeros(len(points), bool)
    under[hidden] = True
    texture = islands(mesh.face_uv[own], len(mesh.uv))
    seen = ~under[faces].all(axis=1)
    # A polygon is hidden as a whole: half a square would leave a saw-toothed hem.
    seen = np.bincount(mesh.polygon[own], seen)[mesh.polygon[own]] > 0
    faces, texture = faces[seen], texture[seen]
    part = islands(faces, len(points))
    names = [_name(_shares(rig, np.unique(faces[part == row]))) for row in range(part.max() + 1)]
    parts = tuple(Part(name, "skin", "skin") for name in names)
    large = np.bincount(part)[part] >= _SCRAP
    if lips:
        painted = rows_around(faces, texture == MOUTH, len(points)) <= LIPS
        part, parts = np.where(painted, len(parts), part).astype(np.int32), (*parts, Part("lips", "lips", "mouth"))
    piece = Piece(points, faces, rig.weights, parts, part)
    return piece.only(large & (texture != MOUTH))


def _shares(rig: Rig, vertices: Int32Array) -> dict[str, float]:
    """How much of these vertices each limb moves."""
    skin = rig.weights[vertices]
    names = ("head", *_LIMBS, "left hand", "right hand")
    return {name: float(moved_by(skin, limb(name)).mean()) for name in names}


def _name(share: dict[str, float]) -> str:
    if share["head"] > 0.1:
        return "face"
    for side in ("left", "right"):
        if share[f"{side} hand"] > 0.8:
            return f"{side} hand"
    best = max(_LIMBS, key=lambda name: share[name])
    return best if share[best] > 0.5 else "belly"
