"""Other people out of the one base mesh: stature, build and a drawn face, by smooth fields over its points.

Everything is in the base mesh's own units (decimetres, its ground at about y = -8.2) until ``standing`` makes metres.
Legend: B vertices of the base mesh, J joints.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from inference.synthesis.camera import turned
from inference.synthesis.makehuman.rig import JOINTS, Rig, limb, moved_by
from inference.types import FloatArray

_VOLUME = 1.03  # of hair
_NOSE_TIP, _CHIN, _LIPS = 297, 5296, (537, 540)  # vertices
EYES = (slice(14598, 14670), slice(14670, 14742))  # the left eyeball's vertices, the right one's
_LIMBS = (
    ("upperarm01", "lowerarm01", ("shoulder01", "upperarm01", "upperarm02")),
    ("lowerarm01", "wrist", ("lowerarm01", "lowerarm02")),
    ("upperleg01", "lowerleg01", ("upperleg01", "upperleg02")),
    ("lowerleg01", "foot", ("lowerleg01", "lowerleg02")),
)


@dataclass(frozen=True)
class Shape:
    """A body and a face; 1 or 0 leaves the base mesh as it is."""

    height: float = 1.65  # m, to the top of the skull
    head: float = 1.25  # times as large: drawn people are six to seven heads tall
    legs: float = 1.05  # times as long
    limbs: float = 0.92  # times as thick
    neck: float = 0.85  # times as thick
    shoulders: float = 0.0  # dm that each goes outward
    waist: float = 1.0  # times as wide
    hips: float = 1.0  # times as wide
    belly: float = 0.0  # dm forward
    bust: float = 0.0  # dm forward
    eyes: tuple[float, float] = (1.6, 2.3)  # times as wide, as high
    nose: float = 0.7  # times as large
    jaw: float = 0.8  # times as wide at the chin
    mouth: float = 0.0  # dm that it is open


def shaped(points: FloatArray, rig: Rig, shape: Shape, below_mouth: NDArray[np.bool_]) -> tuple[FloatArray, FloatArray]:
    """(B, 3) base points of another person in metres, feet on the ground; and the same with a plain head.

    ``below_mouth`` (B,) names what goes down when the mouth opens. Hair and hats fit the second, a little larger: a
    fringe must not grow with the eye beneath it.
    """
    body = _body(points, rig, shape)
    head = _head(body, rig, shape.head)
    plain = _head(body, rig, shape.head * _VOLUME)
    low, top = head[:, 1].min(), head[:, 1].max()
    ground, metres = np.array([0, low, 0], np.float32), np.float32(shape.height / (top - low))
    return (_face(head, rig, shape, below_mouth) - ground) * metres, (plain - ground) * metres


def _near(distance: FloatArray, reach: float) -> FloatArray:
    return np.asarray(np.exp(-((distance / reach) ** 2)), np.float32)


def _joint(points: FloatArray, rig: Rig, name: str) -> FloatArray:
    return np.asarray(points[rig.marks[JOINTS.index(name)]].mean(axis=0), np.float32)


def _body(points: FloatArray, rig: Rig, shape: Shape) -> FloatArray:
    arms = moved_by(rig.weights, limb("left arm")) + moved_by(rig.weights, limb("right arm"))
    trunk = 1 - np.minimum(arms, 1)
    y = points[:, 1]
    hips, waist = _joint(points, rig, "upperleg01.L")[1], _joint(points, rig, "spine03")[1]
    wider = 1 + trunk * ((shape.hips - 1) * _near(y - hips, 2.0) + (shape.waist - 1) * _near(y - waist, 1.4))
    points = points * np.stack([wider, np.ones_like(wider), 0.5 + wider / 2], axis=1)
    front = trunk * (points[:, 2] > 0)
    chest = np.hypot(np.abs(points[:, 0]) - 0.75, y - 3.6)
    points[:, 2] += front * (
        shape.bust * _near(chest, 0.75) + shape.belly * _near(np.hypot(points[:, 0], y - 0.6), 1.4)
    )
    points[:, 0] += arms * np.sign(points[:, 0]) * shape.shoulders
    for side in "LR":
        for first, last, joints in _LIMBS:
            share = moved_by(rig.weights, [f"{joint}.{side}" for joint in joints])
            axis = (_joint(points, rig, f"{first}.{side}"), _joint(points, rig, f"{last}.{side}"))
            points = _thinned(points, share, axis, shape.limbs)
    axis = (_joint(points, rig, "neck01"), _joint(points, rig, "head"))
    points = _thinned(points, moved_by(rig.weights, ("neck01", "neck02", "neck03")), axis, shape.neck)
    below = np.minimum(points[:, 1] - hips, 0) * (1 - np.minimum(arms, 1))  # hands hang lower than hips and stay
    points[:, 1] += below * (shape.legs - 1)
    return np.asarray(points, np.float32)


def _thinned(points: FloatArray, share: FloatArray, axis: tuple[FloatArray, FloatArray], times: float) -> FloatArray:
    """Bring a limb's points nearer to the line through its joints."""
    along = axis[1] - axis[0]
    along /= np.sqrt((along * along).sum())
    off = points - axis[0]
    off -= turned(off, along[None]) * along
    return np.asarray(points + off * (times - 1) * share[:, None], np.float32)


def _head(points: FloatArray, rig: Rig, times: float) -> FloatArray:
    share = moved_by(rig.weights, limb("head"))[:, None]
    pivot = _joint(points, rig, "head")
    return np.asarray(points + share * (points - pivot) * (times - 1), np.float32)


def _face(points: FloatArray, rig: Rig, shape: Shape, below_mouth: NDArray[np.bool_]) -> FloatArray:
    """Large eyes, a small nose, a narrow chin: the fields are as wide as the base mesh's head times ``shape.head``."""
    head, unit = moved_by(rig.weights, limb("head")), shape.head
    tip, chin = points[_NOSE_TIP], points[_CHIN]
    near = head * _near(np.linalg.norm(points - tip, axis=1), 0.5 * unit)
    root = tip - np.array([0, -0.04 * unit, 0.3 * unit], np.float32)
    points = points + near[:, None] * (shape.nose - 1) * (points - root) * np.array([0.8, 0.5, 1.0], np.float32)
    drop = np.clip((chin[1] + 1.1 * unit - points[:, 1]) / (1.1 * unit), 0, 1)
    points[:, 0] *= 1 + (shape.jaw - 1) * head * drop * drop * (points[:, 2] > chin[2] - 1.4 * unit)
    off = points - points[list(_LIPS)].mean(axis=0)
    lower = head * below_mouth * _near(off[:, 0], 0.2 * unit) * _near(off[:, 1], 0.5 * unit)
    points[:, 1] -= shape.mouth * lower * (off[:, 2] > -unit)
    for eye in EYES:
        centre = points[eye].mean(axis=0)
        off = points - centre
        front = np.clip(off[:, 2] / (0.35 * unit) + 1.4, 0, 1)  # the ears stay
        near = head * _near(np.hypot(off[:, 0] * 1.15, off[:, 1]), 0.42 * unit) * front
        points[:, 0] += near * off[:, 0] * (shape.eyes[0] - 1)
        points[:, 1] += near * off[:, 1] * (shape.eyes[1] - 1)
    return np.asarray(points, np.float32)
