"""Do the files of an upload make a shot together?"""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from webapp.exchange.files import Picture, Place, Problem


class Limit(NamedTuple):
    """The most that somebody may upload at once, below what the readers take anyway."""

    drawings: int
    side: int  # px


def beyond(limit: Limit, pictures: Sequence[Picture]) -> list[Problem]:
    """What is too much or too large for the limit."""
    problems = [
        Problem(
            picture.name,
            "too_large",
            f"{picture.name}: is {_times(picture.size)}; here drawings are at most {limit.side} px a side. "
            "Export it smaller.",
        )
        for picture in pictures
        if max(picture.size) > limit.side
    ]
    if len(pictures) > limit.drawings:
        message = f"{len(pictures)} drawings are too many; here a shot has at most {limit.drawings}. Leave some out."
        problems.append(Problem("", "too_many", message))
    return problems


def same_numbers(pictures: Iterable[Picture]) -> list[Problem]:
    """Two files cannot be one drawing."""
    first: dict[Place, Picture] = {}
    problems = []
    for picture in pictures:
        other = first.setdefault(picture.place, picture)
        if other is not picture:
            level, number = picture.place
            message = f"{picture.name}: is drawing {number} of level {level}, and so is {other.name}. Keep one of them."
            problems.append(Problem(picture.name, "same_number", message))
    return problems


def sizes_that_differ(pictures: Sequence[Picture]) -> list[Problem]:
    """All drawings of a level have the size that most of them have."""
    problems = []
    for level, size in level_sizes(pictures).items():
        for picture in pictures:
            if picture.place.level == level and picture.size != size:
                message = (
                    f"{picture.name}: is {_times(picture.size)}, the others of level {level} are {_times(size)}. "
                    "Export all drawings of a level in one size."
                )
                problems.append(Problem(picture.name, "sizes_differ", message))
    return problems


def level_sizes(pictures: Iterable[Picture]) -> dict[str, tuple[int, int]]:
    """The commonest size of each level, levels in the order of their names."""
    counts: dict[str, Counter[tuple[int, int]]] = {}
    for picture in pictures:
        counts.setdefault(picture.place.level, Counter())[picture.size] += 1
    return {level: counts[level].most_common(1)[0][0] for level in sorted(counts)}


def painted_that_do_not_fit(painted: Iterable[Picture], drawings: Iterable[Picture]) -> list[Problem]:
    """A painted picture belongs to the drawing of its level and number, and has its size."""
    by_place = {drawing.place: drawing for drawing in drawings}
    problems = []
    for picture in painted:
        drawing = by_place.get(picture.place)
        if drawing is None:
            level, number = picture.place
            message = f"{picture.name}: painted, but there is no drawing {number} of level {level}. Name both alike."
            problems.append(Problem(picture.name, "no_such_drawing", message))
        elif drawing.size != picture.size:
            message = (
                f"{picture.name}: painted at {_times(picture.size)}, but its drawing {drawing.name} is "
                f"{_times(drawing.size)}. Export both in one size."
            )
            problems.append(Problem(picture.name, "sizes_differ", message))
    return problems


def _times(size: tuple[int, int]) -> str:
    return f"{size[0]}x{size[1]}"
