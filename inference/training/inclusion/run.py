"""``shiage train keyframe`` and ``shiage train consecutive``: from sets on disk to a weight file."""

import argparse
from collections.abc import Callable
from dataclasses import replace
from time import perf_counter
from typing import TypeVar

import torch

from inference.benchmark.dataset import Clip
from inference.benchmark.progress import progress_bar
from inference.errors import BadFile
from inference.matching.device import best_device
from inference.matching.inclusion.config import CONSECUTIVE, KEYFRAME, ConsecutiveConfig, KeyframeConfig, without
from inference.matching.inclusion.files import write_network
from inference.training.course import Weights
from inference.training.inclusion.gallery import Gallery
from inference.training.inclusion.lessons import ConsecutiveLesson, KeyframeLesson
from inference.training.run import clips_of, train_lesson
from inference.warping import Warper, warp_drawing

_TIMED = 3  # steps that the pace is taken from, after one that warms up
_ASKED = 32  # steps of held-out pairs
_TEXT = "ViT-B-32"  # the paper's CLIP for texts and perspectives
Lesson = TypeVar("Lesson", KeyframeLesson, ConsecutiveLesson)


def train_keyframe(options: argparse.Namespace) -> int:
    """Train, write, validate. Raises BadFile."""
    config = KEYFRAME[options.config]
    if options.clip:
        config = replace(config, text=_TEXT, perspective=_TEXT)
    config = without(config, options.without)
    device = _device(options.device)
    return _train(
        options, config, lambda clips: KeyframeLesson(clips, config, options.seed, device=device, clip=options.clip)
    )


def train_consecutive(options: argparse.Namespace) -> int:
    """Train, write, validate. Raises BadFile."""
    config = without(CONSECUTIVE[options.config], options.without)
    device, warper = _device(options.device), _warper(options)
    return _train(
        options,
        config,
        lambda clips: ConsecutiveLesson(clips, config, options.seed, device=device, clip=options.clip, warper=warper),
    )


def _train(
    options: argparse.Namespace, config: KeyframeConfig | ConsecutiveConfig, lesson_of: Callable[[Gallery], Lesson]
) -> int:
    learnt, held = clips_of(options)
    lesson = lesson_of(Gallery(learnt))
    workers: int = options.workers
    steps = options.steps or (_kept_steps(options) if options.resume else steps_in(lesson, options.minutes, workers))
    print(f"{config.name}: {steps} steps")
    with progress_bar() as progress:
        weights = train_lesson(lesson, options, steps, progress)
    write_network(options.out, config, weights)
    for name, share in _validated(held, lesson_of, weights).items():
        print(f"held out, {name}: {100 * share:.2f} %")
    print(options.out)
    return 0


def steps_in(lesson: KeyframeLesson | ConsecutiveLesson, minutes: float, workers: int = 0) -> int:
    """How many steps this machine does in that time: reading ahead, by ``workers``, and learning go on at once."""
    torch.set_num_threads(1)  # as the course does
    weights = {name: tensor.requires_grad_(name not in lesson.fixed) for name, tensor in lesson.begin().items()}
    reading = learning = 0.0
    for step in range(_TIMED + 1):
        started = perf_counter()
        batch = lesson.batch(step)
        read = perf_counter()
        loss, _ = lesson.loss(batch, weights)
        loss.backward()  # type: ignore[no-untyped-call]
        if step:
            reading, learning = reading + read - started, learning + perf_counter() - read
    return max(1, round(minutes * 60 * _TIMED / max(reading / max(workers, 1), learning)))


@torch.no_grad()
def _validated(held: list[Clip], lesson_of: Callable[[Gallery], Lesson], weights: Weights) -> dict[str, float]:
    """Means over held-out pairs, windows and merged labels as in training."""
    if not any(files.gt for clip in held for files in clip.drawings):
        return {}
    lesson = lesson_of(Gallery(held))
    told = [lesson.loss(lesson.batch(step), weights)[1] for step in range(_ASKED)]
    return {name: sum(one[name] for one in told) / _ASKED for name in ("right", "parsed") if name in told[0]}


def _kept_steps(options: argparse.Namespace) -> int:
    path = options.out.with_suffix(".state")
    if not path.is_file():
        raise BadFile(f"{path}: there is no state to resume from. Train without --resume.")
    return int(torch.load(path, weights_only=True, map_location="cpu")["steps"])


def _device(name: str) -> torch.device:
    if name == "cuda" and not torch.cuda.is_available():
        raise BadFile("cuda: torch finds no CUDA card here. Take --device cpu.")
    return best_device() if name == "auto" else torch.device(name)


def _warper(options: argparse.Namespace) -> Warper:
    if options.flow is None:
        return warp_drawing
    from inference.benchmark.baselines.raft import raft_warper

    return raft_warper(options.flow)
