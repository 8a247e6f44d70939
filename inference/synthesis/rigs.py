"""Which joints of a rig are our bones; a model stood on the ground at its height, its loose feet hung on its legs."""

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from inference.errors import BadFile
from inference.synthesis.figure import Motion, Skeleton
from inference.synthesis.glb import Matrix, Model
from inference.synthesis.posing import worlds
from inference.types import FloatArray, Int32Array

_QUATERNIUS = {
    "hips": "Hips", "spine": "Abdomen", "chest": "Chest", "neck": "Neck", "head": "Head", "shoulder": "Shoulder",
    "upper_arm": "UpperArm", "lower_arm": "LowerArm", "hand": "Hand",
    "upper_leg": "UpperLeg", "lower_leg": "LowerLeg", "foot": "Foot",
}  # fmt: skip
# Bone -> the joint's name in the rig; of the sided bones the name without its side.
RIGS: Mapping[str, Mapping[str, str]] = {
    "kaykit": {
        "hips": "hips", "spine": "spine", "chest": "chest", "head": "head",
        "upper_arm": "upperarm", "lower_arm": "lowerarm", "hand": "wrist",
        "upper_leg": "upperleg", "lower_leg": "lowerleg", "foot": "foot", "toes": "toes",
    },
    "kenney": {"hips": "root", "chest": "torso", "head": "head", "upper_arm": "arm", "upper_leg": "leg"},
    "mannequiny": {
        "hips": "pelvis", "spine": "spine_01", "chest": "spine_02", "neck": "neck_01", "head": "head",
        "shoulder": "clavicle", "upper_arm": "upperarm", "lower_arm": "lowerarm", "hand": "hand",
        "upper_leg": "thigh", "lower_leg": "calf", "foot": "foot", "toes": "ball",
    },
    "quaternius": _QUATERNIUS,
    # Here the legs hang on "Body"; what it calls hips is the spine's lowest joint.
    "quaternius_smooth": _QUATERNIUS | {"hips": "Body", "chest": "Torso", "hand": "Palm"},
}  # fmt: skip
# A foot or a leg that the rig moves by inverse kinematics hangs on the ground; a turned leg must take it along.
_HANGS_ON = {"lower_leg": "upper_leg", "foot": "lower_leg", "upper_leg": "hips"}


def bones_of(skeleton: Skeleton, rig: str) -> dict[str, int]:
    """Our bones among a skeleton's joints. Raises BadFile when the rig is another."""
    joint = {name: i for i, name in enumerate(skeleton.names)}
    found: dict[str, int] = {}
    for bone, name in RIGS[rig].items():
        if name in joint:
            found[bone] = joint[name]
            continue
        for side, endings in (("left", (".L", ".l", "-left")), ("right", (".R", ".r", "-right"))):
            at = next((joint[name + ending] for ending in endings if name + ending in joint), None)
            if at is None:
                raise BadFile(f"no {rig} rig: it has no joint {name!r} for the {side} {bone}", "rig")
            found[f"{side}_{bone}"] = at
    return found


def rigged(model: Model, rig: str, height: float) -> Model:
    """The model with bones, ``height`` metres tall, its lowest point at y = 0; joints that move nothing are gone."""
    model = _standing(model, height)
    bones = bones_of(model.skeleton, rig)
    model = _hung(model, {bones[f"{s}_{b}"]: bones[_on(s, up, bones)] for b, up, s in _limbs(bones)})
    return _pruned(model, bones)


def _limbs(bones: Mapping[str, int]) -> list[tuple[str, str, str]]:
    return [(b, up, s) for b, up in _HANGS_ON.items() for s in ("left", "right") if f"{s}_{b}" in bones]


def _on(side: str, bone: str, bones: Mapping[str, int]) -> str:
    return bone if bone in bones else f"{side}_{bone}"


