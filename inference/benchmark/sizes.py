"""``shiage benchmark sizes``: how many segments drawings have, and how small they are."""

import argparse
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import numpy as np
from rich.console import Console
from rich.table import Table

from inference.benchmark.drawings import line_drawings
from inference.segments import segment
from inference.synthesis.measure import BINS, size_histogram

_SHEET = "ref"


def register(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command."""
    parser = subparsers.add_parser(
        "sizes",
        help="how small the segments of drawings are: real ones and made ones side by side",
        description="Percent of segments in each class of size, px; a row per FOLDER, over all drawings in and below "
        "it but those of design sheets.",
    )
    parser.add_argument("folders", type=Path, nargs="+", metavar="FOLDER", help="holds drawings, line/, or clips")
    parser.set_defaults(run=_run)


def _run(options: argparse.Namespace) -> int:
    table = Table(box=None, header_style="bold")
    table.add_column("folder")
    classes = [f"{low}-{high - 1}" if high - low > 1 else str(low) for low, high in pairwise(BINS)]
    for title in ("drawings", "median", *classes, f"{BINS[-1]}-"):
        table.add_column(title, justify="right")
    for folder in options.folders:
        sizes = [segment(drawing).area[1:] for _, drawing in line_drawings(list(_clips(folder)))]
        median = f"{np.median([len(one) for one in sizes]):.0f}"
        table.add_row(folder.name, str(len(sizes)), median, *(f"{100 * share:.1f}" for share in size_histogram(sizes)))
    Console(width=max(120, Console().width)).print(table)
    return 0


def _clips(folder: Path) -> Iterator[Path]:
    """The folder itself, or the clips below it."""
    below = sorted(path.parent for path in folder.rglob("line") if path.is_dir() and _SHEET not in path.parts)
    yield from below or [folder]
