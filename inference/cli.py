"""The ``shiage`` command: the engine from a shell."""

import argparse
import sys
from collections.abc import Sequence
from dataclasses import replace
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import numpy as np
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table

from inference import convert
from inference.benchmark import cli as benchmark
from inference.closing import MAX_GAP
from inference.colorizer import Colorizer
from inference.errors import BadFile, NothingToColourFrom, ShiageError
from inference.folder import (
    Folder,
    open_folder,
    read_line,
    read_references,
    segments_of,
    sheet_of_painted,
)
from inference.formats import write_png, write_tga
from inference.matching import DEFAULT, MATCHERS, matcher_named
from inference.order import carry_plan
from inference.painting import Lines, render
from inference.sheetfile import read_sheet
from inference.synthesis import cli as synthesis
from inference.training import cli as training
from inference.types import Kind, Painting, Reference, Sheet

WIDEST_GAP = 64.0  # px: wider is no gap any more
UNSURE = 0.5  # confidence below which a segment is worth a painter's look
EPILOG = """examples:
  shiage colorize cut12 -o cut12/painted
      cut12/line/0001.png, 0002.png, ... are the drawings, cut12/gt/0001.png a painted one:
      its colours are carried to all others, forwards, backwards, between two from both.
  shiage colorize cut12 -o out --sheet sheet.json --format tga
      names and tones from a design sheet; 24-bit TGA.
  shiage colorize cut12 -o out --close-gaps
      the lines have small gaps: areas are closed before they are coloured.
  shiage segments cut12/line/*.png
      how many areas each drawing has.

exit codes: 0 done, 2 bad input (one line says what and what to do)
"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; returns the exit code."""
    options = _parser().parse_args(arguments)
    try:
        code: int = options.run(options)
    except ShiageError as error:
        print(f"shiage: {error}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("shiage: stopped", file=sys.stderr)
        return 130
    return code


def _parser() -> argparse.ArgumentParser:
    raw = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(
        prog="shiage", description="Colours anime line art from painted drawings.", epilog=EPILOG, formatter_class=raw
    )
    parser.add_argument("--version", action="version", version=f"shiage {_version()}")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)

    colorize = commands.add_parser(
        "colorize",
        help="carry the colours of painted drawings through a sequence",
        description="Colours a folder in PaintBucket layout: line/NAME.png (or .tga) for every drawing, gt/NAME.png "
        "for the painted ones. Writes OUT/NAME for every drawing, painted ones included.",
        epilog=EPILOG,
        formatter_class=raw,
    )
    colorize.add_argument("folder", type=Path, metavar="FOLDER", help="has line/ and gt/")
    colorize.add_argument("-o", "--out", type=Path, required=True, metavar="OUT", help="folder to write to")
    colorize.add_argument(
        "--sheet", type=Path, metavar="FILE", help="sheet.json; default: the painted drawings' colours"
    )
    colorize.add_argument("--matcher", choices=sorted(MATCHERS), default=DEFAULT, help="default: %(default)s")
    colorize.add_argument("--format", choices=("png", "tga"), default="png", help="default: %(default)s")
    colorize.add_argument(
        "--lines", choices=("painted", "drawn", "none"), default="painted",
        help="trace lines in the colour of their side, all lines as drawn, or no lines (default: %(default)s)",
    )  # fmt: skip
    _add_close_gaps(colorize)
    colorize.set_defaults(run=_colorize)

    segments = commands.add_parser("segments", help="count the areas that the lines of drawings enclose")
    segments.add_argument("files", type=Path, nargs="+", metavar="FILE", help="PNG or TGA line drawings")
    _add_close_gaps(segments)
    segments.set_defaults(run=_segments)
    convert.add_parser(commands)
    synthesis.add_parser(commands)
    benchmark.register(commands)
    training.register(commands)
    return parser


def _add_close_gaps(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--close-gaps", type=_pixels, nargs="?", const=MAX_GAP, default=0.0, metavar="PX",
        help=f"close gaps in lines up to PX wide ({MAX_GAP:g} without a number), painted drawings' too; default: none",
    )  # fmt: skip


