"""``shiage benchmark calibration``: is a confidence of 0.8 right in 8 of 10 cases? Drawn from what runs measured."""

import argparse
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from rich.console import Console
from rich.table import Table

from inference.benchmark.metrics import ByConfidence, pooled
from inference.benchmark.results import Run, read_run
from inference.errors import BadFile
from inference.plots import new_figure, save_figure


def register(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command."""
    parser = subparsers.add_parser(
        "calibration",
        help="how far confidence is off: a table and a picture",
        description="The share of segments that are right among those we are as sure of, all segments of a run pooled, "
        "in ten bins of equal width; and the expected calibration error (ECE): how far the two are apart on average.",
    )
    parser.add_argument("runs", type=Path, nargs="+", metavar="RUN.json", help="written with --json")
    parser.add_argument("-o", "--out", type=Path, metavar="FILE", help="a reliability diagram: PNG, SVG or PDF")
    parser.set_defaults(run=_run)


def _run(options: argparse.Namespace) -> int:
    runs = [read_run(path) for path in options.runs]
    measured = {_name(run): sureness(run, path) for run, path in zip(runs, options.runs, strict=True)}
    if options.out:
        draw(options.out, measured)
    table = Table(box=None, header_style="bold")
    table.add_column("run")
    bins = len(next(iter(measured.values())).segments)
    for title in ("segments", "ECE", *(f"{low / bins:.1f}-" for low in range(bins))):
        table.add_column(title, justify="right")
    for name, one in measured.items():
        right = ["-" if not all_ else f"{100 * r / all_:.1f}" for r, all_ in zip(one.right, one.segments, strict=True)]
        table.add_row(name, str(one.segments.sum()), f"{100 * one.error:.2f}", *right)
    console = Console(width=max(140, Console().width))
    console.print(table)
    console.print("ECE in points of a hundred; then the % of segments right, by confidence")
    return 0


def sureness(run: Run, path: Path) -> ByConfidence:
    """All segments of a run. Raises BadFile for one that was measured before confidence was kept."""
    parts = [clip.sureness for clip in run.clips if clip.sureness]
    if not parts or len(parts) < len(run.clips):
        raise BadFile(f"{path}: does not say how sure we were. Measure again with shiage benchmark --json.")
    return pooled(parts)


def draw(path: Path, measured: dict[str, ByConfidence]) -> None:
    """A reliability diagram: right over sure, and below it how many segments we are so sure of. Raises BadFile."""
    figure = new_figure(5.2, 6)
    right, count = figure.subplots(2, 1, sharex=True, height_ratios=(4, 1))
    right.plot([0, 1], [0, 1], color="0.6", linestyle=":", label="as sure as right")
    edges = np.linspace(0, 1, len(next(iter(measured.values())).segments) + 1)
    for name, one in measured.items():
        there = one.segments > 0
        segments = one.segments[there]
        sure, share = one.confidence[there] / segments, one.right[there] / segments
        right.plot(sure, share, marker="o", label=f"{name}: ECE {100 * one.error:.1f} %")
        count.stairs(one.segments / one.segments.sum(), edges, label=name)
    right.set(ylabel="share of segments that are right", xlim=(0, 1), ylim=(0, 1))
    right.legend(loc="lower right", fontsize="small")
    count.set(xlabel="confidence", ylabel="share")
    save_figure(figure, path)


def _name(run: Run) -> str:
    references: Sequence[str] = sorted({clip.reference for clip in run.clips})
    return f"{run.matcher}, {', '.join(references)}"
