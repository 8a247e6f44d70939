"""The scorer's network in torch: the same code as at work, with torch's operations and several questions at once.

Legend: N target segments, R references, C candidates, K colours; a batch joins its questions along N.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields

import numpy as np
import torch
from torch import Tensor

from inference.matching.features import GATE_FEATURES, PAIR_FEATURES, Question
from inference.matching.looks import TRACES
from inference.matching.network import ROUNDS, Ops, answer
from inference.matching.pairs import Weights
from inference.matching.scorer import shapes
from inference.training.examples import Example

# What hardly varies in training (colour pencils, in sets of black lines) must not shout elsewhere.
_LEAST_DEVIATION = 0.1
# How much the first look, the rounds, and what is said in the end count.
_STAGES = (0.3, 0.3, 0.5, 1.0)


def _by_color(weight: Tensor, color: Tensor, colors: int) -> Tensor:
    return weight.new_zeros(len(weight), colors).scatter_add(1, color, weight)


def _dots(one: Tensor, other: Tensor, row: Tensor) -> Tensor:
    return torch.gather(one @ other.T, 1, row)


TORCH = Ops(
    relu=torch.relu,
    exp=torch.exp,
    log=torch.log,
    join=lambda tensors: torch.cat(tensors, dim=-1),
    highest=lambda tensor: tensor.amax(dim=-1, keepdim=True),
    likeliest=lambda tensor, count: tensor.argsort(dim=-1, descending=True, stable=True)[:, :count],
    by_color=_by_color,
    dots=_dots,
)


@dataclass(frozen=True, eq=False)
class Batch:
    """Several questions as one; ``truth`` (N,) is a colour, ``colors`` = none of them, or -1 = does not count."""

    question: Question  # of tensors
    colors: int
    truth: Tensor
    owner: Tensor  # (N,) which example each segment belongs to
    examples: int


def batch_of(examples: Sequence[Example]) -> Batch:
    """Join questions; references and colours are padded to the most that one has."""
    references = max(one.question.pairs.shape[1] for one in examples)
    candidates = max(one.question.pairs.shape[2] for one in examples)
    colors = max(one.colors for one in examples)
    rows = np.cumsum([0, *(len(one.truth) for one in examples)])
    beside = np.cumsum([0, *(len(one.question.beside) for one in examples)])
    moved = {name: [getattr(one.question, name) for one in examples] for name in (f.name for f in fields(Question))}
    moved["near"] = [near + at for near, at in zip(moved["near"], rows[:-1], strict=True)]
    moved["across"] = [across + at for across, at in zip(moved["across"], rows[:-1], strict=True)]
    moved["segment"] = [row + at for row, at in zip(moved["segment"], beside[:-1], strict=True)]
    sizes: dict[str, tuple[int, ...]] = dict.fromkeys(("pairs", "valid", "segment", "color"), (references, candidates))
    sizes |= {"gate": (references,), "beside": (colors,)}
    whole = len(TRACES), colors
    sizes |= {"partner": whole, "partnered": whole}
    joined = {
        name: _tensor(np.concatenate([_grown(array, sizes.get(name, ())) for array in arrays]))
        for name, arrays in moved.items()
    }
    truth = [np.where(one.truth == one.colors, colors, one.truth) for one in examples]
    owner = np.repeat(np.arange(len(examples)), np.diff(rows))
    return Batch(
        Question(**joined),  # type: ignore[arg-type]  # of tensors
        colors,
        _tensor(np.concatenate(truth)),
        _tensor(owner),
        len(examples),
    )


def initial_weights(seed: int, mean: Tensor, deviation: Tensor) -> dict[str, Tensor]:
    """Where training begins: He's initialisation, every last layer at zero, and the plain parts as ``pairs`` weighs
    them by hand. So the scorer begins as ``pairs`` and learns what to do better."""
    random = torch.Generator().manual_seed(seed)
    weights = {}
    for name, shape in shapes().items():
        scale = np.sqrt(2 / shape[0]) if len(shape) == 2 and shape[1] > 1 else 0.0
        weights[name] = torch.randn(shape, generator=random) * scale
    hand = Weights()
    known = {
        "share": hand.share, "cover": hand.cover, "area": -hand.area, "width": -hand.box, "height": -hand.box,
        "distance": -hand.distance, "edge": -hand.edge,
        **dict.fromkeys(("black", "red", "blue", "green", "yellow-green"), -hand.pencils / 2),
    }  # fmt: skip
    for name, weight in known.items():
        weights["pair.plain.weight"][PAIR_FEATURES.index(name)] = weight
    weights["gate.plain.weight"][GATE_FEATURES.index("agreement")] = hand.trust
    for k in range(ROUNDS):
        weights[f"round{k}.plain.weight"][0] = hand.neighbours
        weights[f"round{k}.plain.weight"][5] = 1.0  # what lies beyond trace lines
    return weights | {
        "pair.mean": mean,
        "pair.scale": 1 / deviation.clamp(min=_LEAST_DEVIATION),
        "temperature": torch.ones(()),
    }


def loss_of(batch: Batch, weights: Mapping[str, Tensor]) -> tuple[Tensor, float]:
    """The mean over examples of their segments' cross-entropy, and the share of segments that are right."""
    said = answer(batch.question, batch.colors, weights, TORCH)
    counts = batch.truth >= 0
    truth = batch.truth.clamp(min=0)[:, None]
    losses = [-torch.log(torch.gather(one, 1, truth)[:, 0] + 1e-6) for one in said]
    loss = torch.stack([weight * one for weight, one in zip(_STAGES, losses, strict=True)]).sum(dim=0)
    of_example = torch.zeros(batch.examples).index_add(0, batch.owner[counts], loss[counts])
    segments = torch.bincount(batch.owner[counts], minlength=batch.examples).clamp(min=1)
    right = said[-1].argmax(dim=1) == batch.truth
    return (of_example / segments).mean(), float(right[counts].float().mean())


def _grown(array: np.ndarray, sizes: tuple[int, ...]) -> np.ndarray:
    missing = [(0, size - have) for size, have in zip(sizes, array.shape[1:], strict=False)]
    return np.pad(array, [(0, 0), *missing, *[(0, 0)] * (array.ndim - 1 - len(missing))]) if sizes else array


def _tensor(array: np.ndarray) -> Tensor:
    return torch.from_numpy(array.astype(np.int64) if array.dtype.kind == "i" else array)
