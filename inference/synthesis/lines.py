"""Main lines: where the label changes, where depth jumps inside one label, and at creases.

The guarantee that all truth rests on: afterwards every 4-connected area of paper lies in exactly one label. Lines are
only ever added beyond what parts two labels, so no style can break it.
"""

from dataclasses import dataclass
from enum import IntEnum

import cv2
import numpy as np
from numba import njit
from numpy.typing import NDArray

from inference.formats.paintbucket import BACKGROUND
from inference.synthesis.areas import components
from inference.synthesis.buffers import Buffers
from inference.synthesis.figure import INK
from inference.types import FloatArray, Int32Array, Plane, UInt8Array

_FEATURE = 60  # px: an area up to this size keeps all its pixels, the line goes around it
_FINE = 200  # px: lines get no thicker at the cost of an area up to this size
_ROOM = 5  # px between lines that lines need to grow into
_FAR, _NEAR_ENOUGH = 0.012, 0.006  # of the figure's size: depth jumps that are seen, and that go on from a seen one
_TOUCHING = 0.004  # of the figure's size: surfaces this close count as touching
_HUGGING = 0.6  # of its length: a stroke that runs beside a border for this long says it twice
_TAPER = 10.0  # px from its free end until a stroke has its full width


class Stroke(IntEnum):
    """Why a pixel is line."""

    NONE = 0
    CREASE = 1  # or a strand of hair, a fold of cloth
    OVERLAP = 2  # depth jumps inside a label
    BORDER = 3  # between two labels
    SILHOUETTE = 4  # before the background
    INK = 5


_CREASE, _OVERLAP, _BORDER, _SILHOUETTE, _INK = (int(stroke) for stroke in list(Stroke)[1:])  # for compiled code


@dataclass(frozen=True)
class LineStyle:
    """How lines are drawn; widths in px, from 1."""

    width: float = 1.6
    variation: float = 0.35  # how much of its width a line gains and loses along its way
    silhouette: float = 1.25  # how many times the width on the outside
    crease: float | None = 60.0  # degrees between faces from which an edge is drawn; None = no creases
    crease_width: float = 0.75  # how many times the width where nothing ends: creases, strands, folds
    missing: float = 0.0  # share of the strokes inside areas that are left out
    shortest: int = 9  # px: shorter strokes inside an area are left out
    crumb: int = 5  # px: areas up to this size between lines, that are no feature, become line
    sliver: int = 4  # px: areas up to this size beside a colour line become part of it


def draw_lines(
    buffers: Buffers, style: LineStyle, rng: np.random.Generator, extra: UInt8Array | None = None
) -> UInt8Array:
    """(H, W) Plane MAIN or PAPER. The same ``rng`` state gives the same lines.

    ``extra`` (H, W) is 1 where more strokes are drawn (``byhand.strokes_by_hand``).
    """
    part, area = components(buffers.label)
    strokes = border_strokes(buffers.label, buffers.depth, part, area, _TOUCHING * buffers.size)
    inner = _inner_strokes(buffers, strokes, style, rng)
    if extra is not None:
        inner = np.maximum(inner, extra * np.uint8(Stroke.CREASE))
    strokes = np.where((strokes == Stroke.NONE) & (area[part] > _FEATURE), inner, strokes)
    width = _width(strokes, style, rng)
    planes = _thick(strokes, width, _roomy(strokes) & (area > _FINE)[part])
    planes = without_specks(planes, buffers.label)
    return without_crumbs(planes, part, area, style.crumb)


def border_strokes(
    label: Int32Array, depth: FloatArray, part: Int32Array, area: Int32Array, touching: float = 0.0
) -> UInt8Array:
    """(H, W) Stroke BORDER, SILHOUETTE or INK: what it takes to part all labels.

    Of two pixels of different labels the nearer one is line, unless that would eat a small feature; closer to each
    other than ``touching`` metres it is always that of the higher label, for the line to stay on its side. ``part``
    (H, W) and ``area`` (N,) are the labels' ``components``.
    """
    strokes: UInt8Array = _border(label, depth, part, area, touching)
    return strokes


