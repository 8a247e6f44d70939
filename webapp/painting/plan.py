"""In which order the drawings of a level are coloured, and each from what."""

from collections.abc import Sequence
from typing import NamedTuple


class Step(NamedTuple):
    """Colour drawing ``target`` from the drawings ``sources`` (indices into the level, the most trusted first).

    Without sources the colours come from the sheet.
    """

    target: int
    sources: tuple[int, ...]


def carry_plan(keyframes: Sequence[bool], carriers: Sequence[bool]) -> list[Step]:
    """The steps for one level, in order; every drawing is the target of exactly one.

    ``keyframes[i]``: people have decided drawing i's colours. Colours are carried from keyframes outward: forwards up
    to the next keyframe, and backwards before the first; each drawing sees its neighbour and, beside it, the keyframe
    it all came from, so that an error does not grow. Without any keyframe the first drawing comes from the sheet.
    ``carriers[i]``: drawing i has something to carry; a blank page has not, so its neighbours look past it.
    What a keyframe leaves open comes from the keyframe before it, and in the first one from the sheet.
    """
    count = len(keyframes)
    if not count:
        return []
    starts = [i for i in range(count) if keyframes[i] and carriers[i]]
    first = starts[0] if starts else next((i for i in range(count) if carriers[i]), 0)
    between_starts = [Step(key, tuple(starts[max(0, at - 1) : at])) for at, key in enumerate(starts)]
    forwards = _carry(range(first, count), starts, carriers)
    backwards = _carry(range(first, -1, -1), starts, carriers)
    return between_starts + forwards + [step for step in backwards if step.target != first]


def _carry(order: range, starts: Sequence[int], carriers: Sequence[bool]) -> list[Step]:
    steps: list[Step] = []
    sources: tuple[int, ...] = ()
    for target in order:
        if target in starts:
            sources = (target,)
            continue
        steps.append(Step(target, sources))
        if carriers[target]:
            origin = sources[-1:] or (target,)
            sources = (target,) if origin == (target,) else (target, *origin)
    return steps
