"""In which order the drawings of a sequence are coloured, and each from which others."""

from bisect import bisect_left
from collections.abc import Sequence
from typing import NamedTuple


class Step(NamedTuple):
    """Colour drawing ``target`` from others; numbers are places in the sequence. Without any the sheet is asked."""

    target: int
    neighbours: tuple[int, ...] = ()  # the drawings beside it that are painted by then, keyframes first
    keyframes: tuple[int, ...] = ()  # further away: those it lies between, or the one its colours come from
    corrected: tuple[int, ...] = ()  # of these only what people decided: itself, and drawings not named above


def carry_plan(keyframes: Sequence[bool], carriers: Sequence[bool], corrected: Sequence[bool] = ()) -> list[Step]:
    """The steps for one sequence, in order; every drawing is the target of exactly one.

    ``keyframes[i]``: drawing i's colours are given. Colours are carried outward from keyframes, and between two of them
    from both ends inward: each drawing sees the neighbour that they came by, where they meet both neighbours, and
    beside it the keyframes around, so that an error does not grow. Without any keyframe the first drawing comes from
    the sheet. ``carriers[i]``: drawing i has something to carry; a blank page has not, so its neighbours look past it.
    What a keyframe leaves open comes from the keyframe before it, and in the first one from the sheet.
    ``corrected[i]``: people have decided some of drawing i. They are asked in that drawing and in those around it.
    """
    drawn = [i for i, carries in enumerate(carriers) if carries]
    starts = [i for i in drawn if keyframes[i]]
    steps = [Step(key, keyframes=tuple(starts[max(0, at - 1) : at])) for at, key in enumerate(starts)]
    if not starts and len(keyframes):
        steps, starts = [Step(drawn[0] if drawn else 0)], drawn[:1]
    painted = {step.target for step in steps}
    for target in sorted(set(range(len(keyframes))) - painted, key=lambda i: _distance(i, starts)):
        near = [i for i in _around(target, drawn) if i in painted]
        near.sort(key=lambda i: (i not in starts, abs(i - target)))
        far = [i for i in _around(target, starts) if i not in near]
        far.sort(key=lambda i: abs(i - target))
        steps.append(Step(target, tuple(near), tuple(far)))
        painted.add(target)
    return [_heard(step, [i for i, has in enumerate(corrected) if has]) for step in steps]


def _heard(step: Step, corrected: Sequence[int]) -> Step:
    """And the corrections in it and in the nearest drawings before and after it."""
    own = [step.target] if step.target in corrected else []
    others = [i for i in _around(step.target, corrected) if i not in step.neighbours + step.keyframes]
    return step._replace(corrected=tuple(own + others))


def _distance(place: int, starts: Sequence[int]) -> tuple[int, bool]:
    """From the nearest start; of two drawings as far away the one that lies behind it comes first."""
    return min(((abs(place - start), place < start) for start in starts), default=(place, False))


def _around(place: int, among: Sequence[int]) -> list[int]:
    """The next smaller and the next larger of sorted places, as far as there are such."""
    at = bisect_left(among, place)
    after = at + 1 if at < len(among) and among[at] == place else at
    return [*among[max(0, at - 1) : at], *among[after : after + 1]]
