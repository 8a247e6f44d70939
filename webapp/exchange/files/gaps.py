"""Gaps in a drawing's lines: found at once, for a look before anything is saved, or by a worker before it cuts."""

from collections.abc import Sequence
from typing import NamedTuple

from inference.closing import block_passes, close_gaps
from inference.lineart import read_line_art
from inference.types import Closure, LineArt

Points = Sequence[Sequence[int]]  # [x, y] px


class Gaps(NamedTuple):
    """How gaps are closed."""

    mode: str  # "off", "tangent" or "ball"
    max: int  # px, the widest gap that is closed along tangents
    radius: int  # px, of the ball that must not fit through


class FoundGap(NamedTuple):
    """A closure that the engine proposes."""

    points: list[list[int]]
    score: float  # in [0, 1]
    kind: str


def find_gaps(data: bytes, name: str, gaps: Gaps, drawn: Sequence[Points] = ()) -> list[FoundGap]:
    """The closures of a drawing's file, the surest first; people have ``drawn`` some. Raises BadFile, NotLineArt."""
    return gaps_of(read_line_art(data, name), gaps, [stroke(points) for points in drawn])


def gaps_of(line_art: LineArt, gaps: Gaps, drawn: Sequence[Closure] = ()) -> list[FoundGap]:
    """The same of a drawing that is read already."""
    if gaps.mode == "off":
        return []
    by_ball = gaps.mode == "ball"
    found = block_passes(line_art, gaps.radius, drawn) if by_ball else close_gaps(line_art, gaps.max, drawn)
    return [
        FoundGap([[int(x), int(y)] for x, y in closure.points], round(float(closure.score), 4), closure.kind)
        for closure in found
    ]


def stroke(points: Points) -> Closure:
    """A person's closure."""
    return Closure(tuple((x, y) for x, y in points), 1.0, "drawn")
