"""Is a confidence of 0.8 right in 8 of 10 cases?"""

import json
from pathlib import Path

import numpy as np
import pytest

from inference.benchmark.calibration import draw, sureness
from inference.benchmark.dataset import find_clips
from inference.benchmark.metrics import by_confidence, pooled
from inference.benchmark.results import read_run, write_run
from inference.benchmark.run import Options, run_consecutive
from inference.cli import main
from inference.errors import BadFile
from inference.formats import read_image
from inference.matching import FlowVote


def test_a_confidence_that_is_right_as_often_as_it_says_has_no_error() -> None:
    sure = np.repeat(np.float32([0.25, 0.75]), 4)
    honest = by_confidence(sure, np.array([1, 0, 0, 0, 1, 1, 1, 0], bool))
    assert honest.error == pytest.approx(0)
    boastful = by_confidence(sure, np.array([0, 0, 0, 0, 1, 0, 0, 0], bool))
    assert boastful.error == pytest.approx((0.25 + 0.5) / 2)


def test_the_surest_segment_counts_and_nothing_is_no_number() -> None:
    assert by_confidence(np.float32([1]), np.array([True])).segments[-1] == 1
    assert np.isnan(by_confidence(np.zeros(0, np.float32), np.zeros(0, bool)).error)


def test_clips_are_pooled_by_their_segments() -> None:
    one = by_confidence(np.float32([0.95]), np.array([True]))
    other = by_confidence(np.float32([0.95, 0.95, 0.15]), np.array([False, True, False]))
    both = pooled([one, other])
    assert (both.segments[9], both.right[9], both.segments[1]) == (3, 2, 1)
    assert both.error == pytest.approx((abs(2 - 2.85) + 0.15) / 4)


def test_a_run_keeps_how_sure_it_was_and_shows_it_as_a_picture(pair: Path, tmp_path: Path) -> None:
    run = run_consecutive(find_clips([pair]), lambda clip: FlowVote(), "previous", Options(), lambda name: None)
    written, picture = tmp_path / "run.json", tmp_path / "sure.png"
    write_run(written, run)
    again = sureness(read_run(written), written)
    [drawing] = run.drawings
    assert again.segments.sum() == drawing.segments
    assert again.segments.sum() - again.right.sum() == len(drawing.wrong)
    assert again.error == pytest.approx(sureness(run, written).error, abs=1e-5)
    assert main(["benchmark", "calibration", str(written), "-o", str(picture)]) == 0
    shown = read_image(picture.read_bytes(), picture.name)
    assert len(np.unique(shown.reshape(-1, 4), axis=0)) > 10
    with pytest.raises(BadFile, match=r"sure\.txt: cannot be written"):
        draw(tmp_path / "sure.txt", {"flow": again})


def test_a_run_from_before_confidence_was_kept_is_named(pair: Path, tmp_path: Path) -> None:
    run = run_consecutive(find_clips([pair]), lambda clip: FlowVote(), "previous", Options(), lambda name: None)
    old = tmp_path / "old.json"
    write_run(old, run)
    data = json.loads(old.read_text())
    for clip in data["clips"].values():
        del clip["by_confidence"]
    old.write_text(json.dumps(data))
    with pytest.raises(BadFile, match=r"old\.json: does not say how sure"):
        sureness(read_run(old), old)
