"""Segment matching in the manner of AnT (Casey et al., 2021): shape and place of one segment against one other.

No learned part (no weights of AnT can be had): its visual token is the segment's crop, its positional token the box
within the character's box, its correlation a dual softmax. Each target segment takes the colour of the single reference
segment that it matches best: nothing is *included* in anything. Legend: N target, M reference segments, D token size.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from inference.matching.votes import color_index, colors_of
from inference.types import FloatArray, Int32Array, LineArt, Matches, Reference, Segments
from inference.warping import CLIP, line_box, line_distance

GRID = 16  # samples across a crop
SURROUNDINGS = 2.0  # how much larger than the segment the crop of its surroundings is
CHUNK = 512  # target segments compared at once
# In nats; set by hand on the house production, then frozen.
_SHAPE, _AROUND, _PLACE, _SIZE = 8.0, 6.0, 12.0, 0.7


class _Tokens(NamedTuple):
    shape: FloatArray  # (n, D) the segment's mask in its own square box, length 1
    around: FloatArray  # (n, D) distance to lines around it, length 1
    place: FloatArray  # (n, 2) centroid in the character's box, 0..1
    size: FloatArray  # (n,) log area relative to the character's box


class SegmentMatch:
    """Matches segments one to one."""

    name = "ant"

    def match(self, line_art: LineArt, segments: Segments, references: Sequence[Reference]) -> Matches:
        """Each segment's best partner over all references. Raises NothingToColourFrom when there is none."""
        colors = colors_of(line_art, references)
        target = _tokens(line_art, segments)
        best = np.zeros((segments.count + 1, len(colors)), np.float32)
        for reference in references:
            index = color_index(reference.painting, colors)
            painted = np.flatnonzero(index >= 0)
            if not len(painted):
                continue
            own = _Tokens(*(token[painted] for token in _tokens(reference.line_art, reference.segments)))
            score = np.concatenate([_scores(target, own, row) for row in range(0, segments.count + 1, CHUNK)])
            likelihood = _softmax(score, axis=1) * _softmax(score, axis=0)
            partner = likelihood.argmax(axis=1)
            rows = np.arange(segments.count + 1)
            best[rows, index[painted[partner]]] = np.maximum(
                best[rows, index[painted[partner]]], likelihood[rows, partner]
            )
        best[0] = 0
        total = best.sum(axis=1, keepdims=True)
        probability = np.asarray(best / np.maximum(total, 1e-12), np.float32)
        return Matches(colors, probability, novelty=(1 - best.max(axis=1, initial=0)).astype(np.float32))


def _tokens(line_art: LineArt, segments: Segments) -> _Tokens:
    """(N + 1) tokens; row 0, the line, is filled with zeros' worth of nothing."""
    left, top, right, bottom = line_box(line_art.planes) or (0, 0, *line_art.size)
    extent = np.array([max(right - left, 1), max(bottom - top, 1)], np.float32)
    x, y = _grid(segments, 1.0)
    mask = (_sample(segments.labels, x, y) == np.arange(segments.count + 1)[:, None]).astype(np.float32)
    x, y = _grid(segments, SURROUNDINGS)
    near = 1 - _sample(line_distance(line_art.planes), x, y) / np.float32(CLIP)
    return _Tokens(
        shape=_unit(mask),
        around=_unit(near.astype(np.float32)),
        place=((segments.centroid - (left, top)) / extent).astype(np.float32),
        size=np.log(np.maximum(segments.area, 1) / extent.prod()).astype(np.float32),
    )


def _grid(segments: Segments, zoom: float) -> tuple[FloatArray, FloatArray]:
    """x, y (N + 1, GRID * GRID) of a square lattice over each segment's box, its longer side taken ``zoom`` times."""
    box = segments.box.astype(np.float32)
    side = np.maximum(box[:, 2:] - box[:, :2], 1).max(axis=1) * np.float32(zoom)
    step = (np.arange(GRID, dtype=np.float32) + 0.5) / GRID - 0.5
    center = (box[:, :2] + box[:, 2:]) / 2
    y, x = (center[:, axis, None] + side[:, None] * step for axis in (1, 0))
    return np.tile(x, (1, GRID)), np.repeat(y, GRID, axis=1)


def _sample(values: Int32Array | FloatArray, x: FloatArray, y: FloatArray) -> NDArray[np.float32]:
    height, width = values.shape
    column = np.clip(np.floor(x), 0, width - 1).astype(np.int32)
    row = np.clip(np.floor(y), 0, height - 1).astype(np.int32)
    return values[row, column].astype(np.float32)


def _scores(target: _Tokens, own: _Tokens, row: int) -> FloatArray:
    """(chunk, M) nats."""
    part = slice(row, row + CHUNK)
    score = _SHAPE * (target.shape[part] @ own.shape.T) + _AROUND * (target.around[part] @ own.around.T)
    score -= _PLACE * np.hypot(*(target.place[part, None, axis] - own.place[:, axis] for axis in (0, 1)))
    score -= _SIZE * np.abs(target.size[part, None] - own.size)
    return np.asarray(score, np.float32)


def _unit(rows: FloatArray) -> FloatArray:
    return np.asarray(rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9), np.float32)


def _softmax(score: FloatArray, axis: int) -> FloatArray:
    weight = np.exp(score - score.max(axis=axis, keepdims=True))
    return np.asarray(weight / weight.sum(axis=axis, keepdims=True), np.float32)
