"""What a run measured, as numbers and as a JSON file; averaged drawing -> clip -> character -> all."""

import json
import math
from dataclasses import asdict, dataclass, field
from pathlib import Path
from statistics import median
from typing import Any

import numpy as np

from inference.benchmark.metrics import NAMES, ByConfidence, BySize, Scores, mean
from inference.errors import BadFile


@dataclass(frozen=True)
class DrawingResult:
    """One coloured drawing against its truth."""

    name: str
    segments: int
    scores: Scores
    wrong: dict[int, str | None]  # label -> the colour it got instead, None = left unpainted
    seconds: float  # reading, segmenting, matching and painting this drawing
    clicks: int | None  # corrections with carrying; None = not counted
    plain: int  # corrections without: the wrong segments


@dataclass(frozen=True)
class ClipResult:
    """One clip; ``reference`` says what its drawings were coloured from."""

    name: str
    path: str
    character: str
    reference: str
    drawings: tuple[DrawingResult, ...]
    sizes: BySize
    sureness: ByConfidence | None = None  # None: measured before this was kept

    @property
    def scores(self) -> Scores:
        """The mean over the drawings."""
        return mean([drawing.scores for drawing in self.drawings])

    @property
    def segments(self) -> int:
        """Of all scored drawings."""
        return sum(drawing.segments for drawing in self.drawings)


@dataclass(frozen=True)
class Run:
    """Everything that one command measured."""

    task: str  # consecutive or keyframe
    matcher: str
    clips: tuple[ClipResult, ...]
    peak_mb: float  # largest resident memory of the whole process
    notes: tuple[str, ...] = field(default=())  # what was left out and why; not written

    @property
    def scores(self) -> Scores:
        """The mean over the characters of the mean over their clips."""
        by_character: dict[str, list[Scores]] = {}
        for clip in self.clips:
            by_character.setdefault(clip.character, []).append(clip.scores)
        return mean([mean(scores) for scores in by_character.values()])

    @property
    def drawings(self) -> list[DrawingResult]:
        """Of all clips."""
        return [drawing for clip in self.clips for drawing in clip.drawings]


def clicks_share(drawings: list[DrawingResult], plain: bool = False) -> float:
    """Corrections as a share of all segments; nan where they were not counted."""
    counts = [drawing.plain if plain else drawing.clicks for drawing in drawings]
    known = [count for count in counts if count is not None]
    segments = sum(drawing.segments for drawing in drawings)
    return sum(known) / segments if segments and len(known) == len(counts) else math.nan


def as_json(run: Run) -> dict[str, Any]:
    """The run as the JSON file holds it; what cannot be told is null."""
    summary = {"task": run.task, "matcher": run.matcher}
    summary |= _summary(run.drawings, run.scores) | {"peak_mb": round(run.peak_mb, 1)}
    return summary | {"clips": {clip.name: _clip_json(clip) for clip in run.clips}}


def write_run(path: Path, run: Run) -> None:
    """Write the JSON file. Raises BadFile."""
    try:
        path.write_text(json.dumps(as_json(run), indent=1, allow_nan=False) + "\n", encoding="utf-8")
    except OSError as error:
        raise BadFile(f"{path}: cannot be written ({error.strerror}). Give another --json.") from error


def read_run(path: Path) -> Run:
    """A run from its JSON file. Raises BadFile."""
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        clips = tuple(_clip(name, clip) for name, clip in data["clips"].items())
        return Run(str(data["task"]), str(data["matcher"]), clips, _number(data["peak_mb"]))
    except OSError as error:
        raise BadFile(f"{path}: cannot be read ({error.strerror}). Check the path.") from error
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise BadFile(f"{path}: was not written by shiage benchmark --json ({error!r}). Measure again.") from error


def _summary(drawings: list[DrawingResult], scores: Scores) -> dict[str, Any]:
    return {
        "frames": len(drawings),
        "segments": sum(drawing.segments for drawing in drawings),
        **_scores_json(scores),
        "clicks_to_perfect": _rounded(clicks_share(drawings)),
        "clicks_plain": _rounded(clicks_share(drawings, plain=True)),
        "seconds_per_frame": _rounded(median(drawing.seconds for drawing in drawings)) if drawings else None,
    }


def _clip_json(clip: ClipResult) -> dict[str, Any]:
    sizes = {
        "sqrt_area": [_rounded(edge) for edge in clip.sizes.edges],
        "segments": clip.sizes.segments.tolist(),
        "right": clip.sizes.right.tolist(),
    }
    told: dict[str, Any] = {"by_size": sizes}
    if clip.sureness:
        told["by_confidence"] = {
            "segments": clip.sureness.segments.tolist(),
            "right": clip.sureness.right.tolist(),
            "confidence": [_rounded(total) for total in clip.sureness.confidence],
        }
    about = {"path": clip.path, "character": clip.character, "reference": clip.reference}
    drawings = {drawing.name: _drawing_json(drawing) for drawing in clip.drawings}
    return about | _summary(list(clip.drawings), clip.scores) | told | {"drawings": drawings}


def _drawing_json(drawing: DrawingResult) -> dict[str, Any]:
    return {
        "segments": drawing.segments,
        **_scores_json(drawing.scores),
        "clicks": drawing.clicks,
        "plain": drawing.plain,
        "seconds": _rounded(drawing.seconds),
        "wrong": {str(label): color for label, color in drawing.wrong.items()},
    }


def _clip(name: str, data: dict[str, Any]) -> ClipResult:
    sizes = data["by_size"]
    by_size = BySize(
        np.array(sizes["sqrt_area"], np.float64),
        np.array(sizes["segments"], np.int64),
        np.array(sizes["right"], np.int64),
    )
    drawings = tuple(_drawing(name, drawing) for name, drawing in data["drawings"].items())
    about = (data["path"], data["character"], data["reference"])
    return ClipResult(name, *about, drawings, by_size, _sureness(data.get("by_confidence")))


def _sureness(data: dict[str, Any] | None) -> ByConfidence | None:
    if data is None:
        return None
    segments, right = (np.array(data[name], np.int64) for name in ("segments", "right"))
    return ByConfidence(segments, right, np.array(data["confidence"], np.float64))


def _drawing(name: str, data: dict[str, Any]) -> DrawingResult:
    return DrawingResult(
        name=name,
        segments=int(data["segments"]),
        scores=Scores(*(_number(data[measure]) for measure in NAMES)),
        wrong={int(label): color for label, color in data["wrong"].items()},
        seconds=_number(data["seconds"]),
        clicks=data["clicks"],
        plain=int(data["plain"]),
    )


def _scores_json(scores: Scores) -> dict[str, float | None]:
    return {name: _rounded(value) for name, value in asdict(scores).items()}


def _rounded(value: float) -> float | None:
    return None if math.isnan(value) else round(float(value), 6)


def _number(value: Any) -> float:
    return math.nan if value is None else float(value)
