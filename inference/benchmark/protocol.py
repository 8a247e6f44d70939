"""Which drawing is coloured from which others: the paper's tasks as steps over a clip's drawings."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, get_args

from inference.order import carry_plan

ReferenceMode = Literal["previous", "previous-first", "first", "first-last", "chain", "chain-first", "chain-both"]
REFERENCE_MODES: tuple[ReferenceMode, ...] = get_args(ReferenceMode)


@dataclass(frozen=True)
class Step:
    """Colour one drawing; numbers are positions in the clip."""

    target: int
    truths: tuple[int, ...]  # drawings whose truth is a reference
    own: tuple[int, ...] = ()  # drawings whose results of ours are the first references


def steps(painted: Sequence[bool], mode: ReferenceMode) -> list[Step]:
    """The steps over a clip, in order; ``painted`` tells which drawings have a truth.

    previous: the true previous drawing. previous-first: the same with the first painted one beside it. first: that one
    alone. first-last: the first and the last painted one. chain: our own previous result, beginning at the first
    painted drawing. chain-first: the same with the first painted drawing beside it, as the engine carries one keyframe.
    chain-both: from the first and the last painted drawing inward, every drawing from its neighbour of ours and both of
    them, as the engine works between two keyframes. Only a chain colours drawings without truth: it walks over them.
    """
    at = [index for index, has_truth in enumerate(painted) if has_truth]
    if not at:
        return []
    first, last = at[0], at[-1]
    if mode in ("previous", "previous-first"):
        beside = (first,) if mode == "previous-first" else ()
        followers = [index for index in at if index > 0 and painted[index - 1]]
        return [Step(index, tuple(dict.fromkeys((index - 1, *beside)))) for index in followers]
    if mode == "first":
        return [Step(index, (first,)) for index in at[1:]]
    if mode == "first-last":
        return [Step(index, (first, last)) for index in at[1:-1]]
    if mode == "chain-both":
        return _inward(first, last)
    beside = (first,) if mode == "chain-first" else ()
    begin = Step(first + 1, (first,))
    return [begin if i == first + 1 else Step(i, beside, own=(i - 1,)) for i in range(first + 1, last + 1)]


def _inward(first: int, last: int) -> list[Step]:
    ends = (first, last)
    plan = carry_plan([index in ends for index in range(last + 1)], [index >= first for index in range(last + 1)])
    return [
        Step(
            step.target,
            tuple(i for i in step.neighbours + step.keyframes if i in ends),
            tuple(i for i in step.neighbours if i not in ends),
        )
        for step in plan
        if first < step.target < last
    ]
