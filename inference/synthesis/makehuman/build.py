"""A recipe and MakeHuman's files -> a Figure.

Legend: B vertices of the base mesh, F triangles, J joints.
"""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from inference.errors import BadFile
from inference.synthesis.figure import INK, Figure, Motion, Region, Skeleton
from inference.synthesis.makehuman import wardrobe
from inference.synthesis.makehuman.body import body, simple_ears
from inference.synthesis.makehuman.bvh import read_bvh
from inference.synthesis.makehuman.eyes import eyeballs
from inference.synthesis.makehuman.garments import clothes, hair, strokes, under, worn
from inference.synthesis.makehuman.layers import tucked
from inference.synthesis.makehuman.mouth import below_mouth, mouth
from inference.synthesis.makehuman.obj import Mesh, read_obj
from inference.synthesis.makehuman.people import Person
from inference.synthesis.makehuman.pieces import Piece, joined
from inference.synthesis.makehuman.rig import Rig, read_rig, strongest
from inference.synthesis.makehuman.shape import EYES, shaped
from inference.synthesis.makehuman.trims import trimmed
from inference.synthesis.meshes import smooth_normals
from inference.synthesis.retarget import retarget
from inference.synthesis.tones import Color, entries_of
from inference.types import ColorEntry, FloatArray, Int32Array

LICENCE = "CC0 1.0; MakeHuman's base mesh and assets by Data Collection AB, Joel Palmius and Jonas Hauquier"
_ASSETS, _DATA = Path("assets/base"), Path("makehuman/data")
_VERTICES = 19158  # of the base mesh; rows of it are named in several files here
_MOTIONS = ("walks/walk1.bvh", "zombie/zombieWalk1.bvh")


@dataclass(frozen=True, eq=False)
class Base:
    """The base mesh and its rig."""

    mesh: Mesh
    rig: Rig
    below_mouth: NDArray[np.bool_]  # (B,)


@cache
def base_in(root: Path) -> Base:
    """The base mesh and the rig of a MakeHuman folder. Raises BadFile where either is damaged."""
    mesh = read_obj(root / _DATA / "3dobjs/base.obj")
    if "body" not in mesh.groups or len(mesh.points) != _VERTICES or mesh.face_uv.min() < 0:
        raise BadFile(f"base.obj: is not MakeHuman's base mesh hm08 of {_VERTICES} vertices. Fetch the file again.")
    mesh = simple_ears(mesh)
    rigs = root / _DATA / "rigs"
    return Base(
        mesh, read_rig(rigs / "default.mhskel", rigs / "default_weights.mhw", len(mesh.points)), below_mouth(mesh)
    )


@cache
def motions_in(root: Path) -> tuple[tuple[Skeleton, Motion], ...]:
    """The moving BVH files of a MakeHuman folder, on skeletons of their own. Raises BadFile where one is damaged."""
    return tuple(read_bvh(root / _DATA / "animations" / path) for path in _MOTIONS)


def figure(name: str, person: Person, root: Path) -> Figure:
    """Put one person together. Raises BadFile where a file of theirs is damaged or missing."""
    base = base_in(root)
    points, plain = shaped(base.mesh.points, base.rig, person.shape, base.below_mouth)
    whole = trimmed(tucked(joined(_pieces(base, points, plain, person, root / _ASSETS))), person.trims)
    sole = whole.points[:, 1].min()
    whole.points[:, 1] -= sole
    points[:, 1] -= sole
    joints, weights = strongest(whole.skin)
    entries, regions, label = _sheet(whole, person)
    skeleton = base.rig.skeleton(points)
    return Figure(
        name=name,
        licence=LICENCE,
        points=whole.points,
        normals=smooth_normals(whole.points, whole.faces, np.zeros(len(whole.points), np.int32)),
        faces=whole.faces,
        joints=joints,
        weights=weights,
        skeleton=skeleton,
        regions=regions,
        face_label=label,
        entries=entries,
        motions=tuple(retarget(motion, source, skeleton) for source, motion in motions_in(root)),
    )


def _pieces(base: Base, points: FloatArray, plain: FloatArray, person: Person, assets: Path) -> list[Piece]:
    skin = base.rig.weights
    garments = {name: worn(assets / "clothes" / name, points, skin) for name in (person.outfit, person.shoes)}
    balls = (points[EYES[0]], points[EYES[1]])
    eyes = np.array([ball.mean(axis=0) for ball in balls], np.float32)
    style = worn(assets / "hair" / person.hair, plain, skin, person.mirrored)
    head = hair(style, eyes, person.hair not in wardrobe.SHELLS)
    if person.hat:
        garments[person.hat] = worn(assets / "clothes" / person.hat, plain, skin)
        head = under(head, garments[person.hat])
    hides = np.concatenate([garment.fitting.hides for garment in garments.values()])
    lashes = worn(assets / "eyelashes" / person.lashes, points, skin)
    return [
        body(base.mesh, base.rig, points, hides, "lips" in person.colors),
        mouth(base.mesh, base.rig, points, person.shape.mouth > 0),
        eyeballs(balls),
        strokes(lashes, "lashes", eyes),
        strokes(worn(assets / "eyebrows" / person.brows, points, skin), "brows"),
        head,
        *(clothes(garment, name) for name, garment in garments.items()),
    ]


def _sheet(whole: Piece, person: Person) -> tuple[tuple[ColorEntry, ...], tuple[Region, ...], Int32Array]:
    """The text-colour list, the regions that have faces, and the (F,) labels."""
    used = np.bincount(whole.part, minlength=len(whole.parts)) > 0
    parts = [part for part, seen in zip(whole.parts, used, strict=True) if seen and part.entry]
    kinds = {part.entry: part.category for part in parts}
    entries = entries_of(Color(entry, kind, person.rgb(entry)) for entry, kind in kinds.items())
    keys = {entry.name: entry.key for entry in entries}
    label = {part: row for row, part in enumerate(parts, 1)}
    labels = np.array([label.get(part, INK) for part in whole.parts], np.int32)
    return entries, tuple(Region(part.region, keys[part.entry]) for part in parts), labels[whole.part]