def _pixels(text: str) -> float:
    if not 1 <= (value := float(text)) <= WIDEST_GAP:
        raise argparse.ArgumentTypeError(f"{text} is not a width from 1 to {WIDEST_GAP:g} px")
    return value


def _version() -> str:
    try:
        return version("shiage")
    except PackageNotFoundError:
        return "from source"


def _segments(options: argparse.Namespace) -> int:
    for path in options.files:
        line_art = read_line(path)
        segments = segments_of(line_art, options.close_gaps)
        width, height = line_art.size
        tiny = int((segments.area[1:] <= 10).sum())
        print(f"{path}: {segments.count} segments, {tiny} of them of 10 px or less ({width}x{height})")
    return 0


def _colorize(options: argparse.Namespace) -> int:
    folder = open_folder(options.folder)
    sheet = read_sheet(options.sheet) if options.sheet else sheet_of_painted(folder, options.close_gaps)
    references, warnings = read_references(folder, sheet, options.close_gaps)
    out: Path = options.out
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise BadFile(f"{out}: cannot be made a folder ({error.strerror}). Give another -o.") from error
    paintings = _carry(folder, references, Colorizer(matcher_named(options.matcher)), sheet, options)
    for warning in warnings:
        print(f"shiage: {warning}", file=sys.stderr)
    _report(folder, references, paintings)
    print(f"{len(paintings)} drawings in {out}")
    return 0


def _carry(
    folder: Folder, references: dict[str, Reference], colorizer: Colorizer, sheet: Sheet, options: argparse.Namespace
) -> dict[str, Painting]:
    """Colour and write every drawing; paintings by stem."""
    paths = {path.stem: path for path in folder.lines}
    stems = list(paths)
    if not references:
        raise NothingToColourFrom("no painted drawing in gt/. Paint at least one and put it there.")
    plan = carry_plan([stem in references for stem in stems], [True] * len(stems))
    known = dict(references)
    paintings = {stem: reference.painting for stem, reference in references.items()}
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True)) as progress:
        task = progress.add_task("colouring", total=len(paths))
        for stem, reference in references.items():
            _write(reference, stem, sheet, options)
            progress.advance(task)
        for step in plan:
            stem = stems[step.target]
            if stem in references:
                continue
            progress.update(task, description=paths[stem].name)
            line_art = read_line(paths[stem])
            segments = segments_of(line_art, options.close_gaps)
            near = [replace(known[stems[i]], kind=Kind.NEIGHBOUR) for i in step.neighbours]
            near += [replace(known[stems[i]], kind=Kind.KEYFRAME) for i in step.keyframes]
            painting = colorizer.colorize_drawing(line_art, segments, near, sheet)
            known[stem] = Reference(line_art, segments, painting)
            paintings[stem] = painting
            _write(known[stem], stem, sheet, options)
            progress.advance(task)
    return paintings


def _write(drawing: Reference, stem: str, sheet: Sheet, options: argparse.Namespace) -> None:
    art = drawing.line_art
    lines: Lines = "as drawn" if options.lines == "drawn" else options.lines
    rgba = render(drawing.segments.labels, drawing.painting, sheet.palette, art.rgba, art.planes, lines)
    path: Path = options.out / f"{stem}.{options.format}"
    try:
        path.write_bytes(write_png(rgba) if options.format == "png" else write_tga(rgba))
    except OSError as error:
        raise BadFile(f"{path}: cannot be written ({error.strerror}). Give another -o or make room.") from error


def _report(folder: Folder, references: dict[str, Reference], paintings: dict[str, Painting]) -> None:
    table = Table(box=None, header_style="bold")
    table.add_column("drawing")
    for title in ("segments", "painted", "unsure"):
        table.add_column(title, justify="right")
    table.add_column("")
    for path in folder.lines:
        painting = paintings[path.stem]
        painted = painting.entry[1:] > 0
        unsure = painted & (painting.confidence[1:] < UNSURE)
        given = "given" if path.stem in references else ""
        table.add_row(path.name, str(len(painted)), str(int(painted.sum())), str(int(np.sum(unsure))), given)
    Console().print(table)
