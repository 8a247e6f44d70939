"""What the describer learns: which segments of two drawings of a character have the same colour.

Legend: N target segments, M reference segments.
"""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import torch
from torch import Tensor
from torch.func import functional_call
from torch.nn.functional import cross_entropy

from inference.benchmark.dataset import Clip, DrawingFiles, read_drawing, read_truth
from inference.errors import BadFile
from inference.matching.describer import Describer, Drawing, described
from inference.matching.looks import MEASURES, looks
from inference.training.course import Pace, Weights
from inference.training.examples import in_a_tone_shown, pick
from inference.training.material import code_of
from inference.types import CATEGORIES

_BATCH = 4  # pairs of drawings
_PARSING = 0.1  # the paper's weight of the loss of categories
_BACK = 0.5  # weight of the way back, from the reference's segments to the target's
_MIRRORED = 0.5  # share of pairs that are seen in a mirror, both drawings
# How often a drawing meets its neighbour, any of its clip, a view of the sheet, or one of another clip.
_PARTNERS = {"near": 0.45, "clip": 0.15, "view": 0.3, "elsewhere": 0.1}
_NEAR = (-3, -2, -1, 1, 2, 3)
_Told = tuple[Tensor, float]
_X, _WHOLE_X, _LEAN = (MEASURES.index(name) for name in ("x", "whole x", "lean"))


@dataclass(frozen=True, eq=False)
class Seen:
    """A drawing with what the describer should say about it; rows are its segments that are looked at."""

    drawing: Drawing
    color: Tensor  # (N,) sheet entry and tone as one number; -1 = none known
    category: Tensor  # (N,) row of CATEGORIES; -1 = none known


@dataclass(frozen=True, eq=False)
class Person:
    """Everything that is known of one character."""

    clips: list[list[Seen]]
    views: list[Seen]


@dataclass(frozen=True, eq=False)
class Pair:
    """A target, what it is compared with, and whether that is a view of the sheet."""

    target: Seen
    reference: Seen
    is_view: bool


def read_people(clips: Sequence[Clip], progress: Callable[[str], None]) -> dict[str, Person]:
    """Look at every painted drawing of the clips: about a megabyte each is held in memory. Raises BadFile."""
    people: dict[str, Person] = defaultdict(lambda: Person([], []))
    for clip in clips:
        person = people[clip.character]
        if not person.views:
            person.views.extend(_seen(files, clip) for files in clip.views)
        person.clips.append([_seen(files, clip) for files in clip.drawings if files.gt is not None])
        progress(clip.name)
    kept = {name: one for name, one in people.items() if any(len(clip) > 1 for clip in one.clips)}
    if not kept:
        raise BadFile("no clip of the training set has two painted drawings: there is nothing to learn from.")
    return kept


class Describing:
    """Four pairs of drawings a step, characters evenly."""

    pace = Pace(rate=1.5e-3, warm_up=200, decay=0.02, average=0.999)
    fixed: tuple[str, ...] = ("mean", "scale")
    device = torch.device("cpu")

    def __init__(self, people: Mapping[str, Person], seed: int, start: Describer | None = None) -> None:
        self._people = people
        self._names = sorted(people)
        self._seed = seed
        self._start = start
        self._net = Describer()

    def begin(self) -> Weights:
        """Those of ``start``, else random ones; then measures are scaled by what the drawings show."""
        if self._start:
            return {name: tensor.clone() for name, tensor in self._start.state_dict().items()}
        torch.manual_seed(self._seed)
        net = Describer()
        rows = torch.cat([one.drawing.measures for who in self._people.values() for clip in who.clips for one in clip])
        net.mean.copy_(rows.mean(dim=0))
        net.scale.copy_(1 / rows.std(dim=0).clamp(min=0.1))
        return {name: tensor.detach().clone() for name, tensor in net.state_dict().items()}

    def batch(self, step: int) -> list[Pair]:
        """The pairs of a step."""
        random = np.random.default_rng([self._seed, step])
        return [self._pair(random) for _ in range(_BATCH)]

    def loss(self, batch: list[Pair], weights: Mapping[str, Tensor]) -> tuple[Tensor, dict[str, float]]:
        """And the share of segments that are right, and the loss of categories."""
        drawings = [(one.target.drawing, one.reference.drawing) for one in batch]
        said = functional_call(self._net, dict(weights), (drawings,))
        losses, rights = zip(*(_colors(*one, *two) for one, two in zip(_asked(batch), said, strict=True)), strict=True)
        parsing = [_categories(one, logits[2]) for one, logits in zip(batch, said, strict=True)]
        loss, parsed = torch.stack(losses).mean(), torch.stack(parsing).mean()
        told = {"right": float(np.mean(rights)), "parsing": float(parsed.detach())}
        return loss + _PARSING * parsed, told

    def _pair(self, random: np.random.Generator) -> Pair:
        person = self._people[pick(random, self._names)]
        clip = pick(random, [clip for clip in person.clips if len(clip) > 1])
        at = int(random.integers(len(clip)))
        odds = _PARTNERS if person.views else {**_PARTNERS, "view": 0.0}
        kind = random.choice(list(odds), p=np.array([*odds.values()]) / sum(odds.values()))
        if kind == "view":
            pair = Pair(clip[at], pick(random, person.views), True)
        elif kind == "elsewhere":
            pair = Pair(clip[at], pick(random, pick(random, person.clips)), False)
        else:
            steps = _NEAR if kind == "near" else range(-len(clip), len(clip))
            other = pick(random, [at + step for step in steps if step and 0 <= at + step < len(clip)])
            pair = Pair(clip[at], clip[other], False)
        if random.random() < _MIRRORED:
            pair = Pair(_mirrored(pair.target), _mirrored(pair.reference), pair.is_view)
        return pair


