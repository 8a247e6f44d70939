"""Pairs of segments as numbers: what the scorer is asked, in training and at work alike.

Legend: N target segments, M segments of one reference, R references, C candidates of one reference, K colours of all
references, F features of a pair, G of a reference at a segment, D neighbours, T kinds of trace line, A neighbours
across one. Rows are labels minus one: no line row.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from inference.matching.looks import MEASURES, TRACES, Looks, runs
from inference.matching.votes import background_label
from inference.types import FloatArray, Int32Array, Kind, LineArt, Plane, Segments, Tone
from inference.warping import BothWays, Warp, line_box, look_up

CANDIDATES = 32  # of one reference per target segment: the likeliest of each colour first, then the next best
BLOCK = 1 << 20  # target x reference segments compared at once: bounds memory on drawings with thousands of specks
_FAR = 5.0  # own sizes; further away is equally wrong
_SMALL = 10.0  # px added to sizes: flow is never more exact than this
_LEAST = 1e-4  # less likely is all the same
_FIRST_OF_COLOR = 1000.0  # more than any score
_PARTED = {
    Plane.HIGHLIGHT: (Tone.NORMAL, Tone.HIGHLIGHT),
    Plane.SHADOW: (Tone.NORMAL, Tone.SHADOW),
    Plane.SECOND_SHADOW: (Tone.SHADOW, Tone.SECOND_SHADOW),
}

FLOW = (
    "share", "cover", "back share", "back cover", "distance", "back distance", "color share", "color cover",
    "color distance", "agreement", "back agreement",
)  # fmt: skip
LIKENESS = ("alike", "back alike", "color alike", "color alike share")
PLAIN = ("larger", "place", "context coarse", "context fine", "context own", "size", "confidence", "color segments")
PAIR_FEATURES = (*MEASURES, *FLOW, *LIKENESS, *PLAIN)
GATE_FEATURES = (
    *(f"is {kind.name.lower()}" for kind in Kind), "agreement", "agreement over others", "whole agreement",
    "confidence", "scale", "painted", "unlike all", "likest",
)  # fmt: skip


@dataclass(frozen=True, eq=False)
class Meeting:
    """What flow says about a target and a reference, whatever the colours. Rows by label, row 0 means nothing.

    ``there`` counts the target's pixels by the reference segment they came from, ``back`` the reference's pixels by the
    target segment they go to; both as (keys = target label * (M + 1) + reference label, sorted; pixels).
    """

    there: tuple[NDArray[np.int64], FloatArray]
    back: tuple[NDArray[np.int64], FloatArray]
    center: FloatArray  # (N + 1, 2) px in the reference where each target segment came from
    back_center: FloatArray  # (M + 1, 2) px in the target where each reference segment goes to
    agreement: FloatArray  # (N + 1,) of the lines, in [0, 1]
    back_agreement: FloatArray  # (M + 1,)
    whole_agreement: float  # within the box of the target's lines


@dataclass(frozen=True, eq=False)
class Likeness:
    """What the describer says about a target and a reference, whatever the colours. Rows by label, row and column 0
    mean nothing; what is missing to 1 is the likelihood that nothing there is alike."""

    there: NDArray[np.floating[Any]]  # (N + 1, M + 1) how likely each target segment is each of the reference's; rows
    back: NDArray[np.floating[Any]]  # (N + 1, M + 1) how likely each reference segment is each of the target's; columns


@dataclass(frozen=True, eq=False)
class Source:
    """A reference as the scorer sees it."""

    looks: Looks
    meeting: Meeting
    likeness: Likeness
    color: Int32Array  # (M + 1,) row in the colours of all references, -1 = unpainted
    confidence: FloatArray  # (M + 1,) that its own colours are right
    kind: Kind


@dataclass(frozen=True, eq=False)
class Question:
    """Everything the scorer is told about one target drawing."""

    pairs: FloatArray  # (N, R, C, F)
    valid: NDArray[np.bool_]  # (N, R, C) False = padding
    gate: FloatArray  # (N, R, G)
    segment: Int32Array  # (N, R, C) row in ``beside``
    color: Int32Array  # (N, R, C) colour of the candidate, 0..K-1
    beside: FloatArray  # (all M, K) colours next to each reference segment, by border
    near: Int32Array  # (N, D) rows of the target's neighbours
    near_share: FloatArray  # (N, D) their shares of the border, 0 = padding
    across: Int32Array  # (N, T, A) rows of what lies beyond the target's trace lines
    across_share: FloatArray  # (N, T, A) shares of all that it borders on across them, 0 = padding
    partner: Int32Array  # (N, T, K) which colour a trace line parts from each colour
    partnered: FloatArray  # (N, T, K) 1 = there is such a colour
    size: FloatArray  # (N,) log area over the figure's


def meet(target: LineArt, segments: Segments, reference: LineArt, painted: Segments, warper: BothWays) -> Meeting:
    """Flow both ways between two drawings; none is needed between a drawing and itself."""
    if target.planes is reference.planes:
        warped = back = _still(target)
    else:
        warped, back = warper(target, reference)
    came_from = look_up(painted.filled, warped, background_label(painted))
    goes_to = look_up(segments.filled, back, background_label(segments))
    width = painted.count + 1
    x0, y0, x1, y1 = line_box(target.planes) or (0, 0, *target.size)
    center, agreement = _seen(segments, warped)
    back_center, back_agreement = _seen(painted, back)
    return Meeting(
        there=_count(segments.labels.astype(np.int64) * width + came_from),
        back=_count(goes_to.astype(np.int64) * width + painted.labels),
        center=center,
        back_center=back_center,
        agreement=agreement,
        back_agreement=back_agreement,
        whole_agreement=float(1 - warped.mismatch[y0:y1, x0:x1].mean()),
    )


def like_itself(count: int) -> Likeness:
    """What a drawing of ``count`` segments is to itself."""
    same = np.eye(count + 1, dtype=np.float32)
    return Likeness(same, same)


def only_background(target: Segments, reference: Segments) -> Likeness:
    """Nothing is known to be alike but the backgrounds."""
    same = np.zeros((target.count + 1, reference.count + 1), np.float32)
    same[background_label(target), background_label(reference)] = 1
    return Likeness(same, same)


def ask(target: Looks, sources: Sequence[Source], known: NDArray[np.integer[Any]]) -> Question:
    """Choose each target segment's candidates in every reference, and measure the pairs.

    Every source must have something painted; ``known`` (K, 2) are the colours, K at least 1: sheet entry and tone.
    """
    colors = len(known)
    asked = [_pairs(target, source, colors) for source in sources]
    count = max(one[1].shape[1] for one in asked)
    offset = np.cumsum([0, *(len(source.color) for source in sources)])
    padded = [[_padded(array, count) for array in one] for one in asked]
    features, chosen, valid, color = (np.stack(arrays, axis=1) for arrays in zip(*padded, strict=True))
    near = np.maximum(target.near[1:] - 1, 0)
    partner, partnered = _partners(known)
    return Question(
        pairs=features,
        valid=valid,
        gate=_gate(target, sources),
        segment=(chosen + offset[:-1, None]).astype(np.int32),
        color=color,
        beside=np.concatenate([_beside(source, colors) for source in sources]),
        near=near.astype(np.int32),
        near_share=target.near_share[1:],
        across=np.maximum(target.across[1:] - 1, 0),
        across_share=target.across_share[1:],
        partner=np.broadcast_to(partner, (len(near), *partner.shape)),
        partnered=np.broadcast_to(partnered, (len(near), *partnered.shape)),
        size=target.measures[1:, 0],
    )


def _partners(known: NDArray[np.integer[Any]]) -> tuple[Int32Array, FloatArray]:
    """(T, K) which colour lies on the other side of each kind of trace line, and whether there is one. It parts two
    tones of one entry; where only one of them is known, as on most views of sheets, both sides have that."""
    key = known[:, 0].astype(np.int64) * len(Tone) + known[:, 1]
    partner = np.zeros((len(TRACES), len(known)), np.int32)
    partnered = np.zeros(partner.shape, np.float32)
    for t, plane in enumerate(TRACES):
        tones = np.array(_PARTED[plane])
        fits = np.isin(known[:, 1], tones)
        other = key - known[:, 1] + np.where(known[:, 1] == tones[0], tones[1], tones[0])
        at = np.searchsorted(key, other).clip(0, len(key) - 1)
        partner[t] = np.where(key[at] == other, at, np.arange(len(key)))
        partnered[t] = fits
    return partner, partnered


def _pairs(target: Looks, source: Source, colors: int) -> tuple[FloatArray, Int32Array, NDArray[np.bool_], Int32Array]:
    """(N, C, F) features, (N, C) labels, (N, C) valid, (N, C) colours."""
    painted = np.flatnonzero(source.color >= 0)
    painted = painted[np.argsort(source.color[painted], kind="stable")]
    rows = max(1, BLOCK // len(painted))
    count = len(target.area)
    parts = [_block(target, source, painted, at, min(at + rows, count)) for at in range(1, count, rows)]
    features = np.concatenate([part[0] for part in parts])
    chosen = np.concatenate([part[1] for part in parts])
    return features, chosen, np.ones(chosen.shape, np.bool_), source.color[chosen]


def _block(
    target: Looks, source: Source, painted: NDArray[np.integer[Any]], begin: int, end: int
) -> tuple[FloatArray, Int32Array]:
    """The features (n, C, F) and labels (n, C) of the candidates of the target segments begin..end-1."""
    other, meeting = source.looks, source.meeting
    width = len(other.area)
    there = _dense(meeting.there, begin, end, width)
    back = _dense(meeting.back, begin, end, width)[:, painted]
    area = target.area[begin:end, None]
    # Voters are counted before unpainted segments are left out: they are somebody's pixels too.
    landed = np.maximum(np.bincount(meeting.there[0] % width, meeting.there[1], width), other.area)[painted]
    arrived = np.maximum(back.sum(axis=1, keepdims=True), area)
    there = there[:, painted]
    reach = np.sqrt(area) + np.sqrt(other.area[painted]) + np.float32(_SMALL)
    flow = [
        there / area,
        there / landed.astype(np.float32),
        back / other.area[painted],
        back / arrived,
        _apart(meeting.center[begin:end], other.centroid[painted], reach),
        _apart(target.centroid[begin:end], meeting.back_center[painted], reach),
    ]
    of_color = source.color[painted]
    first = np.flatnonzero(np.diff(of_color, prepend=-1))
    group = np.searchsorted(of_color[first], of_color)
    by_color = [np.add.reduceat(flow[0], first, axis=1), np.add.reduceat(flow[3], first, axis=1)]
    by_color.append(np.minimum.reduceat(flow[4], first, axis=1))
    unlike = sum(
        np.abs(target.measures[begin:end, None, k] - other.measures[painted, k]) for k in (0, 1, 2)
    ) + 2 * np.abs(target.measures[begin:end, None, 14] - other.measures[painted, 14])
    there, back = (
        np.asarray(one[begin:end, painted], np.float32) for one in (source.likeness.there, source.likeness.back)
    )
    of_colors = np.add.reduceat(there, first, axis=1)
    likeness = [_log(there), _log(back)]
    likeness_by_color = [_log(of_colors), of_colors]
    score = 3 * sum(flow[:4]) - flow[4] / 2 - flow[5] / 2 - unlike / 4 + 3 * (there + back) + sum(likeness) / 4
    best = np.maximum.reduceat(score, first, axis=1)
    score = score + _FIRST_OF_COLOR * (score >= best[:, group])
    kept = min(CANDIDATES, len(painted))
    at = np.argpartition(-score, kept - 1, axis=1)[:, :kept]
    at.sort(axis=1)
    chosen = painted[at]
    row = np.arange(begin, end)
    features = np.empty((*at.shape, len(PAIR_FEATURES)), np.float32)
    features[..., : len(MEASURES)] = np.abs(target.measures[row, None] - other.measures[chosen])
    column = len(MEASURES)
    for own, shared in ((flow, by_color), (likeness, likeness_by_color)):
        for values in own:
            features[..., column] = np.take_along_axis(values, at, axis=1)
            column += 1
        for values in shared:
            features[..., column] = np.take_along_axis(values, group[at], axis=1)
            column += 1
    features[..., column] = meeting.agreement[row, None]
    features[..., column + 1] = meeting.back_agreement[chosen]
    features[..., column + 2] = target.measures[row, None, 0] - other.measures[chosen, 0]
    features[..., column + 3] = np.hypot(
        *(target.measures[row, None, axis] - other.measures[chosen, axis] for axis in (3, 4))
    )
    features[..., column + 4 : column + 7] = np.abs(target.context[row, None] - other.context[chosen]).mean(axis=-1)
    features[..., column + 7] = target.measures[row, None, 0]
    features[..., column + 8] = source.confidence[chosen]
    features[..., column + 9] = np.log(np.bincount(source.color[painted])[source.color[chosen]])
    return features, chosen.astype(np.int32)


def _gate(target: Looks, sources: Sequence[Source]) -> FloatArray:
    """(N, R, G) what kind of reference this is, and how well its lines agree here, alone and against the others."""
    count = len(target.area) - 1
    gate = np.zeros((count, len(sources), len(GATE_FEATURES)), np.float32)
    agreement = np.stack([source.meeting.agreement[1:] for source in sources], axis=1)
    for r, source in enumerate(sources):
        painted = source.color >= 0
        gate[:, r, source.kind] = 1
        others = np.delete(agreement, r, axis=1)
        gate[:, r, len(Kind)] = agreement[:, r]
        gate[:, r, len(Kind) + 1] = agreement[:, r] - others.max(axis=1) if others.shape[1] else 0
        gate[:, r, len(Kind) + 2 : len(Kind) + 6] = (
            source.meeting.whole_agreement,
            source.confidence[painted].mean(),
            np.abs(np.log(source.looks.size / target.size)),
            painted[1:].mean(),
        )
        alike = np.asarray(source.likeness.there[1:, 1:], np.float32)
        gate[:, r, len(Kind) + 6] = 1 - alike.sum(axis=1)
        gate[:, r, len(Kind) + 7] = alike.max(axis=1, initial=0)
    return gate


def _beside(source: Source, colors: int) -> FloatArray:
    """(M + 1, K) the colours of each segment's neighbours, by border."""
    color = np.zeros((len(source.color), colors), np.float32)
    painted = source.color >= 0
    color[painted, source.color[painted]] = 1
    beside = np.einsum("md,mdk->mk", source.looks.near_share, color[source.looks.near])
    return np.asarray(beside, np.float32)


