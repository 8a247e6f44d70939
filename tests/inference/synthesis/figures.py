"""A person of balls and tubes: a figure that needs no file."""

import numpy as np

from inference.synthesis.figure import INK, Figure, Region, Skeleton
from inference.types import ColorEntry, FloatArray, Int32Array

ENTRIES = (
    ColorEntry(1, "background", "background", (255, 255, 255, 0)),
    ColorEntry(2, "skin", "skin", (255, 226, 205, 255), (255, 240, 228, 255), (240, 180, 160, 255)),
    ColorEntry(3, "hair", "hair", (200, 90, 60, 255), (250, 150, 110, 255), (150, 50, 40, 255), (110, 30, 30, 255)),
    ColorEntry(4, "blouse", "clothes", (240, 240, 250, 255), None, (190, 195, 220, 255)),
    ColorEntry(5, "skirt", "clothes", (60, 90, 160, 255), (90, 130, 200, 255), (40, 60, 120, 255)),
    ColorEntry(6, "iris", "eyes", (60, 140, 90, 255)),
    ColorEntry(7, "catchlight", "eyes", (255, 255, 255, 255)),
    ColorEntry(8, "shoe", "shoes", (90, 60, 40, 255), None, (60, 40, 30, 255)),
)
_NAMES = ("skin", "hair", "blouse", "skirt", "iris", "catchlight", "shoe")
REGIONS = tuple(Region(name, entry) for entry, name in enumerate(_NAMES, 2))
SKIN, HAIR, BLOUSE, SKIRT, IRIS, CATCHLIGHT, SHOE = range(1, 8)

Mesh = tuple[FloatArray, FloatArray, Int32Array]


def ball(center: tuple[float, float, float], radii: tuple[float, float, float], grain: int = 24) -> Mesh:
    """An ellipsoid: points, normals, faces."""
    up, around = np.meshgrid(np.linspace(0, np.pi, grain + 1), np.linspace(0, 2 * np.pi, 2 * grain + 1), indexing="ij")
    unit = np.stack([np.sin(up) * np.sin(around), np.cos(up), np.sin(up) * np.cos(around)], axis=-1).reshape(-1, 3)
    normals = unit / np.array(radii)
    normals /= np.linalg.norm(normals, axis=1, keepdims=True)
    return (
        (unit * radii + center).astype(np.float32),
        normals.astype(np.float32),
        _grid(grain + 1, 2 * grain + 1),
    )


def tube(start: tuple[float, float, float], end: tuple[float, float, float], wide: float, narrow: float) -> Mesh:
    """An open cone from ``start`` (``wide`` m radius) to ``end``."""
    along = np.subtract(end, start)
    side = np.cross(along, (0.0, 0.0, 1.0))
    side = side / np.linalg.norm(side)
    front = np.cross(along, side)
    front = front / np.linalg.norm(front)
    share, around = np.meshgrid(np.linspace(0, 1, 9), np.linspace(0, 2 * np.pi, 33), indexing="ij")
    out = np.cos(around)[..., None] * side + np.sin(around)[..., None] * -front
    points = start + share[..., None] * along + out * (wide + (narrow - wide) * share)[..., None]
    return (
        points.reshape(-1, 3).astype(np.float32),
        out.reshape(-1, 3).astype(np.float32),
        _grid(9, 33),
    )


def tile(center: tuple[float, float, float], width: float, height: float) -> Mesh:
    """A quad that looks to the front."""
    corners = np.array([(-1, -1, 0), (1, -1, 0), (1, 1, 0), (-1, 1, 0)]) * (width / 2, height / 2, 0)
    return (
        (corners + center).astype(np.float32),
        np.tile(np.array([0, 0, 1], np.float32), (4, 1)),
        np.array([(0, 1, 2), (0, 2, 3)], np.int32),
    )


def _grid(rows: int, columns: int) -> Int32Array:
    at = np.arange(rows * columns).reshape(rows, columns)
    a, b, c, d = (part.ravel() for part in (at[:-1, :-1], at[1:, :-1], at[1:, 1:], at[:-1, 1:]))
    return np.concatenate([np.stack([a, b, c], 1), np.stack([a, c, d], 1)]).astype(np.int32)


def figure_of(parts: list[tuple[int, Mesh]], name: str = "test/balls") -> Figure:
    """A stiff figure of (label, mesh) parts."""
    sizes = np.cumsum([0, *(len(mesh[0]) for _, mesh in parts)])
    points = np.concatenate([mesh[0] for _, mesh in parts])
    stiff = np.eye(4, dtype=np.float32)[None]
    return Figure(
        name=name,
        licence="none",
        points=points,
        normals=np.concatenate([mesh[1] for _, mesh in parts]),
        faces=np.concatenate([mesh[2] + start for (_, mesh), start in zip(parts, sizes, strict=False)]).astype(
            np.int32
        ),
        joints=np.zeros((len(points), 4), np.int32),
        weights=np.tile(np.array([1, 0, 0, 0], np.float32), (len(points), 1)),
        skeleton=Skeleton(("hips",), np.array([-1], np.int32), stiff, stiff, {"hips": 0}),
        regions=REGIONS,
        face_label=np.concatenate([np.full(len(mesh[2]), label, np.int32) for label, mesh in parts]),
        entries=ENTRIES,
    )


def person() -> Figure:
    """A girl with eyes and catchlights; one arm is held before the blouse, whose sleeve has its label."""
    parts: list[tuple[int, Mesh]] = [
        (SKIN, ball((0, 1.45, 0), (0.13, 0.16, 0.13))),
        (HAIR, ball((0, 1.49, -0.035), (0.16, 0.17, 0.135))),
        (SKIN, tube((0, 1.33, 0), (0, 1.2, 0), 0.045, 0.05)),
        (BLOUSE, ball((0, 1.08, 0), (0.17, 0.22, 0.11))),
        (SKIRT, tube((0, 0.98, 0), (0, 0.6, 0), 0.14, 0.3)),
        (BLOUSE, tube((0.17, 1.2, 0), (0.34, 1.0, 0.05), 0.055, 0.05)),
        (SKIN, tube((0.34, 1.0, 0.05), (0.46, 0.82, 0.1), 0.035, 0.03)),
        (BLOUSE, tube((-0.17, 1.2, 0), (-0.2, 1.05, 0.15), 0.055, 0.05)),
        (BLOUSE, tube((-0.2, 1.03, 0.15), (0.05, 1.05, 0.22), 0.05, 0.045)),
        (SKIN, ball((0.09, 1.05, 0.22), (0.045, 0.04, 0.03))),
    ]
    for side in (-1, 1):
        parts += [
            (SKIN, tube((side * 0.08, 0.7, 0), (side * 0.09, 0.1, 0), 0.065, 0.045)),
            (SHOE, ball((side * 0.09, 0.06, 0.04), (0.055, 0.06, 0.11))),
            (IRIS, tile((side * 0.045, 1.45, 0.135), 0.03, 0.04)),
            (INK, tile((side * 0.045, 1.475, 0.135), 0.045, 0.008)),
            (CATCHLIGHT, tile((side * 0.045 + 0.006, 1.46, 0.14), 0.009, 0.009)),
        ]
    return figure_of(parts)
