"""Gaps in a drawing's lines: found at once, for a look before anything is saved, or by a worker before it cuts."""

from typing import NamedTuple

from inference.closing import close_gaps
from inference.errors import ShiageError
from inference.lineart import read_line_art
from inference.types import LineArt


class Gaps(NamedTuple):
    """How gaps are closed."""

    mode: str  # "off", "tangent" or "ball"
    max: int  # px, the widest gap that is closed
    radius: int  # px, of the ball that must not fit through


class FoundGap(NamedTuple):
    """A closure that the engine proposes."""

    points: list[list[int]]  # [x, y] px
    score: float  # in [0, 1]
    kind: str


class NoSuchMode(ShiageError):
    """A way of closing gaps that this engine has not learnt."""

    code = "no_such_mode"


def find_gaps(data: bytes, name: str, gaps: Gaps) -> list[FoundGap]:
    """The closures of a drawing's file, the surest first. Raises BadFile, NotLineArt, NoSuchMode."""
    return gaps_of(read_line_art(data, name), gaps)


def gaps_of(line_art: LineArt, gaps: Gaps) -> list[FoundGap]:
    """The same of a drawing that is read already."""
    if gaps.mode == "off":
        return []
    if gaps.mode != "tangent":
        raise NoSuchMode(f"{line_art.name}: gaps are not closed by {gaps.mode} here. Choose tangent.")
    found = close_gaps(line_art, gaps.max)
    return [
        FoundGap([[int(x), int(y)] for x, y in closure.points], round(float(closure.score), 4), closure.kind)
        for closure in found
    ]
