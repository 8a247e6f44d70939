"""Toon shading: which pixels are highlight, normal or shadow, and the colour lines between them (paper section 4.1).

Axes as in ``Buffers.normal``: to the right of the picture, up, and towards the eye.
"""

from dataclasses import dataclass

import cv2
import numpy as np
from numba import njit
from numpy.typing import NDArray

from inference.formats.paintbucket import BACKGROUND
from inference.synthesis.buffers import Buffers
from inference.synthesis.camera import Camera, Vector, turned
from inference.synthesis.figure import INK, Figure
from inference.synthesis.lines import noise
from inference.synthesis.raster import rasterise
from inference.types import FloatArray, Int32Array, Plane, Tone, UInt8Array

_MAP = 512  # px, the side of the picture that the light sees
_SUN = 40.0  # figures' sizes to the light: so far that its rays are parallel
_BIAS = 0.006  # of the figure's size: a surface this close behind another is not in its shadow
_SOFT = 7  # px over which shading is smoothed
_NIB = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (5, 5))


@dataclass(frozen=True)
class ToonStyle:
    """How the figure is lit. Bounds are cosines: 1 = facing the light."""

    light: Vector = (-0.5, 0.75, 0.6)  # where it comes from
    highlight: float = 0.93  # brighter than this, against the half-way between light and eye
    shadow: float = 0.12  # darker than this
    second_shadow: float = -0.35
    ring: bool = True  # hair has a band of light instead of a spot
    cast: bool = True  # hair on the face, chin on the neck, skirt on the legs
    smallest: int = 30  # px: areas of a tone with less than this inside their colour line are left out
    second_plane: Plane = Plane.SECOND_SHADOW  # or OTHER: green

    def plane_of(self) -> UInt8Array:
        """(4,) the Plane that bounds each Tone."""
        return np.array([Plane.PAPER, Plane.HIGHLIGHT, Plane.SHADOW, self.second_plane], np.uint8)


def shade(
    figure: Figure, points: FloatArray, buffers: Buffers, style: ToonStyle, rng: np.random.Generator
) -> UInt8Array:
    """(H, W) Tone per pixel of a figure posed at ``points``: only tones that the pixel's entry has."""
    towards_light = np.array(style.light) / np.linalg.norm(style.light)
    half = np.add(towards_light, (0, 0, 1))
    facing = _along(buffers.normal, towards_light)
    bright = _along(buffers.normal, half / np.linalg.norm(half))
    lit = cv2.blur(facing, (_SOFT, _SOFT))
    tones = np.zeros(buffers.shape, np.uint8)
    is_high = bright > style.highlight
    if style.ring:
        hair = of_category(figure, "hair")[buffers.label - BACKGROUND]
        is_high = np.where(hair, _ring(buffers, facing, rng), is_high)
    tones[_broad(is_high)] = Tone.HIGHLIGHT
    dark = lit < style.shadow
    if style.cast:
        dark |= _cast(figure, points, buffers, towards_light)
    tones[_broad(dark)] = Tone.SHADOW
    tones[_broad(lit < style.second_shadow)] = Tone.SECOND_SHADOW
    return _allowed(figure)[buffers.label - BACKGROUND, tones]


def _along(normal: FloatArray, direction: NDArray[np.float64]) -> FloatArray:
    """(H, W) the cosine between normals and a direction, added in one order on every machine, unlike ``@``."""
    x, y, z = (np.float32(value) for value in direction)
    return np.asarray(normal[..., 0] * x + normal[..., 1] * y + normal[..., 2] * z, np.float32)


