"""How good the scorer is on clips that it was not trained on, and how sure it may be."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from torch import Tensor

from inference.matching.calibration import best_temperature, calibration_error, tempered
from inference.matching.network import NUMPY, answer
from inference.training.examples import Example, plain_example, practicable
from inference.training.material import Material
from inference.types import FloatArray

TASKS = ("neighbour", "first", "views", "everything")


@dataclass(frozen=True)
class Validated:
    """Shares in [0, 1], over all segments of all questions."""

    accuracy: dict[str, float]  # by task
    temperature: float
    error_before: float  # expected calibration error at temperature 1
    error: float  # at ``temperature``


def questions(clips: Sequence[Material]) -> list[Example]:
    """Every target of every clip, once per task that it has references for."""
    return list(_questions(clips))


def _questions(clips: Sequence[Material]) -> Iterator[Example]:
    for clip in clips:
        for target in clip.targets:
            for task in TASKS:
                if practicable(clip, target, task):
                    yield plain_example(clip, target, task)


def validate(asked: Sequence[Example], weights: Mapping[str, Tensor]) -> Validated:
    """Ask everything; the likeliest colour counts, as a painter sees it ("none of them" is never painted)."""
    plain = {name: tensor.detach().float().numpy() for name, tensor in weights.items()}
    right: dict[str, list[np.ndarray]] = defaultdict(list)
    rows, truths = [], []
    width = max((one.colors for one in asked), default=0) + 1
    for one in asked:
        said = answer(one.question, one.colors, plain, NUMPY)[-1]
        counts = one.truth >= 0
        right[one.task].append((said[:, :-1].argmax(axis=1) == one.truth)[counts])
        rows.append(_widened(said[counts], width))
        truths.append(np.where(one.truth == one.colors, width - 1, one.truth)[counts])
    said, truth = np.concatenate(rows), np.concatenate(truths)
    temperature = best_temperature(said, truth)
    accuracy = {task: float(np.concatenate(found).mean()) for task, found in right.items()}
    return Validated(accuracy, temperature, _error(said, truth), _error(tempered(said, temperature), truth))


def _error(said: FloatArray, truth: np.ndarray) -> float:
    """Of the confidence that a painting shows: the likeliest colour's share, "none of them" not being a colour."""
    return calibration_error(said[:, :-1].max(axis=1), said[:, :-1].argmax(axis=1) == truth)


def _widened(said: FloatArray, width: int) -> FloatArray:
    """(n, width) with "none of them" in the last column."""
    wide = np.zeros((len(said), width), np.float32)
    wide[:, : said.shape[1] - 1] = said[:, :-1]
    wide[:, -1] = said[:, -1]
    return wide
