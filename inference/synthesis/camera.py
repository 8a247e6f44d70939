"""Where a drawing is seen from: a pinhole camera, and cameras that frame a figure."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from inference.types import FloatArray

Vector = tuple[float, float, float]
NEAR = 0.02  # m; what comes nearer is not drawn
_UP = (0.0, 1.0, 0.0)


@dataclass(frozen=True)
class Camera:
    """Looks from ``eye`` to ``target``, both in metres; ``fov`` is the vertical field of view in degrees."""

    eye: Vector
    target: Vector
    width: int = 640
    height: int = 640
    fov: float = 30.0
    roll: float = 0.0  # degrees, the head tilted to its right

    @cached_property
    def axes(self) -> NDArray[np.float64]:
        """(3, 3) unit rows: right, up and forward in the world. Raises ValueError when it looks nowhere."""
        forward = np.subtract(self.target, self.eye, dtype=np.float64)
        length = float(np.linalg.norm(forward))
        if length == 0:
            raise ValueError(f"the camera at {self.eye} looks at itself: give it another target")
        forward /= length
        right = np.cross(forward, _UP)
        if np.linalg.norm(right) < 1e-6:  # straight up or down: the world's x stays to the right
            right = np.array([1.0, 0.0, 0.0])
        right /= np.linalg.norm(right)
        up = np.cross(right, forward)
        turn = np.deg2rad(self.roll)
        return np.stack([right * np.cos(turn) - up * np.sin(turn), right * np.sin(turn) + up * np.cos(turn), forward])

    @cached_property
    def focal(self) -> float:
        """How many px one metre takes at a distance of one metre."""
        return float(self.height / 2 / np.tan(np.deg2rad(self.fov) / 2))

    def project(self, points: FloatArray) -> NDArray[np.float64]:
        """(V, 3) x and y in px (row 0 on top, a pixel's middle at .5) and metres along the view axis, of (V, 3).

        What lies behind the eye has a depth of 0 or less, and its x and y mean nothing.
        """
        right, up, depth = turned(points.astype(np.float64) - self.eye, self.axes).T
        scale = self.focal / np.where(np.abs(depth) < 1e-9, 1e-9, depth)
        return np.stack([self.width / 2 + right * scale, self.height / 2 - up * scale, depth], axis=1)


def frame(
    points: FloatArray,
    *,
    azimuth: float = 0.0,
    elevation: float = 0.0,
    width: int = 640,
    height: int = 640,
    fov: float = 30.0,
    roll: float = 0.0,
    margin: float = 0.06,
) -> Camera:
    """A camera that shows all ``points`` (V, 3) and leaves ``margin`` of the picture free on each side.

    ``azimuth`` in degrees: 0 looks at the chest, 90 at the figure's left; ``elevation``: 90 looks down on it.
    """
    around, above = np.deg2rad(azimuth), np.deg2rad(elevation)
    away = np.array([np.sin(around) * np.cos(above), np.sin(above), np.cos(around) * np.cos(above)])
    middle = (points.min(axis=0) + points.max(axis=0)).astype(np.float64) / 2
    axes = Camera(_vector(middle + away), _vector(middle), width, height, fov, roll).axes
    half = np.tan(np.deg2rad(fov) / 2) * (1 - 2 * margin) * np.array([width / height, 1.0])
    seen = turned(points - middle, axes)
    # How far back each side needs the eye; from the best middle both sides of the tighter axis touch the margin.
    above_side = (seen[:, :2] / half - seen[:, 2:]).max(axis=0)
    below_side = (-seen[:, :2] / half - seen[:, 2:]).max(axis=0)
    middle = middle + turned((above_side - below_side) / 2 * half, axes[:2].T)
    distance = max(float((above_side + below_side).max() / 2), 2 * NEAR)
    return Camera(_vector(middle + away * distance), _vector(middle), width, height, fov, roll)


def turned(vectors: NDArray[np.floating[Any]], axes: NDArray[np.floating[Any]]) -> NDArray[np.float64]:
    """(..., R) the coordinates of ``vectors`` (..., K) along the rows of ``axes`` (R, K).

    These sums have one order. What ``@`` gives has other last bits on other processors, and one can move a pixel.
    """
    return sum(vectors[..., k, None] * axes[:, k] for k in range(axes.shape[1]))  # type: ignore[return-value]


def _vector(values: Sequence[float] | NDArray[np.float64]) -> Vector:
    x, y, z = (float(value) for value in values)
    return x, y, z
