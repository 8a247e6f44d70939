"""The scorer beside the matchers that need no training, by the benchmark's own measure."""

from collections.abc import Sequence
from pathlib import Path

from inference.benchmark.dataset import Clip
from inference.benchmark.matchers import Choice, matcher_for
from inference.benchmark.results import Run
from inference.benchmark.run import Options, run_consecutive, run_keyframe

MATCHERS = ("flow", "pairs", "scorer")
TASKS = ("previous", "first", "chain-first", "1 view")


def compare(clips: Sequence[Clip], weights: Path, describer: Path | None, limit: int) -> dict[str, dict[str, float]]:
    """Matcher -> task -> mean Acc in [0, 1], over ``limit`` drawings a clip; a task that no clip allows is left out."""
    return {name: _measured(clips, Choice(name, weights, describer, pairs_kept=0), limit) for name in MATCHERS}


def _measured(clips: Sequence[Clip], choice: Choice, limit: int) -> dict[str, float]:
    matcher, options = matcher_for(choice), Options(limit=limit, clicks=False)
    runs: dict[str, Run] = {
        mode: run_consecutive(clips, matcher, mode, options, _silent) for mode in ("previous", "first", "chain-first")
    }
    runs["1 view"] = run_keyframe(clips, matcher, 1, options, _silent)
    return {task: run.scores.acc for task, run in runs.items() if run.clips}


def _silent(name: str) -> None:
    pass
