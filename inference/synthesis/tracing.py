"""Tones -> colour lines: areas of a tone that can be painted, and the trace lines around them (paper section 4.1)."""

import cv2
import numpy as np
from numba import njit

from inference.formats.paintbucket import BACKGROUND
from inference.synthesis.areas import components
from inference.synthesis.toon import ToonStyle
from inference.types import Int32Array, Plane, Tone, UInt8Array

_STRIP = 0.45  # of an area's px are off its rim: less, and it is a strip that would be all colour line
_CROSS = np.array([[0, 1, 0], [1, 1, 1], [0, 1, 0]], np.uint8)


def tidy(tones: UInt8Array, label: Int32Array, planes: UInt8Array, smallest: int) -> UInt8Array:
    """The same (H, W) tones where areas take the tone around them that have under ``smallest`` px off their rim.

    So do strips of 3 px and less. Areas end at labels and lines (``planes``): what a line cuts off is small too. An
    area with no other tone beside it stays as it is.
    """
    tones = tones.copy()
    for _ in range(3):
        key = np.where(planes == Plane.PAPER, (label - BACKGROUND) * len(Tone) + tones, -1).astype(np.int32)
        part, area = components(key)
        if not _take_over(part, area, key, tones, smallest):
            break
    return tones


@njit(cache=True, nogil=True)
def _take_over(part: Int32Array, area: Int32Array, key: Int32Array, tones: UInt8Array, smallest: int) -> bool:
    """Give small areas the tone of the largest area beside them; whether any changed."""
    height, width = part.shape
    inside = area.copy()
    for row in range(height):
        for column in range(width):
            own = key[row, column]
            if own < 0:
                continue
            for dy, dx in ((-1, 0), (0, -1), (0, 1), (1, 0)):
                y, x = row + dy, column + dx
                if 0 <= y < height and 0 <= x < width and key[y, x] >= 0 and key[y, x] != own:
                    inside[part[row, column]] -= 1
                    break
    small = (inside < smallest) | (inside < _STRIP * area)
    best = np.full(len(area), -1, np.int32)
    for row in range(height):
        for column in range(width):
            if key[row, column] < 0:
                continue
            for down in range(2):
                y, x = row + down, column + 1 - down
                if y >= height or x >= width or key[y, x] < 0 or key[y, x] // 4 != key[row, column] // 4:
                    continue
                a, b = part[row, column], part[y, x]
                if a == b:
                    continue
                if small[a] and area[b] >= area[a] and (best[a] < 0 or area[b] > area[best[a]]):
                    best[a] = b
                if small[b] and area[a] > area[b] and (best[b] < 0 or area[a] > area[best[b]]):
                    best[b] = a
    tone_of = np.zeros(len(area), np.uint8)
    for row in range(height):
        for column in range(width):
            tone_of[part[row, column]] = tones[row, column]
    changed = False
    for row in range(height):
        for column in range(width):
            other = best[part[row, column]]
            if other >= 0 and tones[row, column] != tone_of[other]:
                tones[row, column] = tone_of[other]
                changed = True
    return changed


def trace(planes: UInt8Array, label: Int32Array, tones: UInt8Array, style: ToonStyle) -> UInt8Array:
    """The planes (H, W) with colour lines, 1 px, where the tone changes on the paper of one label.

    They lie on the brighter side of a highlight and on the darker side of a shadow, never on a main line. Afterwards
    every 4-connected area of paper has one label and one tone.
    """
    traced: UInt8Array = _trace(planes, label, tones, style.plane_of())
    return traced


@njit(cache=True, nogil=True)
def _trace(planes: UInt8Array, label: Int32Array, tones: UInt8Array, plane_of: UInt8Array) -> UInt8Array:
    height, width = planes.shape
    out = planes.copy()
    # A highlight beside a shadow is drawn red, a second shadow beside a shadow in its own colour.
    rank = np.array([0, 3, 1, 2])
    for row in range(height):
        for column in range(width):
            if planes[row, column] != 0:
                continue
            for down in range(2):
                y, x = row + down, column + 1 - down
                if y >= height or x >= width or planes[y, x] != 0 or tones[y, x] == tones[row, column]:
                    continue
                if rank[tones[row, column]] > rank[tones[y, x]]:
                    out[row, column] = plane_of[tones[row, column]]
                else:
                    out[y, x] = plane_of[tones[y, x]]
    return out


def without_slivers(
    planes: UInt8Array, label: Int32Array, tones: UInt8Array, least: int = 4
) -> tuple[UInt8Array, UInt8Array]:
    """Planes and tones (H, W) where crumbs of paper of up to ``least`` px beside a colour line become part of it."""
    planes, tones = planes.copy(), tones.copy()
    key = np.where(planes == Plane.PAPER, label - BACKGROUND, -1).astype(np.int32)
    part, area = components(key)
    small = (area <= least)[part] & (planes == Plane.PAPER)
    if small.any():
        is_trace = planes > Plane.MAIN
        taken = np.zeros(planes.shape, np.bool_)
        for drawn in (planes, tones):  # of several lines the last Plane, which bounds the last Tone
            beside = cv2.dilate(np.where(is_trace, drawn, np.uint8(0)), _CROSS)
            strongest = np.zeros(len(area), np.uint8)
            np.maximum.at(strongest, part[small], beside[small])
            if drawn is planes:
                taken = small & (strongest[part] > 0)
            drawn[taken] = strongest[part[taken]]
    return planes, tones
