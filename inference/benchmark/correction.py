"""``shiage benchmark correction``: what one correction in a shot does to all its other segments, coloured again."""

import argparse
import json
import sys
from collections.abc import Callable, Sequence
from dataclasses import asdict, fields
from pathlib import Path
from typing import get_args

from rich.console import Console
from rich.table import Table

from inference.benchmark.dataset import Clip, find_clips, tell_painted
from inference.benchmark.matchers import add_arguments, choice_of, matcher_for
from inference.benchmark.progress import progress_bar, teller
from inference.benchmark.shot import Effect, Shot, Start, Which
from inference.errors import BadFile
from inference.types import Matcher

_PAIRS_OF_A_SHOT = 24  # 25 MB each at 1024x1024


def register(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command."""
    parser = subparsers.add_parser(
        "correction", help="what one correction in a shot does to all its other segments",
        description="Colours each clip as a run does, corrects one wrong segment, colours it again with that as a "
        "certain reference, and counts the other segments that became right and wrong.",
    )  # fmt: skip
    add_arguments(parser)
    parser.add_argument(
        "--start", choices=get_args(Start), default="sheet",
        help="the first drawing is coloured from the sheet, or painted already (default: %(default)s)",
    )  # fmt: skip
    parser.add_argument(
        "--which", choices=get_args(Which), default="first",
        help="the largest wrong segment of the first drawing that has one, or of all (default: %(default)s)",
    )  # fmt: skip
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the numbers")
    parser.set_defaults(run=_run)


def _run(options: argparse.Namespace) -> int:
    clips = find_clips(options.paths)
    with progress_bar() as progress:
        task = progress.add_task("correcting", total=len(clips))
        # All pairs of a clip: the second time they are looked at, only what is known of their colours has changed.
        matcher = matcher_for(choice_of(options, pairs_kept=_PAIRS_OF_A_SHOT))
        effects, notes = correct_each(clips, matcher, options.start, options.which, teller(progress, task))
    for note in notes:
        print(f"shiage: {note}", file=sys.stderr)
    if not effects:
        raise BadFile(f"none of the {len(clips)} clips can be measured: see above.")
    if options.json:
        write_effects(options.json, effects)
    print_effects(effects, Console(width=None if sys.stdout.isatty() else 200))
    return 0


def correct_each(
    clips: Sequence[Clip],
    matcher: Callable[[Clip], Matcher],
    start: Start,
    which: Which,
    progress: Callable[[str], None],
) -> tuple[list[Effect], list[str]]:
    """Colour each clip, correct one segment, colour it again; and notes of the clips that were left out."""
    effects, notes = [], []
    for clip in clips:
        if not all(tell_painted(clip)):
            notes.append(f"{clip.name}: left out, not every drawing has a truth")
            continue
        if start == "sheet" and not clip.views:
            notes.append(f"{clip.name}: left out, it has no ref/ with painted views")
            continue
        shot = Shot(clip, matcher(clip), start)
        before = shot.coloured({})
        place = shot.mistake(shot.wrong(before), which)
        if place is None:
            notes.append(f"{clip.name}: left out, nothing is wrong")
        else:
            effects.append(shot.effect(place, before, shot.coloured({place.drawing: shot.mask(place)}, before)))
        progress(clip.name)
    return effects, notes


def print_effects(effects: Sequence[Effect], console: Console) -> None:
    """A line per clip, and all of them together."""
    table = Table(box=None, header_style="bold", title="after one correction per clip", title_justify="left")
    counts = [field.name for field in fields(Effect)][1:]
    table.add_column("clip")
    for name in counts:
        table.add_column(name, justify="right")
    for effect in effects:
        table.add_row(effect.clip, *(str(getattr(effect, name)) for name in counts))
    table.add_row(f"all {len(effects)}", *(str(sum(getattr(effect, name) for effect in effects)) for name in counts))
    console.print(table)
    console.print(
        "repeats: wrong in the same way as what was corrected; counterparts: of them the same part in other drawings; "
        "better, worse: other segments, repeats included"
    )


def write_effects(path: Path, effects: Sequence[Effect]) -> None:
    """As JSON. Raises BadFile."""
    try:
        path.write_text(json.dumps([asdict(effect) for effect in effects], indent=1) + "\n", encoding="utf-8")
    except OSError as error:
        raise BadFile(f"{path}: cannot be written ({error.strerror}). Give another --json.") from error
