"""Questions with their answers: which references a drawing is coloured from, and what is wrong with them.

Legend: N target segments, M reference segments, K colours.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from inference.matching.features import Likeness, Meeting, Question, Source, ask, like_itself
from inference.matching.looks import Looks
from inference.training.material import TONES, Material
from inference.types import FloatArray, Int32Array, Kind

# How often each way of colouring is practised.
TASKS: dict[str, float] = {
    "neighbour": 0.2, "first": 0.12, "views": 0.19, "chain": 0.16, "both sides": 0.06, "everything": 0.13,
    "corrected": 0.05, "repeat": 0.09,
}  # fmt: skip
_WITH_FIRST = 0.75  # share of chains and of questions with everything that show the clip's first drawing too
_HIDDEN_KIND = 0.25  # share of references that do not say what they are
_MERGING = 0.25  # share of examples with merged colours, and
_MERGED = 0.2  # of the colours in them that become one with another (paper section 5.3)
_FORGETTING = 0.3  # share of examples whose references lack a colour or two
_MOST_CORRECTED = 5
_HEARD_APART = 0.3  # share of mistakes corrected in one of two drawings that is no neighbour of the target


@dataclass(frozen=True, eq=False)
class Example:
    """A question and its answer."""

    question: Question
    colors: int  # K
    truth: Int32Array  # (N,) 0..K-1, K = in no reference, -1 = does not count
    task: str


@dataclass(frozen=True, eq=False)
class Painted:
    """A reference with the colours that it shows, right or wrong."""

    number: int  # of the drawing
    color: Int32Array  # (M + 1,) as in Material.truth
    confidence: FloatArray  # (M + 1,)
    kind: Kind


def example(random: np.random.Generator, clips: Mapping[str, Sequence[Material]]) -> Example:
    """One at random; every character is as likely as any other, however many clips it has. Keys are characters."""
    names = sorted(clips)
    material = pick(random, clips[names[random.integers(len(names))]])
    target = pick(random, material.targets)
    tasks = [task for task in TASKS if practicable(material, target, task)]
    odds = np.array([TASKS[task] for task in tasks])
    task = tasks[random.choice(len(tasks), p=odds / odds.sum())]
    references = [_disguised(one, random) for one in _references(material, target, task, random)]
    truth = material.truth[target]
    if random.random() < _MERGING:
        truth, references = _merged(truth, references, random)
    if random.random() < _FORGETTING:
        references = _forgetful(references, random)
    return made(material, target, truth, references, task)


def plain_example(material: Material, target: int, task: str) -> Example:
    """The same question every time: the nearest references of a task, their truth, their kind; for validation."""
    near, views = sides(material, target)
    numbers = {"neighbour": near[:1], "first": [0], "views": views[:1], "everything": [*near[:1], 0, *views]}
    references = [
        _true(material, n, Kind.VIEW if n >= material.frames else Kind.NEIGHBOUR if n in near[:1] else Kind.KEYFRAME)
        for n in dict.fromkeys(numbers[task])
    ]
    return made(material, target, material.truth[target], references, task)


def practicable(material: Material, target: int, task: str) -> bool:
    """Whether the clip has what a task asks for."""
    near, views = sides(material, target)
    needs = {
        "neighbour": bool(near), "first": target > 1, "chain": bool(near), "views": bool(views),
        "everything": bool(near and views), "both sides": len(near) > 1, "corrected": True, "repeat": len(near) > 1,
    }  # fmt: skip
    return needs[task]


def sides(material: Material, target: int) -> tuple[list[int], list[int]]:
    """The drawings of the clip that a target has met, nearest first, and the sheet's views, the most alike first."""
    met = material.references(target)
    near = sorted((n for n in met if n < material.frames), key=lambda n: (abs(n - target), n))
    return near, [n for n in met if n >= material.frames]