@njit(cache=True, nogil=True)
def _border(label: Int32Array, depth: FloatArray, part: Int32Array, area: Int32Array, touching: float) -> UInt8Array:
    height, width = label.shape
    out = np.zeros((height, width), np.uint8)
    for row in range(height):
        for column in range(width):
            if label[row, column] == INK:
                out[row, column] = _INK
                continue
            for down in range(2):
                y, x = row + down, column + 1 - down
                if y >= height or x >= width or label[y, x] == label[row, column] or label[y, x] == INK:
                    continue
                outside = label[row, column] == BACKGROUND or label[y, x] == BACKGROUND
                mine, other = area[part[row, column]], area[part[y, x]]
                if min(mine, other) <= _FEATURE and mine != other:
                    here = mine > other
                elif abs(depth[row, column] - depth[y, x]) < touching:
                    here = label[row, column] > label[y, x]
                else:
                    here = depth[row, column] <= depth[y, x]
                if here:
                    out[row, column] = max(out[row, column], _SILHOUETTE if outside else _BORDER)
                else:
                    out[y, x] = max(out[y, x], _SILHOUETTE if outside else _BORDER)
    return out


def _inner_strokes(buffers: Buffers, border: UInt8Array, style: LineStyle, rng: np.random.Generator) -> UInt8Array:
    """(H, W) Stroke OVERLAP and CREASE inside labels, long enough to be meant."""
    steepest = -2.0 if style.crease is None else float(np.cos(np.deg2rad(style.crease)))
    near, far = _NEAR_ENOUGH * buffers.size, _FAR * buffers.size
    weak, strong = _jumps(buffers.label, buffers.depth, buffers.flat, near, far, steepest)
    count, part, stats, _ = cv2.connectedComponentsWithStats((weak > 0).astype(np.uint8), connectivity=8)
    is_seen = np.zeros(count, np.bool_)
    is_seen[part[strong > 0]] = True
    size = stats[:, cv2.CC_STAT_AREA]
    beside = cv2.dilate(border, np.ones((5, 5), np.uint8)) > 0
    is_seen &= (size >= style.shortest) & (np.bincount(part[beside], minlength=count) < _HUGGING * size)
    is_seen &= rng.random(count) >= style.missing
    is_seen[0] = False
    return np.where(is_seen[part], weak, np.uint8(0)).astype(np.uint8)


@njit(cache=True, nogil=True)
def _jumps(
    label: Int32Array, depth: FloatArray, flat: FloatArray, near: float, far: float, steepest: float
) -> tuple[UInt8Array, UInt8Array]:
    """Strokes that go on from a seen one, and seen ones, both (H, W)."""
    height, width = label.shape
    weak = np.zeros((height, width), np.uint8)
    strong = np.zeros((height, width), np.uint8)
    for row in range(1, height - 2):
        for column in range(1, width - 2):
            own = label[row, column]
            if own <= INK:
                continue
            for down in range(2):
                right = 1 - down
                y, x = row + down, column + right
                if label[y, x] != own:
                    continue
                here, there = depth[row, column], depth[y, x]
                before, after = depth[row - down, column - right], depth[y + down, x + right]
                slope = 0.0
                if label[row - down, column - right] == own:
                    slope = abs(here - before)
                if label[y + down, x + right] == own:
                    slope = max(slope, abs(after - there))
                jump = abs(there - here) - slope
                kind = 0
                seen = False
                if jump > near:
                    kind = _OVERLAP
                    seen = jump > far
                else:
                    turn = 0.0
                    for axis in range(3):
                        turn += flat[row, column, axis] * flat[y, x, axis]
                    if turn < steepest:
                        kind = _CREASE
                        seen = True
                if kind == 0:
                    continue
                if here > there:
                    weak[y, x] = max(weak[y, x], kind)
                    strong[y, x] |= seen
                else:
                    weak[row, column] = max(weak[row, column], kind)
                    strong[row, column] |= seen
    return weak, strong


def _width(strokes: UInt8Array, style: LineStyle, rng: np.random.Generator) -> FloatArray:
    """(H, W) px: how thick the line is at each pixel that is one."""
    wide = style.width * (1 + style.variation * noise(strokes.shape, 48, rng))
    wide[strokes == Stroke.SILHOUETTE] *= style.silhouette
    wide[strokes == Stroke.CREASE] *= style.crease_width
    wide[strokes == Stroke.INK] = 1
    line = (strokes > 0).astype(np.uint8)
    around = cv2.filter2D(line, -1, np.ones((3, 3), np.uint8), borderType=cv2.BORDER_CONSTANT)
    ends = (line > 0) & (around <= 2) & (strokes <= Stroke.OVERLAP)
    if ends.any():
        away = cv2.distanceTransform((~ends).astype(np.uint8), cv2.DIST_L2, 3)
        wide = np.minimum(wide, 1 + (wide - 1) * away / _TAPER) if style.width > 1 else wide
    return np.asarray(wide, np.float32)


