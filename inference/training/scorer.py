"""What the scorer learns: to answer questions about clips."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

import numpy as np
import torch
from torch import Tensor

from inference.errors import BadFile
from inference.training.course import Pace, Weights
from inference.training.examples import example
from inference.training.material import Material
from inference.training.network import Batch, batch_of, initial_weights, loss_of

_BATCH = 4
_SAMPLED = 64  # examples that the features' mean and deviation are taken from


class Scoring:
    """Four questions a step, characters evenly."""

    pace = Pace(rate=3e-3, warm_up=50, decay=0.01, average=0.998)
    fixed: tuple[str, ...] = ("pair.mean", "pair.scale", "temperature")
    device = torch.device("cpu")

    def __init__(self, clips: Sequence[Material], seed: int) -> None:
        """Raises BadFile when no clip has anything to ask."""
        self._characters = by_character(clips)
        self._seed = seed

    def begin(self) -> Weights:
        """Features are scaled by what a sample of questions shows."""
        random = np.random.default_rng([self._seed, 1 << 40])
        questions = [example(random, self._characters).question for _ in range(_SAMPLED)]
        rows = np.concatenate([one.pairs[one.valid] for one in questions]).astype(np.float64)
        mean, deviation = (torch.tensor(value, dtype=torch.float32) for value in (rows.mean(axis=0), rows.std(axis=0)))
        return initial_weights(self._seed, mean, deviation)

    def batch(self, step: int) -> Batch:
        """The questions of a step."""
        random = np.random.default_rng([self._seed, step])
        return batch_of([example(random, self._characters) for _ in range(_BATCH)])

    def loss(self, batch: Batch, weights: Mapping[str, Tensor]) -> tuple[Tensor, dict[str, float]]:
        """And the share of segments that are right."""
        loss, right = loss_of(batch, weights)
        return loss, {"right": right}


def by_character(clips: Sequence[Material]) -> dict[str, list[Material]]:
    """Clips that have something to ask, by character. Raises BadFile when none has."""
    found = defaultdict(list)
    for clip in clips:
        if clip.meetings:
            found[clip.character].append(clip)
    if not found:
        raise BadFile("no clip of the training set has two painted drawings: there is nothing to learn from.")
    return dict(found)
