"""``shiage benchmark segments``: how long it takes to cut drawings into segments, and how much memory."""

import argparse
import resource
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
from rich.console import Console
from rich.table import Table

from inference.benchmark.drawings import line_drawings
from inference.closing import block_passes, close_gaps
from inference.lineart import line_art_from_rgba
from inference.segments import segment
from inference.types import LineArt, UInt8Array


def register(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command."""
    parser = subparsers.add_parser(
        "segments",
        help="time reading, segments with their graph, and gap closing",
        description="Median of some runs in milliseconds: reading pixels as lines; segments with their neighbour "
        "graph; the same with gaps closed along tangents; the same in trapped-ball mode.",
    )
    parser.add_argument("folders", type=Path, nargs="+", metavar="FOLDER", help="holds drawings, or line/")
    parser.add_argument("--crop", type=int, metavar="PX", help="only the middle PX x PX of each drawing")
    parser.add_argument("--tile", type=int, metavar="PX", help="each drawing repeated to PX x PX")
    parser.add_argument("--runs", type=int, default=5, metavar="N", help="default: %(default)s")
    parser.set_defaults(run=_run)


def _run(options: argparse.Namespace) -> int:
    table = Table(box=None, header_style="bold")
    table.add_column("drawing")
    for title in ("size", "segments", "read ms", "segments ms", "tangent ms", "ball ms", "peak GB"):
        table.add_column(title, justify="right")
    for path, drawn in line_drawings(options.folders):
        rgba = _sized(drawn.rgba, options.crop, options.tile)
        line_art = line_art_from_rgba(rgba, path.name)
        times = [f"{_median(step, options.runs) * 1000:.0f}" for step in _steps(rgba, line_art)]
        size = f"{rgba.shape[1]}x{rgba.shape[0]}"
        table.add_row(path.name, size, str(segment(line_art).count), *times, f"{_peak_gigabytes():.2f}")
    Console().print(table)
    return 0


def _steps(rgba: UInt8Array, line_art: LineArt) -> list[Callable[[], object]]:
    return [
        lambda: line_art_from_rgba(rgba, line_art.name),
        lambda: segment(line_art),
        lambda: segment(line_art, close_gaps(line_art)),
        lambda: segment(line_art, block_passes(line_art)),
    ]


def _sized(rgba: UInt8Array, crop: int | None, tile: int | None) -> UInt8Array:
    if crop:
        top, left = ((side - crop) // 2 if side > crop else 0 for side in rgba.shape[:2])
        rgba = rgba[top : top + crop, left : left + crop]
    if tile:
        rgba = np.tile(rgba, (-(-tile // rgba.shape[0]), -(-tile // rgba.shape[1]), 1))[:tile, :tile]
    return np.ascontiguousarray(rgba)


def _median(step: Callable[[], object], runs: int) -> float:
    times = []
    for _ in range(runs):
        start = time.perf_counter()
        step()
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def _peak_gigabytes() -> float:
    """Of the whole process so far."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (1e9 if sys.platform == "darwin" else 1e6)
