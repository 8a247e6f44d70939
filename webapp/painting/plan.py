"""In which order the drawings of a level are coloured, and each from what."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum


class Source(Enum):
    """Where a drawing's colours come from when they do not come from another drawing."""

    SHEET = "sheet"  # the nearest reference view


@dataclass(frozen=True)
class Step:
    """Colour drawing ``target`` from drawing ``source`` (indices into the level), or from the sheet."""

    target: int
    source: int | Source


def carry_plan(keyframes: Sequence[bool], carriers: Sequence[bool]) -> list[Step]:
    """The steps for one level, in order; every drawing is the target of exactly one.

    ``keyframes[i]``: people have decided drawing i's colours. Colours are carried from keyframes outward: forwards up
    to the next keyframe, and backwards before the first. Without any, the first drawing comes from the sheet.
    ``carriers[i]``: drawing i has something to carry; a blank page has not, so its neighbours look past it.
    What a keyframe leaves open comes from the keyframe before it, and in the first one from the sheet.
    """
    count = len(keyframes)
    if not count:
        return []
    starts = [i for i in range(count) if keyframes[i] and carriers[i]]
    first = starts[0] if starts else next((i for i in range(count) if carriers[i]), 0)
    steps: list[Step] = []
    source: int | Source = Source.SHEET
    for key in starts:
        steps.append(Step(key, source))
        source = key
    steps += _carry(range(first, count), carriers, done=set(starts))
    steps += _carry(range(first, -1, -1), carriers, done={*starts, *range(first, count)})
    return steps


def _carry(order: range, carriers: Sequence[bool], done: set[int]) -> list[Step]:
    steps: list[Step] = []
    source: int | Source = Source.SHEET
    for target in order:
        if target not in done:
            steps.append(Step(target, source))
        if carriers[target]:
            source = target
    return steps
