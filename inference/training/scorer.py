"""The scorer's training: AdamW under a cosine, an average of the weights, one line of JSON per step."""

import json
import math
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

import numpy as np
import torch
from safetensors.torch import save_file
from torch import Tensor

from inference.errors import BadFile
from inference.training.examples import example
from inference.training.material import Material
from inference.training.network import Batch, batch_of, initial_weights, loss_of

_BATCH = 4
_RATE = 3e-3
_WARM_UP = 50  # steps
_DECAY = 0.01
_AVERAGE = 0.998
_FIXED = ("pair.mean", "pair.scale", "temperature")
_SAMPLED = 64  # examples that the features' mean and deviation are taken from
_SAVE_EVERY = 200  # steps

Weights = dict[str, Tensor]


@dataclass
class State:
    """Everything that the next step depends on."""

    step: int
    weights: Weights
    average: Weights
    optimizer: torch.optim.Optimizer


def train(
    clips: Sequence[Material],
    steps: int,
    seed: int,
    out: Path,
    *,
    resume: bool,
    tell: Callable[[int, float], None] = lambda step, loss: None,
) -> Weights:
    """Train for ``steps`` and return the averaged weights.

    Every step's line goes to ``OUT.jsonl``, the state to ``OUT.state`` now and then and at the end; ``resume`` goes on
    from there and ends in the same weights as a run that was never stopped. Raises BadFile.
    """
    torch.set_num_threads(1)  # layers are too small to share, and sums in one order make equal seeds equal
    characters = by_character(clips)
    state = _resumed(out, seed, steps) if resume else _started(characters, seed)
    log = out.with_suffix(".jsonl")
    _keep_lines(log, state.step)
    with log.open("a") as lines, ThreadPoolExecutor(1) as ahead:
        coming = ahead.submit(_batch, characters, seed, state.step)
        while state.step < steps:
            started, batch = perf_counter(), coming.result()
            coming = ahead.submit(_batch, characters, seed, state.step + 1)
            line = _step(state, batch, steps)
            print(json.dumps(line | {"seconds": round(perf_counter() - started, 4)}), file=lines)
            tell(state.step, line["loss"])
            if state.step % _SAVE_EVERY == 0 or state.step == steps:
                lines.flush()
                _save_state(out, state, seed, steps)
    return state.average


def by_character(clips: Sequence[Material]) -> dict[str, list[Material]]:
    """Clips that have something to ask, by character. Raises BadFile when none has."""
    found = defaultdict(list)
    for clip in clips:
        if clip.meetings:
            found[clip.character].append(clip)
    if not found:
        raise BadFile("no clip of the training set has two painted drawings: there is nothing to learn from.")
    return dict(found)


def write_weights(path: Path, weights: Mapping[str, Tensor]) -> None:
    """Half-precision safetensors, contiguous."""
    path.parent.mkdir(parents=True, exist_ok=True)
    save_file({name: tensor.detach().half().contiguous() for name, tensor in weights.items()}, path)


def _step(state: State, batch: Batch, steps: int) -> dict[str, float]:
    rate = _RATE * min(1.0, (state.step + 1) / _WARM_UP) * (1 + math.cos(math.pi * state.step / steps)) / 2
    for group in state.optimizer.param_groups:
        group["lr"] = rate
    state.optimizer.zero_grad()
    loss, right = loss_of(batch, state.weights)
    loss.backward()  # type: ignore[no-untyped-call]
    learnt = [weight for weight in state.weights.values() if weight.requires_grad]
    norm = torch.nn.utils.clip_grad_norm_(learnt, 1.0)
    state.optimizer.step()
    state.step += 1
    kept = min(_AVERAGE, (1 + state.step) / (10 + state.step))
    with torch.no_grad():
        for name, weight in state.weights.items():
            state.average[name].lerp_(weight, 1 - kept)
    return {"step": state.step, "loss": float(loss.detach()), "right": right, "rate": rate, "norm": float(norm)}


def _batch(characters: Mapping[str, Sequence[Material]], seed: int, step: int) -> Batch:
    random = np.random.default_rng([seed, step])
    return batch_of([example(random, characters) for _ in range(_BATCH)])


def _started(characters: Mapping[str, Sequence[Material]], seed: int) -> State:
    random = np.random.default_rng([seed, 1 << 40])
    questions = [example(random, characters).question for _ in range(_SAMPLED)]
    rows = np.concatenate([one.pairs[one.valid] for one in questions]).astype(np.float64)
    mean, deviation = (torch.tensor(value, dtype=torch.float32) for value in (rows.mean(axis=0), rows.std(axis=0)))
    return _state(0, initial_weights(seed, mean, deviation))


def _state(step: int, weights: Weights, average: Weights | None = None) -> State:
    for name, weight in weights.items():
        weight.requires_grad_(name not in _FIXED)
    learnt = [weight for weight in weights.values() if weight.requires_grad]
    optimizer = torch.optim.AdamW(learnt, lr=_RATE, weight_decay=_DECAY)
    return State(
        step, weights, average or {name: weight.detach().clone() for name, weight in weights.items()}, optimizer
    )


def _save_state(out: Path, state: State, seed: int, steps: int) -> None:
    part = out.with_suffix(".state.part")
    weights = {name: weight.detach() for name, weight in state.weights.items()}
    kept = {"step": state.step, "weights": weights, "average": state.average, "seed": seed, "steps": steps}
    torch.save(kept | {"optimizer": state.optimizer.state_dict()}, part)
    part.replace(out.with_suffix(".state"))


def _resumed(out: Path, seed: int, steps: int) -> State:
    path = out.with_suffix(".state")
    if not path.is_file():
        raise BadFile(f"{path}: there is no state to resume from. Train without --resume.")
    kept = torch.load(path, weights_only=True)
    if (kept["seed"], kept["steps"]) != (seed, steps):
        raise BadFile(
            f"{path}: was trained with --seed {kept['seed']} for {kept['steps']} steps; resume with the same --seed "
            "and --minutes."
        )
    state = _state(kept["step"], kept["weights"], kept["average"])
    state.optimizer.load_state_dict(kept["optimizer"])
    return state


def _keep_lines(log: Path, count: int) -> None:
    """Lines of steps after the saved state are done again."""
    log.parent.mkdir(parents=True, exist_ok=True)
    lines: Iterator[str] | list[str] = log.read_text().splitlines(keepends=True) if count and log.is_file() else []
    log.write_text("".join(list(lines)[:count]))
