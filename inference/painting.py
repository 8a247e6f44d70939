"""Matches -> Painting; Painting + palette -> pixels. Looking colours up last keeps them exact and swatches live."""

from dataclasses import dataclass
from typing import Literal

import cv2
import numpy as np
from numpy.typing import NDArray

from inference.neighbours import nearest_segment as nearest_segment
from inference.types import Int32Array, Matches, Painting, Plane, UInt8Array, UInt16Array

Lines = Literal["as drawn", "painted", "none"]

# When a drawing is coloured again, a segment changes to a colour of this confidence: of changes to less sure ones as
# many are wrong as right.
SURE_TO_CHANGE = 0.6
STILL_LIKELY = 0.5  # or when the colour that shows is less than this share as likely as the new one
# How far a trace line's middle may lie from the areas that it parts.
TRACE_REACH = 4  # px
_NOTHING = np.uint16(0)
_LUMA = np.array([0.299, 0.587, 0.114], np.float32)


@dataclass(frozen=True, eq=False)
class Earlier:
    """How a drawing was painted before people corrected what its colours come from."""

    painting: Painting
    mistakes: NDArray[np.int64]  # (n, 2, 2) entry and tone that showed, and what people painted there instead


def paint(matches: Matches, earlier: Earlier | None = None) -> Painting:
    """The likeliest colour of each segment; unpainted where no reference says anything.

    Confidence is that colour's probability, lowered by the segment's novelty. A segment keeps its ``earlier`` colour
    while nothing is sure to be better, unless people have corrected the same mistake elsewhere.
    """
    count, colors = matches.probability.shape
    if colors == 0:
        return Painting(np.zeros(count, np.uint16), np.zeros(count, np.uint8), np.zeros(count, np.float32))
    best = matches.probability.argmax(axis=1)
    if earlier is not None:
        best = _steady(best, matches, earlier)
    share = matches.probability[np.arange(count), best]
    known = share > 0
    known[0] = False  # the line
    return Painting(
        entry=np.where(known, matches.colors[best, 0], 0).astype(np.uint16),
        tone=np.where(known, matches.colors[best, 1], 0).astype(np.uint8),
        confidence=np.where(known, share * (1 - matches.novelty), 0).astype(np.float32),
    )


def _steady(best: NDArray[np.intp], matches: Matches, earlier: Earlier) -> NDArray[np.intp]:
    """(N + 1,) columns of ``matches.colors``: the earlier colour's, where the ``best`` one's shall not replace it."""
    row, shown = np.arange(len(best)), earlier.painting
    is_old = (matches.colors[:, 0] == shown.entry[:, None]) & (matches.colors[:, 1] == shown.tone[:, None])
    old = is_old.argmax(axis=1)
    share = matches.probability[row, best]
    unsure = share * (1 - matches.novelty) < SURE_TO_CHANGE
    likely = is_old.any(axis=1) & (matches.probability[row, old] > STILL_LIKELY * share)
    change = np.stack([matches.colors[old], matches.colors[best]], axis=1)
    repeated = (change[:, None] == earlier.mistakes).all(axis=(2, 3)).any(axis=1)
    return np.where(unsure & likely & ~repeated, old, best)


def segment_colors(painting: Painting, palette: UInt8Array) -> UInt8Array:
    """(N + 1, 4) RGBA of every segment; an entry that the palette does not know shows as unpainted."""
    entry = np.where(painting.entry < len(palette), painting.entry, 0)
    return palette[entry, painting.tone]