def _standing(model: Model, height: float) -> Model:
    y = model.points[np.unique(model.faces), 1]
    scale = height / float(np.ptp(y))
    shift = np.array([0, -float(y.min()) * scale, 0], np.float32)
    roots = model.skeleton.parents < 0

    def moved(local: FloatArray) -> FloatArray:
        local = local.copy()
        local[..., :3, 3] *= scale
        local[..., roots, :3, 3] += shift
        return local

    return replace(
        model,
        points=model.points * np.float32(scale) + shift,
        morphs={name: offsets * np.float32(scale) for name, offsets in model.morphs.items()},
        skeleton=replace(model.skeleton, rest=moved(model.skeleton.rest)),
        motions=tuple(replace(motion, local=moved(motion.local)) for motion in model.motions),
    )


def _hung(model: Model, hangs_on: Mapping[int, int]) -> Model:
    """Joints hung on others than in the file, so that the clips look as before."""
    old = model.skeleton
    loose = {joint: parent for joint, parent in hangs_on.items() if not _descends(old.parents, joint, parent)}
    parents = old.parents.copy()
    for joint, parent in loose.items():
        parents[joint] = parent
    if not loose:
        return model

    def hung(local: FloatArray) -> FloatArray:
        world = worlds(old, local.astype(np.float64))
        result = local.copy()
        for joint, parent in loose.items():
            result[..., joint, :, :] = np.linalg.inv(world[..., parent, :, :]) @ world[..., joint, :, :]
        return result

    skeleton = replace(old, parents=parents, rest=hung(old.rest))
    return replace(model, skeleton=skeleton, motions=tuple(replace(m, local=hung(m.local)) for m in model.motions))


def _descends(parents: Int32Array, joint: int, ancestor: int) -> bool:
    while joint >= 0 and joint != ancestor:
        joint = int(parents[joint])
    return joint == ancestor


def _pruned(model: Model, bones: Mapping[str, int]) -> Model:
    """Without the joints that move nothing; parents first, inverse binds anew."""
    old = model.skeleton
    model = replace(model, joints=_below_hips(old.parents, bones["hips"])[model.joints])
    corners = np.unique(model.faces)
    pulls = model.weights[corners] > 0
    keep = np.zeros(len(old.names), bool)
    for joint in {*model.joints[corners][pulls].tolist(), *bones.values()}:
        while joint >= 0 and not keep[joint]:
            keep[joint] = True
            joint = int(old.parents[joint])
    order = sorted(np.flatnonzero(keep).tolist(), key=lambda joint: _depth(old.parents, joint))
    new = np.full(len(old.names), 0, np.int32)
    new[order] = np.arange(len(order))
    parents = np.array([new[p] if p >= 0 else -1 for p in old.parents[order]], np.int32)
    skeleton = Skeleton(
        names=tuple(old.names[joint] for joint in order),
        parents=parents,
        rest=old.rest[order],
        inverse_bind=old.inverse_bind[order],
        bones={bone: int(new[joint]) for bone, joint in bones.items()},
    )
    rest: Matrix = worlds(skeleton, skeleton.rest.astype(np.float64))
    return replace(
        model,
        joints=np.where(model.weights > 0, new[model.joints], 0).astype(np.int32),
        skeleton=replace(skeleton, inverse_bind=np.linalg.inv(rest).astype(np.float32)),
        motions=tuple(Motion(m.name, m.fps, m.local[:, order], m.morphs) for m in model.motions),
    )


def _below_hips(parents: Int32Array, hips: int) -> Int32Array:
    """(J,) each joint, those that the hips hang on replaced by the hips: what they move goes along with the body."""
    own = np.arange(len(parents), dtype=np.int32)
    joint = int(parents[hips])
    while joint >= 0:
        own[joint] = hips
        joint = int(parents[joint])
    return own


def _depth(parents: Int32Array, joint: int) -> int:
    return 0 if parents[joint] < 0 else 1 + _depth(parents, int(parents[joint]))
