"""How small the segments of drawings are, folder beside folder."""

from pathlib import Path

import numpy as np
import pytest

from inference.cli import main
from inference.formats import write_png

FIXTURES = Path(__file__).resolve().parents[3] / "fixtures"


def test_sizes_of_a_drawing_are_shares_of_its_segments(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    page = np.full((30, 40, 4), (255, 255, 255, 0), np.uint8)
    page[10] = page[20, :] = (0, 0, 0, 255)
    page[11:20, 3] = page[11:20, 1] = (0, 0, 0, 255)
    page[12:20, 2] = (0, 0, 0, 255)  # leaves one pixel
    (tmp_path / "line").mkdir()
    (tmp_path / "line" / "0001.png").write_bytes(write_png(page))
    assert main(["benchmark", "sizes", str(tmp_path)]) == 0
    row = capsys.readouterr().out.splitlines()[-1].split()
    # Areas: 400 above, 9 at the left, 1, 324 at the right, 360 below.
    assert row[1:] == ["1", "5", "20.0", "0.0", "0.0", "20.0", "0.0", "0.0", "60.0", "0.0", "0.0", "0.0"]


def test_clips_below_a_folder_are_counted_together_without_their_sheets(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["benchmark", "sizes", str(FIXTURES / "paintbucket_miniature")]) == 0
    assert capsys.readouterr().out.splitlines()[-1].split()[:2] == ["paintbucket_miniature", "5"]


def test_a_folder_without_drawings_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["benchmark", "sizes", str(tmp_path)]) == 2
    assert str(tmp_path) in capsys.readouterr().err


def test_real_drawings_have_the_specks_that_are_known(hand_drawn: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["benchmark", "sizes", str(hand_drawn / "paintbucket_sample")]) == 0
    row = capsys.readouterr().out.splitlines()[-1].split()
    assert row[1:5] == ["1", "274", "38.3", "16.4"], "150 of 274 segments are under 3 px"
