"""Gaps closed along the tangent: from a line's end to another end that faces it, or to the line it was heading for."""

import numpy as np
from numpy.typing import NDArray

from inference.closing.candidates import Candidates, facing, heading, without_dust
from inference.closing.ends import Ends, line_ends
from inference.closing.worth import worth
from inference.segments import draw_closures
from inference.types import Closure, UInt8Array

MAX_GAP = 12.0  # px between the rims of the ink
ROUNDS = 3


def tangent_closures(ink: UInt8Array, max_gap: float = MAX_GAP) -> list[Closure]:
    """Closures of gaps up to ``max_gap`` px in ink (H, W) 0 or 1, the surest first; each end is used once.

    An end whose best closure parts nothing tries again, and heads for the closures of others too: at a lost crossing
    two lines face each other and the third meets them in the middle.
    """
    ends = line_ends(ink)
    if not len(ends.at):
        return []
    faced = facing(ends, ink, max_gap)
    lines = without_dust(ink)
    solid = lines
    heads = np.ones(len(ends.at), bool)  # ends that may still head for a line
    free = heads.copy()
    kept: list[tuple[Closure, NDArray[np.int64]]] = []
    for _ in range(ROUNDS):
        pairs = _mutual(faced.rows(free[faced.start] & free[faced.end]), len(ends.at))
        # Two ends that face each other are surer than any line behind.
        alone = free & heads
        alone[pairs.start] = alone[pairs.end] = False
        ahead = heading(ends, solid, max_gap, alone)
        tried = pairs.and_(ahead)
        if not len(tried.start):
            break
        made = kept + list(zip(_closures(ends, tried), np.stack([tried.start, tried.end], axis=1), strict=True))
        good = worth(ink, [closure for closure, _ in made])
        lost = ~good[len(kept) :]
        heads[tried.start[lost & (tried.end < 0)]] = False
        faced = _without(faced, tried.rows(lost))
        kept = [one for one, keep in zip(made, good, strict=True) if keep]
        used = np.concatenate([ends_ for _, ends_ in kept]) if kept else np.zeros(0, np.int64)
        free[:] = True
        free[used[used >= 0]] = False
        solid = lines | draw_closures([closure for closure, _ in kept], ink.shape)
    return sorted((closure for closure, _ in kept), key=lambda closure: -closure.score)


def _without(faced: Candidates, lost: Candidates) -> Candidates:
    """The facing pairs but those that were tried in vain."""
    base = int(max(faced.end.max(initial=0), lost.end.max(initial=0))) + 1
    return faced.rows(~np.isin(faced.start * base + faced.end, lost.start * base + lost.end))


def _closures(ends: Ends, chosen: Candidates) -> list[Closure]:
    source, goal = np.rint(ends.at[chosen.start]).astype(int), np.rint(chosen.target).astype(int)
    return [
        Closure(((x0, y0), (x1, y1)), float(score), str(kind))
        for (x0, y0), (x1, y1), score, kind in zip(
            source.tolist(), goal.tolist(), np.exp(-chosen.cost), chosen.kind, strict=True
        )
    ]


def _mutual(found: Candidates, count: int) -> Candidates:
    """The pairs that are the best left for both their ends, again and again."""
    order = np.argsort(found.cost, kind="stable")
    free = np.ones(count, bool)
    chosen = [np.zeros(0, np.int64)]
    while order.size:
        rank = np.arange(len(order))
        first = np.full(count, len(order))
        np.minimum.at(first, found.start[order], rank)
        np.minimum.at(first, found.end[order], rank)
        won = order[(first[found.start[order]] == rank) & (first[found.end[order]] == rank)]
        chosen.append(won)
        free[found.start[won]] = free[found.end[won]] = False
        order = order[free[found.start[order]] & free[found.end[order]]]
    return found.rows(np.concatenate(chosen))
