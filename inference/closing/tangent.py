"""Gaps closed along the tangent: from a line's end to another end that faces it, or to the line it was heading for.

Legend: E ends, C candidates.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from inference.closing.ends import Ends, line_ends
from inference.types import Closure, FloatArray, UInt8Array

MAX_GAP = 12.0  # px between the rims of the ink
MAX_ANGLE = 60.0  # degrees between a line's tangent and the closure
_FAN = np.radians(np.arange(-60, 61, 7.5)).astype(np.float32)
# On the grid of pixels a direction over d px is no better known than this many px / d.
_GRID = 1.0
# How much one radian of turning costs, against distance.
_TURN = 1.0
# A closure to the side of a line turns only at one end: it must be that much straighter.
_LINE_COST = 1.3
_STEP = 0.5  # px along a ray


class _Candidates(NamedTuple):
    start: NDArray[np.int64]  # (C,) row of Ends
    end: NDArray[np.int64]  # (C,) row of Ends, or -1 where a line is hit
    target: FloatArray  # (C, 2) x, y
    cost: FloatArray  # (C,) 0 = no gap at all


def tangent_closures(ink: UInt8Array, max_gap: float = MAX_GAP) -> list[Closure]:
    """Closures of gaps up to ``max_gap`` px in ink (H, W) 0 or 1, the surest first; each end is used once."""
    ends = line_ends(ink)
    if not len(ends.at):
        return []
    facing = _mutual(_facing(ends, ink, max_gap), len(ends.at))
    heading = _heading(ends, ink, max_gap)
    taken = np.zeros(len(ends.at), bool)
    taken[facing.start] = taken[facing.end] = True
    left = ~taken[heading.start]
    start = np.concatenate([facing.start, heading.start[left]])
    target = np.concatenate([facing.target, heading.target[left]])
    cost = np.concatenate([facing.cost, heading.cost[left]])
    order = np.argsort(cost, kind="stable")
    source = np.rint(ends.at).astype(int)
    goal = np.rint(target).astype(int)
    return [
        Closure(
            points=((int(source[start[c], 0]), int(source[start[c], 1])), (int(goal[c, 0]), int(goal[c, 1]))),
            score=float(np.exp(-cost[c])),
            kind="facing" if c < len(facing.start) else "heading",
        )
        for c in order
    ]


def _cost(gap: FloatArray, turn: FloatArray, max_gap: float) -> FloatArray:
    """Distance and angle in one measure."""
    return np.asarray(gap / max_gap * (1 + _TURN * turn) + _TURN * turn / 4, np.float32)


def _turn(tangent: FloatArray, way: FloatArray, distance: FloatArray) -> FloatArray:
    """Radians between a tangent and a way, less what the pixel grid may account for."""
    cosine = (tangent * way).sum(axis=-1) / np.maximum(distance, np.float32(1e-6))
    return np.maximum(np.arccos(np.clip(cosine, -1, 1)) - _GRID / np.maximum(distance, 1), 0)


def _facing(ends: Ends, ink: UInt8Array, max_gap: float) -> _Candidates:
    """Pairs of ends that look at each other with nothing but paper between them."""
    reach = max_gap + 2 * float(ends.radius.max())
    start, end = _close_pairs(ends.at, reach)
    way = ends.at[end] - ends.at[start]
    distance = np.linalg.norm(way, axis=1)
    gap = distance - ends.radius[start] - ends.radius[end] - 1
    one, other = _turn(ends.tangent[start], way, distance), _turn(ends.tangent[end], -way, distance)
    turn = np.maximum(one, other) + np.minimum(one, other) / 2
    good = (gap <= max_gap) & (np.maximum(one, other) <= np.radians(MAX_ANGLE))
    good[good] = _is_open(ink, ends.at[start[good]], ends.at[end[good]])
    start, end = start[good], end[good]
    return _Candidates(start, end, ends.at[end], _cost(gap[good], turn[good], max_gap))


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


def _is_open(ink: UInt8Array, start: FloatArray, end: FloatArray) -> NDArray[np.bool_]:
    """(C,) the straight way leaves ink once and meets it once: ink, paper, ink."""
    samples = 2 * int(np.ceil(np.linalg.norm(end - start, axis=1).max(initial=1))) + 1
    along = np.linspace(0, 1, samples, dtype=np.float32)[None, :, None]
    at = np.rint(start[:, None] * (1 - along) + end[:, None] * along).astype(np.int64)
    inked = ink[at[..., 1], at[..., 0]] > 0
    changes = (inked[:, 1:] != inked[:, :-1]).sum(axis=1)
    return np.asarray(changes == 2)


def _mutual(found: _Candidates, count: int) -> _Candidates:
    """The candidates that are the best left for both their ends, again and again."""
    order = np.argsort(found.cost, kind="stable")
    free = np.ones(count, bool)
    chosen = []
    while order.size:
        rank = np.arange(len(order))
        first = np.full(count, len(order))
        np.minimum.at(first, found.start[order], rank)
        np.minimum.at(first, found.end[order], rank)
        best = (first[found.start[order]] == rank) & (first[found.end[order]] == rank)
        won = order[best]
        chosen.append(won)
        free[found.start[won]] = free[found.end[won]] = False
        order = order[free[found.start[order]] & free[found.end[order]]]
    keep = np.concatenate(chosen) if chosen else np.zeros(0, np.int64)
    return _Candidates(*(values[keep] for values in found))


def _heading(ends: Ends, ink: UInt8Array, max_gap: float) -> _Candidates:
    """For each end the cheapest line within a fan of rays around its tangent."""
    height, width = ink.shape
    turned = np.stack([np.cos(_FAN), np.sin(_FAN)])
    tx, ty = ends.tangent[:, 0, None], ends.tangent[:, 1, None]
    ray = np.stack([tx * turned[0] - ty * turned[1], tx * turned[1] + ty * turned[0]], axis=2)  # (E, rays, 2)
    reach = max_gap + float(ends.radius.max()) + 2
    away = np.arange(_STEP, reach + _STEP, _STEP, dtype=np.float32)
    at = np.rint(ends.at[:, None, None] + ray[:, :, None] * away[:, None]).astype(np.int64)  # (E, rays, steps, 2)
    inside = (at >= 0).all(axis=3) & (at[..., 0] < width) & (at[..., 1] < height)
    x, y = np.clip(at[..., 0], 0, width - 1), np.clip(at[..., 1], 0, height - 1)
    inked = (ink[y, x] > 0) & inside
    left = np.logical_or.accumulate(~inked & inside, axis=2)
    hit = inked & left
    step = hit.argmax(axis=2)
    leave = (~inked & inside).argmax(axis=2)
    gap = away[step] - away[leave]
    turn = np.maximum(np.abs(_FAN) - _GRID / np.maximum(away[step], 1), 0)
    cost = np.where(hit.any(axis=2) & (gap <= max_gap), _cost(gap, turn, max_gap) * _LINE_COST, np.inf)
    best = cost.argmin(axis=1)
    rows = np.arange(len(best))
    target = at[rows, best, step[rows, best]].astype(np.float32)
    good = np.isfinite(cost[rows, best])
    start = rows[good]
    return _Candidates(start, np.full(len(start), -1), target[good], cost[rows, best][good].astype(np.float32))
