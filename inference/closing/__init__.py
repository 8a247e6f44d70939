"""Gaps in lines, closed: closures are data beside the drawing, each with a score and a switch.

``close_gaps`` finds them, ``segment(line_art, closures)`` cuts the drawing with them, ``carry_over`` keeps what people
decided when the segments change.
"""

from collections.abc import Sequence

import numpy as np

from inference.closing.ball import RADIUS, ball_closures
from inference.closing.carry import Carried, carry_over, not_carried
from inference.closing.tangent import MAX_GAP, tangent_closures
from inference.segments import draw_closures
from inference.types import Closure, LineArt, Plane, UInt8Array

__all__ = ["MAX_GAP", "RADIUS", "Carried", "block_passes", "carry_over", "close_gaps", "not_carried"]


def close_gaps(line_art: LineArt, max_gap: float = MAX_GAP, drawn: Sequence[Closure] = ()) -> list[Closure]:
    """Closures along the tangents of line ends, up to ``max_gap`` px wide, the surest first.

    Only those that part one area from another: a stroke that ends in the open needs none. Closures that a painter has
    ``drawn`` count as lines and are not repeated in the result.
    """
    return tangent_closures(_ink(line_art, drawn), max_gap)


def block_passes(line_art: LineArt, radius: float = RADIUS, drawn: Sequence[Closure] = ()) -> list[Closure]:
    """Closures of all passes that a ball of ``radius`` px cannot take, for brushy lines; the narrowest first."""
    return ball_closures(_ink(line_art, drawn), radius)


def _ink(line_art: LineArt, drawn: Sequence[Closure]) -> UInt8Array:
    ink = (line_art.planes != Plane.PAPER).astype(np.uint8)
    return np.asarray(ink | draw_closures(drawn, ink.shape))
