"""Where lines end, and which way they were going."""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from inference.closing.skeleton import AROUND, COUNT, CROSSINGS, offsets, surroundings, thin
from inference.types import FloatArray, UInt8Array

REACH = 12  # px walked back along the skeleton to see a line's direction
_BLUNT = 3  # points averaged at both ends of the walk: a skeleton's last pixel bends
_MIN_LENGTH = 3  # px: shorter is a dot
_BENDING = 8  # px walked back from which a line's bend can be told from the pixel grid
_STEADY = 0.1  # radians of bend that the grid makes
_MAX_BEND = 1.0  # radians: more is a corner, and no line goes on like that
_SPECK = 4  # px of paper between two strokes of one line
_EDGE = 1.5  # px beyond the line's half width: nearer to the page's edge a line runs off it
_SPUR = 1.5  # px beyond the line's half width: shorter is a corner of a thick line, no end


@dataclass(frozen=True, eq=False)
class Ends:
    """E free line ends."""

    at: FloatArray  # (E, 2) x, y of the skeleton's last pixel
    tangent: FloatArray  # (E, 2) unit, pointing out of the line
    radius: FloatArray  # (E,) px from there to the line's rim
    path: FloatArray  # (E, REACH + 1, 2) the line's last px, from the end back
    length: NDArray[np.int64]  # (E,) px walked back, up to REACH or the first junction

    def rows(self, which: NDArray[np.int64]) -> "Ends":
        """Some of them."""
        return Ends(*(values[which] for values in vars(self).values()))


def line_ends(ink: UInt8Array) -> Ends:
    """The ends of all lines in (H, W) 0 or 1."""
    padded = _without_specks(np.pad(ink, 1))
    skeleton = thin(padded)
    flat, width = skeleton.ravel(), padded.shape[1]
    steps = offsets(width)
    depth = np.asarray(cv2.distanceTransform(padded, cv2.DIST_L2, 3), np.float32).ravel()
    start, path, taken, spur = _find(flat, depth, steps)
    # A blunt tip forks into its two corners: without them the line goes on to its true end.
    for step in range(int(taken[spur].max(initial=0))):
        flat[path[spur & (taken > step), step]] = 0
    flat = thin(skeleton).ravel()
    start, path, taken, spur = _find(flat, depth, steps)
    radius = np.maximum(depth[start] - 1, 0)
    here = np.stack([path % width - 1, path // width - 1], axis=2).astype(np.float32)
    real = (taken >= _MIN_LENGTH) & ~spur & ~_runs_off(ink, here[:, 0], radius)
    here, taken = here[real], taken[real]
    return Ends(here[:, 0], _tangent(here, taken), radius[real].astype(np.float32), here, taken)


def _without_specks(ink: UInt8Array) -> UInt8Array:
    """Specks of paper between two strokes of the pen are filled: the two end as one line."""
    _, parts, stats, _ = cv2.connectedComponentsWithStats(1 - ink, connectivity=4)
    return np.where((stats[:, cv2.CC_STAT_AREA] <= _SPECK)[parts], np.uint8(1), ink)


def _runs_off(ink: UInt8Array, at: FloatArray, radius: FloatArray) -> NDArray[np.bool_]:
    """(E,) which ends lie where the line runs off the page: near its edge, and with ink on the edge itself."""
    rows, last = np.arange(len(at)), np.array(ink.shape[::-1], np.float32) - 1
    far = np.concatenate([at, last - at], axis=1)  # px to the left, top, right and bottom edge
    side = far.argmin(axis=1)
    edge = at.astype(np.int64)
    edge[rows, side % 2] = np.where(side < 2, 0, last[side % 2])
    return np.asarray((far[rows, side] <= radius + _EDGE) & (ink[edge[:, 1], edge[:, 0]] > 0))


def _find(
    flat: UInt8Array, depth: FloatArray, steps: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64], NDArray[np.bool_]]:
    """Of each end of a skeleton: its position, its walk back, the steps taken, and whether it is only a spur."""
    line = np.flatnonzero(flat.view(bool))
    around = surroundings(flat, line, steps)
    start = line[(CROSSINGS[around] == 1) & (COUNT[around] <= 2)]
    path, taken, at_junction = _walk(flat, start, steps)
    thick = np.maximum(depth[path[np.arange(len(start)), taken]] - 1, 0)
    return start, path, taken, at_junction & (taken <= np.maximum(thick + _SPUR, _MIN_LENGTH - 1))


def _tangent(path: FloatArray, taken: NDArray[np.int64]) -> FloatArray:
    """(E, 2) unit, out of the line. A walk's direction is that of its middle: what the line turned from there back, it
    turns again up to its tip."""
    span = np.minimum(_BLUNT, taken // 2 + 1)
    middle = np.maximum(taken // 2 - 1, 0)
    tip, half, root = (_mean(path, first, span) @ np.array([1, 1j]) for first in (0 * span, middle, taken - span + 1))
    bend = np.angle((tip - half) * (half - root).conj())
    bend = np.sign(bend) * np.clip(np.abs(bend) - _STEADY, 0, _MAX_BEND) * (taken >= _BENDING)
    way = (tip - root) * np.exp(1j * bend)
    way /= np.maximum(np.abs(way), 1e-6)
    return np.stack([way.real, way.imag], axis=1).astype(np.float32)


def _mean(points: FloatArray, start: NDArray[np.int64], count: NDArray[np.int64]) -> FloatArray:
    """(E, 2) the mean of ``count`` points (E, P, 2) from ``start``."""
    total = np.concatenate([np.zeros_like(points[:, :1]), points.cumsum(axis=1, dtype=np.float64)], axis=1)
    rows = np.arange(len(points))
    return np.asarray((total[rows, start + count] - total[rows, start]) / count[:, None], np.float32)


# Neighbours that also touch the pixel one came from, by the direction one came from.
_BESIDE = np.array([[max(abs(a[0] - b[0]), abs(a[1] - b[1])) <= 1 for a in AROUND] for b in AROUND])


def _walk(
    flat: UInt8Array, start: NDArray[np.int64], steps: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.bool_]]:
    """Back along the skeleton: (E, REACH + 1) positions, (E,) steps taken, (E,) stopped by a junction."""
    path = np.repeat(start[:, None], REACH + 1, axis=1)
    taken = np.zeros(len(start), np.int64)
    at_junction = np.zeros(len(start), bool)
    back = np.full(len(start), -1)
    going = np.arange(len(start))
    for step in range(1, REACH + 1):
        here = path[going, step - 1]
        around = surroundings(flat, here, steps)
        if step > 1:
            fork = CROSSINGS[around] >= 3
            at_junction[going[fork]] = True
            going, here, around = going[~fork], here[~fork], around[~fork]
        free = np.unpackbits(around[:, None], axis=1, bitorder="little").astype(bool)
        if step > 1:
            free &= ~_BESIDE[back[going]]
        # Straight steps before diagonal ones: a staircase is walked pixel by pixel.
        choice = np.where(
            free[:, 0::2].any(axis=1), free[:, 0::2].argmax(axis=1) * 2, free[:, 1::2].argmax(axis=1) * 2 + 1
        )
        moved = free.any(axis=1)
        going, choice, here = going[moved], choice[moved], here[moved]
        path[going, step:] = (here + steps[choice])[:, None]
        back[going] = (choice + 4) % 8
        taken[going] = step
    return path, taken, at_junction
