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


class Part(IntEnum):
    """What an annotation says a segment belongs to (paper section 4.1, step 4): hair, skin or anything else."""

    UNKNOWN = 0
    HAIR = 1
    SKIN = 2
    OTHER = 3


@dataclass(frozen=True)
class PartStroke:
    """A painter's rough stroke: what it runs through is hair, skin or something else (paper section 6.5)."""

    points: tuple[tuple[int, int], ...]  # x, y of a polyline, px; a single one is a dot
    part: Part


class Annotation(IntEnum):
    """The kinds of filled annotation: a tone and a part. Their exact RGBs are PaintBucket-Character's ``line_anno``."""

    NONE = 0
    HIGHLIGHT_HAIR = 1
    HIGHLIGHT_SKIN = 2
    HIGHLIGHT_OTHER = 3
    SHADOW_HAIR = 4
    SHADOW_SKIN = 5
    SHADOW_OTHER = 6


class Kind(IntEnum):
    """What a painted drawing is to the drawing that takes colours from it."""

    DRAWING = 0  # any, nothing known
    NEIGHBOUR = 1  # the drawing before it or after it
    KEYFRAME = 2  # a painted drawing of the shot further away: the first one, say
    VIEW = 3  # of the design sheet
    CORRECTED = 4  # the same drawing, as far as a painter has corrected it


CATEGORIES = (
    "background", "bag", "belt", "glasses", "hair", "socks",
    "hat", "mouth", "clothes", "eyes", "shoes", "skin",
)  # fmt: skip  # the paper's twelve, section 1
PART_OF_CATEGORY = {"hair": Part.HAIR, "skin": Part.SKIN}  # all others are Part.OTHER


@dataclass(frozen=True, eq=False)
class LineArt:
    """One line drawing."""

    name: str  # the file's name: every error about this drawing starts with it
    rgba: UInt8Array  # (H, W, 4), the artist's pixels, untouched
    planes: UInt8Array  # (H, W), a Plane per pixel
    annotations: UInt8Array | None = None  # (H, W), an Annotation per pixel; None where the drawing has no fills
    notes: tuple[str, ...] = ()  # what had to be assumed to read it, for the painter

    @property
    def size(self) -> tuple[int, int]:
        """(width, height) in pixels."""
        return self.planes.shape[1], self.planes.shape[0]


@dataclass(frozen=True, eq=False)
class Neighbours:
    """Which segments lie side by side, and what parts them. Each pair once, its smaller label first, sorted."""

    pairs: Int32Array  # (E, 2) labels
    by_plane: Int32Array  # (E, planes) px of border under each Plane; PAPER: only a closure or nothing parts them

    @property
    def length(self) -> Int32Array:
        """(E,) px of common border."""
        return np.asarray(self.by_plane.sum(axis=1), np.int32)

    @property
    def plane(self) -> UInt8Array:
        """(E,) the Plane that parts each pair for most of its border."""
        return np.asarray(self.by_plane.argmax(axis=1), np.uint8)


@dataclass(frozen=True)
class Closure:
    """A gap in a line, closed by us or by a painter: data beside the drawing, never part of the artist's line."""

    points: tuple[tuple[int, int], ...]  # x, y of a polyline; its ends lie on ink
    score: float  # in [0, 1]: how surely this is a gap; 1 = a person drew it
    kind: str  # "facing", "corner", "heading", "ball", or "drawn" by a painter
    on: bool = True  # switched off it stays listed and parts nothing


@dataclass(frozen=True, eq=False)
class Segments:
    """The line-enclosed areas of one drawing, 4-connected, numbered in raster order of their first pixel.

    A closure has no width: its pixels belong to an area beside it.
    """

    labels: Int32Array  # (H, W), 0 = line
    area: Int32Array  # (N + 1,) px
    box: Int32Array  # (N + 1, 4) xmin, ymin, xmax, ymax; max exclusive
    centroid: FloatArray  # (N + 1, 2) x, y
    filled: Int32Array  # (H, W) the labels, every line pixel given to the nearest segment
    neighbours: Neighbours

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
    kind: Kind = Kind.DRAWING


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

    @cached_property
    def parts(self) -> UInt8Array:
        """(largest key + 1,) the Part that each entry's category is of; OTHER for keys that are not on the sheet."""
        parts = np.full(max((e.key for e in self.entries), default=0) + 1, Part.OTHER, np.uint8)
        for entry in self.entries:
            parts[entry.key] = PART_OF_CATEGORY.get(entry.category, Part.OTHER)
        return parts


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
