"""MakeHuman's default rig and its skin weights, on a base mesh of any shape.

The face's bones go into the head and the toes' into one joint a side: what no motion of ours moves apart.
Legend: B vertices of the base mesh, J joints, V vertices of a garment.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from inference.errors import BadFile
from inference.synthesis.figure import Skeleton
from inference.types import FloatArray, Int32Array

_FINGERS = tuple(f"finger{finger}-{bone}" for finger in range(1, 6) for bone in range(1, 4))
_ARM = ("clavicle", "shoulder01", "upperarm01", "upperarm02", "lowerarm01", "lowerarm02", "wrist", *_FINGERS)
_LEG = ("pelvis", "upperleg01", "upperleg02", "lowerleg01", "lowerleg02", "foot", "toe3-1")
_TRUNK = ("root", "spine05", "spine04", "spine03", "spine02", "spine01", "neck01", "neck02", "neck03", "head")
JOINTS = (*_TRUNK, *(f"{bone}.{side}" for side in "LR" for bone in (*_ARM, *_LEG)))
_TOES = "toe3-1"
_SIDED = {
    "shoulder": "clavicle",
    "upper_arm": "upperarm01",
    "lower_arm": "lowerarm01",
    "hand": "wrist",
    "upper_leg": "upperleg01",
    "lower_leg": "lowerleg01",
    "foot": "foot",
    "toes": _TOES,
}
BONES = {"hips": "root", "spine": "spine04", "chest": "spine02", "neck": "neck01", "head": "head"} | {
    f"{side}_{bone}": f"{joint}.{side[0].upper()}" for side in ("left", "right") for bone, joint in _SIDED.items()
}


@dataclass(frozen=True, eq=False)
class Rig:
    """Where the joints sit on the base mesh and which of its vertices they move."""

    parents: Int32Array  # (J,) parents come first, -1 = a root
    marks: tuple[Int32Array, ...]  # J sets of base vertices: a joint is their mean
    weights: FloatArray  # (B, J) rows sum to 1

    def heads(self, points: FloatArray) -> FloatArray:
        """(J, 3) the joints on base points (B, 3)."""
        return np.array([points[mark].mean(axis=0) for mark in self.marks], np.float32)

    def skeleton(self, points: FloatArray) -> Skeleton:
        """The rest pose on base points (B, 3), every joint's axes along the world's."""
        heads = self.heads(points)
        above = np.where(self.parents[:, None] < 0, 0, heads[self.parents])
        bones = {bone: JOINTS.index(joint) for bone, joint in BONES.items()}
        return Skeleton(JOINTS, self.parents, _shifts(heads - above), _shifts(-heads), bones)


def _shifts(by: FloatArray) -> FloatArray:
    """(J, 4, 4) translations."""
    matrices = np.tile(np.eye(4, dtype=np.float32), (len(by), 1, 1))
    matrices[:, :3, 3] = by
    return matrices


def read_rig(rig: Path, weights: Path, vertices: int) -> Rig:
    """A default.mhskel and its .mhw, for a base mesh of so many vertices. Raises BadFile for anything else."""
    bones, marks = _member(rig, "bones", vertices), _member(rig, "joints", vertices)
    try:
        parent = {name: bone["parent"] for name, bone in bones.items()}
        kept = {name: _kept(name, parent) for name in parent}
        parents = [JOINTS.index(kept[parent[name]]) if parent[name] else -1 for name in JOINTS]
        heads = tuple(np.array(marks[bones[name]["head"]], np.int32) for name in JOINTS)
    except (KeyError, TypeError, ValueError) as error:
        raise BadFile(f"{rig.name}: is no default rig of MakeHuman, {error} is amiss. Fetch the file again.") from error
    skin = _weights(weights, vertices, kept)
    if max(mark.max(initial=0) for mark in heads) >= vertices or not skin.any(axis=1).all():
        raise BadFile(f"{weights.name}: does not fit the base mesh of {vertices} vertices. Fetch both files again.")
    return Rig(np.array(parents, np.int32), heads, skin / skin.sum(axis=1, keepdims=True))


def _kept(name: str, parent: Mapping[str, str | None]) -> str:
    """The joint that stands for a bone: itself, or the next one up."""
    if name.startswith("toe"):
        return f"{_TOES}.{name[-1]}"
    above: str | None = name
    while above is not None and above not in JOINTS:
        above = parent[above]
    if above is None:
        raise ValueError(name)
    return above


def _member(path: Path, key: str, vertices: int) -> dict[str, Any]:
    try:
        found = json.loads(path.read_text("utf-8"))[key]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise BadFile(f"{path.name}: cannot be read ({error}). Fetch the file again.") from error
    if not isinstance(found, dict):
        raise BadFile(f"{path.name}: its {key} are no table. Fetch the file again.")
    return found


def _weights(path: Path, vertices: int, kept: Mapping[str, str]) -> FloatArray:
    skin = np.zeros((vertices, len(JOINTS)), np.float32)
    for bone, pairs in _member(path, "weights", vertices).items():
        try:
            pair = np.array(pairs, np.float64).reshape(-1, 2)
            np.add.at(skin[:, JOINTS.index(kept[bone])], pair[:, 0].astype(np.int32), pair[:, 1])
        except (KeyError, IndexError, ValueError, TypeError) as error:
            raise BadFile(f"{path.name}: {bone} does not fit the rig ({error}). Fetch the file again.") from error
    return skin


def carried(skin: FloatArray, base: Int32Array, weights: FloatArray) -> FloatArray:
    """(V, J) a garment's skin weights, by the vertices (V, 3) of the base mesh that it hangs on."""
    hung = np.einsum("vk,vkj->vj", np.abs(weights), skin[base])  # an outer vertex has negative ones: no bone pushes
    return np.asarray(hung / hung.sum(axis=1, keepdims=True), np.float32)


def strongest(skin: FloatArray, count: int = 4) -> tuple[Int32Array, FloatArray]:
    """(V, count) joints and weights: the strongest of each row (V, J), summing to 1."""
    joints = np.argpartition(-skin, count - 1, axis=1)[:, :count]
    weights = np.take_along_axis(skin, joints, axis=1)
    return joints.astype(np.int32), weights / weights.sum(axis=1, keepdims=True)


def moved_by(skin: FloatArray, joints: Sequence[str]) -> FloatArray:
    """(V,) in [0, 1]: how much these joints move each vertex."""
    return np.asarray(skin[:, [JOINTS.index(joint) for joint in joints]].sum(axis=1), np.float32)


def limb(part: str) -> tuple[str, ...]:
    """The joints of ``left arm``, ``right leg``, ``head``..., from where the part begins."""
    if part == "head":
        return ("head",)
    side, name = part.split()
    bones = {"arm": _ARM[1:], "hand": _ARM[6:], "leg": _LEG[1:]}[name]
    return tuple(f"{bone}.{side[0].upper()}" for bone in bones)
