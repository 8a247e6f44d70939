"""Where a planned clip is seen from, drawing by drawing."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from inference.synthesis.camera import Camera
from inference.synthesis.figure import Figure
from inference.synthesis.plans import ClipPlan
from inference.types import FloatArray

FOV = 30.0  # degrees
_ROOM = 1.08  # of the subject's radius fits the picture
_FOLLOW = 0.8  # of the subject's way, the camera goes with it
_CLOSE_UP = 0.16  # of the figure's height: the radius around a bone
_HELD = 0.5  # of a vertex's weight: it belongs to the bone
_OUTLIERS = (3, 97)  # percentiles: a ponytail does not make a face long


def cameras(plan: ClipPlan, figure: Figure, posed: Sequence[FloatArray]) -> list[Camera]:
    """A camera for each of the clip's poses (V, 3): it goes round, climbs, nears, and follows the subject."""
    subjects = [_subject(plan, figure, points) for points in posed]
    middles = np.array([middle for middle, _ in subjects])
    radius = max(float(np.median([radius for _, radius in subjects])), 1e-3)
    middles = middles.mean(axis=0) + _FOLLOW * (middles - middles.mean(axis=0))
    return [_camera(plan, number, middle, radius) for number, middle in enumerate(middles)]


def _camera(plan: ClipPlan, number: int, middle: NDArray[np.float64], radius: float) -> Camera:
    around = np.deg2rad(plan.azimuth + plan.orbit * number)
    above = np.deg2rad(np.clip(plan.elevation + plan.climb * number, -60, 75))
    away = np.array([np.sin(around) * np.cos(above), np.sin(above), np.cos(around) * np.cos(above)])
    right, up = np.array([np.cos(around), 0.0, -np.sin(around)]), np.array([0.0, 1.0, 0.0])
    target = middle + 2 * radius * (plan.pan[0] * right + plan.pan[1] * up)
    distance = _ROOM * radius / np.tan(np.deg2rad(FOV) / 2) / (plan.zoom * plan.push**number)
    eye = target + away * distance
    (ex, ey, ez), (tx, ty, tz) = eye.tolist(), target.tolist()
    return Camera((ex, ey, ez), (tx, ty, tz), plan.side, plan.side, FOV)


def _subject(plan: ClipPlan, figure: Figure, points: FloatArray) -> tuple[NDArray[np.float64], float]:
    """The middle and the radius of what the picture is about, metres."""
    if plan.framing == "long":
        return _ball(points)
    bones = figure.skeleton.bones
    bone = bones.get("head" if plan.framing == "face" else plan.bone, bones["hips"])
    own = points[((figure.joints == bone) * figure.weights).sum(axis=1) > _HELD]
    if plan.framing == "face" and len(own):
        return _ball(np.percentile(own, _OUTLIERS, axis=0).astype(np.float32))
    middle = (own if len(own) else points).mean(axis=0, dtype=np.float64)
    return middle, _CLOSE_UP * float(np.ptp(figure.points[:, 1]))


def _ball(points: FloatArray) -> tuple[NDArray[np.float64], float]:
    """The middle of a box around points, and half its longest side."""
    low, high = points.min(axis=0).astype(np.float64), points.max(axis=0).astype(np.float64)
    return (low + high) / 2, float((high - low).max()) / 2
