"""Toon shading: which pixels are highlight, normal or shadow, and the colour lines between them (paper section 4.1).

Axes as in ``Buffers.normal``: to the right of the picture, up, and towards the eye.
"""

from dataclasses import dataclass

import cv2
import numpy as np
from numba import njit
from numpy.typing import NDArray

from inference.formats.paintbucket import BACKGROUND
from inference.synthesis.areas import components
from inference.synthesis.buffers import Buffers
from inference.synthesis.camera import Camera, Vector
from inference.synthesis.figure import INK, Figure
from inference.synthesis.lines import noise
from inference.synthesis.raster import rasterise
from inference.types import FloatArray, Int32Array, Plane, Tone, UInt8Array

_MAP = 512  # px, the side of the picture that the light sees
_SUN = 40.0  # figures' sizes to the light: so far that its rays are parallel
_BIAS = 0.006  # of the figure's size: a surface this close behind another is not in its shadow
_SOFT = 7  # px over which shading is smoothed
_CROSS = np.array([[0, 1, 0], [1, 1, 1], [0, 1, 0]], np.uint8)


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
    sliver: int = 4  # px: paper up to this size beside a colour line becomes part of it
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
    facing = buffers.normal @ towards_light.astype(np.float32)
    bright = buffers.normal @ (half / np.linalg.norm(half)).astype(np.float32)
    lit = cv2.blur(facing, (_SOFT, _SOFT))
    tones = np.zeros(buffers.shape, np.uint8)
    is_high = bright > style.highlight
    if style.ring:
        hair = _of_category(figure, "hair")[buffers.label - BACKGROUND]
        is_high = np.where(hair, _ring(buffers, facing, rng), is_high)
    tones[is_high] = Tone.HIGHLIGHT
    dark = lit < style.shadow
    if style.cast:
        dark |= _cast(figure, points, buffers, towards_light)
    tones[dark] = Tone.SHADOW
    tones[lit < style.second_shadow] = Tone.SECOND_SHADOW
    return _allowed(figure)[buffers.label - BACKGROUND, tones]


def _of_category(figure: Figure, category: str) -> NDArray[np.bool_]:
    """(R + 2,) by label - BACKGROUND."""
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
    jag = noise((1, buffers.shape[1]), 5, rng) * 0.07 + noise((1, buffers.shape[1]), 40, rng) * 0.05
    height = buffers.normal[..., 1] + jag
    return np.asarray((height > 0.42) & (height < 0.6) & (facing > 0.35), np.bool_)


def _cast(
    figure: Figure, points: FloatArray, buffers: Buffers, towards_light: NDArray[np.float64]
) -> NDArray[np.bool_]:
    """(H, W) where something stands between the figure and the light."""
    is_figure = buffers.label != BACKGROUND
    places = buffers.place[is_figure]
    if not places.size:
        return np.zeros(buffers.shape, np.bool_)
    axes = buffers.camera.axes * np.array([[1.0], [1.0], [-1.0]])
    towards = towards_light @ axes
    middle = (places.min(axis=0) + places.max(axis=0)).astype(np.float64) / 2
    reach = float(np.linalg.norm(places - middle, axis=1).max()) * 1.05 + 1e-3
    away = _SUN * max(buffers.size, reach)
    eye = middle + towards * away
    light = Camera(
        (float(eye[0]), float(eye[1]), float(eye[2])),
        (float(middle[0]), float(middle[1]), float(middle[2])),
        _MAP,
        _MAP,
        float(np.rad2deg(2 * np.arctan(reach / away))),
    )
    seen = rasterise(figure, points, light)
    slope = np.clip(buffers.normal[is_figure] @ towards_light.astype(np.float32), 0.15, 1)
    bias = _BIAS * buffers.size + 1.5 * (2 * reach / _MAP) / slope
    at = light.project(places)
    column, row = np.clip(at[:, :2].astype(np.int64), 0, _MAP - 1).T
    dark = np.zeros(buffers.shape, np.float32)
    dark[is_figure] = at[:, 2] > seen.depth[row, column] + bias
    # Blurred and cut again: the steps of the light's picture are not the drawing's.
    share = cv2.blur(is_figure.astype(np.float32), (_SOFT, _SOFT))
    return np.asarray((cv2.blur(dark, (_SOFT, _SOFT)) > 0.5 * share) & is_figure, np.bool_)


