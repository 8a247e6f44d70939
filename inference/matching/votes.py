"""Counting which reference segment, or colour, the warped pixels of each target segment fall into."""

from collections.abc import Sequence

import numpy as np

from inference.errors import NothingToColourFrom
from inference.segments import border_counts
from inference.types import FloatArray, Int32Array, LineArt, Painting, Reference, Segments, UInt16Array
from inference.warping import Warp


def filled_labels(reference: Reference) -> Int32Array:
    """The reference's labels with lines given to their nearest segment: small areas need every vote."""
    return reference.segments.filled


def background_label(segments: Segments) -> int:
    """The segment that holds most of the picture's border: what comes from beyond the picture is more of it."""
    counts = border_counts(segments)
    return int(counts.argmax()) if counts.any() else int(segments.area.argmax())


def colors_of(line_art: LineArt, references: Sequence[Reference]) -> UInt16Array:
    """(K, 2) the distinct painted (entry, tone) of all references of a drawing, sorted.

    Raises NothingToColourFrom without any reference.
    """
    if not references:
        raise NothingToColourFrom(f"{line_art.name}: no painted drawing to take colours from. Paint one first.")
    paintings = [reference.painting for reference in references]
    pairs = np.concatenate([np.stack([p.entry[1:], p.tone[1:]], axis=1) for p in paintings]).astype(np.uint16)
    return np.unique(pairs[pairs[:, 0] > 0], axis=0)


def color_index(painting: Painting, colors: UInt16Array) -> Int32Array:
    """(M + 1,) row of each segment's colour in ``colors``; -1 = unpainted or the line."""
    keys = colors[:, 0].astype(np.int64) * 4 + colors[:, 1]
    own = painting.entry.astype(np.int64) * 4 + painting.tone
    at = np.searchsorted(keys, own).clip(0, max(len(keys) - 1, 0))
    known = (painting.entry > 0) & (keys[at] == own) if len(keys) else np.zeros(len(own), bool)
    return np.where(known, at, -1).astype(np.int32)


def overlap(segments: Segments, came_from: Int32Array, width: int) -> FloatArray:
    """(N + 1, width) how many pixels of each target segment came from each reference index (H, W) in 0..width-1."""
    cell = segments.labels.astype(np.int64) * width + came_from
    count = np.bincount(cell.ravel(), minlength=(segments.count + 1) * width)
    votes = count.reshape(segments.count + 1, width).astype(np.float32)
    votes[0] = 0
    return votes


def line_agreement(segments: Segments, warped: Warp) -> FloatArray:
    """(N + 1,) in [0, 1]: how well the warped reference's lines agree with the target's inside each segment."""
    mismatch = np.bincount(segments.labels.ravel(), warped.mismatch.ravel(), minlength=segments.count + 1)
    return (1 - mismatch / np.maximum(segments.area, 1)).clip(0, 1).astype(np.float32)
