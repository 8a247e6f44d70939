"""Gaps closed along the tangent: from a line's end to another end that faces it, or to the line it was heading for."""

import numpy as np
from numpy.typing import NDArray

from inference.closing.candidates import (
    CORNER,
    FACING,
    HEADING,
    UNSURE,
    Candidates,
    beside,
    facing,
    heading,
    without_dust,
)
from inference.closing.choose import chosen, paper_depth
from inference.closing.ends import Ends, line_ends
from inference.segments import draw_closures
from inference.types import Closure, FloatArray, UInt8Array

MAX_GAP = 12.0  # px between the rims of the ink
# Between two ends that face each other an area may be as narrow as it likes.
_ANY_RADIUS = 0.5  # px
_MIN_WIDER = 1.0  # px by which an area's inner radius must exceed half of a doubtful gap at its mouth
_CORNER_DOUBT = 0.5
_STRAIGHT, _BENT = 0.35, 0.75  # radians of turning: no doubt yet, full doubt
_SHORT, _LONG = 6.5, 9.5  # px of gap: the same
_STUB = (6, 7)  # px of line behind its end: a stub, no stub
_HAIR = 1.0  # px: straight ahead there is no doubt of a gap as narrow as that, whatever the line
_MIN_LONGER = 2  # an area is larger than a strip of this many px beside its gap
_CLEAR_AREA = 50  # px: what a stub, or an unsure closure, parts from the rest must be that large
_SURER = {FACING: 0.4, CORNER: 0.2}  # two ends are surer than any line behind them: less cost


def tangent_closures(ink: UInt8Array, max_gap: float = MAX_GAP) -> list[Closure]:
    """Closures of gaps up to ``max_gap`` px in ink (H, W) 0 or 1, the surest first.

    Ends left over then head for the closures of others too: at a lost crossing two lines face each other and the
    third meets them in the middle. Those that are still left take the nearest line.
    """
    ends = line_ends(ink)
    if not len(ends.at):
        return []
    lines, depth = without_dust(ink), paper_depth(ink)
    found = facing(ends, ink, max_gap).and_(heading(ends, lines, max_gap, np.ones(len(ends.at), bool)))
    kept = _standing(ink, depth, ends, found)
    for look in (heading, beside):
        left = np.ones(len(ends.at), bool)
        left[kept.start], left[kept.end[kept.end >= 0]] = False, False
        more = look(ends, lines | draw_closures(_closures(ends, kept), ink.shape), max_gap, left)
        if len(more.start):
            found = found.and_(more)
            kept = _standing(ink, depth, ends, found)
    return sorted(_closures(ends, kept), key=lambda closure: -closure.score)


def _standing(ink: UInt8Array, depth: FloatArray, ends: Ends, found: Candidates) -> Candidates:
    """Those that part true areas."""
    surer = np.select([found.kind == kind for kind in _SURER], list(_SURER.values()), 0.0)
    found = found.rows(np.argsort(found.cost - surer, kind="stable"))
    start, goal = (np.rint(at).astype(np.int64) for at in (ends.at[found.start], found.target))
    radius, size = _required(found, ends.length[found.start])
    served = np.stack([found.start, found.end], axis=1)
    return found.rows(chosen(ink, depth, start, goal, radius, size, served))


def _required(found: Candidates, length: NDArray[np.int64]) -> tuple[FloatArray, FloatArray]:
    """(C,) px of inner radius and (C,) px of size that the areas on both sides of a closure must have. It starts where
    a line of ``length`` (C,) px ends."""
    doubt = np.interp(found.turn, (_STRAIGHT, _BENT), (0, 1)) + np.interp(found.gap, (_SHORT, _LONG), (0, 1))
    doubt *= found.gap / 2 + _MIN_WIDER
    doubt = np.where(found.kind == HEADING, doubt, np.where(found.kind == CORNER, _CORNER_DOUBT * found.gap / 2, 0))
    hair = (found.gap <= _HAIR) & (found.turn <= _STRAIGHT)
    stub = np.interp(length, _STUB, (1, 0)) * ((found.kind == HEADING) & ~hair)
    unsure = found.cost >= UNSURE
    doubt = np.where(unsure, found.gap / 2 + _MIN_WIDER, doubt)
    size = np.maximum(1 + _MIN_LONGER * np.maximum(found.gap, 1), _CLEAR_AREA * np.maximum(stub, unsure))
    return np.asarray(_ANY_RADIUS + doubt, np.float32), np.asarray(size, np.float32)


def _closures(ends: Ends, kept: Candidates) -> list[Closure]:
    source, goal = np.rint(ends.at[kept.start]).astype(int), np.rint(kept.target).astype(int)
    return [
        Closure(((x0, y0), (x1, y1)), float(score), str(kind))
        for (x0, y0), (x1, y1), score, kind in zip(
            source.tolist(), goal.tolist(), np.exp(-kept.cost), kept.kind, strict=True
        )
    ]
