"""A motion of one rig on another: every bone turns in the world as its like does, from rest poses made alike first.

Legend: T frames, J joints of the target.
"""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray
from scipy.spatial.transform import Rotation

from inference.synthesis.figure import Motion, Skeleton
from inference.synthesis.posing import worlds

Floats = NDArray[np.float64]
# A limb's bone points at the next one; trunk, head and feet stand upright in every rest pose and need no aim.
_POINTS_AT = {
    f"{side}_{bone}": f"{side}_{end}"
    for side in ("left", "right")
    for bone, end in (
        ("upper_arm", "lower_arm"),
        ("lower_arm", "hand"),
        ("upper_leg", "lower_leg"),
        ("lower_leg", "foot"),
    )
}
_FOLLOWS = {f"{side}_hand": f"{side}_lower_arm" for side in ("left", "right")}  # no finger tells where a hand points
_TRUNK, _THICK = ("hips", "spine", "chest", "neck", "head"), 0.05  # of the figure: half as thick as a body lying
_SOLE = (-0.05, 0.2)  # heel and ball of a foot in front of its ankle, in leg lengths


def retarget(motion: Motion, source: Skeleton, target: Skeleton) -> Motion:
    """The motion on ``target``: both face +z. Morphs come along; joints that are no bones keep their rest pose.

    The hips' way is scaled by the legs' length, and the lower foot is as far above the ground as in the source.
    Raises ValueError when one of the two has no hips.
    """
    if "hips" not in source.bones or "hips" not in target.bones:
        raise ValueError("a motion can only go between skeletons that both have hips")
    theirs = worlds(source, motion.local.astype(np.float64))
    their_rest, our_rest = (worlds(s, s.rest.astype(np.float64)) for s in (source, target))
    turns = {
        bone: _turns(_turn(theirs[:, at]), _turn(their_rest[at]), _aim(bone, source, target, their_rest, our_rest))
        for bone, at in source.bones.items()
        if bone in target.bones
    }
    scale = _leg(target, our_rest) / _leg(source, their_rest)
    hips, their_hips = target.bones["hips"], source.bones["hips"]
    way = (theirs[:, their_hips, :3, 3] - their_rest[their_hips, :3, 3]) * scale
    ours = _turned(target, our_rest, turns, our_rest[hips, :3, 3] + way)
    flight = _lowest(source, theirs, their_rest)
    # A jump is as high for the body, not for the legs: a child's figure would else leap like a giant.
    lift = (flight - flight.min()) * min(scale, _tall(target, our_rest) / _tall(source, their_rest))
    lift -= _lowest(target, ours, our_rest)
    # Who lies down lies on the ground, however the feet are held.
    trunk = ours[:, [at for bone, at in target.bones.items() if bone in _TRUNK], 1, 3].min(1)
    lift = np.maximum(lift, _THICK * _tall(target, our_rest) - trunk)
    roots = target.parents < 0
    local = _locals(target, ours)
    parent = int(target.parents[hips])
    if parent < 0:
        local[:, roots, 1, 3] += lift[:, None]
    else:
        # What is above the hips stands at rest, so the same lift fits every frame.
        local[:, hips, :3, 3] += lift[:, None] * np.linalg.inv(our_rest[parent])[:3, 1]
    return Motion(motion.name, motion.fps, local.astype(np.float32), motion.morphs)


def _turn(matrices: Floats) -> Rotation:
    """The turning part of (..., 4, 4), whatever their scales."""
    axes = matrices[..., :3, :3]
    return Rotation.from_matrix(axes / np.linalg.norm(axes, axis=-2, keepdims=True))


def _turns(frames: Rotation, rest: Rotation, aim: Rotation) -> Rotation:
    return frames * rest.inv() * aim


def _aim(bone: str, source: Skeleton, target: Skeleton, their_rest: Floats, our_rest: Floats) -> Rotation:
    """What turns the target's bone at rest so that it points where the source's does: arms from T to A."""
    bone = _FOLLOWS.get(bone, bone)
    end = _POINTS_AT.get(bone)
    if end is None or not all(b in skeleton.bones for b in (bone, end) for skeleton in (source, target)):
        return Rotation.identity()
    ours, theirs = _direction(target, our_rest, bone, end), _direction(source, their_rest, bone, end)
    axis = np.cross(ours, theirs)
    sine = float(np.linalg.norm(axis))
    if sine < 1e-9:
        return Rotation.identity()
    return Rotation.from_rotvec(axis / sine * np.arctan2(sine, float(ours @ theirs)))


def _direction(skeleton: Skeleton, rest: Floats, bone: str, end: str) -> Floats:
    way = rest[skeleton.bones[end], :3, 3] - rest[skeleton.bones[bone], :3, 3]
    return np.asarray(way / np.linalg.norm(way))


def _turned(target: Skeleton, rest: Floats, turns: Mapping[str, Rotation], hips_at: Floats) -> Floats:
    """(T, J, 4, 4) world matrices: bones turned, the rest carried along."""
    bone_of = {joint: bone for bone, joint in target.bones.items()}
    world = np.repeat(rest[None], len(hips_at), axis=0)
    for joint, parent in enumerate(target.parents):
        if parent >= 0:
            world[:, joint] = world[:, parent] @ target.rest[joint].astype(np.float64)
        bone = bone_of.get(joint, "")
        if bone in turns:
            world[:, joint, :3, :3] = turns[bone].as_matrix() @ rest[joint, :3, :3]
        if bone == "hips":
            world[:, joint, :3, 3] = hips_at
    return world


def _locals(target: Skeleton, world: Floats) -> Floats:
    local = world.copy()
    below = np.flatnonzero(target.parents >= 0)
    local[:, below] = np.linalg.inv(world[:, target.parents[below]]) @ world[:, below]
    return local


def _leg(skeleton: Skeleton, rest: Floats) -> float:
    """How high the legs begin above the lowest bone, at rest."""
    begin = next(skeleton.bones[b] for b in ("left_upper_leg", "right_upper_leg", "hips") if b in skeleton.bones)
    return max(float(rest[begin, 1, 3]) - _ground(skeleton, rest), 1e-3)


def _tall(skeleton: Skeleton, rest: Floats) -> float:
    """From the lowest bone to the highest, at rest."""
    return max(float(np.ptp(rest[list(skeleton.bones.values()), 1, 3])), 1e-3)


def _ground(skeleton: Skeleton, rest: Floats) -> float:
    """Figures stand on y = 0; a recorded skeleton may hang anywhere: then its lowest bone stands for the ground."""
    lowest = float(rest[list(skeleton.bones.values()), 1, 3].min())
    return 0.0 if 0 <= lowest < 0.3 * _tall(skeleton, rest) else lowest


def _lowest(skeleton: Skeleton, world: Floats, rest: Floats) -> Floats:
    """(T,) height of the lower foot's lowest point; without feet, of what is below the legs."""
    ground, leg = _ground(skeleton, rest), _leg(skeleton, rest)
    heights = []
    for side in ("left", "right"):
        joint = next((skeleton.bones[f"{side}_{b}"] for b in ("foot", "lower_leg", "upper_leg")
                      if f"{side}_{b}" in skeleton.bones), None)  # fmt: skip
        if joint is None:
            continue
        for ahead in _SOLE:
            point = np.array([rest[joint, 0, 3], ground, rest[joint, 2, 3] + ahead * leg, 1.0])
            heights.append((world[:, joint] @ (np.linalg.inv(rest[joint]) @ point))[:, 1])
    return np.min(heights, axis=0) if heights else np.zeros(len(world))
