from pathlib import Path

import pytest

from inference.cli import main
from inference.formats import read_image_file, write_png

HOUSE = Path(__file__).resolve().parents[2] / "fixtures" / "house_production"


@pytest.fixture
def one_drawing(tmp_path: Path) -> Path:
    """A folder with a cropped drawing and, by mistake, a painted picture."""
    drawing = read_image_file(HOUSE / "shot" / "line" / "A0001.png")[100:500, 400:800]
    (tmp_path / "A0001.png").write_bytes(write_png(drawing))
    (tmp_path / "painted.png").write_bytes((HOUSE / "shot" / "gt" / "A0001.png").read_bytes())
    return tmp_path


def test_the_benchmark_of_segments_prints_a_row_per_drawing(
    one_drawing: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["benchmark", "segments", str(one_drawing), "--runs", "1", "--crop", "256"]) == 0
    printed = capsys.readouterr().out
    assert "256x256" in printed
    assert "A0001.png" in printed
    assert "painted.png" not in printed


def test_the_benchmark_of_gaps_says_what_is_restored_and_what_is_false(
    one_drawing: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["benchmark", "gaps", str(one_drawing), "--cuts", "2"]) == 0
    printed = capsys.readouterr().out
    for title in ("closed", "clear", "as drawn"):
        assert title in printed
    assert printed.count("1-6") == 3


def test_a_folder_without_drawings_is_said_to_be_one(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["benchmark", "segments", str(tmp_path)]) == 2
    assert "no line drawings here" in capsys.readouterr().err
