"""Gaps in lines, closed: closures are data beside the drawing, each with a score and a switch.

``close_gaps`` finds them, ``segment(line_art, closures)`` cuts the drawing with them, ``carry_over`` keeps what people
decided when the segments change.
"""

import numpy as np

from inference.closing.tangent import MAX_GAP, tangent_closures
from inference.types import Closure, LineArt, Plane

__all__ = ["MAX_GAP", "close_gaps"]


def close_gaps(line_art: LineArt, max_gap: float = MAX_GAP) -> list[Closure]:
    """Closures along the tangents of line ends, up to ``max_gap`` px wide, the surest first.

    Only those that part one area from another: a stroke that ends in the open needs none.
    """
    return tangent_closures((line_art.planes != Plane.PAPER).astype(np.uint8), max_gap)
