"""``shiage benchmark synthesis``: how many finished drawings a second, and how it grows with cores."""

import argparse
import os
from itertools import islice
from pathlib import Path
from time import perf_counter

import numpy as np
from rich.console import Console
from rich.table import Table

from inference.synthesis.cli import NoRenderer

_FRAMES = 6  # of a clip
_WARM = 4  # clips per process and character, more than wait ahead of the clock


def register(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command."""
    parser = subparsers.add_parser(
        "synthesis",
        help="time the making of drawings with truth, by number of processes",
        description="Finished drawings (posed, drawn, lit, annotated, cut into segments) a second, after every process "
        "has drawn one clip of each character to warm up.",
    )
    parser.add_argument("--characters", nargs="+", default=["house/20"], metavar="NAME", help="default: house/20")
    parser.add_argument("--drawings", type=int, default=120, metavar="N", help="per row (default: %(default)s)")
    parser.add_argument("--side", type=int, default=640, metavar="PX", help="default: %(default)s")
    parser.add_argument(
        "--workers", type=int, nargs="+", default=sorted({1, os.cpu_count() or 1}), metavar="N", help="default: 1, all"
    )
    parser.add_argument("--data", type=Path, metavar="DIR", help="where the packs of characters are")
    parser.set_defaults(run=_run)


def _run(options: argparse.Namespace) -> int:
    table = Table(box=None, header_style="bold", title=f"{options.side} px: {', '.join(options.characters)}")
    for name in ("processes", "drawings", "segments", "drawings/s", "ms per drawing"):
        table.add_column(name, justify="right")
    for workers in options.workers:
        seconds, segments = _time(options, workers)
        done = len(segments)
        row = (workers, done, int(np.median(segments)), f"{done / seconds:.1f}", f"{1000 * seconds / done:.0f}")
        table.add_row(*map(str, row))
    Console().print(table)
    return 0


def _time(options: argparse.Namespace, workers: int) -> tuple[float, list[int]]:
    """Seconds for what comes after the warm-up, and each drawing's number of segments."""
    try:
        from inference.synthesis.characters import Characters
        from inference.synthesis.stream import stream
    except ModuleNotFoundError as error:
        raise NoRenderer.without(error) from error
    names = options.characters
    clips = stream(Characters(options.data), names, 0, workers=workers, frames=_FRAMES, side=options.side)
    for _ in islice(clips, _WARM * workers * len(names)):
        pass
    started = perf_counter()
    wanted = max(1, options.drawings // _FRAMES)
    counts = [len(frame.colors or ()) for sample in islice(clips, wanted) for frame in sample.clip.frames]
    return perf_counter() - started, counts
