"""Which of the sheet's views show a drawing's perspective (section 5.2, "Multi-reference Colorization", equation 8)."""

import cv2
import numpy as np
from torch import Tensor, nn
from torch.nn.functional import cosine_similarity, normalize, triplet_margin_with_distance_loss

from inference.matching.inclusion.clip import ViewFeatures
from inference.matching.inclusion.pictures import line_picture
from inference.types import UInt8Array

ENOUGH = 0.3  # the paper's: less likely views are not asked
# Of the triplet loss, in cosine; the paper gives none. With five views a smaller one leaves all of them below ENOUGH.
MARGIN = 1.0
_SIDE = 64  # px, of our own encoder's pictures
_WIDTH = 128  # of an embedding


class Perspective(nn.Module):
    """(B, 128) unit vectors that are alike for drawings of one perspective."""

    def __init__(self, encoder: str) -> None:
        """``encoder``: "cnn" for a small network of our own, else an open_clip vision transformer, which is frozen."""
        super().__init__()
        self.see: OwnEncoder | ViewFeatures = OwnEncoder() if encoder == "cnn" else ViewFeatures(encoder)
        channels = self.see.channels
        self.mlp = nn.Sequential(nn.Linear(channels, channels), nn.ReLU(), nn.Linear(channels, _WIDTH))

    @property
    def side(self) -> int:
        """px, of the square pictures."""
        return self.see.side

    def forward(self, pictures: Tensor) -> Tensor:
        """From (B, 3, side, side) in [0, 1]."""
        return normalize(self.mlp(self.see(pictures)), dim=1)


class OwnEncoder(nn.Sequential):
    """(B, 64) from (B, 3, side, side)."""

    side, channels = _SIDE, 64

    def __init__(self) -> None:
        layers: list[nn.Module] = []
        for inward, outward in ((3, 16), (16, 32), (32, 48), (48, 64)):
            layers += [nn.Conv2d(inward, outward, 3, 2, 1), nn.GroupNorm(4, outward), nn.ReLU()]
        super().__init__(*layers, nn.Flatten(), nn.Linear(64 * (_SIDE // 16) ** 2, 64), nn.ReLU())

    def forward(self, pictures: Tensor) -> Tensor:
        """Looks at the ink: nearly all of a picture is paper, the same in every one."""
        pictures = 1 - pictures
        for layer in self:
            pictures = layer(pictures)
        return pictures


def portrait(planes: UInt8Array, side: int) -> Tensor:
    """(3, side, side) what is drawn, whatever its place and size, padded with paper to a square."""
    x, y, width, height = cv2.boundingRect(planes)
    drawn = planes[y : y + height, x : x + width] if width else planes
    height, width = drawn.shape
    longer = max(height, width)
    top, left = (longer - height) // 2, (longer - width) // 2
    square = np.pad(drawn, ((top, longer - height - top), (left, longer - width - left)))
    return line_picture(square, (side, side))


def triplet(anchor: Tensor, near: Tensor, far: Tensor) -> Tensor:
    """The loss: a drawing's neighbour in the sequence is more like it than one that is distant there; all (B, D)."""
    return triplet_margin_with_distance_loss(anchor, near, far, distance_function=_apart, margin=MARGIN)


def chosen(target: Tensor, views: Tensor, front: int) -> Tensor:
    """(P,) how much each view weighs in equation 8: a softmax of the cosines between a drawing (D,) and the views
    (P, D), where it is above ENOUGH; else the ``front`` one alone."""
    likely = cosine_similarity(target[None], views).softmax(0)
    likely = likely * (likely > ENOUGH)
    if not likely.any():
        likely[front] = 1.0
    return likely


def _apart(one: Tensor, other: Tensor) -> Tensor:
    return 1 - cosine_similarity(one, other)


__all__ = ["ENOUGH", "Perspective", "chosen", "portrait", "triplet"]
