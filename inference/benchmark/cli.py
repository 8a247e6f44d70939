"""``shiage benchmark``: measure, compare, look."""

import argparse
import sys
from collections.abc import Callable
from pathlib import Path

from rich.console import Console

from inference.benchmark import calibration, correction, gaps, segments, sizes, synthesis
from inference.benchmark.compare import compare, print_comparison
from inference.benchmark.dataset import Clip, find_clips
from inference.benchmark.matchers import PAIRS_KEPT, add_arguments, choice_of, matcher_for
from inference.benchmark.progress import progress_bar, teller
from inference.benchmark.protocol import REFERENCE_MODES
from inference.benchmark.report import write_report
from inference.benchmark.results import Run, read_run, write_run
from inference.benchmark.rewarp import rewarp
from inference.benchmark.run import Options, planned, run_consecutive, run_keyframe
from inference.benchmark.summary import print_run
from inference.benchmark.table import tables
from inference.errors import BadFile
from inference.types import Matcher

EPILOG = """examples:
  shiage benchmark consecutive fixtures/house_production --json flow.json --matcher flow
      colours every drawing from the true one before it and measures as the paper does.
  shiage benchmark keyframe fixtures/paintbucket_miniature --references 5
  shiage benchmark compare flow.json pairs.json
  shiage benchmark report pairs.json -o pairs.html
  shiage benchmark table flow.json pairs.json > tables.md
"""


