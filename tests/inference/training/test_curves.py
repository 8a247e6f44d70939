"""What trainings logged, as a picture."""

import json
from pathlib import Path

import numpy as np
import pytest

from inference.cli import main
from inference.errors import BadFile
from inference.formats import read_image
from inference.training.curves import read_log, smoothed


def log(path: Path, steps: int) -> Path:
    lines = [
        {"step": step, "loss": 1 / step, "right": 1 - 1 / step, "rate": 0.1}
        | ({"held out, neighbour": 0.5} if step == steps else {})
        for step in range(1, steps + 1)
    ]
    path.write_text("".join(json.dumps(line) + "\n" for line in lines))
    return path


def test_a_log_tells_what_was_measured_and_when(tmp_path: Path) -> None:
    told = read_log(log(tmp_path / "scorer.jsonl", 4))
    assert list(told) == ["held out, neighbour", "loss", "right"]
    np.testing.assert_allclose(told["loss"], [[1, 1], [2, 1 / 2], [3, 1 / 3], [4, 1 / 4]])
    np.testing.assert_allclose(told["held out, neighbour"], [[4, 0.5]])


def test_a_curve_is_the_mean_of_the_steps_between_its_points_evenly_in_log_steps() -> None:
    steps = np.arange(1, 101, dtype=np.float64)
    line = smoothed(np.stack([steps, steps], axis=1), 2)
    np.testing.assert_allclose(line, [[12.5, 12.5], [62.5, 62.5]])  # 1 to 24, 25 to 100: log(10 + step) is halved
    assert smoothed(np.array([[7.0, 0.5]])).tolist() == [[7, 0.5]]


def test_trainings_are_drawn_side_by_side(tmp_path: Path) -> None:
    out = tmp_path / "curves.png"
    logs = [str(log(tmp_path / f"{name}.jsonl", steps)) for name, steps in (("one", 5), ("other", 300))]
    assert main(["train", "curves", *logs, "-o", str(out)]) == 0
    assert len(np.unique(read_image(out.read_bytes(), out.name).reshape(-1, 4), axis=0)) > 10


def test_what_is_no_log_is_named(tmp_path: Path) -> None:
    empty, other = tmp_path / "empty.jsonl", tmp_path / "other.jsonl"
    empty.write_text("")
    other.write_text("[1, 2]\n")
    with pytest.raises(BadFile, match=r"empty\.jsonl: tells of no step"):
        read_log(empty)
    with pytest.raises(BadFile, match=r"other\.jsonl: is no log"):
        read_log(other)
