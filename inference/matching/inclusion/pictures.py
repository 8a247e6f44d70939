"""Drawings as the networks look at them: pictures of lines, masks of annotated parts, tokens.

Legend: H x W px of a drawing, h x w px of the picture that is looked at, N tokens.
"""

from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor
from torch.nn.functional import adaptive_max_pool2d, interpolate

from inference.matching.inclusion.pooling import Areas, areas_of
from inference.types import Int32Array, Part, Plane, UInt8Array

_RGB = {
    Plane.PAPER: (1.0, 1.0, 1.0),
    Plane.MAIN: (0.0, 0.0, 0.0),
    Plane.HIGHLIGHT: (1.0, 0.0, 0.0),
    Plane.SHADOW: (0.0, 0.0, 1.0),
    Plane.OTHER: (0.0, 1.0, 0.0),
    Plane.SECOND_SHADOW: (0.5, 1.0, 0.0),
}
INKS = np.array([_RGB[plane] for plane in Plane], np.float32)
PARTS = (Part.HAIR, Part.SKIN, Part.OTHER)  # the three parsing masks S_j of section 5.2
_PART = np.array([0, *[Part.HAIR, Part.SKIN, Part.OTHER] * 2], np.uint8)  # by Annotation


@dataclass(frozen=True, eq=False)
class Drawn:
    """One drawing as a network takes it."""

    line: Tensor  # (3, h, w) in [0, 1], white paper
    parts: Tensor  # (3, h, w) 1 = annotated as hair, skin, others
    color: Tensor  # (3, h, w) in [0, 1]: redistributed colours, or those that flow brought
    areas: Areas
    category: Tensor  # (N,) row of CATEGORIES, -1 = unknown


@dataclass(frozen=True, eq=False)
class Pair:
    """What is to be coloured, and what from."""

    target: Drawn
    reference: Drawn


def drawn(
    planes: UInt8Array,
    tokens: Int32Array,
    size: tuple[int, int],
    *,
    annotations: UInt8Array | None = None,
    color: UInt8Array | None = None,
    category: Int32Array | None = None,
) -> Drawn:
    """From (H, W) maps of Planes, tokens (0 = none, 1..N) and Annotations, an (H, W, 3) picture of colours, and the
    tokens' categories (N,); looked at in ``size`` (w, h)."""
    areas = areas_of(tokens, size)
    count = len(areas.box)
    painted = np.full((*planes.shape, 3), 255, np.uint8) if color is None else color
    known = np.full(count, -1) if category is None else category
    return Drawn(
        line=line_picture(planes, size),
        parts=part_masks(np.zeros_like(planes) if annotations is None else annotations, size),
        color=_nearest(torch.from_numpy(np.ascontiguousarray(painted.transpose(2, 0, 1))).float() / 255, size),
        areas=areas,
        category=torch.from_numpy(known.astype(np.int64)),
    )


def line_picture(planes: UInt8Array, size: tuple[int, int]) -> Tensor:
    """(3, h, w) ink on white. Min pooling, so that no thin line is lost (section 6.1)."""
    picture = torch.from_numpy(np.ascontiguousarray(INKS[planes].transpose(2, 0, 1)))
    return 1 - adaptive_max_pool2d(1 - picture, (size[1], size[0]))


def part_masks(annotations: UInt8Array, size: tuple[int, int]) -> Tensor:
    """(3, h, w) the masks of PARTS from (H, W) Annotations, whatever their tone."""
    part = _PART[annotations]
    masks = np.stack([part == one for one in PARTS]).astype(np.float32)
    return _nearest(torch.from_numpy(masks), size)


def working_size(size: tuple[int, int], side: int, smallest: int) -> tuple[int, int]:
    """(w, h) of the picture for a drawing of ``size``: at most ``side``, at least ``smallest`` px on either side."""
    scale = min(1.0, side / max(size))
    return max(smallest, round(size[0] * scale)), max(smallest, round(size[1] * scale))


def _nearest(picture: Tensor, size: tuple[int, int]) -> Tensor:
    return interpolate(picture[None], (size[1], size[0]), mode="nearest")[0]
