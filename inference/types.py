"""The words of the engine as types.

Conventions, everywhere:
  pixels     (H, W) arrays, row 0 on top; colours are RGBA, uint8.
  labels     0 = line pixel, 1..N = segment.
  per segment  arrays have N + 1 rows and are indexed *by label*; row 0 is the line and means nothing else.
  entry key  1..65535 names a sheet entry for ever; 0 = unpainted.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import cached_property
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

UInt8Array = NDArray[np.uint8]
UInt16Array = NDArray[np.uint16]
Int32Array = NDArray[np.int32]
FloatArray = NDArray[np.float32]
RGBA = tuple[int, int, int, int]

UNPAINTED = 0


class Tone(IntEnum):
    """Which of an entry's up to four colours (paper section 1; second shadow: PaintBucket's ``shadow2``)."""

    NORMAL = 0
    HIGHLIGHT = 1
    SHADOW = 2
    SECOND_SHADOW = 3


class Plane(IntEnum):
    """What a pixel of a line drawing is. Trace lines: red = highlight, blue = shadow, green = other."""

    PAPER = 0
    MAIN = 1
    HIGHLIGHT = 2
    SHADOW = 3
    OTHER = 4
    SECOND_SHADOW = 5


CATEGORIES = (
    "background", "bag", "belt", "glasses", "hair", "socks",
    "hat", "mouth", "clothes", "eyes", "shoes", "skin",
)  # fmt: skip  # the paper's twelve, section 1


@dataclass(frozen=True, eq=False)
class LineArt:
    """One line drawing."""

    name: str  # the file's name: every error about this drawing starts with it
    rgba: UInt8Array  # (H, W, 4), the artist's pixels, untouched
    planes: UInt8Array  # (H, W), a Plane per pixel

    @property
    def size(self) -> tuple[int, int]:
        """(width, height) in pixels."""
        return self.planes.shape[1], self.planes.shape[0]


@dataclass(frozen=True, eq=False)
class Segments:
    """The line-enclosed areas of one drawing, 4-connected, numbered in raster order of their first pixel."""

    labels: Int32Array  # (H, W), 0 = line
    area: Int32Array  # (N + 1,) px
    box: Int32Array  # (N + 1, 4) xmin, ymin, xmax, ymax; max exclusive
    centroid: FloatArray  # (N + 1, 2) x, y

    @property
    def count(self) -> int:
        """N, the number of segments."""
        return len(self.area) - 1


@dataclass(frozen=True, eq=False)
class Painting:
    """What colour every segment of one drawing has: an index, not pixels."""

    entry: UInt16Array  # (N + 1,) entry key, 0 = unpainted; entry[0] == 0
    tone: UInt8Array  # (N + 1,) a Tone
    confidence: FloatArray  # (N + 1,) in [0, 1]: how likely this colour is right; 1 = a person said so


@dataclass(frozen=True)
class ColorEntry:
    """One line of a sheet's text-colour list."""

    key: int
    name: str
    category: str  # one of CATEGORIES
    normal: RGBA
    highlight: RGBA | None = None
    shadow: RGBA | None = None
    second_shadow: RGBA | None = None

    def color(self, tone: int) -> RGBA:
        """The colour of a tone; a tone the sheet leaves out shows as normal."""
        tones = (self.normal, self.highlight, self.shadow, self.second_shadow)
        return tones[tone] or self.normal


@dataclass(frozen=True, eq=False)
class Reference:
    """A painted drawing to take colours from."""

    line_art: LineArt
    segments: Segments
    painting: Painting


@dataclass(frozen=True, eq=False)
class Sheet:
    """A character's colour design sheet: the text-colour list and painted views of the standard pose."""

    entries: tuple[ColorEntry, ...]
    views: tuple[Reference, ...] = ()

    @cached_property
    def palette(self) -> UInt8Array:
        """(largest key + 1, 4 tones, 4) RGBA; row 0 (unpainted) is transparent."""
        palette = np.zeros((max((e.key for e in self.entries), default=0) + 1, len(Tone), 4), np.uint8)
        for entry in self.entries:
            palette[entry.key] = [entry.color(tone) for tone in Tone]
        return palette


@dataclass(frozen=True, eq=False)
class Matches:
    """For each segment of a target, how likely it lies inside each of K reference colours (paper section 5.1)."""

    colors: UInt16Array  # (K, 2) entry key, tone
    probability: FloatArray  # (N + 1, K), rows sum to 1, or to 0 where no reference says anything
    novelty: FloatArray  # (N + 1,) in [0, 1]: 1 = nothing in the references explains it


class Matcher(Protocol):
    """Anything that can say which reference colour includes each segment."""

    name: str

    def match(self, line_art: LineArt, segments: Segments, references: Sequence[Reference]) -> Matches:
        """Match one drawing against one or more painted ones.

        Raises NothingToColourFrom when ``references`` is empty.
        """
        ...
