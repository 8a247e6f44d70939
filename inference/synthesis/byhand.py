"""The look of drawing by hand: an unsteady hand, strands and folds, lines that overshoot, and gaps.

Truth stays exact: the hand bends the picture before it is drawn, strokes are only added within a label, and what gaps
let run together is counted.
"""

from collections.abc import Callable
from dataclasses import dataclass

import cv2
import numpy as np
from numba import njit
from numpy.typing import NDArray

from inference.formats.paintbucket import BACKGROUND
from inference.synthesis.areas import components
from inference.synthesis.buffers import Buffers
from inference.synthesis.figure import INK, Figure
from inference.synthesis.lines import noise
from inference.synthesis.raster import FloatsXY
from inference.synthesis.toon import of_category
from inference.types import FloatArray, Int32Array, Plane, UInt8Array

_ROOM = 600  # px: smaller areas get no strokes
_APART = 500  # px of an area for each of its strokes, at least
_CELL = 12.0  # px between an unsteady hand's corrections


@dataclass(frozen=True)
class HandStyle:
    """How much of a hand is seen; lengths in px."""

    wobble: float = 1.2  # how far lines stray
    strands: float = 7.0  # of hair, on average
    folds: float = 6.0  # of cloth, on average
    green: bool = False  # strands and folds are notes in green pencil instead of lines
    overshoot: float = 4.0  # how far strands and folds run on, at most
    corners: float = 0.0  # how far outlines run on past corners and junctions, at most; the rest is drawn as without
    gaps: int = 0  # how many; the same seed without them draws the same lines closed
    gap: tuple[int, int] = (1, 4)  # how wide, at least and at most


@dataclass(frozen=True)
class Gap:
    """Where a line was left open."""

    x: int
    y: int
    width: int  # px


def wobble(shape: tuple[int, int], strength: float, rng: np.random.Generator) -> Callable[[FloatsXY], FloatsXY]:
    """What moves (V, 2) points of a picture (H, W) as an unsteady hand does: smoothly, by about ``strength`` px."""
    height, width = shape
    fields = [0.8 * noise(shape, 6 * _CELL, rng) + 0.35 * noise(shape, _CELL, rng) for _ in "xy"]

    def bend(points: FloatsXY) -> FloatsXY:
        at = [np.clip(np.nan_to_num(points[:, axis]), 0, size - 1.001) for axis, size in enumerate((width, height))]
        x, y = (place.astype(np.int64) for place in at)
        u, v = at[0] - x, at[1] - y
        x1, y1 = np.minimum(x + 1, width - 1), np.minimum(y + 1, height - 1)
        moves = [
            (f[y, x] * (1 - u) + f[y, x1] * u) * (1 - v) + (f[y1, x] * (1 - u) + f[y1, x1] * u) * v for f in fields
        ]
        return np.asarray(points + strength * np.stack(moves, axis=1))

    return bend


