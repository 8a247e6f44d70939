"""Pairs of windows with their truth, as the two networks learn from them.

Legend: N target tokens, M reference tokens.
"""

from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from inference.matching.inclusion.config import ConsecutiveConfig, KeyframeConfig
from inference.matching.inclusion.pictures import INKS, Pair, drawn
from inference.matching.inclusion.recolor import color_images
from inference.neighbours import nearest_segment
from inference.training.inclusion.augment import Window, merged, whole, window
from inference.training.inclusion.gallery import Known
from inference.types import Int32Array, LineArt, UInt8Array
from inference.warping import Warper

_TRIES = 8  # windows, until both show something
Keys = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Example:
    """What a pair should be answered."""

    pair: Pair
    truth: Tensor  # (N,) reference token that includes each target token; M = none of them, -1 = does not count
    category: Tensor  # (N,) row of CATEGORIES; -1 = unknown
    portraits: Tensor | None = None  # (3, 3, S, S) the target, a drawing near it in its clip, a distant one


@dataclass(frozen=True, eq=False)
class Tokens:
    """The tokens of one window."""

    window: Window
    map: Int32Array  # (S, S) 0 = none, 1..count
    key: Keys  # (count,) what each token is; for a merged one, of its first label
    category: Int32Array  # (count,)


def keyframe_example(target: Known, reference: Known, config: KeyframeConfig, random: np.random.Generator) -> Example:
    """Labels are sheet entries; only entries of one category are merged, for a token has one category."""
    for attempt in range(_TRIES + 1):
        windows = _windows(target, reference, random, attempt == _TRIES, handed=config.annotations)
        asked = _tokens(windows[0], target, target.entry, by_label=not config.inclusion)
        shown = _tokens(windows[1], reference, reference.entry, by_label=True)
        if len(asked.key) and len(shown.key):
            break
    groups = _merge(shown, reference, reference.entry, config, random, within_category=True)
    size = config.crop, config.crop
    pair = Pair(
        drawn(windows[0].planes, asked.map, size, annotations=windows[0].annotations),
        drawn(windows[1].planes, groups.map, size, category=groups.category),
    )
    return _example(pair, asked, shown, groups, config.dustbin)


def consecutive_example(
    target: Known, reference: Known, config: ConsecutiveConfig, random: np.random.Generator, warper: Warper
) -> Example:
    """Labels are index labels of one colour; the reference is recoloured, and flow brings its colours to the target."""
    for attempt in range(_TRIES + 1):
        windows = _windows(target, reference, random, attempt == _TRIES, handed=False)
        asked = _tokens(windows[0], target, target.part, by_label=not config.inclusion)
        shown = _tokens(windows[1], reference, reference.part, by_label=True)
        if len(asked.key) and len(shown.key):
            break
    groups = _merge(shown, reference, reference.part, config, random, within_category=False)
    here, there = None, None
    if config.warping:
        flow = warper(*(_line_art(one.planes) for one in windows))
        there, here = color_images(nearest_segment(groups.map) - 1, len(groups.key), flow, random)
    size = config.crop, config.crop
    pair = Pair(
        drawn(windows[0].planes, asked.map, size, color=here), drawn(windows[1].planes, groups.map, size, color=there)
    )
    return _example(pair, asked, shown, groups, config.dustbin)


def _windows(
    target: Known, reference: Known, random: np.random.Generator, last: bool, handed: bool
) -> tuple[Window, Window]:
    if last:
        return whole(target, handed=handed), whole(reference, handed=False)
    return window(target, random, handed=handed), window(reference, random, handed=False)


def _tokens(seen: Window, known: Known, key: Keys, by_label: bool) -> Tokens:
    """Segments, or ``by_label`` all segments of one key as one token; what has no key is no token."""
    present = np.bincount(seen.labels.ravel(), minlength=len(key)) > 0
    present &= key >= 0
    present[0] = False
    label = np.flatnonzero(present)
    _, first, row = np.unique(key[label] if by_label else label, return_index=True, return_inverse=True)
    of_label = np.zeros(len(key), np.int32)
    of_label[label] = row + 1
    return Tokens(seen, of_label[seen.labels], key[label[first]], known.category[label[first]])


def _merge(
    shown: Tokens,
    known: Known,
    key: Keys,
    config: KeyframeConfig | ConsecutiveConfig,
    random: np.random.Generator,
    within_category: bool,
) -> Tokens:
    """The tokens after some labels were merged with labels beside them; unmerged without inclusion matching."""
    if not config.inclusion or not config.merging:
        return shown
    order = np.argsort(shown.key)
    at = np.searchsorted(shown.key, key[known.beside], sorter=order).clip(0, len(order) - 1)
    pairs = order[at]
    there = (shown.key[pairs] == key[known.beside]).all(axis=1) & (pairs[:, 0] != pairs[:, 1])
    if within_category:
        there &= shown.category[pairs[:, 0]] == shown.category[pairs[:, 1]]
    root = merged(pairs[there].astype(np.int32), len(shown.key), config.merging, random)
    kept, row = np.unique(root, return_inverse=True)
    of_token = np.concatenate([[0], row + 1]).astype(np.int32)
    return Tokens(shown.window, of_token[shown.map], shown.key[kept], shown.category[kept])


def _example(pair: Pair, asked: Tokens, shown: Tokens, groups: Tokens, dustbin: bool) -> Example:
    row = np.zeros(len(shown.key), np.int64)  # each label's token after merging
    flat, merged_ = shown.map.ravel(), groups.map.ravel()
    row[flat[flat > 0] - 1] = merged_[flat > 0] - 1
    order = np.argsort(shown.key)
    at = order[np.searchsorted(shown.key, asked.key, sorter=order).clip(0, max(len(order) - 1, 0))]
    truth = np.where(shown.key[at] == asked.key, row[at], len(groups.key) if dustbin else -1)
    return Example(pair, torch.from_numpy(truth), torch.from_numpy(asked.category.astype(np.int64)))


def _line_art(planes: UInt8Array) -> LineArt:
    """A window as a drawing, for flow that looks at pixels."""
    ink = (INKS[planes] * 255).astype(np.uint8)
    return LineArt("window", np.concatenate([ink, np.full((*planes.shape, 1), 255, np.uint8)], axis=2), planes)
