"""The plain flow vote: each target segment takes the colours that optical flow brings into it. Our baseline."""

from collections.abc import Sequence

import numpy as np

from inference.matching.votes import background_label, color_index, colors_of, filled_labels, line_agreement, overlap
from inference.types import FloatArray, LineArt, Matches, Reference, Segments
from inference.warping import Warper, look_up, warp_drawing

# Votes of a reference whose lines lie elsewhere are noise: two references hurt when weighed alike.
TRUST_POWER = 8


class FlowVote:
    """Warps each reference's colours onto the drawing and counts them per segment."""

    name = "flow"

    def __init__(self, warper: Warper = warp_drawing) -> None:
        self._warp = warper

    def match(self, line_art: LineArt, segments: Segments, references: Sequence[Reference]) -> Matches:
        """Shares of the warped colours in each segment. Several references: the better its lines agree with the
        drawing inside a segment, the more a reference weighs there.

        Raises NothingToColourFrom when ``references`` is empty.
        """
        colors = colors_of(line_art, references)
        probability = np.zeros((segments.count + 1, len(colors)), np.float32)
        weight = np.zeros(segments.count + 1, np.float32)
        best = np.zeros(segments.count + 1, np.float32)
        for reference in references:
            warped = self._warp(line_art, reference.line_art)
            index = color_index(reference.painting, colors) + 1  # 0 = unpainted
            came_from = look_up(
                index[filled_labels(reference)], warped, int(index[background_label(reference.segments)])
            )
            votes = overlap(segments, came_from, len(colors) + 1)
            agreement = line_agreement(segments, warped)
            trust = agreement**TRUST_POWER
            probability += shares(votes[:, 1:]) * trust[:, None]
            weight += trust
            best = np.maximum(best, agreement)
        probability = shares(probability)
        return Matches(colors=colors, probability=probability, novelty=1 - best)


def shares(votes: FloatArray) -> FloatArray:
    """Rows scaled to sum 1; empty rows stay 0."""
    return np.asarray(votes / np.maximum(votes.sum(axis=1, keepdims=True), 1e-9), np.float32)
