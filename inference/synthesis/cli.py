"""``shiage synthesize``: sets of drawings with truth."""

import argparse
import os
from pathlib import Path

from inference.errors import ShiageError

EPILOG = """examples:
  shiage synthesize --characters train --clips 3 --out sets/train --workers 2
      three clips (slow, middle, fast) of every character that may be trained on.
  shiage synthesize --characters kaykit/Knight house/7 --clips 6 --out sets/two --seed 4
  shiage synthesize --bend cut12 cut13 --clips 6 --out sets/bent
      six clips of every character that has painted drawings there (line/ and gt/), each made by bending one of them.
  shiage synthesize --recipe test --out sets/test
      the fixed test set; says whether every drawing came out as it must.
  shiage synthesize --list

A set that was interrupted is continued by the same command. The packs of characters lie under --data, SHIAGE_DATA, or
../shared/data; the house's own (house/0, house/1, ...) need no files.
"""


class NoRenderer(ShiageError):
    """What draws characters is not installed."""

    code = "no_renderer"

    @classmethod
    def without(cls, error: ModuleNotFoundError) -> "NoRenderer":
        """What to do when a module is missing."""
        return cls(f"drawing characters needs {error.name}: pip install 'shiage[synthesis]'")


def add_parser(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command."""
    parser = commands.add_parser(
        "synthesize",
        help="render characters into drawings with truth, in the layout of PaintBucket-Character",
        description="Writes OUT/CHARACTER/CLIP/{line,gt,label,seg,...}, OUT/CHARACTER/ref (the design sheet) and "
        "OUT/card.md.",
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "--characters", nargs="+", metavar="NAME", help="names, or train, validation, test for a part of the split"
    )
    parser.add_argument(
        "--bend", type=Path, nargs="+", default=[], metavar="CLIP",
        help="folders of painted drawings to bend, alone or beside --characters; copies are as large as what is bent",
    )  # fmt: skip
    parser.add_argument("--clips", type=_positive, default=3, metavar="N", help="of each character (default: 3)")
    parser.add_argument("--frames", type=_positive, default=10, metavar="N", help="of each clip (default: 10)")
    parser.add_argument("--side", type=_positive, metavar="PX", help="of the pictures (default: 640, 800 or 1024)")
    parser.add_argument(
        "--gaps", type=_natural, default=0, metavar="N", help="lines left open in each drawing, at most"
    )
    parser.add_argument(
        "--overshoot", type=_natural, default=0, metavar="PX",
        help="how far outlines run on past corners and junctions, at most, in half of the hand-drawn clips",
    )  # fmt: skip
    parser.add_argument(
        "--green", action="store_true", help="in half of the hand-drawn clips strands and folds are green notes"
    )
    parser.add_argument("--clean", action="store_true", help="without the hand-drawn look")
    parser.add_argument("--out", type=Path, metavar="DIR", help="folder to write to")
    parser.add_argument("--seed", type=_natural, default=0, help="default: %(default)s")
    parser.add_argument(
        "--workers", type=_positive, default=os.cpu_count() or 1, metavar="N", help="default: all cores"
    )
    parser.add_argument("--data", type=Path, metavar="DIR", help="where the packs of characters are")
    parser.add_argument("--recipe", metavar="NAME", help="a set written down: test, or a file")
    parser.add_argument("--write-recipe", type=Path, metavar="FILE", help="write the set down with its checksums")
    parser.add_argument("--list", action="store_true", help="list the characters and end")
    parser.set_defaults(run=_run)


def _positive(text: str) -> int:
    value = int(text)
    if value < 1:
        raise argparse.ArgumentTypeError(f"{text} is not 1 or more")
    return value


def _natural(text: str) -> int:
    value = int(text)
    if value < 0:
        raise argparse.ArgumentTypeError(f"{text} is not 0 or more")
    return value


def _run(options: argparse.Namespace) -> int:
    try:
        from inference.synthesis.make import make  # numba: only for who draws
    except ModuleNotFoundError as error:
        raise NoRenderer.without(error) from error
    return make(options)
