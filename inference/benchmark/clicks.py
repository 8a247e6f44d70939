"""Clicks to perfect: what is left to do for a painter who never errs and corrects the largest wrong area first."""

from collections.abc import Sequence

import numpy as np

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
        certain = Reference(line_art, segments, _only(right, corrected), Kind.CORRECTED)
        painting = colorizer.colorize_drawing(line_art, segments, [certain, *references], book.sheet, strokes)
    return clicks


def _only(painting: Painting, where: np.ndarray[tuple[int], np.dtype[np.bool_]]) -> Painting:
    return Painting(
        np.where(where, painting.entry, 0).astype(np.uint16),
        np.where(where, painting.tone, 0).astype(np.uint8),
        where.astype(np.float32),
    )