def noise(shape: tuple[int, ...], grain: float, rng: np.random.Generator) -> FloatArray:
    """(H, W) smooth noise in about [-1, 1]: every ``grain`` px a new value."""
    height, width = shape[:2]
    cells = rng.uniform(-1, 1, (int(height / grain) + 3, int(width / grain) + 3)).astype(np.float32)
    return np.asarray(cv2.resize(cells, (width, height), interpolation=cv2.INTER_CUBIC), np.float32)


def _roomy(strokes: UInt8Array) -> NDArray[np.bool_]:
    """(H, W) where a line may grow: not into fingers and the corners between lines, which it would blacken."""
    paper = (strokes == Stroke.NONE).astype(np.uint8)
    broad = cv2.morphologyEx(paper, cv2.MORPH_OPEN, np.ones((_ROOM, _ROOM), np.uint8))
    return np.asarray(cv2.dilate(broad, np.ones((3, 3), np.uint8)) > 0, np.bool_)  # up to slanted lines


@njit(cache=True, nogil=True)
def _thick(strokes: UInt8Array, wide: FloatArray, roomy: NDArray[np.bool_]) -> UInt8Array:
    """(H, W) planes: strokes as thick as they are ``wide``, where there is room."""
    height, width = strokes.shape
    planes = np.zeros((height, width), np.uint8)
    for row in range(height):
        for column in range(width):
            if strokes[row, column] == 0:
                continue
            planes[row, column] = 1
            size = int(np.floor(wide[row, column] + 0.5))
            if size < 2:
                continue
            first = -((size - 1) // 2)
            for dy in range(first, first + size):
                for dx in range(first, first + size):
                    y, x = row + dy, column + dx
                    if y < 0 or x < 0 or y >= height or x >= width:
                        continue
                    if size > 2 and abs(dy) + abs(dx) == 2 * (size // 2):
                        continue  # round nibs
                    if roomy[y, x]:
                        planes[y, x] = 1
    return planes


def without_specks(planes: UInt8Array, label: Int32Array, least: int = 6) -> UInt8Array:
    """The same without dots of line that part nothing: fewer than ``least`` px in the midst of one label."""
    count, dot, stats, _ = cv2.connectedComponentsWithStats((planes > 0).astype(np.uint8), connectivity=8)
    small = stats[:, cv2.CC_STAT_AREA] < least
    small[0] = False
    if not small.any():
        return planes
    near = np.ones((3, 3), np.uint8)
    shifted = (label - BACKGROUND).astype(np.uint16)
    low, high = cv2.erode(shifted, near), cv2.dilate(shifted, near)
    kept = np.zeros(count, np.bool_)
    kept[dot[(low != high) | (label == INK)]] = True
    return np.where((small & ~kept)[dot], np.uint8(Plane.PAPER), planes)


def without_crumbs(planes: UInt8Array, part: Int32Array, area: Int32Array, least: int) -> UInt8Array:
    """The same with line instead of paper areas of up to ``least`` px: what lines cut off a larger area.

    The largest area that is left of a part stays. ``part`` (H, W) and ``area`` (N,) are the parts before any line.
    """
    _, crumb, stats, _ = cv2.connectedComponentsWithStats((planes == 0).astype(np.uint8), connectivity=4)
    size = stats[:, cv2.CC_STAT_AREA]
    of_crumb = np.zeros(len(size), np.int32)
    of_crumb[crumb.ravel()] = part.ravel()  # one part each: that is what the lines are for
    largest = np.zeros(len(area), np.int32)
    by_size = np.argsort(size[1:], kind="stable") + 1
    largest[of_crumb[by_size]] = by_size  # the last one written stays
    is_dirt = (size <= least) & (largest[of_crumb] != np.arange(len(size))) & (area[of_crumb] > 4 * size)
    is_dirt[0] = False
    return np.where(is_dirt[crumb], np.uint8(Plane.MAIN), planes)
