"""What could close a gap: pairs of ends that face each other, and the lines that ends were heading for.

Legend: E ends, C candidates.
"""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from inference.closing.ends import REACH, Ends
from inference.types import FloatArray, UInt8Array

FACING = "facing"  # between two ends
CORNER = "corner"  # between two ends that meet at an angle
HEADING = "heading"  # from an end to a line, or to the page's edge
MAX_ANGLE = 105.0  # degrees between a line's tangent and the closure
_CORNER = np.radians(75)  # from here two ends do not face each other: a corner is gone
_FAN = np.radians(np.arange(-60, 61, 7.5)).astype(np.float32)
_SIDES = np.radians(np.arange(-90, 91, 7.5)).astype(np.float32)
# On the grid of pixels a direction over d px is no better known than this many px / d.
_GRID = 1.0
# How much one radian of turning costs, against distance.
_TURN = 1.0
# A closure to the side of a line turns only at one end: it must be that much straighter.
_LINE_COST = 1.3
# Two ends facing each other are no accident; a line lies ahead of every end.
_LINE_DOUBT = 0.1
_LINE_TURN = 0.4  # per radian
# By px of the end's length: corners of thick lines, crossings, and what is left of open strokes look like short ends.
_STUMP = np.array([1.0, 1.0, 1.0, 1.0, 0.4, 0.1, 0.1] + [0.0] * (REACH - 6), np.float32)
# An end that must go far or turn much to meet a line was not going there.
_MAX_COST = 1.0
UNSURE = 2.0  # cost: any line beside an end
_NEAR = 5.5  # px that such a line may be away
_FAR, _SIDE_TURN = 12.0, 0.25  # what its distance and a radian of turning cost: px at cost 1, cost
_ROUGH = 2.0  # px beyond its half width that a line's side may stand out
_TIP = 3.0  # px beyond an end's half width within which a line that arrives there serves it, too
_DUST = 4  # px of ink
_STEP = 0.5  # px along a ray
# Rims of slanting lines lie up to this much further apart than the gap is wide.
_SLACK = 1.0  # px


@dataclass(frozen=True, eq=False)
class Candidates:
    """C possible closures."""

    start: NDArray[np.int64]  # (C,) row of Ends
    end: NDArray[np.int64]  # (C,) row of Ends, or -1 where a line is hit away from its end
    target: FloatArray  # (C, 2) x, y
    gap: FloatArray  # (C,) px between rims
    turn: FloatArray  # (C,) radians
    cost: FloatArray  # (C,) 0 = no gap at all
    kind: NDArray[np.str_]  # (C,) FACING, CORNER or HEADING

    def rows(self, which: NDArray[np.bool_] | NDArray[np.int64]) -> "Candidates":
        """Some of them."""
        return Candidates(*(values[which] for values in vars(self).values()))

    def and_(self, other: "Candidates") -> "Candidates":
        """These and others."""
        pairs = zip(vars(self).values(), vars(other).values(), strict=True)
        return Candidates(*(np.concatenate(pair) for pair in pairs))


def facing(ends: Ends, ink: UInt8Array, max_gap: float) -> Candidates:
    """Pairs of ends that look at each other with nothing but paper between them."""
    reach = max_gap + _SLACK + 2 * float(ends.radius.max()) + 1
    start, end = _close_pairs(ends.at, reach)
    way = ends.at[end] - ends.at[start]
    distance = np.linalg.norm(way, axis=1)
    gap = distance - ends.radius[start] - ends.radius[end] - 1
    one, other = _turn(ends.tangent[start], way, distance), _turn(ends.tangent[end], -way, distance)
    turn = np.maximum(one, other) + np.minimum(one, other) / 2
    good = (gap <= max_gap + _SLACK) & (np.maximum(one, other) <= np.radians(MAX_ANGLE))
    good[good] = _is_open(ink, ends.at[start[good]], ends.at[end[good]])
    start, end = start[good], end[good]
    kind = np.where(np.maximum(one, other)[good] <= _CORNER, FACING, CORNER)
    return Candidates(start, end, ends.at[end], gap[good], turn[good], _cost(gap[good], turn[good], max_gap), kind)


