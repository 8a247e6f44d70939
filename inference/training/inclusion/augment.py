"""What training does to drawings (section 6.1): shifted, turned, resized and cropped windows of them; merged labels.

Lengths of the paper are of its 1920x1920 px training pictures. Here they are shares of a drawing's longer side.
"""

from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from inference.training.inclusion.gallery import Known
from inference.types import Int32Array, UInt8Array

_SHIFT = 400 / 1920
_TURN = np.pi / 9
# Resized to a half or a third of 1920 px and cropped to 640 px: the crop shows so much of the longer side.
_SHOWN = (640 / (1920 / 2), 640 / (1920 / 3))


class Window(NamedTuple):
    """A square part of a drawing, at the drawing's own resolution."""

    planes: UInt8Array  # (S, S)
    annotations: UInt8Array  # (S, S)
    labels: Int32Array  # (S, S); 0 beyond the drawing


def window(known: Known, random: np.random.Generator, *, handed: bool) -> Window:
    """A random one; ``handed``: with annotations."""
    height, width = known.labels.shape
    longer = max(height, width)
    shown = random.uniform(*_SHOWN)
    slack = (1 - shown) / 2 + _SHIFT
    center = np.array([width, height]) / 2 + random.uniform(-slack, slack, 2) * longer
    return _cut(known, center, random.uniform(-_TURN, _TURN), round(shown * longer), handed)


def whole(known: Known, *, handed: bool) -> Window:
    """All of the drawing."""
    height, width = known.labels.shape
    return _cut(known, np.array([width, height]) / 2, 0.0, max(height, width), handed)


def merged(beside: Int32Array, count: int, share: float, random: np.random.Generator) -> NDArray[np.int64]:
    """(count,) which of ``count`` labels each one has become: a ``share`` of them is merged with a label beside it, by
    the pairs (E, 2). Chains of merged labels become one."""
    own = np.arange(count)
    both = np.concatenate([beside, beside[:, ::-1]])
    both = both[random.permutation(len(both))]
    partner = own.copy()
    partner[both[:, 0]] = both[:, 1]  # the last of a random order
    partner = np.where(random.random(count) < share, partner, own)
    root = own
    while True:  # the least label of each chain walks along it
        lower = root.copy()
        np.minimum.at(lower, partner, root)
        lower = np.minimum(lower, lower[partner])
        if (lower == root).all():
            return root
        root = lower


def _cut(known: Known, center: NDArray[np.float64], turn: float, side: int, handed: bool) -> Window:
    cosine, sine = np.cos(turn), np.sin(turn)
    middle = (side - 1) / 2
    from_window = np.array([[cosine, -sine], [sine, cosine]])
    matrix = np.concatenate([from_window, (center - 0.5 - from_window @ (middle, middle))[:, None]], axis=1)

    def cut(picture: np.ndarray) -> np.ndarray:
        flags = cv2.INTER_NEAREST | cv2.WARP_INVERSE_MAP
        return np.asarray(cv2.warpAffine(picture, matrix, (side, side), flags=flags, borderValue=0))

    labels = cut(known.labels.astype(np.float32)).astype(np.int32)  # exact: labels are below 2^24
    planes, annotations = cut(known.handed if handed else known.planes), cut(known.annotations)
    return Window(planes, annotations if handed else np.zeros_like(annotations), labels)
