"""BVH files: a skeleton of its own and how it moves.

Legend: T frames, J joints, C channels.
"""

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from inference.errors import BadFile
from inference.synthesis.figure import Motion, Skeleton
from inference.synthesis.makehuman.rig import BONES
from inference.synthesis.posing import worlds
from inference.types import FloatArray

_DECIMETRE = 0.1  # m, MakeHuman's unit
# What MakeHuman's two rigs call the bones of figure.BONES.
_TRUNK = {"hips": "Root", "spine": "Spine1", "chest": "Spine3", "neck": "Neck", "head": "Head"}
_SIDED = {
    "shoulder": "Clavicle", "upper_arm": "UpArm", "lower_arm": "LoArm", "hand": "Hand",
    "upper_leg": "UpLeg", "lower_leg": "LoLeg", "foot": "Foot", "toes": "Toe",
}  # fmt: skip
_ANIMATED = _TRUNK | {
    f"{side}_{bone}": f"{name}_{side[0].upper()}" for side in ("left", "right") for bone, name in _SIDED.items()
}
_STAND = np.array([[1, 0, 0, 0], [0, 0, 1, 0], [0, -1, 0, 0], [0, 0, 0, 1]], np.float32)  # z up -> y up


@dataclass
class _Joint:
    name: str
    parent: int
    offset: tuple[float, float, float] = (0.0, 0.0, 0.0)
    channels: tuple[str, ...] = ()


def read_bvh(path: Path) -> tuple[Skeleton, Motion]:
    """The file's skeleton, y up, in metres, and its motion. Raises BadFile for anything that is no BVH."""
    try:
        head, found, tail = path.read_text("utf-8").partition("MOTION")
        if not found:
            raise ValueError("it has no MOTION")
        joints = _hierarchy(head.split())
        seconds, values = _motion(tail.split(), sum(len(joint.channels) for joint in joints))
        skeleton, local = _moved(joints, values)
    except (OSError, UnicodeDecodeError) as error:
        raise BadFile(f"{path.name}: cannot be read as a BVH file ({error}). Fetch the file again.") from error
    except ValueError as error:
        raise BadFile(f"{path.name}: is damaged, {error}. Fetch the file again.") from error
    return skeleton, Motion(path.stem, 1 / seconds, local)


def _hierarchy(words: list[str]) -> list[_Joint]:
    """The joints in the file's order: parents first."""
    joints, above, at = list[_Joint](), [-1], 0
    opened = -1
    while at < len(words):
        word, rest = words[at], words[at + 1 : at + 9]
        step = 1
        if word in ("ROOT", "JOINT"):
            joints.append(_Joint(_word(rest), above[-1]))
            opened, step = len(joints) - 1, 2
        elif word == "End":
            opened, step = -2, 2  # a tip has no joint
        elif word == "{":
            above.append(opened)
        elif word == "}":
            above.pop()
        elif word == "OFFSET" and above[-1] >= 0:
            x, y, z = (float(number) for number in rest[:3])
            joints[above[-1]].offset, step = (x, y, z), 4
        elif word == "CHANNELS":
            count = int(_word(rest))
            joints[above[-1]].channels, step = tuple(rest[1 : count + 1]), count + 2
        at += step
        if not above:
            raise ValueError("a brace closes what none opened")
    if not joints or len(above) != 1:
        raise ValueError("its hierarchy is cut off")
    return joints


def _word(rest: list[str]) -> str:
    if not rest:
        raise ValueError("its hierarchy is cut off")
    return rest[0]


def _motion(words: list[str], channels: int) -> tuple[float, FloatArray]:
    """Seconds a frame and (T, C) values."""
    if len(words) < 5 or words[0] != "Frames:" or words[2:4] != ["Frame", "Time:"]:
        raise ValueError("MOTION does not begin with Frames and Frame Time")
    frames, seconds = int(words[1]), float(words[4])
    values = np.array(words[5:], np.float64)
    if not channels or not frames or seconds <= 0 or values.size != frames * channels:
        raise ValueError(f"{frames} frames of {channels} channels need {frames * channels} numbers, not {values.size}")
    return seconds, values.reshape(frames, channels).astype(np.float32)


def _moved(joints: list[_Joint], values: FloatArray) -> tuple[Skeleton, FloatArray]:
    """The skeleton and (T, J, 4, 4) local matrices."""
    names = tuple(joint.name for joint in joints)
    parents = np.array([joint.parent for joint in joints], np.int32)
    rest = _still(len(joints))
    rest[:, :3, 3] = np.array([joint.offset for joint in joints], np.float32) * _DECIMETRE
    columns = np.cumsum([len(joint.channels) for joint in joints])[:-1]
    split = np.split(values, columns, axis=1)
    local = np.stack([_local(joint, own) for joint, own in zip(joints, split, strict=True)], axis=1)
    bones = {bone: names.index(name) for rig in (BONES, _ANIMATED) for bone, name in rig.items() if name in names}
    skeleton = Skeleton(names, parents, rest, rest, bones)
    root = parents < 0
    if _lies(skeleton):  # some files have z up
        rest[root] = _STAND @ rest[root]
        local[:, root] = _STAND @ local[:, root]
    bind = np.linalg.inv(worlds(skeleton, rest)).astype(np.float32)
    return Skeleton(names, parents, rest, bind, bones), local


def _lies(skeleton: Skeleton) -> bool:
    """Whether the head is further from the hips along z than along y."""
    at = worlds(skeleton, skeleton.rest)[:, :3, 3]
    if not {"hips", "head"} <= set(skeleton.bones):
        return False
    along = np.abs(at[skeleton.bones["head"]] - at[skeleton.bones["hips"]])
    return bool(along[2] > along[1])


def _local(joint: _Joint, values: FloatArray) -> FloatArray:
    """(T, 4, 4) one joint's matrices to its parent from its channels (T, C), the first channel outermost."""
    offset, turn = np.tile(np.array(joint.offset, np.float32), (len(values), 1)), _still(len(values))
    place = np.zeros_like(offset)
    for column, channel in zip(values.T, joint.channels, strict=True):
        axis = "XYZ".find(channel[:1])
        if axis < 0 or channel[1:] not in ("position", "rotation"):
            raise ValueError(f"{joint.name} has a channel {channel}")
        if channel[1:] == "position":
            place[:, axis] = column
        else:
            turn = turn @ _turned(axis, column)
    # Positions are the way from the offset in some files and from the origin in others: the shorter way is meant.
    near, far = np.linalg.norm(place, axis=1).mean(), np.linalg.norm(place - offset, axis=1).mean()
    turn[:, :3, 3] = (place + offset if near <= far else place) * _DECIMETRE
    return turn


def _still(count: int) -> FloatArray:
    return np.tile(np.eye(4, dtype=np.float32), (count, 1, 1))


def _turned(axis: int, degrees: FloatArray) -> FloatArray:
    """(T, 4, 4) turns about an axis."""
    first, second = (axis + 1) % 3, (axis + 2) % 3
    cosine, sine = np.cos(np.radians(degrees)), np.sin(np.radians(degrees))
    turn = _still(len(degrees))
    turn[:, first, first] = turn[:, second, second] = cosine
    turn[:, first, second], turn[:, second, first] = -sine, sine
    return turn