def tidy(tones: UInt8Array, label: Int32Array, planes: UInt8Array, smallest: int) -> UInt8Array:
    """The same (H, W) tones where areas take the tone around them that have under ``smallest`` px off their rim.

    Areas end at labels and lines (``planes``): what a line cuts off is small too. An area with no other tone beside it
    stays as it is.
    """
    tones = tones.copy()
    for _ in range(3):
        key = np.where(planes == Plane.PAPER, (label - BACKGROUND) * len(Tone) + tones, -1).astype(np.int32)
        part, area = components(key)
        if not _take_over(part, area, key, tones, smallest):
            break
    return tones


@njit(cache=True, nogil=True)
def _take_over(part, area, key, tones, smallest):  # type: ignore[no-untyped-def]
    """Give small areas the tone of the largest area beside them; whether any changed."""
    height, width = part.shape
    inside = area.copy()
    for row in range(height):
        for column in range(width):
            own = key[row, column]
            if own < 0:
                continue
            for dy, dx in ((-1, 0), (0, -1), (0, 1), (1, 0)):
                y, x = row + dy, column + dx
                if 0 <= y < height and 0 <= x < width and key[y, x] >= 0 and key[y, x] != own:
                    inside[part[row, column]] -= 1
                    break
    best = np.full(len(area), -1, np.int32)
    for row in range(height):
        for column in range(width):
            if key[row, column] < 0:
                continue
            for down in range(2):
                y, x = row + down, column + 1 - down
                if y >= height or x >= width or key[y, x] < 0 or key[y, x] // 4 != key[row, column] // 4:
                    continue
                a, b = part[row, column], part[y, x]
                if a == b:
                    continue
                if inside[a] < smallest and area[b] >= area[a] and (best[a] < 0 or area[b] > area[best[a]]):
                    best[a] = b
                if inside[b] < smallest and area[a] > area[b] and (best[b] < 0 or area[a] > area[best[b]]):
                    best[b] = a
    tone_of = np.zeros(len(area), np.uint8)
    for row in range(height):
        for column in range(width):
            tone_of[part[row, column]] = tones[row, column]
    changed = False
    for row in range(height):
        for column in range(width):
            other = best[part[row, column]]
            if other >= 0 and tones[row, column] != tone_of[other]:
                tones[row, column] = tone_of[other]
                changed = True
    return changed


def trace(planes: UInt8Array, label: Int32Array, tones: UInt8Array, style: ToonStyle) -> UInt8Array:
    """The planes (H, W) with colour lines, 1 px, where the tone changes on the paper of one label.

    They lie on the brighter side of a highlight and on the darker side of a shadow, never on a main line. Afterwards
    every 4-connected area of paper has one label and one tone.
    """
    traced: UInt8Array = _trace(planes, label, tones, style.plane_of())
    return traced


@njit(cache=True, nogil=True)
def _trace(planes, label, tones, plane_of):  # type: ignore[no-untyped-def]
    height, width = planes.shape
    out = planes.copy()
    # A highlight beside a shadow is drawn red, a second shadow beside a shadow in its own colour.
    rank = np.array([0, 3, 1, 2])
    for row in range(height):
        for column in range(width):
            if planes[row, column] != 0:
                continue
            for down in range(2):
                y, x = row + down, column + 1 - down
                if y >= height or x >= width or planes[y, x] != 0 or tones[y, x] == tones[row, column]:
                    continue
                if rank[tones[row, column]] > rank[tones[y, x]]:
                    out[row, column] = plane_of[tones[row, column]]
                else:
                    out[y, x] = plane_of[tones[y, x]]
    return out


def without_slivers(
    planes: UInt8Array, label: Int32Array, tones: UInt8Array, least: int = 4
) -> tuple[UInt8Array, UInt8Array]:
    """Planes and tones (H, W) where crumbs of paper of up to ``least`` px beside a colour line become part of it."""
    planes, tones = planes.copy(), tones.copy()
    key = np.where(planes == Plane.PAPER, label - BACKGROUND, -1).astype(np.int32)
    part, area = components(key)
    small = (area <= least)[part] & (planes == Plane.PAPER)
    if small.any():
        is_trace = planes > Plane.MAIN
        for drawn in (tones, planes):  # what bounds a darker tone has the higher plane too
            beside = cv2.dilate(np.where(is_trace, drawn, np.uint8(0)), _CROSS)
            strongest = np.zeros(len(area), np.uint8)
            np.maximum.at(strongest, part[small], beside[small])
            taken = small & (strongest[part] > 0)
            drawn[taken] = strongest[part[taken]]
    return planes, tones
