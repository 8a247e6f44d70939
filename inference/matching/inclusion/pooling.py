"""Superpixel pooling (section 5.2, "Mask Embedding"): the mean of a feature map within each segment's mask.

Masks stay at the drawing's own resolution, whatever that of the features is: a token knows which cells of the feature
map its pixels fall into, so that a segment of one pixel is a token, too.
"""

from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from inference.types import Int32Array


@dataclass(frozen=True, eq=False)
class Areas:
    """Where the N tokens of a picture lie on a feature map of h x w cells."""

    cell: Tensor  # (P,) y * w + x
    token: Tensor  # (P,) 0..N-1
    share: Tensor  # (P,) of the token's pixels that lie in the cell; a token's shares sum to 1
    box: Tensor  # (N, 4) xmin, xmax, ymin, ymax as shares of the picture's width and height


def areas_of(tokens: Int32Array, size: tuple[int, int]) -> Areas:
    """From a map (H, W) of 0 = none, 1..N, every one of them there, and the feature map's (w, h)."""
    width, height = size
    rows = np.arange(tokens.shape[0]) * height // tokens.shape[0]
    columns = np.arange(tokens.shape[1]) * width // tokens.shape[1]
    cell = rows[:, None] * width + columns
    at = np.flatnonzero(tokens)
    code, pixels = np.unique(
        tokens.ravel()[at].astype(np.int64) * (width * height) + cell.ravel()[at], return_counts=True
    )
    token, cell = code // (width * height) - 1, code % (width * height)
    area = np.bincount(token, pixels)
    return Areas(
        torch.from_numpy(cell),
        torch.from_numpy(token),
        torch.from_numpy((pixels / area[token]).astype(np.float32)),
        torch.from_numpy(_boxes(token, cell, size)),
    )


def superpixel_pool(features: Tensor, areas: Areas) -> Tensor:
    """(N, C) means of a feature map (C, h, w) over the tokens' masks."""
    seen = features.flatten(1)[:, areas.cell].float() * areas.share
    pooled = seen.new_zeros(len(seen), len(areas.box)).index_add(1, areas.token, seen)
    return pooled.T


def _boxes(token: NDArray[np.int64], cell: NDArray[np.int64], size: tuple[int, int]) -> NDArray[np.float32]:
    width, height = size
    first = np.flatnonzero(np.diff(token, prepend=-1))  # tokens are sorted
    box = np.zeros((len(first), 4), np.float32)
    if len(first):
        for column, (place, side) in enumerate(((cell % width, width), (cell // width, height))):
            box[:, 2 * column] = np.minimum.reduceat(place, first) / side
            box[:, 2 * column + 1] = (np.maximum.reduceat(place, first) + 1) / side
    return box
