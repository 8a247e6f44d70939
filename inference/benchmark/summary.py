"""A run on the terminal."""

import math

from rich.console import Console
from rich.table import Table

from inference.benchmark.metrics import NAMES, Scores
from inference.benchmark.results import ClipResult, DrawingResult, Run, clicks_share

TITLES = {
    "acc": "Acc",
    "acc_thres": "Acc-Thres",
    "pix_acc": "Pix-Acc",
    "pix_f_acc": "Pix-F-Acc",
    "pix_b_miou": "Pix-B-MIoU",
}


def percent(value: float) -> str:
    """``87.26``, or a dash for what cannot be told."""
    return "-" if math.isnan(value) else f"{value * 100:.2f}"


def print_run(run: Run, console: Console) -> None:
    """One line per clip and one for all, then what was left out."""
    table = Table(box=None, header_style="bold", title=f"{run.task}, matcher {run.matcher}", title_justify="left")
    table.add_column("clip")
    for title in ("coloured from", "drawings", "segments", *TITLES.values(), "clicks", "plain", "s/drawing"):
        table.add_column(title, justify="right")
    for clip in run.clips:
        _row(table, clip.name, clip.reference, list(clip.drawings), clip.scores)
    if len(run.clips) > 1:
        characters = len({clip.character for clip in run.clips})
        _row(table, f"all ({characters} characters)", "", run.drawings, run.scores)
    console.print(table)
    for clip in run.clips:
        console.print(f"{clip.name}: Acc by sqrt(area), px: {_sizes(clip)}", highlight=False)
    console.print(f"peak memory {run.peak_mb:.0f} MB; clicks: corrections as % of segments, plain = without carrying")


def _row(table: Table, name: str, reference: str, drawings: list[DrawingResult], scores: Scores) -> None:
    seconds = sorted(drawing.seconds for drawing in drawings)[len(drawings) // 2]
    segments = sum(drawing.segments for drawing in drawings)
    clicks = [percent(clicks_share(drawings, plain)) for plain in (False, True)]
    measures = [percent(getattr(scores, measure)) for measure in NAMES]
    table.add_row(name, reference, str(len(drawings)), str(segments), *measures, *clicks, f"{seconds:.2f}")


def _sizes(clip: ClipResult) -> str:
    sizes = clip.sizes
    shares = zip(sizes.edges[:-1], sizes.edges[1:], sizes.right, sizes.segments, strict=True)
    return "  ".join(f"{low:.1f}-{high:.1f}: {percent(right / max(all_, 1))}" for low, high, right, all_ in shares)