def made(material: Material, target: int, truth: Int32Array, references: Sequence[Painted], task: str) -> Example:
    """The question that these references make."""
    known = np.unique(np.concatenate([one.color[1:] for one in references]))
    known = known[known >= 0]
    sources = [
        Source(
            material.looks[one.number],
            _meeting(material, target, one.number),
            _likeness(material, target, one.number),
            _ranked(one.color, known),
            one.confidence,
            one.kind,
        )
        for one in references
        if (one.color >= 0).any()
    ]
    if any(one.kind == Kind.VIEW or one.number >= material.frames for one in references):
        truth = in_a_tone_shown(truth, known)
    answer = _ranked(truth, known)
    answer = np.where(answer < 0, len(known), answer)
    answer = np.where((truth < 0) | (material.area[target] == 0), -1, answer)[1:]
    colors = np.stack([known // TONES, known % TONES], axis=1)
    return Example(ask(material.looks[target], sources, colors), len(known), answer.astype(np.int32), task)


def _references(material: Material, target: int, task: str, random: np.random.Generator) -> list[Painted]:
    near, views = sides(material, target)
    if task == "corrected":
        certain = _few(_true(material, target, Kind.CORRECTED), random)
        base = "neighbour" if near else "views"
        return [certain, *_references(material, target, base, random)]
    if task == "repeat":
        return _repeating(material, target, near, random)
    if task == "first":
        return [_true(material, 0, Kind.KEYFRAME)]
    if task == "views":
        return [_true(material, n, Kind.VIEW) for n in random.permutation(views)[: random.integers(1, 3)]]
    neighbour = _true(material, pick(random, near), Kind.NEIGHBOUR)
    if task == "both sides":
        return [_true(material, int(n), Kind.NEIGHBOUR) for n in random.permutation(near)[:2]]
    if task == "neighbour":
        return [neighbour]
    first = [_true(material, 0, Kind.KEYFRAME)] if random.random() < _WITH_FIRST and neighbour.number != 0 else []
    if task == "everything":
        shown = [_true(material, n, Kind.VIEW) for n in views[: random.integers(1, 3)]]
        if random.random() < 0.5:
            return [neighbour, *first, *shown]
        return [_chained(neighbour, material.looks[neighbour.number], random), *first, *shown]
    return [_chained(neighbour, material.looks[neighbour.number], random), *first]


def _repeating(material: Material, target: int, near: Sequence[int], random: np.random.Generator) -> list[Painted]:
    """One mistake in all drawings of a shot, which a painter has corrected in one of them: the others shall follow.

    The corrected drawing is one of the two that colours come from anyway, or another one, heard for that alone.
    """
    at = random.permutation(near)
    shown = [
        _chained(_true(material, int(n), kind), material.looks[int(n)], random)
        for n, kind in zip(at[:2], (Kind.NEIGHBOUR, Kind.KEYFRAME), strict=True)
    ]
    corrected = _true(material, int(at[-1]), Kind.CORRECTED)
    both = np.intersect1d(corrected.color[1:], material.truth[target][1:])
    both = both[both >= 0]
    if not len(both):
        return shown
    right = int(random.choice(both))
    wrong = _beside_color(corrected.color, material.looks[corrected.number], right, random)
    decided = np.flatnonzero(corrected.color == right)
    decided = random.permutation(decided)[: random.integers(1, _MOST_CORRECTED + 1)]
    shown = [_mistaken(one, right, wrong, random) for one in shown]
    if len(at) > 2 or random.random() < _HEARD_APART:
        return [_only(corrected, decided), *shown]
    painted = shown[-1]
    painted.color[decided], painted.confidence[decided] = right, 1
    return shown


def _mistaken(painted: Painted, right: int, wrong: int, random: np.random.Generator) -> Painted:
    """All of one colour in another, and less sure of it, as mistakes are."""
    where = painted.color == right
    confidence = np.where(where, painted.confidence * random.uniform(0.3, 1), painted.confidence)
    return replace(
        painted,
        color=np.where(where, wrong, painted.color).astype(np.int32),
        confidence=confidence.astype(np.float32),
    )


def _beside_color(color: Int32Array, seen: Looks, right: int, random: np.random.Generator) -> int:
    """A colour that touches one, or any other, as a mistake may be."""
    near = color[seen.near[color == right]].ravel()
    others = near[(near >= 0) & (near != right)]
    others = others if len(others) else color[(color >= 0) & (color != right)]
    return int(random.choice(others)) if len(others) else right


def _true(material: Material, number: int, kind: Kind) -> Painted:
    color = material.truth[number].copy()
    color[0] = -1
    return Painted(number, color, (color >= 0).astype(np.float32), kind)


def _chained(painted: Painted, seen: Looks, random: np.random.Generator) -> Painted:
    """As our own results are: of all segments that are 0.8 sure, a fifth has the colour of a segment beside it."""
    sure = 1 - random.beta(0.25, 0.25 * random.uniform(4, 15), len(painted.color)).astype(np.float32)
    wrong = random.random(len(sure)) > sure
    beside = seen.near[np.arange(len(sure)), random.integers(0, 3, len(sure))]
    other = np.where(beside > 0, painted.color[beside], painted.color[random.integers(1, len(sure), len(sure))])
    color = np.where(wrong & (other >= 0) & (painted.color >= 0), other, painted.color)
    return replace(painted, color=color.astype(np.int32), confidence=np.where(color >= 0, sure, 0).astype(np.float32))


def _few(painted: Painted, random: np.random.Generator) -> Painted:
    """Only what a painter has corrected so far."""
    known = np.flatnonzero(painted.color >= 0)
    return _only(painted, random.permutation(known)[: random.integers(1, _MOST_CORRECTED + 1)])


def _only(painted: Painted, segments: NDArray[np.integer[Any]]) -> Painted:
    """What is known of some segments, and that for certain."""
    color = np.full_like(painted.color, -1)
    color[segments] = painted.color[segments]
    return replace(painted, color=color, confidence=(color >= 0).astype(np.float32))


def _disguised(painted: Painted, random: np.random.Generator) -> Painted:
    return replace(painted, kind=Kind.DRAWING) if random.random() < _HIDDEN_KIND else painted


def _merged(
    truth: Int32Array, references: Sequence[Painted], random: np.random.Generator
) -> tuple[Int32Array, list[Painted]]:
    """Some entries become one with another, tone by tone: parts may share their colours."""
    known = np.unique(np.concatenate([truth, *(one.color for one in references)]))
    entries = np.unique(known[known >= 0] // TONES)
    table = np.arange(known.max() + 2, dtype=np.int32)  # the last row is -1's
    table[-1] = -1
    merged = entries[random.random(len(entries)) < _MERGED]
    for entry, other in zip(merged, random.choice(entries, len(merged)), strict=True):
        own = known[known // TONES == entry]
        table[own] = other * TONES + own % TONES
    return table[truth], [replace(one, color=table[one.color]) for one in references]


def _forgetful(references: Sequence[Painted], random: np.random.Generator) -> list[Painted]:
    """No reference shows some of the colours; at least one colour is left in each."""
    known = np.unique(np.concatenate([one.color for one in references]))
    gone = random.permutation(known[known >= 0])[: random.integers(1, 3)]
    left = [np.where(np.isin(one.color, gone), -1, one.color).astype(np.int32) for one in references]
    if not all((color >= 0).any() for color in left):
        return list(references)
    return [replace(one, color=color) for one, color in zip(references, left, strict=True)]


def _meeting(material: Material, target: int, reference: int) -> Meeting:
    return itself(material.looks[target]) if target == reference else material.meetings[target, reference]


def _likeness(material: Material, target: int, reference: int) -> Likeness:
    if target == reference:
        return like_itself(len(material.looks[target].area) - 1)
    return material.likeness[target, reference]


def itself(seen: Looks) -> Meeting:
    """A drawing meets itself: what ``meet`` finds without flow, but for lines, which it gives to a segment beside."""
    count = len(seen.area)
    own = np.arange(1, count, dtype=np.int64) * count + np.arange(1, count)
    sure = np.ones(count, np.float32)
    return Meeting((own, seen.area[1:]), (own, seen.area[1:]), seen.centroid, seen.centroid, sure, sure, 1.0)


def in_a_tone_shown(truth: Int32Array, known: NDArray[np.int32]) -> Int32Array:
    """Views are seldom shaded: where they lack a tone, another tone of the entry is right, normal first. The tone comes
    from the drawing's annotations (``shading.with_tones``)."""
    first = known[np.searchsorted(known, truth // TONES * TONES).clip(0, len(known) - 1)]
    instead = (truth >= 0) & ~np.isin(truth, known) & (first // TONES == truth // TONES)
    return np.where(instead, first, truth).astype(np.int32)


def _ranked(color: Int32Array, known: NDArray[np.int32]) -> Int32Array:
    return np.where(np.isin(color, known), np.searchsorted(known, color), -1).astype(np.int32)


def pick(random: np.random.Generator, among: Sequence[Any]) -> Any:
    """One of them."""
    return among[int(random.integers(len(among)))]