def register(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add ``benchmark`` and its subcommands to the ``shiage`` command."""
    benchmark = commands.add_parser(
        "benchmark",
        help="measure matchers like the paper, compare runs, make tables and reports; time segments and gap closing",
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    inner = benchmark.add_subparsers(title="commands", metavar="COMMAND", required=True)
    _register_tasks(inner)
    correction.register(inner)
    _register_readers(inner)
    _register_makers(inner)
    segments.register(inner)
    gaps.register(inner)
    synthesis.register(inner)
    sizes.register(inner)
    calibration.register(inner)


def _register_tasks(inner: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    consecutive = inner.add_parser("consecutive", help="every drawing from the drawings around it")
    consecutive.add_argument(
        "--reference", choices=REFERENCE_MODES, default="previous",
        help="previous: the true previous drawing; previous-first: that and the true first one; first, first-last: the "
        "clip's true ends; chain: our own previous result; chain-first: that and the true first one; "
        "chain-both: from both true ends inward, as the engine works (default: %(default)s)",
    )  # fmt: skip
    consecutive.add_argument(
        "--views", type=_count, default=0, metavar="N",
        help="and from the N views of the sheet that are most like the drawing (default: %(default)s)",
    )  # fmt: skip
    consecutive.set_defaults(run=_consecutive, strokes=None)
    keyframe = inner.add_parser("keyframe", help="every drawing from the views of its character's sheet")
    keyframe.add_argument(
        "--references", choices=("1", "5", "all"), default="1",
        help="1 = the front long shot, 5 = four long shots and the face (default: %(default)s)",
    )  # fmt: skip
    keyframe.add_argument(
        "--strokes", type=_count, metavar="N",
        help="instead of shading annotations N rough strokes per drawing, over what came out in colours of a wrong "
        "part, say what is hair, skin and other",
    )  # fmt: skip
    keyframe.set_defaults(run=_keyframe, strokes=None, views=0)
    for task in (consecutive, keyframe):
        add_arguments(task)
        task.add_argument("--limit", type=_positive, metavar="N", help="score at most N drawings of each clip")
        task.add_argument("--no-clicks", action="store_true", help="do not count clicks to perfect, twice as fast")
        task.add_argument("--json", type=Path, metavar="FILE", help="write the numbers, for compare, table and report")


def _register_readers(inner: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    table = inner.add_parser("table", help="the paper's tables 2-5 as Markdown, our runs beside them")
    table.add_argument("runs", type=Path, nargs="*", metavar="RUN.json", help="written with --json")
    table.set_defaults(run=_table)
    comparison = inner.add_parser("compare", help="what changed between two runs, and whether it is noise")
    comparison.add_argument("before", type=Path, metavar="A.json")
    comparison.add_argument("after", type=Path, metavar="B.json")
    comparison.add_argument("--seed", type=int, default=0, help="of the bootstrap (default: %(default)s)")
    comparison.set_defaults(run=_compare)
    report = inner.add_parser("report", help="one HTML file: the worst drawings beside the truth, sizes, confusions")
    report.add_argument("result", type=Path, metavar="RUN.json")
    report.add_argument("-o", "--out", type=Path, required=True, metavar="FILE.html")
    report.add_argument("--worst", type=_positive, default=3, metavar="N", help="drawings per clip (default: 3)")
    report.set_defaults(run=_report)


def _register_makers(inner: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    warped = inner.add_parser("rewarp", help="make a clip from a single painted drawing by bending it")
    warped.add_argument("path", type=Path, metavar="CLIP", help="has line/ and gt/ with at least one painted drawing")
    warped.add_argument("-o", "--out", type=Path, required=True, metavar="FOLDER")
    warped.add_argument("--count", type=_positive, default=4, metavar="N", help="bent drawings (default: %(default)s)")
    warped.add_argument("--seed", type=int, default=0, help="default: %(default)s")
    warped.set_defaults(run=_rewarp)
    generate = inner.add_parser("generate", help="paint clips with a local diffusion model, for --matcher generated")
    generate.add_argument("paths", type=Path, nargs="+", metavar="PATH")
    generate.add_argument("--model", type=Path, required=True, metavar="FOLDER", help="a saved diffusers pipeline")
    generate.add_argument(
        "--controlnet", type=Path, metavar="FOLDER", help="a saved ControlNet, if not in the pipeline"
    )
    generate.add_argument("--ip-adapter", type=Path, metavar="FILE", help="shows the model the sheet's front view")
    generate.add_argument("--lora", type=Path, metavar="FILE", help="weights tuned to the character")
    generate.add_argument("-o", "--out", type=Path, required=True, metavar="FOLDER")
    generate.add_argument("--steps", type=_positive, default=50, help="DDIM steps (default: %(default)s)")
    generate.add_argument("--side", type=_positive, default=512, help="longer side, px (default: %(default)s)")
    generate.add_argument("--seed", type=int, default=0, help="default: %(default)s")
    generate.set_defaults(run=_generate)


def _consecutive(options: argparse.Namespace) -> int:
    clips = find_clips(options.paths)
    with progress_bar() as progress:
        task = progress.add_task("measuring", total=planned(clips, options.reference, options.limit))
        matcher = _matcher(options)
        run = run_consecutive(clips, matcher, options.reference, _options(options), teller(progress, task))
    return _finish(run, options, clips)


def _keyframe(options: argparse.Namespace) -> int:
    clips = find_clips(options.paths)
    count = None if options.references == "all" else int(options.references)
    with progress_bar() as progress:
        task = progress.add_task("measuring", total=planned(clips, None, options.limit))
        run = run_keyframe(clips, _matcher(options), count, _options(options), teller(progress, task))
    return _finish(run, options, clips)


def _finish(run: Run, options: argparse.Namespace, clips: list[Clip]) -> int:
    for note in run.notes:
        print(f"shiage: {note}", file=sys.stderr)
    if not run.clips:
        raise BadFile(f"none of the {len(clips)} clips can be measured: see above.")
    if options.json:  # before printing: a closed pipe must not cost the measurement
        write_run(options.json, run)
    print_run(run, Console(width=None if sys.stdout.isatty() else 200))
    return 0


def _table(options: argparse.Namespace) -> int:
    print(tables([read_run(path) for path in options.runs]))
    return 0


def _compare(options: argparse.Namespace) -> int:
    comparison = compare(read_run(options.before), read_run(options.after), options.seed)
    print_comparison(comparison, Console(width=None if sys.stdout.isatty() else 200))
    return 0


def _report(options: argparse.Namespace) -> int:
    write_report(options.out, read_run(options.result), options.worst)
    print(options.out)
    return 0


def _rewarp(options: argparse.Namespace) -> int:
    for clip in find_clips([options.path]):
        print(rewarp(clip, options.out, options.count, options.seed))
    return 0


def _generate(options: argparse.Namespace) -> int:
    from inference.benchmark.baselines.diffusion import Model, generate

    model = Model(options.model, options.controlnet, options.ip_adapter, options.lora, options.steps, options.side)
    clips = find_clips(options.paths)
    with progress_bar() as progress:
        task = progress.add_task("painting", total=sum(len(clip.drawings) for clip in clips))
        generate(clips, model, options.out, options.seed, teller(progress, task))
    print(options.out)
    return 0


def _matcher(options: argparse.Namespace) -> Callable[[Clip], Matcher]:
    return matcher_for(choice_of(options, pairs_kept=0 if options.no_clicks else PAIRS_KEPT))


def _options(options: argparse.Namespace) -> Options:
    return Options(options.limit, clicks=not options.no_clicks, views=options.views, strokes=options.strokes)


def _positive(text: str) -> int:
    value = _count(text)
    if value < 1:
        raise ValueError(text)
    return value


def _count(text: str) -> int:
    value = int(text)
    if value < 0:
        raise ValueError(text)
    return value
