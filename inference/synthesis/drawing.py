"""A drawing and what is known of every pixel -> a frame of the dataset, its truth taken by segment."""

import numpy as np
from numba import njit
from numpy.typing import NDArray

from inference.formats.character import Frame, Truth, frame_of_segments
from inference.formats.paintbucket import BACKGROUND, looked_up
from inference.segments import segment
from inference.synthesis.figure import INK, Figure
from inference.synthesis.pencils import PENCILS, line_art
from inference.types import Int32Array, LineArt, Plane, Sheet, Tone, UInt8Array

_TONES = len(Tone)


def finish(
    figure: Figure, label: Int32Array, planes: UInt8Array, tones: UInt8Array, stem: str
) -> tuple[Frame, Int32Array]:
    """A frame and its segments (H, W) from ``label``, ``planes`` and ``tones``, (H, W) each.

    A segment is what most of its pixels are; ``mixed_segments`` counts those that are several things. Main lines are
    black in ``gt``, trace lines take the colour of their own side. Raises NoSegments when every pixel is line.
    """
    line = line_art(planes)
    labels = segment(LineArt(stem, line, planes)).labels
    meaning = _meaning(label, tones)
    of_segment = _majority(labels, meaning)
    region, tone = _split(of_segment)
    palette, categories = _palette(figure)
    colors = palette[region - BACKGROUND, tone]
    colors[region == BACKGROUND] = 0
    category = [categories[row] for row in region - BACKGROUND]
    own = np.where(planes == Plane.MAIN, np.int32(0), meaning)  # ink's row of the palette
    line_colors = looked_up(palette.reshape(-1, 4), own)
    truth = Truth(colors, region, tone, category)
    return frame_of_segments(stem, line, labels, planes, truth, line_colors), labels


def mixed_segments(labels: Int32Array, label: Int32Array, tones: UInt8Array) -> int:
    """How many segments of ``labels`` hold more than one label or tone."""
    _, is_mixed = _first(labels, _meaning(label, tones), int(labels.max(initial=0)) + 1)
    return int(is_mixed.sum())


def _meaning(label: Int32Array, tones: UInt8Array) -> Int32Array:
    """(H, W) label and tone in one number; the background has no tone."""
    return ((label - BACKGROUND) * _TONES + np.where(label > INK, tones, np.uint8(Tone.NORMAL))).astype(np.int32)


def _split(meaning: Int32Array) -> tuple[Int32Array, UInt8Array]:
    return (meaning // _TONES + BACKGROUND).astype(np.int32), (meaning % _TONES).astype(np.uint8)


def _majority(labels: Int32Array, meaning: Int32Array) -> Int32Array:
    """(N + 1,) the commonest meaning of each segment; of equals the lowest. Row 0 is the background's."""
    count = int(labels.max(initial=0)) + 1
    first, is_mixed = _first(labels, meaning, count)
    of_segment: Int32Array = first
    if is_mixed.any():
        at = is_mixed[labels]
        key = labels[at].astype(np.int64) << 32 | meaning[at]
        pairs, size = np.unique(key, return_counts=True)
        order = np.lexsort((-pairs, size))  # the largest is written last and stays
        of_segment[pairs[order] >> 32] = (pairs[order] & 0xFFFFFFFF).astype(np.int32)
    of_segment[0] = 0
    return of_segment


@njit(cache=True, nogil=True)
def _first(labels: Int32Array, meaning: Int32Array, count: int) -> tuple[Int32Array, NDArray[np.bool_]]:
    """(count,) the meaning of each segment's first pixel, and whether another pixel disagrees."""
    first = np.full(count, -1, np.int32)
    is_mixed = np.zeros(count, np.bool_)
    height, width = labels.shape
    for row in range(height):
        for column in range(width):
            segment = labels[row, column]
            if segment == 0:
                continue
            if first[segment] < 0:
                first[segment] = meaning[row, column]
            elif first[segment] != meaning[row, column]:
                is_mixed[segment] = True
    return first, is_mixed


def _palette(figure: Figure) -> tuple[UInt8Array, list[str]]:
    """(R + 2, 4 tones, 4) RGBA and R + 2 categories by label - BACKGROUND: the background, ink, the regions."""
    keys = np.array([0, 0, *(region.entry for region in figure.regions)])
    category: dict[int, str] = {entry.key: entry.category for entry in figure.entries}
    colors: NDArray[np.uint8] = Sheet(figure.entries).palette[keys]
    colors[:2] = PENCILS[Plane.MAIN]
    return colors, ["", "", *(category[region.entry] for region in figure.regions)]