def heading(ends: Ends, ink: UInt8Array, max_gap: float, which: NDArray[np.bool_]) -> Candidates:
    """For each of the ends ``which`` (E,) the cheapest line within a fan of rays around its tangent."""
    rows = np.flatnonzero(which)
    rays = _cast(ends.rows(rows), ink, max_gap, _FAN)
    cost = _cost(rays.gap, rays.turn, max_gap) * _LINE_COST + _LINE_DOUBT + _LINE_TURN * rays.turn
    cost += _STUMP[ends.length[rows], None]
    return _cheapest(ends, rows, rays, np.where(cost <= _MAX_COST, cost, np.inf))


def beside(ends: Ends, ink: UInt8Array, max_gap: float, which: NDArray[np.bool_]) -> Candidates:
    """For each of the ends ``which`` (E,) the nearest line, ahead or beside: where a cut took a bend or a meeting of
    lines with it, the tangent says little. All cost ``UNSURE`` or more."""
    rows = np.flatnonzero(which)
    rays = _cast(ends.rows(rows), ink, min(max_gap, _NEAR), _SIDES)
    return _cheapest(ends, rows, rays, UNSURE + rays.gap / _FAR + _SIDE_TURN * rays.turn)


@dataclass(frozen=True, eq=False)
class _Rays:
    """What R rays from each of E ends meet."""

    spot: NDArray[np.int64]  # (E, R, 2) x, y
    gap: FloatArray  # (E, R) px of paper before it, infinite where nothing is met
    turn: FloatArray  # (E, R) radians between the tangent and the ray


def _cast(ends: Ends, ink: UInt8Array, max_gap: float, fan: FloatArray) -> _Rays:
    """Along each angle of the ``fan`` (R,) to the first ink that is not the end's own line."""
    height, width = ink.shape
    turned = np.stack([np.cos(fan), np.sin(fan)])
    tx, ty = ends.tangent[:, 0, None], ends.tangent[:, 1, None]
    ray = np.stack([tx * turned[0] - ty * turned[1], tx * turned[1] + ty * turned[0]], axis=2)  # (E, R, 2)
    reach = max_gap + _SLACK + float(ends.radius.max(initial=0)) + 2
    away = np.arange(_STEP, reach + _STEP, _STEP, dtype=np.float32)
    at = np.rint(ends.at[:, None, None] + ray[:, :, None] * away[:, None]).astype(np.int64)  # (E, R, steps, 2)
    inside = (at >= 0).all(axis=3) & (at[..., 0] < width) & (at[..., 1] < height)
    x, y = np.clip(at[..., 0], 0, width - 1), np.clip(at[..., 1], 0, height - 1)
    inked = (ink[y, x] > 0) | ~inside  # the page's edge closes like a line
    left = np.logical_or.accumulate(~inked, axis=2)
    hit = inked & left & ~_own(ends, at, inked & left)
    step = hit.argmax(axis=2)
    leave = (~inked).argmax(axis=2)
    gap = away[step] - away[leave]
    gap = np.where(hit.any(axis=2) & (gap <= max_gap + _SLACK), gap, np.float32(np.inf))
    turn = np.maximum(np.abs(fan) - _GRID / np.maximum(away[step], 1), 0)
    spot = np.take_along_axis(at, step[:, :, None, None], axis=2)[:, :, 0]
    return _Rays(np.clip(spot, 0, [width - 1, height - 1]), gap, turn)


def _cheapest(ends: Ends, rows: NDArray[np.int64], rays: _Rays, cost: FloatArray) -> Candidates:
    """Of each of the ends ``rows`` (E,) the ray of the least ``cost`` (E, R), unless all are infinite."""
    own = np.flatnonzero(np.isfinite(cost.min(axis=1)))
    best = cost.argmin(axis=1)[own]
    start, target = rows[own], rays.spot[own, best].astype(np.float32)
    gap, turn, cost = (values[own, best].astype(np.float32) for values in (rays.gap, rays.turn, cost))
    return Candidates(start, _tip_hit(ends, start, target), target, gap, turn, cost, np.full(len(own), HEADING))


