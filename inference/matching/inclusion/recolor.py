"""Colour redistribution (section 5.3): each label gets a random colour, far from all others."""

import numpy as np

from inference.types import Int32Array, UInt8Array
from inference.warping import Warp, look_up

_UNKNOWN = 255  # of what comes from beyond the reference, and of what is not painted


def cube_colors(count: int, random: np.random.Generator) -> UInt8Array:
    """(count, 3) centres of cubes that the RGB space is parted into, in random order.

    The paper's side of 255 * K^(-1/3) fits into the space K times only where K is a cube: here the cubes along an edge
    are rounded up.
    """
    edge = max(1, int(np.ceil(round(count ** (1 / 3), 6))))
    cube = random.permutation(edge**3)[:count]
    place = np.stack([cube // edge**2, cube // edge % edge, cube % edge], axis=1)
    return np.asarray((place + 0.5) * 255 / edge, np.uint8)


def color_images(
    index: Int32Array, count: int, warped: Warp, random: np.random.Generator
) -> tuple[UInt8Array, UInt8Array]:
    """The reference's picture C_i (h, w, 3) and the target's C_j (H, W, 3), which optical flow brought.

    ``index`` (h, w) which of ``count`` labels each pixel of the reference has, -1 = none.
    """
    colors = np.concatenate([cube_colors(count, random), np.full((1, 3), _UNKNOWN, np.uint8)])
    return colors[index], colors[look_up(index, warped, -1)]
