"""The way from sets on disk to a weight file, told on the terminal."""

import argparse
from collections.abc import Callable

import torch
from rich.console import Console
from rich.progress import Progress, TaskID
from rich.table import Table

from inference.benchmark.dataset import Clip, find_clips
from inference.benchmark.progress import progress_bar
from inference.errors import BadFile
from inference.matching.describer import WEIGHTS, Describer, read_describer
from inference.training.course import Batch, Lesson, Weights, train, write_weights
from inference.training.describer import Describing, read_people, recognized
from inference.training.material import materials
from inference.training.rivals import TASKS, compare
from inference.training.scorer import Scoring
from inference.training.validation import Validated, questions, validate

_HELD_OUT = 8  # of so many characters one is held out where no validation set is given


def train_scorer(options: argparse.Namespace, steps: int) -> int:
    """``shiage train scorer``: measure the clips, train, validate, calibrate, write, compare."""
    learnt, held = clips_of(options)
    describer = read_describer(options.describer or WEIGHTS)
    with progress_bar() as progress:
        reading = progress.add_task("measuring clips", total=len(learnt) + len(held))
        measured = [
            list(materials(clips, options.cache, options.targets, options.seed, describer, _advance(progress, reading)))
            for clips in (learnt, held)
        ]
        weights = train_lesson(Scoring(measured[0], options.seed), options, steps, progress)
    asked = questions(measured[1])
    if asked:
        validated = validate(asked, weights)
        weights["temperature"] = torch.tensor(validated.temperature)
        _print_validated(validated)
    write_weights(options.out, weights)
    if options.compare and held:
        _print_rivals(compare(held, options.out, options.describer, options.compare))
    print(options.out)
    return 0


def train_describer(options: argparse.Namespace, steps: int) -> int:
    """``shiage train describer``: look at the clips, train, validate, write."""
    learnt, held = clips_of(options)
    start = read_describer(options.start) if options.start else None
    with progress_bar() as progress:
        reading = progress.add_task("looking at clips", total=len(learnt) + len(held))
        people, others = (read_people(clips, _advance(progress, reading)) for clips in (learnt, held))

        def examine(average: Weights) -> dict[str, float]:
            describer = Describer()
            describer.load_state_dict(average)
            return recognized(others, describer.eval())

        weights = train_lesson(Describing(people, options.seed, start), options, steps, progress, examine)
    write_weights(options.out, weights)
    for task, accuracy in recognized(others, read_describer(options.out)).items():
        print(f"held out, {task}: {100 * accuracy:.2f} % of segments right")
    print(options.out)
    return 0


def train_lesson(
    lesson: Lesson[Batch],
    options: argparse.Namespace,
    steps: int,
    progress: Progress,
    examine: Callable[[Weights], dict[str, float]] = lambda average: {},
) -> Weights:
    """Train as the command's options say, with a bar. Raises BadFile."""
    training = progress.add_task("training", total=steps)

    def tell(step: int, loss: float) -> None:
        progress.update(training, completed=step, description=f"training, loss {loss:.3f}")

    return train(
        lesson, steps, options.seed, options.out,
        resume=options.resume, workers=options.workers, tell=tell, examine=examine,
    )  # fmt: skip


def _advance(progress: Progress, task: TaskID) -> Callable[[str], None]:
    return lambda name: progress.update(task, advance=1)


def clips_of(options: argparse.Namespace) -> tuple[list[Clip], list[Clip]]:
    """Clips to learn from and clips held out, as the command's options say. Raises BadFile."""
    return _split(find_clips(options.data), find_clips(options.validation) if options.validation else [])


def _split(given: list[Clip], held: list[Clip]) -> tuple[list[Clip], list[Clip]]:
    """Clips to learn from and clips held out; no character is in both. Raises BadFile."""
    learnt = {clip.character for clip in given} | {str(clip.folder.resolve()) for clip in given}
    shared = [clip.folder for clip in held if {clip.character, str(clip.folder.resolve())} & learnt]
    if shared:
        raise BadFile(
            f"{shared[0]}: its character is in the training set and in the validation set. Keep characters apart."
        )
    characters = sorted({clip.character for clip in given})
    if held or len(characters) < 2:
        return given, held
    out = set(characters[::_HELD_OUT])
    return [clip for clip in given if clip.character not in out], [clip for clip in given if clip.character in out]


def _print_validated(validated: Validated) -> None:
    for task, accuracy in validated.accuracy.items():
        print(f"held out, {task}: {100 * accuracy:.2f} % of segments right")
    print(
        f"expected calibration error: {100 * validated.error:.2f} % at temperature {validated.temperature:.3f} "
        f"({100 * validated.error_before:.2f} % at 1)"
    )


def _print_rivals(found: dict[str, dict[str, float]]) -> None:
    table = Table(box=None, header_style="bold", title="held-out clips, Acc")
    for title in ("matcher", *TASKS):
        table.add_column(title)
    for matcher, scores in found.items():
        table.add_row(matcher, *(f"{100 * scores[task]:.2f}" if task in scores else "-" for task in TASKS))
    Console().print(table)
