"""Two runs side by side, with an interval that says how much of a difference is luck of the drawings."""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from rich.console import Console
from rich.table import Table

from inference.benchmark.metrics import NAMES
from inference.benchmark.results import ClipResult, DrawingResult, Run
from inference.benchmark.summary import TITLES
from inference.errors import BadFile

RESAMPLES = 10_000
LEVEL = 0.95
FEWEST = 3  # drawings: an interval from fewer would be a guess


@dataclass(frozen=True)
class Difference:
    """After minus before, in shares; low and high are nan where there are too few drawings for an interval."""

    value: float
    low: float
    high: float

    @property
    def verdict(self) -> str:
        """better, worse, or nothing that the drawings could show."""
        if self.low > 0:
            return "better"
        return "worse" if self.high < 0 else ""


@dataclass(frozen=True)
class Comparison:
    """Per clip and over all, by measure (and ``clicks``, where fewer is better)."""

    before: Run
    after: Run
    clips: dict[str, dict[str, Difference]]
    total: dict[str, Difference]
    unpaired: tuple[str, ...]  # drawings that only one run has


def compare(before: Run, after: Run, seed: int = 0) -> Comparison:
    """A paired bootstrap: drawings are drawn again with replacement within each clip, the same ones for both runs;
    the total is averaged clip -> character -> all as in a run. Raises BadFile when the runs share no drawing or task.
    """
    if before.task != after.task:
        raise BadFile(f"the first run is {before.task}, the second {after.task}: they measure different things.")
    others = {clip.name: clip for clip in after.clips}
    pairs = {clip.name: (clip, others[clip.name]) for clip in before.clips if clip.name in others}
    clips: dict[str, dict[str, Difference]] = {}
    sampled: dict[str, list[tuple[str, float, NDArray[np.float64]]]] = {}
    random = np.random.default_rng(seed)
    for name, (one, other) in pairs.items():
        rows = _differences(one, other)
        if not len(rows):
            continue
        again = random.integers(0, len(rows), (RESAMPLES, len(rows)))
        clips[name] = {}
        for measure, column in zip((*NAMES, "clicks"), rows.T, strict=True):
            resampled = _mean(column[again])
            value = float(_mean(column[None])[0])
            clips[name][measure] = _interval(value, resampled, len(rows))
            sampled.setdefault(measure, []).append((one.character, value, resampled))
    if not clips:
        raise BadFile("the two runs have no drawing in common.")
    drawings = max(len(_differences(*pair)) for pair in pairs.values())
    total = {measure: _total(parts, drawings) for measure, parts in sampled.items()}
    return Comparison(before, after, clips, total, _unpaired(before, after))


def print_comparison(comparison: Comparison, console: Console) -> None:
    """One line per clip, one for all: points of a hundred, the interval, and a word where it excludes zero."""
    before, after = comparison.before, comparison.after
    table = Table(box=None, header_style="bold", title=f"{before.matcher} -> {after.matcher}", title_justify="left")
    table.add_column("clip")
    for title in (*TITLES.values(), "clicks (fewer is better)"):
        table.add_column(title)
    for name, differences in comparison.clips.items():
        table.add_row(name, *(_cell(differences[measure], measure) for measure in (*NAMES, "clicks")))
    if len(comparison.clips) > 1:
        table.add_row("all", *(_cell(comparison.total[measure], measure) for measure in (*NAMES, "clicks")))
    console.print(table)
    console.print(
        f"points of a hundred, {LEVEL:.0%} paired bootstrap interval over drawings; without a word: may be noise"
    )
    references = {clip.reference for run in (before, after) for clip in run.clips}
    if len(references) > 1:
        console.print(f"the runs took colours from different references: {', '.join(sorted(references))}")
    if comparison.unpaired:
        console.print(f"only in one of them, not compared: {', '.join(comparison.unpaired[:8])}")


def _cell(difference: Difference, measure: str) -> str:
    if math.isnan(difference.value):
        return "-"
    text = f"{difference.value * 100:+.2f}"
    if math.isnan(difference.low):
        return f"{text} [too few drawings]".replace("[", "(").replace("]", ")")
    verdict = difference.verdict
    if measure == "clicks":
        verdict = {"better": "worse", "worse": "better"}.get(verdict, "")
    return f"{text} ({difference.low * 100:+.2f} to {difference.high * 100:+.2f}) {verdict}".rstrip()


def _differences(one: ClipResult, other: ClipResult) -> NDArray[np.float64]:
    """(drawings, measures) after minus before of the drawings that both have."""
    after = {drawing.name: drawing for drawing in other.drawings}
    rows = [
        np.subtract(_values(after[drawing.name]), _values(drawing)) for drawing in one.drawings if drawing.name in after
    ]
    return np.array(rows, np.float64).reshape(-1, len(NAMES) + 1)


def _values(drawing: DrawingResult) -> list[float]:
    clicks = math.nan if drawing.clicks is None else drawing.clicks / max(drawing.segments, 1)
    return [*(getattr(drawing.scores, measure) for measure in NAMES), clicks]


def _mean(rows: NDArray[np.float64]) -> NDArray[np.float64]:
    """(R,) means of rows without their nans; nan where nothing is left."""
    known = ~np.isnan(rows)
    count = known.sum(axis=1)
    return np.where(count, np.where(known, rows, 0).sum(axis=1) / np.maximum(count, 1), np.nan)


def _total(parts: list[tuple[str, float, NDArray[np.float64]]], drawings: int) -> Difference:
    characters = sorted({character for character, _, _ in parts})
    values = [_mean(np.array([[v for c, v, _ in parts if c == name]]))[0] for name in characters]
    resampled = [_mean(np.stack([r for c, _, r in parts if c == name], axis=1)) for name in characters]
    return _interval(float(_mean(np.array([values]))[0]), _mean(np.stack(resampled, axis=1)), drawings)


def _interval(value: float, resampled: NDArray[np.float64], drawings: int) -> Difference:
    if drawings < FEWEST or math.isnan(value):
        return Difference(value, math.nan, math.nan)
    low, high = np.nanquantile(resampled, [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
    return Difference(value, float(low), float(high))


def _unpaired(before: Run, after: Run) -> tuple[str, ...]:
    sets = [{(clip.name, drawing.name) for clip in run.clips for drawing in clip.drawings} for run in (before, after)]
    return tuple(f"{clip} {drawing}" for clip, drawing in sorted(sets[0] ^ sets[1]))
