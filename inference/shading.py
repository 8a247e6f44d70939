"""Which segments are highlight, normal or shadow, and what they belong to: from fills, colour lines and strokes."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum

import cv2
import numpy as np
from numpy.typing import NDArray

from inference.types import (
    Annotation,
    FloatArray,
    Int32Array,
    LineArt,
    Part,
    PartStroke,
    Plane,
    Segments,
    Tone,
    UInt8Array,
)

# A fill counts for a segment that it covers for the most part.
COVERED = 0.5
# A hand slips over a line by less: so far a stroke must run through a segment to mean it, in sides of a square as
# large as the segment, and in px at most; unless it lies in there by this share of its own length.
_CROSSED = 0.25
_CROSSED_MAX = 12  # px
_AT_HOME = 0.3
# A border that is drawn in a colour for less than this share is no trace line.
TRACED = 0.5
# A segment ringed by a colour line beats a smaller one that the line only passes: in nats of area per share of border.
_RINGED = 10.0

_TONE_OF_ANNOTATION = np.array([0, *[Tone.HIGHLIGHT] * 3, *[Tone.SHADOW] * 3], np.uint8)
_PART_OF_ANNOTATION = np.array([0, *[Part.HAIR, Part.SKIN, Part.OTHER] * 2], np.uint8)
_TONE_OF_PLANE = {
    Plane.HIGHLIGHT: Tone.HIGHLIGHT,
    Plane.SHADOW: Tone.SHADOW,
    Plane.SECOND_SHADOW: Tone.SECOND_SHADOW,
}


class Source(IntEnum):
    """Where a tone or a part comes from; the higher, the surer."""

    NOTHING = 0
    COLOR_LINE = 1
    FILL = 2
    STROKE = 3  # of a painter: certain


@dataclass(frozen=True, eq=False)
class Shading:
    """What the drawing itself says about its segments."""

    tone: UInt8Array  # (N + 1,) a Tone; NORMAL where nothing is said
    source: UInt8Array  # (N + 1,) the tone's Source
    part: UInt8Array  # (N + 1,) a Part
    part_source: UInt8Array  # (N + 1,) the part's Source


def shading(line_art: LineArt, segments: Segments, strokes: Sequence[PartStroke] = ()) -> Shading:
    """Tones from annotation fills, else from colour lines; parts from a painter's strokes, else from fills."""
    tone, traced = tones_from_color_lines(segments)
    source = np.where(traced, np.uint8(Source.COLOR_LINE), np.uint8(Source.NOTHING))
    part = np.zeros(segments.count + 1, np.uint8)
    if line_art.annotations is not None:
        kind = _most(segments, line_art.annotations, len(Annotation), COVERED)
        filled = kind > 0
        tone = np.where(filled, _TONE_OF_ANNOTATION[kind], tone)
        source = np.where(filled, np.uint8(Source.FILL), source)
        part = _parts_of_fills(kind)
    part_source = np.where(part > 0, np.uint8(Source.FILL), np.uint8(Source.NOTHING))
    drawn = parts_of_strokes(segments, strokes)
    part_source[drawn > 0] = Source.STROKE
    return Shading(tone, source, np.where(drawn > 0, drawn, part), part_source)


def _parts_of_fills(kind: UInt8Array) -> UInt8Array:
    """(N + 1,) Parts of (N + 1,) Annotations. Who fills neither hair nor skin in their own colours has one yellow and
    one blue for everything: then "other" says nothing."""
    part = _PART_OF_ANNOTATION[kind]
    told_apart = (part == Part.HAIR) | (part == Part.SKIN)
    return part if told_apart.any() else np.zeros_like(part)


def parts_of_strokes(segments: Segments, strokes: Sequence[PartStroke]) -> UInt8Array:
    """(N + 1,) the Part that strokes give to each segment; where several run through one, the last holds."""
    part = np.zeros(segments.count + 1, np.uint8)
    enough = np.clip(_CROSSED * np.sqrt(segments.area), 1, _CROSSED_MAX)
    for stroke in strokes:
        crossed = np.bincount(_under(stroke, segments.labels), minlength=segments.count + 1)
        crossed[0] = 0
        part[(crossed >= enough) | (crossed > _AT_HOME * crossed.sum())] = stroke.part
    part[0] = Part.UNKNOWN
    return part


def _under(stroke: PartStroke, labels: Int32Array) -> Int32Array:
    """(n,) the labels under a stroke's middle, 1 px wide."""
    points = np.array([*stroke.points, stroke.points[-1]], np.int32)  # OpenCV draws no single point
    (left, top), (right, bottom) = points.min(axis=0), points.max(axis=0) + 1
    drawn = np.zeros((bottom - top, right - left), np.uint8)
    cv2.polylines(drawn, [points - (left, top)], False, 1)
    return labels[top:bottom, left:right][drawn > 0]


def tones_from_color_lines(segments: Segments) -> tuple[UInt8Array, NDArray[np.bool_]]:
    """(N + 1,) tones and (N + 1,) which are known: beside a colour line the smaller area is what the line marks
    (paper section 6.5), unless the other is the one that it rings; the side left over is normal."""
    known = segments.neighbours
    one, other = known.pairs.T
    score = np.zeros((segments.count + 1, len(Tone)), np.float32)
    shares = _border_shares(segments)
    size = np.log(np.maximum(segments.area, 1).astype(np.float32))
    for plane, tone in _TONE_OF_PLANE.items():
        drawn = known.by_plane[:, plane]
        traced = (drawn > 0) & (drawn >= TRACED * known.length)
        claim = _RINGED * shares[:, plane] - size
        first = claim[one] >= claim[other]
        np.add.at(score[:, tone], np.where(first, one, other)[traced], drawn[traced])
        np.add.at(score[:, Tone.NORMAL], np.where(first, other, one)[traced], drawn[traced])
    marked = score[:, 1:].any(axis=1)
    tone_of = np.where(marked, score[:, 1:].argmax(axis=1) + 1, Tone.NORMAL).astype(np.uint8)
    return tone_of, np.asarray(score.any(axis=1))


def _border_shares(segments: Segments) -> FloatArray:
    """(N + 1, planes) by what each segment's border is drawn."""
    known = segments.neighbours
    total = np.zeros((segments.count + 1, len(Plane)), np.float32)
    for side in (0, 1):
        np.add.at(total, known.pairs[:, side], known.by_plane)
    return np.asarray(total / np.maximum(total.sum(axis=1, keepdims=True), 1), np.float32)


def _most(segments: Segments, plane: UInt8Array, kinds: int, share: float) -> UInt8Array:
    """(N + 1,) the commonest kind above 0 in each segment, 0 where all kinds together cover ``share`` or less."""
    cell = segments.labels.ravel().astype(np.int64) * kinds + plane.ravel()
    pixels = np.bincount(cell, minlength=(segments.count + 1) * kinds).reshape(-1, kinds)
    covered = pixels[:, 1:].sum(axis=1) > share * np.maximum(segments.area, 1)
    covered[0] = False
    return np.where(covered, pixels[:, 1:].argmax(axis=1) + 1, 0).astype(np.uint8)