def _broad(mask: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """(H, W) the same without parts so narrow that the lines on their two sides would touch."""
    return np.asarray(cv2.morphologyEx(mask.astype(np.uint8), cv2.MORPH_OPEN, _NIB) > 0, np.bool_)


def of_category(figure: Figure, category: str) -> NDArray[np.bool_]:
    """(R + 2,) which regions are of a category, by label - BACKGROUND."""
    keys = {entry.key for entry in figure.entries if entry.category == category}
    return np.array([False, False, *(region.entry in keys for region in figure.regions)])


def _allowed(figure: Figure) -> UInt8Array:
    """(R + 2, 4) by label - BACKGROUND and tone: the tone, or what stands in for it where the entry has none."""
    by_key = {entry.key: entry for entry in figure.entries}
    table = np.zeros((len(figure.regions) + 2, len(Tone)), np.uint8)
    for row, region in enumerate(figure.regions, INK - BACKGROUND + 1):
        entry = by_key[region.entry]
        shadow = Tone.SHADOW if entry.shadow else Tone.NORMAL
        table[row] = [
            Tone.NORMAL,
            Tone.HIGHLIGHT if entry.highlight else Tone.NORMAL,
            shadow,
            Tone.SECOND_SHADOW if entry.second_shadow else shadow,
        ]
    return table


def _ring(buffers: Buffers, facing: FloatArray, rng: np.random.Generator) -> NDArray[np.bool_]:
    """(H, W) the band of light around a head of hair, jagged as by strands."""
    across = (1, buffers.shape[1])
    jag = noise(across, across[1] / 90, rng) * 0.07 + noise(across, across[1] / 16, rng) * 0.05
    height = buffers.normal[..., 1] + jag
    return np.asarray((height > 0.42) & (height < 0.6) & (facing > 0.35), np.bool_)


def _cast(
    figure: Figure, points: FloatArray, buffers: Buffers, towards_light: NDArray[np.float64]
) -> NDArray[np.bool_]:
    """(H, W) where something stands between the figure and the light."""
    axes = buffers.camera.axes * np.array([[1.0], [1.0], [-1.0]])
    light = _sun(buffers, turned(towards_light, axes.T))
    if light is None:
        return np.zeros(buffers.shape, np.bool_)
    seen = rasterise(figure, points, light)
    texel = 2 * _SUN * buffers.size * np.tan(np.deg2rad(light.fov) / 2) / _MAP
    dark, there = _darkened(
        buffers.label,
        buffers.place,
        buffers.normal,
        towards_light,
        np.array(light.eye),
        light.axes,
        light.focal,
        seen.depth,
        _BIAS * buffers.size,
        1.5 * texel,
    )
    # Blurred and cut again: the steps of the light's picture are not the drawing's.
    return np.asarray((cv2.blur(dark, (_SOFT, _SOFT)) > 0.5 * cv2.blur(there, (_SOFT, _SOFT))) & (there > 0), np.bool_)


def _sun(buffers: Buffers, towards: NDArray[np.float64]) -> Camera | None:
    """A camera far away that looks at all that is seen, from the light's side; None when nothing is seen."""
    places = buffers.place[::2, ::2][buffers.label[::2, ::2] != BACKGROUND]
    if not places.size:
        return None
    middle = (places.min(axis=0) + places.max(axis=0)).astype(np.float64) / 2
    reach = float(np.linalg.norm(places - middle, axis=1).max()) * 1.1 + 1e-3
    away = _SUN * buffers.size
    eye = middle + towards * away
    fov = float(np.rad2deg(2 * np.arctan(reach / away)))
    return Camera((eye[0], eye[1], eye[2]), (middle[0], middle[1], middle[2]), _MAP, _MAP, fov)


@njit(cache=True, nogil=True)
def _darkened(
    label: Int32Array,
    place: FloatArray,
    normal: FloatArray,
    towards: NDArray[np.float64],
    eye: NDArray[np.float64],
    axes: NDArray[np.float64],
    focal: float,
    depth: FloatArray,
    bias: float,
    texel: float,
) -> tuple[FloatArray, FloatArray]:
    """(H, W) 1 where the light's picture shows something nearer to it, and 1 where the figure is, both float32."""
    height, width = label.shape
    side = len(depth)
    dark = np.zeros((height, width), np.float32)
    there = np.zeros((height, width), np.float32)
    at = np.zeros(3)
    for row in range(height):
        for column in range(width):
            if label[row, column] < 0:
                continue
            there[row, column] = 1
            facing = 0.0
            for axis in range(3):
                facing += normal[row, column, axis] * towards[axis]
                at[axis] = 0.0
                for k in range(3):
                    at[axis] += axes[axis, k] * (place[row, column, k] - eye[k])
            x = int(side / 2 + at[0] * focal / at[2])
            y = int(side / 2 - at[1] * focal / at[2])
            if 0 <= x < side and 0 <= y < side:
                slope = min(max(facing, 0.15), 1.0)
                dark[row, column] = at[2] > depth[y, x] + bias + texel / slope
    return dark, there
