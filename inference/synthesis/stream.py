"""An endless stream of drawings with truth for training: nothing touches the disk, every core draws."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import count

from inference.synthesis.characters import Characters
from inference.synthesis.clip import Drawn, draw_clip, draw_sheet
from inference.synthesis.plans import ClipPlan, generator, plan_clip
from inference.synthesis.workers import in_order

_OVERSHOOT = 6.0  # px


@dataclass(frozen=True, eq=False)
class Sample:
    """A clip, and its character's sheet in the same colours where one was asked for."""

    plan: ClipPlan
    clip: Drawn
    sheet: Drawn | None


def stream(
    characters: Characters,
    names: Sequence[str],
    seed: int,
    *,
    workers: int = 1,
    frames: int = 4,
    side: int | None = None,
    sheets: bool = False,
    start: int = 0,
) -> Iterator[Sample]:
    """Clips of random characters among ``names``, for ever. The same seed gives the same clips in the same order,
    however many ``workers`` draw them; ``start`` goes on where a training has stopped."""
    items = ((characters, tuple(names), seed, number, frames, side, sheets) for number in count(start))
    return in_order(_sample, items, workers)


def _sample(
    characters: Characters,
    names: tuple[str, ...],
    seed: int,
    number: int,
    frames: int,
    side: int | None,
    sheets: bool,
) -> Sample:
    random = generator(seed, "stream", number)
    name = names[random.integers(len(names))]
    motions = characters.motions(name)
    plan = plan_clip(random, name, motions, frames=frames, side=side, overshoot=_OVERSHOOT, green=True)
    sheet = draw_sheet(characters, name, plan.palette) if sheets else None
    return Sample(plan, draw_clip(characters, plan), sheet)
