"""A training run, whatever is trained: AdamW under a cosine, an average of the weights, one line of JSON per step,
stopped and resumed without a difference."""

import json
import math
from collections.abc import Callable, Generator, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from typing import Protocol, TypeVar

import cv2
import torch
from safetensors.torch import save_file
from torch import Tensor
from torch.utils.data import DataLoader, Dataset

from inference.errors import BadFile

_SAVE_EVERY = 200  # steps

Weights = dict[str, Tensor]
Batch = TypeVar("Batch")


@dataclass(frozen=True)
class Pace:
    """How fast to learn."""

    rate: float
    warm_up: int  # steps
    decay: float
    average: float  # share of the averaged weights that a step keeps


class Lesson(Protocol[Batch]):
    """What is trained."""

    pace: Pace
    fixed: tuple[str, ...]  # names of weights that are not learnt
    device: torch.device  # of the weights

    def begin(self) -> Weights:
        """The weights to begin with."""
        ...

    def batch(self, step: int) -> Batch:
        """What step ``step`` learns from: the same for the same step."""
        ...

    def loss(self, batch: Batch, weights: Mapping[str, Tensor]) -> tuple[Tensor, dict[str, float]]:
        """The loss, and what else the log should tell."""
        ...


@dataclass
class _State:
    step: int
    weights: Weights
    average: Weights
    optimizer: torch.optim.Optimizer


def train(
    lesson: Lesson[Batch],
    steps: int,
    seed: int,
    out: Path,
    *,
    resume: bool,
    workers: int = 0,
    tell: Callable[[int, float], None] = lambda step, loss: None,
    examine: Callable[[Weights], dict[str, float]] = lambda average: {},
) -> Weights:
    """Train for ``steps`` and return the averaged weights.

    Every step's line goes to ``OUT.jsonl``, the state to ``OUT.state`` now and then and at the end; ``resume`` goes on
    from there, on any device, and ends in the same weights as a run that was never stopped. ``workers`` processes read
    ahead, 0 = a thread of this one: the weights are the same. When the state is saved, the line of the step also tells
    what ``examine`` finds with the averaged weights. Raises BadFile.
    """
    torch.set_num_threads(1)  # layers are too small to share, and sums in one order make equal seeds equal
    state = _resumed(lesson, out, seed, steps) if resume else _state(lesson, 0, lesson.begin())
    log = out.with_suffix(".jsonl")
    _keep_lines(log, state.step)
    batches = _ahead(lesson, state.step, steps, workers)
    with log.open("a") as lines, closing(batches):
        while state.step < steps:
            started, batch = perf_counter(), next(batches)
            line = _step(lesson, state, batch, steps)
            seconds = round(perf_counter() - started, 4)
            is_saved = state.step % _SAVE_EVERY == 0 or state.step == steps
            found = {f"held out, {name}": value for name, value in examine(state.average).items()} if is_saved else {}
            print(json.dumps(line | found | {"seconds": seconds}), file=lines)
            tell(state.step, line["loss"])
            if is_saved:
                lines.flush()
                _save_state(out, state, seed, steps)
    return state.average


def _ahead(lesson: Lesson[Batch], begin: int, steps: int, workers: int) -> Generator[Batch]:
    """The batches of steps ``begin``..``steps`` - 1, in their order, made ready while others are learnt from."""
    if workers:
        cv2.setNumThreads(1)  # threads of a process do not live on in its children, and cores are shared already
        yield from DataLoader(_Steps(lesson, begin, steps), None, num_workers=workers, collate_fn=_as_it_is)
        return
    with ThreadPoolExecutor(1) as ahead:
        coming = ahead.submit(lesson.batch, begin)
        for step in range(begin, steps):
            batch = coming.result()
            coming = ahead.submit(lesson.batch, step + 1)
            yield batch


class _Steps(Dataset[Batch]):
    def __init__(self, lesson: Lesson[Batch], begin: int, steps: int) -> None:
        self._lesson, self._begin, self._steps = lesson, begin, steps

    def __len__(self) -> int:
        return self._steps - self._begin

    def __getitem__(self, index: int) -> Batch:
        return self._lesson.batch(self._begin + index)


def _as_it_is(batch: Batch) -> Batch:
    return batch


def write_weights(path: Path, weights: Mapping[str, Tensor]) -> None:
    """Half-precision safetensors, contiguous."""
    path.parent.mkdir(parents=True, exist_ok=True)
    save_file({name: tensor.detach().half().contiguous() for name, tensor in weights.items()}, path)


def _step(lesson: Lesson[Batch], state: _State, batch: Batch, steps: int) -> dict[str, float]:
    pace = lesson.pace
    rate = pace.rate * min(1.0, (state.step + 1) / pace.warm_up) * (1 + math.cos(math.pi * state.step / steps)) / 2
    for group in state.optimizer.param_groups:
        group["lr"] = rate
    state.optimizer.zero_grad()
    loss, told = lesson.loss(batch, state.weights)
    loss.backward()  # type: ignore[no-untyped-call]
    learnt = [weight for weight in state.weights.values() if weight.requires_grad]
    norm = torch.nn.utils.clip_grad_norm_(learnt, 1.0)
    state.optimizer.step()
    state.step += 1
    kept = min(pace.average, (1 + state.step) / (10 + state.step))
    with torch.no_grad():
        for name, weight in state.weights.items():
            state.average[name].lerp_(weight, 1 - kept)
    return {"step": state.step, "loss": float(loss.detach()), **told, "rate": rate, "norm": float(norm)}


def _state(lesson: Lesson[Batch], step: int, weights: Weights, average: Weights | None = None) -> _State:
    for name, weight in weights.items():
        weight.requires_grad_(name not in lesson.fixed)
    learnt = [weight for weight in weights.values() if weight.requires_grad]
    optimizer = torch.optim.AdamW(learnt, lr=lesson.pace.rate, weight_decay=lesson.pace.decay)
    return _State(
        step, weights, average or {name: weight.detach().clone() for name, weight in weights.items()}, optimizer
    )


def _save_state(out: Path, state: _State, seed: int, steps: int) -> None:
    part = out.with_suffix(".state.part")
    weights = {name: weight.detach() for name, weight in state.weights.items()}
    kept = {"step": state.step, "weights": weights, "average": state.average, "seed": seed, "steps": steps}
    torch.save(kept | {"optimizer": state.optimizer.state_dict()}, part)
    part.replace(out.with_suffix(".state"))


def _resumed(lesson: Lesson[Batch], out: Path, seed: int, steps: int) -> _State:
    path = out.with_suffix(".state")
    if not path.is_file():
        raise BadFile(f"{path}: there is no state to resume from. Train without --resume.")
    kept = torch.load(path, "cpu", weights_only=True)  # it may have been saved on a card that is not here
    if (kept["seed"], kept["steps"]) != (seed, steps):
        raise BadFile(
            f"{path}: was trained with --seed {kept['seed']} for {kept['steps']} steps; resume with the same --seed "
            "and --minutes."
        )
    weights, average = (
        {name: weight.to(lesson.device) for name, weight in kept[which].items()} for which in ("weights", "average")
    )
    state = _state(lesson, kept["step"], weights, average)
    state.optimizer.load_state_dict(kept["optimizer"])
    return state


def _keep_lines(log: Path, count: int) -> None:
    """Lines of steps after the saved state are done again."""
    log.parent.mkdir(parents=True, exist_ok=True)
    lines: Iterator[str] | list[str] = log.read_text().splitlines(keepends=True) if count and log.is_file() else []
    log.write_text("".join(list(lines)[:count]))
