"""``shiage benchmark gaps``: does gap closing find gaps that were cut on purpose, and what else does it close?"""

import argparse
from pathlib import Path

import numpy as np
from rich.console import Console
from rich.table import Table

from inference.benchmark.cutting import Score, cut_gaps, score, without_open_strokes
from inference.benchmark.drawings import line_drawings
from inference.closing import MAX_GAP, close_gaps
from inference.segments import segment
from inference.types import LineArt

WIDTHS = (1, 2, 3, 4, 6, 8, 10, 12)
SMALL = 6  # px: up to here gaps are what a pencil leaves

_ABOUT = """Cuts random gaps across lines that part two areas, closes gaps, and compares with the whole drawing.
A region that a cut opened is restored when it has the same pixels as before, 2 px around the cuts aside; a
closure is false when it parts what is one area in the whole drawing.

  closed       strokes that part nothing are taken out first: every line closes, every free end is a cut
  clear        the same, cuts only between areas that are wider than the gap
  as drawn     lashes, folds and the artist's own openings stay: closures there count as false

"uncut" is what gets closed without any cut, per drawing."""


def register(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command."""
    parser = subparsers.add_parser(
        "gaps",
        help="measure gap closing on gaps cut into real drawings",
        description=_ABOUT,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("folders", type=Path, nargs="+", metavar="FOLDER", help="holds drawings, or line/")
    parser.add_argument(
        "--cuts", type=int, default=10, metavar="N", help="per drawing and width (default: %(default)s)"
    )
    parser.add_argument("--max-gap", type=float, default=MAX_GAP, metavar="PX", help="default: %(default)s")
    parser.add_argument("--seed", type=int, default=1, help="default: %(default)s")
    parser.set_defaults(run=_run)


def _run(options: argparse.Namespace) -> int:
    drawings = [line_art for _, line_art in line_drawings(options.folders)]
    closed = [without_open_strokes(art, segment(art)) for art in drawings]
    for title, arts, clear in (("closed", closed, False), ("clear", closed, True), ("as drawn", drawings, False)):
        scores = {width: Score() for width in WIDTHS}
        uncut = 0
        rng = np.random.default_rng(options.seed)
        for art in arts:
            uncut += len(close_gaps(art, options.max_gap))
            for width in WIDTHS:
                scores[width] += _one(art, width, clear, rng, options)
        _print(title, scores, uncut / len(arts))
    return 0


def _one(art: LineArt, width: int, clear: bool, rng: np.random.Generator, options: argparse.Namespace) -> Score:
    whole = segment(art)
    cut = cut_gaps(art, whole, options.cuts, width, rng, clear)
    closures = close_gaps(cut.line_art, options.max_gap)
    return score(whole, cut, closures, segment(cut.line_art, closures))


def _print(title: str, scores: dict[int, Score], uncut: float) -> None:
    table = Table(box=None, header_style="bold", title=f"{title} (uncut: {uncut:.1f} closures a drawing)")
    for name in ("gap px", "regions opened", "restored", "closures", "false"):
        table.add_column(name, justify="right")
    rows = [(str(width), one) for width, one in scores.items()]
    small = sum((one for width, one in scores.items() if width <= SMALL), Score())
    wide = sum((one for width, one in scores.items() if width > SMALL), Score())
    for name, one in [*rows, (f"1-{SMALL}", small), (f"{SMALL + 1}-{max(WIDTHS)}", wide)]:
        restored, false = one.restored / max(one.regions, 1), one.false / max(one.closures, 1)
        table.add_row(name, str(one.regions), f"{restored:.1%}", str(one.closures), f"{false:.1%}")
    Console().print(table)
