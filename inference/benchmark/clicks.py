"""Clicks to perfect: what is left to do for a painter who never errs and corrects the largest wrong area first."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from inference.benchmark.colors import ColorBook, Colors
from inference.colorizer import Colorizer
from inference.types import Kind, LineArt, Painting, PartStroke, Reference, Segments


def clicks_to_perfect(
    colorizer: Colorizer,
    line_art: LineArt,
    segments: Segments,
    references: Sequence[Reference],
    first: Painting,
    truth: Colors,
    book: ColorBook,
    strokes: Sequence[PartStroke] = (),
) -> int:
    """How many corrections until every segment is right, when after each one the matcher runs again.

    What was corrected stays, and the corrected segments of the drawing are a reference of their own, the most trusted.
    ``first`` is what the matcher said before any correction, from ``references``; ``strokes`` were drawn before it.
    """
    right = book.painting(truth)
    corrected = np.zeros(segments.count + 1, bool)
    painting = first
    clicks = 0
    while len(wrong := np.flatnonzero((book.colors(painting) != truth) & (segments.area > 0) & ~corrected)):
        corrected[wrong[segments.area[wrong].argmax()]] = True
        clicks += 1
        certain = Reference(line_art, segments, only(right, corrected), Kind.CORRECTED)
        painting = colorizer.colorize_drawing(line_art, segments, [certain, *references], book.sheet, strokes)
    return clicks


def only(painting: Painting, where: NDArray[np.bool_]) -> Painting:
    """The painting where (N + 1,) ``where`` is true, certain there; all else is unpainted."""
    entry = np.where(where, painting.entry, 0).astype(np.uint16)
    tone = np.where(where, painting.tone, 0).astype(np.uint8)
    return Painting(entry, tone, where.astype(np.float32))
