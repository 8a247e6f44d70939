"""What the engine's tests share: the real drawings (where they lie beside the repository) and small ones made here."""

import os
from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np
import pytest

from inference.lineart import line_art_from_rgba
from inference.types import LineArt, UInt8Array

REPOSITORY = Path(__file__).resolve().parents[2]
PAPER = (255, 255, 255, 0)
BLACK, RED, BLUE = (0, 0, 0, 255), (255, 0, 0, 255), (0, 0, 255, 255)


@pytest.fixture(scope="session")
def hand_drawn() -> Path:
    """The folder of real hand-drawn sequences; the test is skipped where it is absent."""
    data = Path(os.environ.get("SHIAGE_DATA", REPOSITORY.parent / "shared" / "data")) / "hand_drawn"
    if not data.is_dir():
        pytest.skip(f"no real drawings at {data}: set SHIAGE_DATA to the data folder")
    return data


def blank(width: int = 160, height: int = 120) -> UInt8Array:
    """A transparent page."""
    return np.full((height, width, 4), PAPER, np.uint8)


def face(dx: int = 0, dy: int = 0, width: int = 160, height: int = 120) -> UInt8Array:
    """A head with two eyes, a hair parting and a blue shadow line under the chin, moved by (dx, dy)."""
    page = blank(width, height)
    cv2.ellipse(page, (70 + dx, 55 + dy), (36, 42), 0, 0, 360, BLACK, 1)
    cv2.line(page, (36 + dx, 40 + dy), (104 + dx, 40 + dy), BLACK, 1)  # hair above, face below
    cv2.circle(page, (57 + dx, 55 + dy), 6, BLACK, 1)
    cv2.circle(page, (83 + dx, 55 + dy), 6, BLACK, 1)
    cv2.line(page, (40 + dx, 80 + dy), (100 + dx, 80 + dy), BLUE, 1)
    return page


@pytest.fixture
def draw_face() -> Callable[..., LineArt]:
    """``draw_face(dx, dy, name=...)`` -> the little face as a drawing."""

    def draw(dx: int = 0, dy: int = 0, *, name: str = "A0001.png", width: int = 160, height: int = 120) -> LineArt:
        return line_art_from_rgba(face(dx, dy, width, height), name)

    return draw
