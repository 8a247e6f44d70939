"""Flow, shape and neighbours together: every target segment is compared with every painted reference segment.

Legend: N target segments, M segments of one reference, K colours of all references.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from inference.matching.geometry import Geometry, around, geometry
from inference.matching.votes import background_label, color_index, colors_of, line_agreement, overlap
from inference.types import FloatArray, LineArt, Matches, Reference, Segments, UInt16Array
from inference.warping import Warper, look_up, warp_drawing

if TYPE_CHECKING:
    from inference.matching.backbones import Backbone

# Target segments scored at once: bounds memory on drawings with thousands of specks.
CHUNK = 512
_FAR = 5.0  # own sizes; further away is equally wrong
_SMALL = 10.0  # px added to sizes: flow is never more exact than this


@dataclass(frozen=True)
class Weights:
    """How much each signal counts, in nats. Set by hand, moved half-way to what a coordinate search over drawn and
    warped characters found: all the way fitted those characters only."""

    share: float = 3.0  # of the target's pixels that flow brings from the reference segment
    cover: float = 3.0  # of the reference segment that lands in the target segment
    area: float = 0.25  # per factor e
    box: float = 0.25  # per factor e of width and of height
    distance: float = 0.5  # per own size between the warped centroid and the reference's
    pencils: float = 3.0  # black, red, blue, green shares of the lines around
    edge: float = 1.0  # touching the picture's edge
    neighbours: float = 5.0  # colours next to it
    looks: float = 2.0  # per cosine of a backbone's features, where there is one
    trust: float = 4.0  # in a reference whose lines agree here, against the other references
    rounds: int = 3  # of asking the neighbours


class _Candidates(NamedTuple):
    """The painted segments of one reference, scored."""

    score: FloatArray  # (N + 1, M) nats
    color: FloatArray  # (M, K) one-hot
    around: FloatArray  # (M, K) colours next to each, length 1
    agreement: FloatArray  # (N + 1,) of the lines, in [0, 1]


class PairVote:
    """Scores pairs of segments by fixed weights; a softmax over all pairs of all references votes for colours.

    The vote is asked again with each segment's neighbours' colours in mind (cf. PeCA, ECCV 2026: softmax over
    reference segments summed per palette colour, fused with neighbours).
    """

    name = "pairs"

    def __init__(
        self, weights: Weights | None = None, warper: Warper = warp_drawing, backbone: "Backbone | None" = None
    ) -> None:
        """``backbone``: as ``read_backbone`` gives it, for one more signal."""
        self.weights = weights or Weights()
        self._warp = warper
        self._backbone = backbone

    def match(self, line_art: LineArt, segments: Segments, references: Sequence[Reference]) -> Matches:
        """Match one drawing against painted ones of any size; a reference whose lines agree better weighs more.

        Raises NothingToColourFrom when ``references`` is empty.
        """
        colors = colors_of(line_art, references)
        target = geometry(segments, line_art.planes)
        found = [self._candidates(line_art, segments, target, reference, colors) for reference in references]
        probability = self._vote(
            target,
            np.concatenate([one.score for one in found], axis=1),
            np.concatenate([one.color for one in found]),
            np.concatenate([one.around for one in found]),
        )
        probability[0] = 0
        novelty = 1 - np.max([one.agreement for one in found], axis=0)
        return Matches(colors=colors, probability=probability, novelty=novelty.astype(np.float32))

    def _vote(self, target: Geometry, score: FloatArray, color: FloatArray, beside: FloatArray) -> FloatArray:
        """(N + 1, K) colour probabilities; all 0 when nothing is painted in any reference."""
        if score.shape[1] == 0:
            return np.zeros((len(score), color.shape[1]), np.float32)
        probability = _softmax(score) @ color
        for _ in range(self.weights.rounds):
            support = around(target, probability) @ beside.T
            probability = _softmax(score + np.float32(self.weights.neighbours) * support) @ color
        return probability

    def _candidates(
        self, line_art: LineArt, segments: Segments, target: Geometry, reference: Reference, colors: UInt16Array
    ) -> _Candidates:
        own = geometry(reference.segments, reference.line_art.planes)
        index = color_index(reference.painting, colors)
        painted = np.flatnonzero(index >= 0)
        color = np.zeros((len(index), len(colors)), np.float32)
        color[painted, index[painted]] = 1
        warped = self._warp(line_art, reference.line_art)
        came_from = look_up(own.filled, warped, background_label(reference.segments))
        votes = overlap(segments, came_from, len(index))
        center = _centers(segments, warped.x, warped.y)
        agreement = line_agreement(segments, warped)
        rows = range(0, segments.count + 1, CHUNK)
        parts = [slice(row, row + CHUNK) for row in rows]
        score = np.concatenate(
            [self._score(segments, target, reference.segments, own, votes, center, part)[:, painted] for part in parts]
        )
        if self._backbone is not None:
            pair = (line_art, segments, reference.line_art, reference.segments)
            score += np.float32(self.weights.looks) * self._backbone.alike(*pair)[:, painted]
        score += np.float32(self.weights.trust) * agreement[:, None]
        return _Candidates(score, color[painted], around(own, color)[painted], agreement)

    def _score(
        self,
        segments: Segments,
        target: Geometry,
        other: Segments,
        own: Geometry,
        votes: FloatArray,
        center: FloatArray,
        part: slice,
    ) -> FloatArray:
        """(chunk, M + 1) nats."""
        w = self.weights
        votes_landed = np.maximum(votes.sum(axis=0), np.maximum(other.area, 1))
        apart = np.hypot(*(center[part, None, axis] - other.centroid[:, axis] for axis in (0, 1)))
        sizes = np.sqrt(segments.area[part])[:, None] + np.sqrt(other.area) + _SMALL
        score = w.share * votes[part] / np.maximum(segments.area[part], 1)[:, None]
        score += w.cover * votes[part] / votes_landed
        score -= w.area * np.abs(target.log_area[part, None] - own.log_area)
        score -= w.distance * np.minimum(apart / sizes, _FAR)
        score -= w.edge * np.abs(target.edge[part, None] - own.edge)
        for axis in (0, 1):
            score -= w.box * np.abs(target.log_box[part, None, axis] - own.log_box[:, axis])
        for plane in range(1, target.pencils.shape[1]):
            score -= w.pencils / 2 * np.abs(target.pencils[part, None, plane] - own.pencils[:, plane])
        return np.asarray(score, np.float32)


def _centers(segments: Segments, x: FloatArray, y: FloatArray) -> FloatArray:
    """(N + 1, 2) where the segments' centroids came from."""
    labels = segments.labels.ravel()
    sums = [np.bincount(labels, at.ravel(), minlength=segments.count + 1) for at in (x, y)]
    return (np.stack(sums, axis=1) / np.maximum(segments.area, 1)[:, None]).astype(np.float32)


def _softmax(score: FloatArray) -> FloatArray:
    weight = np.exp(score - score.max(axis=1, keepdims=True))
    return np.asarray(weight / weight.sum(axis=1, keepdims=True), np.float32)
