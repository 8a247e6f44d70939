"""Builders of small meshes: curves, solids of stacked sections, tubes along a path, flat shapes.

Everything is a grid of points (R rows, C columns, 3). Lengths in metres, angles in radians.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.interpolate import PchipInterpolator, make_interp_spline

Array = NDArray[np.float64]
Ints = NDArray[np.int32]


def spline(points: ArrayLike, count: int) -> Array:
    """(count, D) points of a smooth curve through (K, D) ones, K >= 2."""
    knots = np.asarray(points, np.float64)
    curve = make_interp_spline(np.linspace(0, 1, len(knots)), knots, k=min(3, len(knots) - 1))
    return np.asarray(curve(np.linspace(0, 1, count)), np.float64)


def profile(values: ArrayLike, count: int) -> Array:
    """(count,) values that pass through the given ones, evenly spaced, and overshoot nowhere."""
    knots = np.asarray(values, np.float64)
    return np.asarray(PchipInterpolator(np.linspace(0, 1, len(knots)), knots)(np.linspace(0, 1, count)), np.float64)


def smoothstep(value: ArrayLike) -> Array:
    """0 below 0, 1 above 1, soft between."""
    t = np.clip(np.asarray(value, np.float64), 0, 1)
    return np.asarray(t * t * (3 - 2 * t))


def unit(vectors: ArrayLike) -> Array:
    """The same directions with length 1."""
    array = np.asarray(vectors, np.float64)
    return np.asarray(array / np.maximum(np.linalg.norm(array, axis=-1, keepdims=True), 1e-12))


def column_angles(columns: int) -> Array:
    """(columns,) angles around a solid: from its back over its right, front (0) and left."""
    return np.linspace(-np.pi, np.pi, columns, endpoint=False)


@dataclass(frozen=True, eq=False)
class Form:
    """A solid standing on end: superelliptic sections stacked along y. Angle 0 = front, +90 degrees = its left."""

    y: Array  # (K,) rising
    width: Array  # (K,) half width
    front: Array  # (K,) from the centre forward
    back: Array  # (K,) from the centre backward
    center: Array  # (K,) z
    power: float = 2.2  # 2 = ellipse; more = boxier
    bumps: tuple[tuple[float, float, float, float, float], ...] = ()  # x, y, radius x, radius y, height: on the front
    x: float = 0.0

    def sections(self, y: ArrayLike) -> Array:
        """(..., 4) width, front, back, center at heights y."""
        table = np.stack([self.width, self.front, self.back, self.center], 1)
        return np.asarray(PchipInterpolator(self.y, table)(np.clip(y, self.y[0], self.y[-1])), np.float64)

    def point(self, angle: ArrayLike, y: ArrayLike, lift: ArrayLike = 0.0) -> Array:
        """(..., 3) points on the surface, or ``lift`` outside it."""
        angle, y = np.broadcast_arrays(np.asarray(angle, np.float64), np.asarray(y, np.float64))
        width, front, back, center = np.moveaxis(self.sections(y), -1, 0)
        sine, cosine = np.sin(angle), np.cos(angle)
        exponent = 2 / self.power
        x = (width + lift) * np.sign(sine) * np.abs(sine) ** exponent
        depth = np.where(cosine > 0, front, back) + lift
        z = center + depth * np.sign(cosine) * np.abs(cosine) ** exponent
        return np.stack([x + self.x, y, z + self._bump(x, y) * (cosine > 0)], -1)

    def facing(self, x: ArrayLike, y: ArrayLike, lift: ArrayLike = 0.0, *, behind: bool = False) -> Array:
        """(..., 3) points of the front, or of the back, that are seen at (x, y)."""
        x, y = np.broadcast_arrays(np.asarray(x, np.float64), np.asarray(y, np.float64))
        width, front, back, center = np.moveaxis(self.sections(y), -1, 0)
        across = np.clip(np.abs(x - self.x) / np.maximum(width + lift, 1e-9), 0, 1)
        depth = ((back if behind else front) + lift) * (1 - across**self.power) ** (1 / self.power)
        z = center - depth if behind else center + depth + self._bump(x - self.x, y)
        return np.stack([x, y, z], -1)

    def mesh(self, y: ArrayLike, columns: int, lift: ArrayLike = 0.0) -> Array:
        """(R, columns, 3) closed rings at heights y; lift (), (R,) or (R, columns)."""
        rows = np.asarray(y, np.float64)[:, None]
        lift = np.asarray(lift, np.float64)
        return self.point(column_angles(columns)[None], rows, lift[:, None] if lift.ndim == 1 else lift)

    def _bump(self, x: Array, y: Array) -> Array:
        height = np.zeros(np.broadcast(x, y).shape)
        for bx, by, rx, ry, amount in self.bumps:
            height += amount * np.exp(-(((x - bx) / rx) ** 2) - ((y - by) / ry) ** 2)
        return height


def form(rows: ArrayLike, power: float = 2.2, x: float = 0.0, bumps: tuple[tuple[float, ...], ...] = ()) -> Form:
    """A Form from (K, 5) rows: y, half width, front, back, center."""
    y, width, front, back, center = np.asarray(rows, np.float64).T
    return Form(y, width, front, back, center, power, bumps, x)  # type: ignore[arg-type]


def tube(
    path: Array, width: ArrayLike, depth: ArrayLike, facing: ArrayLike, sides: int = 8, edge: float = 1.0
) -> Array:
    """(R, sides, 3) closed rings along a path (R, 3).

    ``depth`` is measured toward ``facing`` (3,) or (R, 3), ``width`` across it, both half; edge 1 = elliptic,
    2 = a lens with two sharp edges, less than 1 = boxy.
    """
    tangent = unit(np.gradient(path, axis=0))
    across = unit(np.cross(tangent, np.broadcast_to(np.asarray(facing, np.float64), path.shape)))
    out = np.cross(across, tangent)
    angle = np.linspace(0, 2 * np.pi, sides, endpoint=False)
    sine = np.sign(np.sin(angle)) * np.abs(np.sin(angle)) ** edge
    wide = (np.broadcast_to(width, len(path))[:, None] * np.cos(angle))[..., None] * across[:, None]
    deep = (np.broadcast_to(depth, len(path))[:, None] * sine)[..., None] * out[:, None]
    return np.asarray(path[:, None] + wide + deep)


def strip(lower: Array, upper: Array, rows: int = 5) -> Array:
    """(rows, C, D) between two curves (C, D)."""
    t = np.linspace(0, 1, rows)[:, None, None]
    return np.asarray(lower * (1 - t) + upper * t)


def disc(center: ArrayLike, rx: float, ry: float, rings: int = 4, sides: int = 20) -> Array:
    """(rings + 1, sides, 2) an ellipse, from its centre outward; closed."""
    angle = np.linspace(0, 2 * np.pi, sides, endpoint=False)
    edge = np.stack([rx * np.cos(angle), ry * np.sin(angle)], -1)
    return np.asarray(np.asarray(center) + np.linspace(0, 1, rings + 1)[:, None, None] * edge)


def banded(edges: ArrayLike, step: float) -> tuple[Array, Ints]:
    """Rows of a solid with bands: heights that hit every edge (K,) exactly, and (R - 1,) the band of each row."""
    knots = np.asarray(edges, np.float64)
    counts = np.maximum(1, np.ceil(np.abs(np.diff(knots)) / step - 1e-6).astype(int))
    parts = [np.linspace(a, b, n, endpoint=False) for a, b, n in zip(knots[:-1], knots[1:], counts, strict=True)]
    return np.append(np.concatenate(parts), knots[-1]), np.repeat(np.arange(len(counts), dtype=np.int32), counts)