def _seen(files: DrawingFiles, clip: Clip) -> Seen:
    line_art, segments = read_drawing(files)
    drawing = described(line_art, segments, looks(line_art, segments))
    painting = clip.book.painting(read_truth(files, segments))
    category = {entry.key: CATEGORIES.index(entry.category) for entry in clip.book.sheet.entries}
    label = drawing.label.numpy()
    color = np.where(segments.area > 0, code_of(painting), -1)[label].astype(np.int64)
    kinds = np.array([category.get(int(key), -1) for key in painting.entry[label]], np.int64)
    return Seen(drawing, torch.from_numpy(color), torch.from_numpy(kinds))


def _mirrored(seen: Seen) -> Seen:
    drawing = seen.drawing
    measures = drawing.measures.clone()
    measures[:, [_X, _WHOLE_X]] = 1 - measures[:, [_X, _WHOLE_X]]
    measures[:, _LEAN] *= -1
    place = drawing.place * torch.tensor([-1.0, 1.0])
    return replace(seen, drawing=replace(drawing, patches=drawing.patches.flip(-1), measures=measures, place=place))


def _asked(batch: Sequence[Pair]) -> list[tuple[Tensor, Tensor, bool]]:
    """The colours of both sides; a view's target has a tone that the view shows."""
    asked = []
    for one in batch:
        target, reference = one.target.color, one.reference.color
        if one.is_view:
            known = np.unique(reference.numpy()[reference.numpy() >= 0])
            target = torch.from_numpy(in_a_tone_shown(target.numpy(), known).astype(np.int64))
        asked.append((target, reference, one.is_view))
    return asked


def _colors(target: Tensor, reference: Tensor, is_view: bool, there: Tensor, back: Tensor, _: Tensor) -> _Told:
    """The loss of a pair (paper, equations 4 and 7: likelihoods are summed by colour), and the share that is right."""
    loss, right = _one_way(target, reference, there)
    if is_view or not len(target):  # a view's own colours are mostly shown by no drawing
        return loss, right
    return (loss + _BACK * _one_way(reference, target, back)[0]) / (1 + _BACK), right


def _one_way(asked: Tensor, shown: Tensor, logits: Tensor) -> _Told:
    """Cross-entropy of asked segments' colours (N,) among the shown ones (M,), from logits (N, M + 1)."""
    same = (asked[:, None] == shown) & (shown >= 0)
    right = torch.cat([same, ~same.any(dim=1, keepdim=True)], dim=1)
    likely = logits.log_softmax(dim=1)
    losses = -torch.logsumexp(likely.masked_fill(~right, -1e4), dim=1)
    counts = asked >= 0
    if not counts.any():
        return losses.sum() * 0, 1.0
    share = (likely.detach().exp() * right).sum(dim=1)[counts] > 0.5
    return losses[counts].mean(), float(share.float().mean())


def _categories(pair: Pair, logits: Tensor) -> Tensor:
    truth = torch.cat([pair.target.category, pair.reference.category])
    return cross_entropy(logits, truth, ignore_index=-1) if (truth >= 0).any() else logits.sum() * 0


@torch.inference_mode()
def recognized(people: Mapping[str, Person], describer: Describer) -> dict[str, float]:
    """Task -> share of segments whose likeliest colour is right, by the describer alone; every other drawing is asked
    from the one before it, the clip's first one and the sheet's first view."""
    right: dict[str, list[Tensor]] = defaultdict(list)
    for person in people.values():
        for clip in person.clips:
            for at in range(1, len(clip), 2):
                asked = {"neighbour": [clip[at - 1]], "first": clip[: at > 1], "view": person.views[:1]}
                for task, references in asked.items():
                    pairs = (Pair(clip[at], one, task == "view") for one in references)
                    right[task].extend(_right(pair, describer) for pair in pairs)
    return {task: float(torch.cat(found).float().mean()) for task, found in right.items() if found}


def _right(pair: Pair, describer: Describer) -> Tensor:
    target, reference, _ = _asked([pair])[0]
    there, _, _ = describer([(pair.target.drawing, pair.reference.drawing)])[0]
    known, column = torch.unique(reference, return_inverse=True)
    likely = torch.zeros(len(target), len(known)).index_add(1, column, there[:, :-1].softmax(dim=1))
    likely[:, known < 0] = -1
    right: Tensor = known[likely.argmax(dim=1)] == target
    return right[target >= 0]