def strokes_by_hand(figure: Figure, buffers: Buffers, style: HandStyle, rng: np.random.Generator) -> UInt8Array:
    """(H, W) 1 where a strand of hair or a fold of cloth is drawn, for ``draw_lines``.

    Strands run down the hair as it hangs, folds start at an edge; some reach the other side and split the area, others
    end within it. All follow the surface.
    """
    drawn = np.zeros(buffers.shape, np.uint8)
    part, area = components(buffers.label)
    roomy = (area >= _ROOM)[part] & (buffers.label > INK)
    row = buffers.label - BACKGROUND
    axes = buffers.camera.axes * np.array([[1.0], [1.0], [-1.0]])
    gravity = axes @ np.array([0.0, -1.0, 0.0])
    for is_there, wanted, longest, lean, bow in (
        (roomy & of_category(figure, "hair")[row], style.strands, 0.5, 0.2, 0.2),
        (roomy & of_category(figure, "clothes")[row], style.folds, 0.2, 0.8, 0.5),
    ):
        at = np.flatnonzero(is_there)
        count = min(int(rng.poisson(wanted)), at.size // _APART)
        if not count:
            continue
        seeds = at[rng.integers(0, at.size, count)]
        reach = np.sqrt(area[part.ravel()[seeds]]) * longest * rng.uniform(0.5, 2.0, count)
        turn, bend = rng.normal(0, lean, count), rng.normal(0, bow, count) / reach
        over = rng.uniform(0, style.overshoot, count)
        _walk(drawn, part, buffers.normal, gravity, seeds, reach, turn, bend, over)
    return np.minimum(drawn, 1)


def in_green(planes: UInt8Array, strokes: UInt8Array) -> UInt8Array:
    """The planes (H, W) with ``strokes`` (H, W) as colour lines of no tone, where there is paper."""
    return np.where((strokes > 0) & (planes == Plane.PAPER), np.uint8(Plane.OTHER), planes)


@njit(cache=True, nogil=True)
def _walk(
    drawn: UInt8Array,
    part: Int32Array,
    normal: FloatArray,
    gravity: NDArray[np.float64],
    seeds: NDArray[np.int64],
    reach: NDArray[np.float64],
    turn: NDArray[np.float64],
    bend: NDArray[np.float64],
    over: NDArray[np.float64],
) -> None:
    """Draw a stroke from each seed both ways as water would run, turned and bent, ``over`` px beyond its area."""
    height, width = part.shape
    for s in range(len(seeds)):
        row, column = seeds[s] // width, seeds[s] % width
        own = part[row, column]
        for way in (-1.0, 1.0):
            x, y, left, angle = column + 0.5, row + 0.5, over[s], turn[s]
            for _ in range(int(2 * reach[s])):
                j, i = int(x), int(y)
                if i < 0 or j < 0 or i >= height or j >= width:
                    break
                if part[i, j] != own:
                    left -= 0.5
                    if left <= 0:
                        break
                if drawn[i, j] != 0 and drawn[i, j] != s % 255 + 1:
                    break  # strokes join, they do not cross
                drawn[i, j] = s % 255 + 1
                fall = 0.0
                for axis in range(3):
                    fall += normal[i, j, axis] * gravity[axis]
                dx, dy = gravity[0] - fall * normal[i, j, 0], fall * normal[i, j, 1] - gravity[1]
                length = max(np.hypot(dx, dy), 1e-6)
                dx, dy = dx / length, dy / length
                c, d = np.cos(angle), np.sin(angle)
                x += 0.5 * way * (c * dx - d * dy)
                y += 0.5 * way * (d * dx + c * dy)
                angle += 0.5 * way * bend[s]


def leave_gaps(
    planes: UInt8Array, label: Int32Array, style: HandStyle, rng: np.random.Generator
) -> tuple[UInt8Array, tuple[Gap, ...]]:
    """The planes (H, W) with ``style.gaps`` openings in main lines that part something, and where they are.

    What is drawn as ink stays whole.
    """
    at = _parting(planes, label)
    if not at.size or not style.gaps:
        return planes, ()
    chosen = at[rng.integers(0, at.size, style.gaps)]
    widths = rng.integers(style.gap[0], style.gap[1] + 1, style.gaps)
    opened = planes.copy()
    _open(opened, label, chosen, widths)
    gaps = tuple(
        Gap(int(where % planes.shape[1]), int(where // planes.shape[1]), int(width))
        for where, width in zip(chosen, widths, strict=True)
    )
    return opened, gaps


def _parting(planes: UInt8Array, label: Int32Array) -> NDArray[np.int64]:
    """(n,) flat positions on main lines that have several areas of paper close by."""
    near = np.ones((5, 5), np.uint8)
    count, part = cv2.connectedComponents((planes == Plane.PAPER).astype(np.uint8), connectivity=4)
    area = part.astype(np.float32)
    most, least = cv2.dilate(area, near), cv2.erode(np.where(part > 0, area, np.float32(count)), near)
    return np.flatnonzero((planes == Plane.MAIN) & (label != INK) & (most > least))


@njit(cache=True, nogil=True)
def _open(planes: UInt8Array, label: Int32Array, at: NDArray[np.int64], widths: NDArray[np.int64]) -> None:
    """Take ``widths`` px out of the line through each position, right across it."""
    height, width = planes.shape
    for g in range(len(at)):
        row, column = at[g] // width, at[g] % width
        top, bottom = max(row - 4, 0), min(row + 5, height)
        left, right = max(column - 4, 0), min(column + 5, width)
        xx, xy, yy = 0.0, 0.0, 0.0
        for y in range(top, bottom):
            for x in range(left, right):
                if planes[y, x] == 1:
                    xx += (x - column) ** 2
                    xy += (x - column) * (y - row)
                    yy += (y - row) ** 2
        angle = 0.5 * np.arctan2(2 * xy, xx - yy)  # the way the line runs
        dx, dy = np.cos(angle), np.sin(angle)
        for y in range(top, bottom):
            for x in range(left, right):
                along = (x - column) * dx + (y - row) * dy
                across = (y - row) * dx - (x - column) * dy
                if planes[y, x] == 1 and label[y, x] != 0 and abs(along) <= widths[g] / 2 and abs(across) <= 3:
                    planes[y, x] = 0