def _padded(array: NDArray[np.generic], count: int) -> NDArray[np.generic]:
    return np.pad(array, [(0, 0), (0, count - array.shape[1])] + [(0, 0)] * (array.ndim - 2))


def _still(drawing: LineArt) -> Warp:
    width, height = drawing.size
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    return Warp(x, y, np.zeros((height, width), np.float32))


def _count(key: NDArray[np.int64]) -> tuple[NDArray[np.int64], FloatArray]:
    """The distinct keys of a picture (H, W), sorted, and how many pixels have each."""
    flat = key.ravel()
    start, length = runs(flat, key.shape[1])
    distinct, at = np.unique(flat[start], return_inverse=True)
    return distinct, np.bincount(at, length).astype(np.float32)


def _dense(votes: tuple[NDArray[np.int64], FloatArray], begin: int, end: int, width: int) -> FloatArray:
    """(end - begin, width) the counts of these target labels."""
    key, pixels = votes
    part = slice(*np.searchsorted(key, (begin * width, end * width)))
    table = np.zeros((end - begin, width), np.float32)
    table.ravel()[key[part] - begin * width] = pixels[part]
    return table


def _log(share: FloatArray) -> FloatArray:
    return np.log(np.maximum(share, np.float32(_LEAST)))


def _apart(one: FloatArray, other: FloatArray, reach: FloatArray) -> FloatArray:
    """(n, m) distances, in own sizes, at most _FAR."""
    apart = np.hypot(*(one[:, None, axis] - other[:, axis] for axis in (0, 1)))
    return np.asarray(np.minimum(apart / reach, _FAR), np.float32)


def _seen(segments: Segments, warped: Warp) -> tuple[FloatArray, FloatArray]:
    """(N + 1, 2) where the segments' pixels lie in the other drawing, on average, and (N + 1,) how well its lines agree
    with these, in [0, 1]."""
    labels = segments.labels.ravel()
    start, _ = runs(labels, segments.labels.shape[1])
    label = labels[start]
    x, y, mismatch = (
        np.bincount(label, np.add.reduceat(values.ravel(), start), segments.count + 1) / np.maximum(segments.area, 1)
        for values in (warped.x, warped.y, warped.mismatch)
    )
    return np.stack([x, y], axis=1).astype(np.float32), (1 - mismatch).clip(0, 1).astype(np.float32)
