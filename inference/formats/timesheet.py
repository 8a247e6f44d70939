"""Which drawing of which level shows at each frame."""

import re
from dataclasses import dataclass
from typing import NamedTuple

MAX_FRAMES = 100_000
MAX_COLUMNS = 1_000


class Drawing(NamedTuple):
    """A drawing by its number; 12a has the suffix "a"."""

    number: int
    suffix: str = ""

    def __str__(self) -> str:
        return f"{self.number}{self.suffix}"


_DRAWING = re.compile(r"(?<![0-9])(?P<number>[0-9]{1,6})(?P<suffix>[A-Za-z]{0,2})$")


def parse_drawing(text: str) -> Drawing | None:
    """Drawing 12a of ``12a``, ``0012a`` or ``A_0012a``; None when it ends in no number."""
    found = _DRAWING.search(text.strip())
    return Drawing(int(found["number"]), found["suffix"]) if found else None


@dataclass(frozen=True)
class Column:
    """One level's drawings, frame by frame; None = nothing shows. A drawing that is held is there at each frame."""

    level: str
    drawings: tuple[Drawing | None, ...]


@dataclass(frozen=True)
class Timesheet:
    """A cut's timing: columns of one length, the first lies lowest."""

    columns: tuple[Column, ...]
    name: str = ""
    cut: str = ""
    scene: str = ""

    @property
    def duration(self) -> int:
        """Frames."""
        return max((len(column.drawings) for column in self.columns), default=0)

    def drawings_of(self, level: str) -> list[Drawing]:
        """Every drawing of a level that shows at all, once, in the order of its first frame."""
        shown = [drawing for column in self.columns if column.level == level for drawing in column.drawings]
        return list(dict.fromkeys(drawing for drawing in shown if drawing is not None))
