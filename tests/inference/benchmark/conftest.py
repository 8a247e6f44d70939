"""What the benchmark's tests share."""

import shutil
from pathlib import Path

import pytest

from inference.benchmark.dataset import Clip, find_clips

REPOSITORY = Path(__file__).resolve().parents[3]
MINIATURE = REPOSITORY / "fixtures" / "paintbucket_miniature"
HOUSE = REPOSITORY / "fixtures" / "house_production"


@pytest.fixture
def nuri() -> Clip:
    """The miniature of PaintBucket-Character."""
    return find_clips([MINIATURE])[0]


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A miniature to spoil."""
    return Path(shutil.copytree(MINIATURE / "nuri", tmp_path / "nuri"))


@pytest.fixture
def pair(tmp_path: Path) -> Path:
    """A clip of the miniature's first two drawings and its sheet: quick to measure."""
    folder = Path(shutil.copytree(MINIATURE / "nuri", tmp_path / "nuri"))
    for path in [*folder.glob("*/000[234].*")]:
        path.unlink()
    return folder
