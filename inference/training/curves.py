"""``shiage train curves``: what trainings logged, as a picture: loss and shares right against steps."""

import argparse
import json
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from inference.errors import BadFile
from inference.plots import new_figure, save_figure

Points = NDArray[np.float64]  # (n, 2) step, value

_POINTS = 40  # of a curve
_LOSSES = ("loss", "parsing", "perspective")
_NO_RESULTS = ("step", "rate", "norm", "seconds")


def register(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command."""
    parser = subparsers.add_parser(
        "curves",
        help="loss and accuracy of trainings as a picture",
        description="Draws what trainings wrote beside their weights, against steps on a logarithmic scale: where a "
        "curve of accuracy is still straight, more steps would help.",
    )
    parser.add_argument("logs", type=Path, nargs="+", metavar="LOG.jsonl")
    parser.add_argument("-o", "--out", type=Path, required=True, metavar="FILE", help="PNG, SVG or PDF")
    parser.set_defaults(run=_run)


def _run(options: argparse.Namespace) -> int:
    draw(options.out, {path.stem: read_log(path) for path in options.logs})
    print(options.out)
    return 0


def read_log(path: Path) -> dict[str, Points]:
    """What a log tells, by its name. Raises BadFile."""
    found: dict[str, list[tuple[float, float]]] = {}
    try:
        for line in path.read_text(encoding="utf-8").splitlines():
            said = json.loads(line)
            for name in said.keys() - set(_NO_RESULTS):
                found.setdefault(name, []).append((float(said["step"]), float(said[name])))
    except OSError as error:
        raise BadFile(f"{path}: cannot be read ({error.strerror}). Check the path.") from error
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise BadFile(f"{path}: is no log of shiage train ({error!r}).") from error
    if not found:
        raise BadFile(f"{path}: tells of no step yet.")
    return {name: np.array(values) for name, values in sorted(found.items())}


def smoothed(points: Points, count: int = _POINTS) -> Points:
    """At most ``count`` points, each the mean of the steps between it and the next; evenly spaced in log steps, but for
    the first tenth, where a point would be a single step's luck. Fewer points stay as they are."""
    if len(points) <= count:
        return points
    log = np.log(points[:, 0] + len(points) / 10)
    at = np.minimum((log - log[0]) / (log[-1] - log[0]) * count, count - 1).astype(np.int64)
    _, group = np.unique(at, return_inverse=True)
    number = np.bincount(group)
    return np.stack([np.bincount(group, column) / number for column in points.T], axis=1)


def draw(path: Path, logs: dict[str, dict[str, Points]]) -> None:
    """Losses on the left, shares of segments that are right on the right. Raises BadFile."""
    figure = new_figure(9, 4)
    losses, shares = figure.subplots(1, 2)
    for log, curves in logs.items():
        for name, points in curves.items():
            line = smoothed(points)
            label = name if len(logs) == 1 else f"{log}: {name}"
            # Single measurements on held-out drawings show as such.
            panel = losses if name in _LOSSES else shares
            panel.plot(*line.T, label=label, marker="." if len(points) <= _POINTS else "")
    for panel, title in zip((losses, shares), ("loss", "share of segments that are right"), strict=True):
        panel.set(xscale="log", xlabel="steps", title=title)
        panel.grid(alpha=0.3)
        if panel.lines:
            panel.legend(fontsize="small")
    save_figure(figure, path)
