"""The skin that clothes leave to see, in the parts they cut it into."""

import numpy as np

from inference.synthesis.makehuman.obj import Mesh, islands
from inference.synthesis.makehuman.pieces import Part, Piece
from inference.synthesis.makehuman.rig import Rig, limb, moved_by
from inference.types import FloatArray, Int32Array

_MOUTH, _SOCKETS = 6, (7, 8)  # islands of the body's texture, by size
_UPPER_LIP = 493  # a vertex
_STROKE, _BEFORE = 17, 0.004  # corners along the mouth's line; m that it lies before the slit
_SCRAP = 24  # triangles: fewer peep out between two garments
_LIMBS = ("left arm", "right arm", "left leg", "right leg")


def body(mesh: Mesh, rig: Rig, points: FloatArray, hidden: Int32Array) -> Piece:
    """The body's visible skin; ``hidden`` names base vertices under clothes."""
    own = mesh.group == mesh.groups.index("body")
    faces, under = mesh.faces[own], np.zeros(len(points), bool)
    under[hidden] = True
    texture = islands(mesh.face_uv[own], len(mesh.uv))
    seen = ~under[faces].all(axis=1)
    # A polygon is hidden as a whole: half a square would leave a saw-toothed hem.
    seen = np.bincount(mesh.polygon[own], seen)[mesh.polygon[own]] > 0
    faces, texture = faces[seen], texture[seen]
    part = islands(faces, len(points))
    names = [_name(moved_by_all(rig, np.unique(faces[part == row]))) for row in range(part.max() + 1)]
    parts = tuple(Part(name, "skin", "skin") for name in names)
    piece = Piece(points, faces, rig.weights, parts, part)
    return piece.only((np.bincount(part)[part] >= _SCRAP) & (texture != _MOUTH))


def mouth(mesh: Mesh, rig: Rig, points: FloatArray) -> Piece:
    """The closed mouth as a stroke that fills the slit between the lips."""
    own = mesh.group == mesh.groups.index("body")
    faces, inside = mesh.faces[own], islands(mesh.face_uv[own], len(mesh.uv)) == _MOUTH
    rim = np.intersect1d(faces[inside], faces[~inside])
    rim = rim[np.argsort(points[rim, 0])]
    upper = mesh.points[rim, 1] > mesh.points[rim, 1].mean()
    across = np.linspace(points[rim, 0].min(), points[rim, 0].max(), _STROKE + 2)[1:-1]
    rows = [np.stack([across, *(np.interp(across, points[row, 0], points[row, axis]) for axis in (1, 2))], 1)
            for row in (rim[upper], rim[~upper])]  # fmt: skip
    at = np.arange(_STROKE - 1)
    below = at + _STROKE
    strip = np.concatenate([np.stack([at, below, below + 1], 1), np.stack([at, below + 1, at + 1], 1)])
    drawn = np.concatenate(rows) + np.array([0, 0, _BEFORE])
    skin = np.tile(rig.weights[_UPPER_LIP], (len(drawn), 1))
    return Piece(
        drawn.astype(np.float32), strip.astype(np.int32), skin, (Part("mouth"),), np.zeros(len(strip), np.int32)
    )


def moved_by_all(rig: Rig, vertices: Int32Array) -> dict[str, float]:
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
