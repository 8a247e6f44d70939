"""Colour models of Photoshop's palette files -> 8-bit RGB, where that can be said exactly."""

import colorsys
import math
from collections.abc import Sequence

from inference.errors import BadFile
from inference.types import RGBA


def from_rgb(values: Sequence[float]) -> RGBA:
    """R, G, B in [0, 1], opaque; values outside are cut off."""
    red, green, blue = (round(255 * min(max(value, 0.0), 1.0)) for value in values[:3])
    return red, green, blue, 255


def from_gray(value: float) -> RGBA:
    """Black 0 to white 1."""
    return from_rgb((value, value, value))


def from_hsb(values: Sequence[float]) -> RGBA:
    """Hue, saturation, brightness in [0, 1]."""
    return from_rgb(colorsys.hsv_to_rgb(*values[:3]))


def from_cmyk(values: Sequence[float]) -> RGBA:
    """Ink shares in [0, 1], without a printing profile."""
    cyan, magenta, yellow, black = values[:4]
    return from_rgb([(1 - ink) * (1 - black) for ink in (cyan, magenta, yellow)])


def check_finite(values: Sequence[float], where: str) -> None:
    """Refuse what is no number."""
    if not all(math.isfinite(value) for value in values):
        raise BadFile(f"{where} is no colour. Save the palette again.")


def refuse_model(model: str, where: str) -> BadFile:
    """The error for a model without exact RGB."""
    return BadFile(f"{where} is given as {model}, which is no exact RGB colour. Save the palette with RGB colours.")
