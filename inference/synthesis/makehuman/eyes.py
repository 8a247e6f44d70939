"""Drawn eyes: balls of our own behind the base mesh's lids, in rings of pupil, iris and white, with a catchlight."""

import numpy as np

from inference.synthesis.makehuman.pieces import Part, Piece
from inference.synthesis.makehuman.rig import JOINTS
from inference.types import FloatArray, Int32Array

_AROUND = 36  # corners of a ring
_RINGS = (8.0, 16.0, 27.0, 38.0, 52.0, 66.0, 80.0)  # degrees off the gaze
_PUPIL, _IRIS = 2, 4  # rings up to which
_CATCHLIGHT = (11.0, 24.0, 38.0)  # degrees: its radius, how far off the gaze, how far its way turns from up to the left


def eyeballs(balls: tuple[FloatArray, FloatArray]) -> Piece:
    """Two eyes where the base mesh has its left and right ball: points (n, 3) each, in any shape."""
    pieces = [_eye(side, ball) for side, ball in zip(("left", "right"), balls, strict=True)]
    left, right = pieces
    return Piece(
        np.concatenate([left[0], right[0]]),
        np.concatenate([left[1], right[1] + len(left[0])]).astype(np.int32),
        np.tile((np.array(JOINTS) == "head").astype(np.float32), (len(left[0]) + len(right[0]), 1)),
        _parts("left") + _parts("right"),
        np.concatenate([left[2], right[2] + len(_parts("left"))]).astype(np.int32),
    )


def _parts(side: str) -> tuple[Part, ...]:
    return (
        Part(f"{side} pupil", "pupil", "eyes"),
        Part(f"{side} iris", "iris", "eyes"),
        Part(f"{side} eye white", "eye white", "eyes"),
        Part(f"{side} catchlight", "catchlight", "eyes"),
    )


def _eye(side: str, ball: FloatArray) -> tuple[FloatArray, Int32Array, Int32Array]:
    """Points, faces, rows of the four parts."""
    low, high = ball.min(axis=0), ball.max(axis=0)
    centre, radius = (low + high) / 2, (high - low) / 2
    globe, faces = _cap(np.array(_RINGS))
    ring = np.concatenate([np.zeros(_AROUND), np.repeat(np.arange(1, len(_RINGS)), 2 * _AROUND)])
    part = np.where(ring < _PUPIL, 0, np.where(ring < _IRIS, 1, 2))
    light, light_faces = _cap(np.array(_CATCHLIGHT[:1]))
    light = _turned(light, _CATCHLIGHT[1], _CATCHLIGHT[2]) * 1.02  # before the pupil
    points = centre + radius * np.concatenate([globe, light])
    return (
        points.astype(np.float32),
        np.concatenate([faces, light_faces + len(globe)]).astype(np.int32),
        np.concatenate([part, np.full(len(light_faces), 3)]).astype(np.int32),
    )


def _cap(angles: FloatArray) -> tuple[FloatArray, Int32Array]:
    """A cap of the unit ball about z: its pole, then a ring of points at each angle in degrees."""
    theta, phi = np.radians(angles)[:, None], np.linspace(0, 2 * np.pi, _AROUND, endpoint=False)[None]
    ring = np.stack(np.broadcast_arrays(np.sin(theta) * np.cos(phi), np.sin(theta) * np.sin(phi), np.cos(theta)), -1)
    points = np.concatenate([[[0, 0, 1]], ring.reshape(-1, 3)])
    at = np.arange(_AROUND)
    after = (at + 1) % _AROUND
    fans = [np.stack([np.zeros_like(at), 1 + at, 1 + after], axis=1)]
    for inner in range(len(angles) - 1):
        a, b = 1 + inner * _AROUND, 1 + (inner + 1) * _AROUND
        fans.append(np.stack([a + at, b + at, b + after], axis=1))
        fans.append(np.stack([a + at, b + after, a + after], axis=1))
    return points.astype(np.float32), np.concatenate(fans).astype(np.int32)


def _turned(points: FloatArray, off: float, round_: float) -> FloatArray:
    """From the gaze toward up by ``off`` degrees, then that way about the gaze by ``round_`` to the left."""
    a, b = np.radians(off), np.radians(round_)
    tilt = np.array([[1, 0, 0], [0, np.cos(a), np.sin(a)], [0, -np.sin(a), np.cos(a)]])
    spin = np.array([[np.cos(b), np.sin(b), 0], [-np.sin(b), np.cos(b), 0], [0, 0, 1]])
    return np.asarray(points @ (spin @ tilt).T, np.float32)