def _tip_hit(ends: Ends, start: NDArray[np.int64], target: FloatArray) -> NDArray[np.int64]:
    """(C,) the end whose tip lies at each target, else -1: a line headed for there is as good as closed too."""
    hit = np.full(len(target), -1)
    reach = float(ends.radius.max()) + _TIP
    one, other = _close_pairs(np.concatenate([ends.at, target]), reach)
    pair = (one < len(ends.at)) & (other >= len(ends.at))
    end, which = one[pair], other[pair] - len(ends.at)
    apart = np.linalg.norm(ends.at[end] - target[which], axis=1)
    near = (apart <= ends.radius[end] + _TIP) & (end != start[which])
    order = np.argsort(-apart[near], kind="stable")
    hit[which[near][order]] = end[near][order]
    return hit


def without_dust(ink: UInt8Array) -> UInt8Array:
    """Specks of ink are no lines to head for."""
    _, parts, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    return np.where((stats[:, cv2.CC_STAT_AREA] > _DUST)[parts], ink, np.uint8(0))


def _own(ends: Ends, at: NDArray[np.int64], hit: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Which hits (E, rays, steps) at ``at`` (E, rays, steps, 2) are the rough side of the end's own line."""
    own = np.zeros(hit.shape, bool)
    of, ray, step = np.nonzero(hit)
    apart = np.linalg.norm(ends.path[of] - at[of, ray, step][:, None], axis=2).min(axis=1)
    own[of, ray, step] = apart <= ends.radius[of] + _ROUGH
    return own


def _is_open(ink: UInt8Array, start: FloatArray, end: FloatArray) -> NDArray[np.bool_]:
    """(C,) the straight way leaves ink once and meets it once: ink, paper, ink."""
    samples = 2 * int(np.ceil(np.linalg.norm(end - start, axis=1).max(initial=1))) + 1
    along = np.linspace(0, 1, samples, dtype=np.float32)[None, :, None]
    at = np.rint(start[:, None] * (1 - along) + end[:, None] * along).astype(np.int64)
    inked = ink[at[..., 1], at[..., 0]] > 0
    changes = (inked[:, 1:] != inked[:, :-1]).sum(axis=1)
    return np.asarray(changes == 2)


def _close_pairs(at: FloatArray, reach: float) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Rows i < j of all points within ``reach``, through a grid of cells of that size."""
    cell = np.floor(at / reach).astype(np.int64) + 1
    columns = int(cell[:, 0].max()) + 2
    key = cell[:, 1] * columns + cell[:, 0]
    order = np.argsort(key, kind="stable")
    found = []
    for shift in (0, 1, columns - 1, columns, columns + 1):
        low = np.searchsorted(key[order], key + shift, "left")
        count = np.searchsorted(key[order], key + shift, "right") - low
        one = np.repeat(np.arange(len(at)), count)
        other = order[np.arange(count.sum()) - np.repeat(count.cumsum() - count, count) + np.repeat(low, count)]
        keep = one < other if shift == 0 else np.ones(len(one), bool)
        found.append(np.stack([one[keep], other[keep]]))
    one, other = np.concatenate(found, axis=1)
    near = np.linalg.norm(at[one] - at[other], axis=1) <= reach + 1
    return np.minimum(one, other)[near], np.maximum(one, other)[near]


def _cost(gap: FloatArray, turn: FloatArray, max_gap: float) -> FloatArray:
    """Distance and angle in one measure."""
    return np.asarray(gap / max_gap * (1 + _TURN * turn) + _TURN * turn / 4, np.float32)


def _turn(tangent: FloatArray, way: FloatArray, distance: FloatArray) -> FloatArray:
    """Radians between a tangent and a way, less what the pixel grid may account for."""
    cosine = (tangent * way).sum(axis=-1) / np.maximum(distance, np.float32(1e-6))
    turn = np.arccos(np.clip(cosine, -1, 1)) - _GRID / np.maximum(distance, 1)
    return np.asarray(np.maximum(turn, 0), np.float32)
