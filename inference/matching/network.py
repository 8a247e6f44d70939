"""The scorer's network, written once for numpy at work and torch in training.

Legend: N target segments, R references, C candidates of one reference, P = R * C, K colours, D neighbours, F pair
features, G gate features, H hidden.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from inference.matching.features import GATE_FEATURES, PAIR_FEATURES, Question

Array = Any  # numpy at work, torch in training
HIDDEN = 48
SMALL = 16
FAR = 6.0  # deviations from the mean; further out all is equally strange
ROUNDS = 2
RANKED = 3  # colours that are weighed against each other at the end: one of them is right in .95 of segments
EXTRA = 7  # what a round tells each pair, and the end each colour: see _round, _ranked
ALONE = 6  # what decides that a segment is new: see _none
ROWS = 1024  # segments whose neighbours are compared at once

SIZES = {
    "pair.0": (len(PAIR_FEATURES), HIDDEN), "pair.1": (HIDDEN, HIDDEN), "pair.2": (HIDDEN, 1),
    "pair.plain": (len(PAIR_FEATURES), 1), "gate.plain": (len(GATE_FEATURES), 1),
    "pair.kind": (len(GATE_FEATURES), HIDDEN),
    "gate.0": (len(GATE_FEATURES), SMALL), "gate.1": (SMALL, 1),
    "none.0": (ALONE, SMALL), "none.1": (SMALL, 1),
    **{f"round{k}.0": (HIDDEN + EXTRA, HIDDEN) for k in range(ROUNDS)},
    **{f"round{k}.1": (HIDDEN, 1) for k in range(ROUNDS)},
    **{f"round{k}.plain": (EXTRA, 1) for k in range(ROUNDS)},
    "rank.0": (HIDDEN + EXTRA, SMALL), "rank.1": (SMALL, 1),
}  # fmt: skip


@dataclass(frozen=True)
class Ops:
    """The few operations that numpy and torch call differently."""

    relu: Callable[[Array], Array]
    exp: Callable[[Array], Array]
    log: Callable[[Array], Array]
    join: Callable[[list[Array]], Array]  # along the last axis
    highest: Callable[[Array], Array]  # over the last axis, which stays with length 1
    likeliest: Callable[[Array, int], Array]  # (N, K), T -> columns of the T highest (N, T)
    by_color: Callable[[Array, Array, int], Array]  # weights (N, P), colours (N, P), K -> sums (N, K)
    dots: Callable[[Array, Array, Array], Array]  # (N, K), (M, K), rows (N, P) -> dot products (N, P)


def _by_color(weight: Array, color: Array, colors: int) -> Array:
    count = len(weight)
    cell = np.arange(count)[:, None] * colors + color
    return np.bincount(cell.ravel(), weight.ravel(), count * colors).reshape(count, colors).astype(np.float32)


def _dots(one: Array, other: Array, row: Array) -> Array:
    parts = (slice(at, at + ROWS) for at in range(0, len(one), ROWS))
    return np.concatenate([np.take_along_axis(one[part] @ other.T, row[part], axis=1) for part in parts])


NUMPY = Ops(
    relu=lambda array: np.maximum(array, 0),
    exp=np.exp,
    log=np.log,
    join=lambda arrays: np.concatenate(arrays, axis=-1),
    highest=lambda array: array.max(axis=-1, keepdims=True),
    likeliest=lambda array, count: np.argsort(-array, axis=-1, kind="stable")[:, :count],
    by_color=_by_color,
    dots=_dots,
)


def answer(question: Question, colors: int, weights: Mapping[str, Array], ops: Ops) -> list[Array]:
    """(N, K + 1) how likely each colour is after every round, the first look first; the last column: none of them."""
    count = len(question.color)
    color_NP = question.color.reshape(count, -1)
    row_NP = question.segment.reshape(count, -1)
    hidden_NRCH = _pair(question, weights, ops)
    plain_NRC = _linear(question.pairs, weights, "pair.plain")[..., 0]
    score_NRC = plain_NRC + _linear(hidden_NRCH, weights, "pair.2")[..., 0] + _gate(question, weights, ops)
    score_NP = (score_NRC - 1e4 * (1 - _float(question.valid, score_NRC))).reshape(count, -1)
    asked_NP = score_NP
    hidden_NPH = hidden_NRCH.reshape(count, -1, HIDDEN)
    beside_MK = _unit(question.beside)
    said: list[Array] = []
    for k in range(ROUNDS + 1):
        if k:
            extra_NPX = _round(question, said[-1], color_NP, row_NP, beside_MK, ops)
            inner = ops.relu(_linear(ops.join([hidden_NPH, extra_NPX]), weights, f"round{k - 1}.0"))
            score_NP = score_NP + _linear(inner, weights, f"round{k - 1}.1")[..., 0]
            asked_NP = score_NP + _linear(extra_NPX, weights, f"round{k - 1}.plain")[..., 0]
        said.append(_vote(question, asked_NP, color_NP, colors, weights, ops))
    said.append(_ranked(question, said[-1], asked_NP, hidden_NPH, color_NP, weights, ops))
    return said


def _pair(question: Question, weights: Mapping[str, Array], ops: Ops) -> Array:
    normal = ((question.pairs - weights["pair.mean"]) * weights["pair.scale"]).clip(-FAR, FAR)
    kind_NR1H = _linear(question.gate, weights, "pair.kind")[..., None, :]  # what counts differs from kind to kind
    return ops.relu(_linear(ops.relu(_linear(normal, weights, "pair.0") + kind_NR1H), weights, "pair.1"))


def _gate(question: Question, weights: Mapping[str, Array], ops: Ops) -> Array:
    """(N, R, 1) how much a reference counts at a segment, against the other references."""
    inner_NRS = ops.relu(_linear(question.gate, weights, "gate.0"))
    return _linear(inner_NRS, weights, "gate.1") + _linear(question.gate, weights, "gate.plain")


def _vote(
    question: Question, score_NP: Array, color_NP: Array, colors: int, weights: Mapping[str, Array], ops: Ops
) -> Array:
    """(N, K + 1): one softmax over all candidates of all references and "none", summed per colour (PeCA, ECCV 2026)."""
    none_N1 = _none(question, score_NP, weights, ops)
    every = ops.join([score_NP, none_N1])
    power = ops.exp(every - ops.highest(every))
    share = power / power.sum(axis=-1)[:, None]
    return ops.join([ops.by_color(share[:, :-1], color_NP, colors), share[:, -1:]])


def _none(question: Question, score_NP: Array, weights: Mapping[str, Array], ops: Ops) -> Array:
    """(N, 1) the score of "none of them"."""
    best_N1 = ops.highest(score_NP)
    total_N1 = best_N1 + ops.log(ops.exp(score_NP - best_N1).sum(axis=-1)[:, None])
    gate_NRG = question.gate
    agreement_NR = gate_NRG[..., GATE_FEATURES.index("agreement")]
    whole_NR = gate_NRG[..., GATE_FEATURES.index("whole agreement")]
    share_NP = question.pairs[..., PAIR_FEATURES.index("color share")].reshape(len(score_NP), -1)
    told = [best_N1, total_N1 - best_N1, question.size[:, None] / 4, ops.highest(agreement_NR)]
    alone_NA = ops.join([*told, ops.highest(whole_NR), ops.highest(share_NP)])
    return _linear(ops.relu(_linear(alone_NA, weights, "none.0")), weights, "none.1")


def _round(question: Question, said_NK1: Array, color_NP: Array, row_NP: Array, beside_MK: Array, ops: Ops) -> Array:
    """(N, P, 7) what the neighbours say to each pair: do the colours around both resemble each other, is the colour
    around it, in how much of it does the segment itself believe, how sure is it, how new; and is the tone beyond its
    trace lines the one that belongs there, if it has any."""
    colors_NK = said_NK1[:, :-1]
    around_NK = _around(question, colors_NK)
    rows = _counting(question.near)
    own_NP = colors_NK[rows, color_NP]
    told = [
        ops.dots(_unit(around_NK), beside_MK, row_NP),
        around_NK[rows, color_NP],
        own_NP,
        ops.highest(colors_NK) + own_NP * 0,
        said_NK1[:, -1:] + own_NP * 0,
        _across(question, colors_NK)[rows, color_NP],
        question.across_share.sum(axis=(1, 2))[:, None] + own_NP * 0,
    ]
    return ops.join([one[..., None] for one in told])


def _ranked(
    question: Question,
    said_NK1: Array,
    score_NP: Array,
    hidden_NPH: Array,
    color_NP: Array,
    weights: Mapping[str, Array],
    ops: Ops,
) -> Array:
    """(N, K + 1) with the three likeliest colours weighed against each other once more, by what speaks for each."""
    colors_NK = said_NK1[:, :-1]
    top_NT = ops.likeliest(colors_NK, min(RANKED, colors_NK.shape[1]))
    rows = _counting(question.near)
    p_NT = colors_NK[rows, top_NT]
    power_NP = ops.exp(score_NP - ops.highest(score_NP))
    for_NTP = (color_NP[:, None] == top_NT[..., None]) * power_NP[:, None]
    pooled_NTH = (for_NTP / (for_NTP.sum(axis=-1)[..., None] + 1e-6)) @ hidden_NPH
    told = [
        ops.log(p_NT + 1e-6),
        p_NT,
        _around(question, colors_NK)[rows, top_NT],
        ops.highest(p_NT) + p_NT * 0,
        said_NK1[:, -1:] + p_NT * 0,
        _across(question, colors_NK)[rows, top_NT],
        question.across_share.sum(axis=(1, 2))[:, None] + p_NT * 0,
    ]
    seen_NTX = ops.join([pooled_NTH, *(one[..., None] for one in told)])
    moved_NT = _linear(ops.relu(_linear(seen_NTX, weights, "rank.0")), weights, "rank.1")[..., 0] + told[0]
    power_NT = ops.exp(moved_NT - ops.highest(moved_NT))
    new_NT = power_NT / power_NT.sum(axis=-1)[:, None] * p_NT.sum(axis=-1)[:, None]
    return ops.join([colors_NK + ops.by_color(new_NT - p_NT, top_NT, colors_NK.shape[1]), said_NK1[:, -1:]])


def _around(question: Question, colors_NK: Array) -> Array:
    """(N, K) what the neighbours believe, by border."""
    return (question.near_share[..., None] * colors_NK[question.near]).sum(axis=1)


def _across(question: Question, colors_NK: Array) -> Array:
    """(N, K) how far what lies beyond the trace lines believes in the colour that would belong there."""
    beyond_NTAK = colors_NK[question.across[..., None], question.partner[:, :, None]]
    fits_NTAK = beyond_NTAK * question.partnered[:, :, None]
    return (question.across_share[..., None] * fits_NTAK).sum(axis=(1, 2))


def _counting(near_ND: Array) -> Array:
    """(N, 1) 0, 1, 2, .. of the same kind as ``near``."""
    return (near_ND[:, :1] * 0 + 1).cumsum(0) - 1


def _linear(value: Array, weights: Mapping[str, Array], name: str) -> Array:
    return value @ weights[f"{name}.weight"] + weights[f"{name}.bias"]


def _float(mask: Array, like: Array) -> Array:
    return mask + like * 0


def _unit(rows: Array) -> Array:
    return rows / ((rows * rows).sum(axis=-1) + 1e-6)[:, None] ** 0.5