def render(
    labels: Int32Array,
    painting: Painting,
    palette: UInt8Array,
    line_rgba: UInt8Array | None = None,
    planes: UInt8Array | None = None,
    lines: Lines = "as drawn",
) -> UInt8Array:
    """(H, W, 4) pixels of a painting: each one exactly a palette colour or the artist's line, never a blend.

    ``labels`` (H, W); ``palette`` (keys, tones, 4) of ``Sheet.palette``; ``line_rgba`` and ``planes`` of the LineArt.
    ``lines``: "as drawn" needs ``line_rgba``; "painted" needs both and gives trace lines the colour of an area that
    they border: blue the darker side, red the brighter one, others the nearest; "none" leaves lines transparent.
    """
    colors = segment_colors(painting, palette)
    colors[0] = 0
    pixels = colors[labels]
    if lines == "none":
        return pixels
    if line_rgba is None or (lines == "painted" and planes is None):
        raise ValueError(f"rendering lines {lines!r} needs the line drawing")
    is_line = labels == 0
    pixels[is_line] = line_rgba[is_line]
    # A soft line's half-transparent rim would be a hole between two fills.
    pixels[is_line, 3] = 255
    if lines == "painted" and planes is not None:
        is_trace = is_line & (planes != Plane.MAIN)
        pixels[is_trace] = colors[_trace_segments(labels, planes, colors, is_trace)]
    return pixels


def trace_segments(labels: Int32Array, painting: Painting, palette: UInt8Array, planes: UInt8Array) -> Int32Array:
    """(H, W) label of the segment whose colour each trace line takes when lines are painted; 0 everywhere else."""
    colors = segment_colors(painting, palette)
    colors[0] = 0
    is_trace = (labels == 0) & (planes != Plane.MAIN)
    chosen = np.zeros_like(labels)
    chosen[is_trace] = _trace_segments(labels, planes, colors, is_trace)
    return chosen


def _trace_segments(
    labels: Int32Array, planes: UInt8Array, colors: UInt8Array, is_trace: NDArray[np.bool_]
) -> Int32Array:
    """(n,) label of the segment whose colour each trace pixel takes, in raster order."""
    chosen = nearest_segment(labels)[is_trace]
    # Rank 1.. from dark to bright; the transparent background and the unpainted are no side to choose.
    bright_first = np.argsort(colors[:, :3] @ _LUMA, kind="stable")
    painted = colors[:, 3] > 0
    by_rank = bright_first[painted[bright_first]]
    rank = np.zeros(len(colors), np.uint16)
    rank[by_rank] = np.arange(1, len(by_rank) + 1)
    brighter = _spread(rank[labels], is_trace)[is_trace]
    darker = _spread(_reversed(rank)[labels], is_trace)[is_trace]
    plane = planes[is_trace]
    for wanted, found, ranked in (
        (plane == Plane.HIGHLIGHT, brighter, by_rank),
        ((plane == Plane.SHADOW) | (plane == Plane.SECOND_SHADOW), darker, by_rank[::-1]),
    ):
        take = wanted & (found > 0)
        chosen[take] = ranked[found[take].astype(np.int64) - 1]
    return chosen


def _reversed(rank: UInt16Array) -> UInt16Array:
    return np.where(rank > 0, rank.max(initial=0) + 1 - rank, 0).astype(np.uint16)


def _spread(rank: UInt16Array, is_trace: NDArray[np.bool_]) -> UInt16Array:
    """The highest rank within reach of each trace pixel, walking over trace pixels only: black lines are walls."""
    steps = np.ones((3, 3), np.uint8)
    for _ in range(TRACE_REACH):
        rank = np.where(is_trace, cv2.dilate(rank, steps), rank).astype(np.uint16)
    return rank


def thumbnail(rgba: UInt8Array, side: int = 320) -> UInt8Array:
    """A small picture for a filmstrip, its longer side at most ``side`` px; colours do blend here."""
    height, width = rgba.shape[:2]
    scale = min(1.0, side / max(height, width))
    size = max(1, round(width * scale)), max(1, round(height * scale))
    # Averaging needs colours weighed by their alpha, or transparent white bleeds into the rims.
    weighed = rgba.astype(np.float32)
    weighed[..., :3] *= weighed[..., 3:] / np.float32(255)
    small = np.asarray(cv2.resize(weighed, size, interpolation=cv2.INTER_AREA), np.float32).reshape(size[1], size[0], 4)
    small[..., :3] *= 255 / np.maximum(small[..., 3:], np.float32(1))
    return np.clip(np.rint(small), 0, 255).astype(np.uint8)
