"""The U-Nets of sections 5.2 and 5.3 ("Feature Extraction Network"): they look at whole drawings.

Legend: B pictures, h x w px, C channels of a level.
"""

from collections.abc import Sequence

import torch
from torch import Tensor, nn
from torch.nn.functional import adaptive_avg_pool2d, avg_pool2d, interpolate, max_pool2d

_BINS = (1, 2, 3, 6)  # of the Pyramid Pooling Module (Zhao et al., CVPR 2017)
_LOOK = 8  # channels that each level of the input pyramid adds


class UNet(nn.Module):
    """A U-Net (Ronneberger et al., 2015) with 3x3 convolutions in pairs, strides by pooling, shortcuts at every level.

    ``pyramid``: the picture itself, halved again and again, is shown to every level by one and the same convolution
    (FILM, Reda et al., ECCV 2022), against the influence of line thickness. ``pooling``: a Pyramid Pooling Module at
    the bottleneck, as line art is mostly blank. ``beside``: channels of foreign features to concatenate there.

    Its last 1x1 convolution is the caller's: a mean over a mask and a 1x1 convolution commute, and on the tokens it
    costs nothing (``Tokens``).
    """

    def __init__(
        self, inward: int, widths: Sequence[int], *, pyramid: bool = False, pooling: bool = False, beside: int = 0
    ) -> None:
        super().__init__()
        self.look = nn.Sequential(nn.Conv2d(inward, _LOOK, 3, 1, 1), nn.LeakyReLU(0.2)) if pyramid else None
        added = _LOOK if pyramid else 0
        self.down = nn.ModuleList(
            _pair(first + added, width) for first, width in zip((inward, *widths[:-1]), widths, strict=True)
        )
        self.pooling = PyramidPooling(widths[-1]) if pooling else None
        below = [widths[-1] + beside, *widths[-2:0:-1]]
        self.up = nn.ModuleList(
            _pair(deeper + width, width) for deeper, width in zip(below, widths[-2::-1], strict=True)
        )

    def forward(self, picture: Tensor, beside: Tensor | None = None) -> Tensor:
        """(B, widths[0], h, w) from (B, inward, h, w); ``beside`` (B, its channels, any size)."""
        shortcuts: list[Tensor] = []
        seen = picture
        for level, block in enumerate(self.down):
            seen = max_pool2d(seen, 2) if level else seen
            if self.look is not None:
                seen = torch.cat([seen, self.look(avg_pool2d(picture, 2**level))], 1)
            seen = block(seen)
            shortcuts.append(seen)
        if self.pooling is not None:
            seen = self.pooling(seen)
        if beside is not None:
            seen = torch.cat([seen, _resized(beside, seen)], 1)
        for block, shortcut in zip(self.up, shortcuts[-2::-1], strict=True):
            seen = block(torch.cat([_resized(seen, shortcut), shortcut], 1))
        return seen

    @property
    def smallest(self) -> int:
        """px, the shorter side that a picture must have: two cells at the bottleneck, or nothing can be normalised."""
        return int(2 ** len(self.down))


class PyramidPooling(nn.Module):
    """Means over ever larger parts of the picture, beside what each place sees."""

    def __init__(self, width: int) -> None:
        super().__init__()
        inner = max(1, width // len(_BINS))
        self.bins = nn.ModuleList(nn.Sequential(nn.Conv2d(width, inner, 1), nn.LeakyReLU(0.2)) for _ in _BINS)
        self.merge = nn.Sequential(nn.Conv2d(width + inner * len(_BINS), width, 3, 1, 1), nn.LeakyReLU(0.2))

    def forward(self, seen: Tensor) -> Tensor:
        """(B, C, h, w), changed."""
        parts = [_resized(look(adaptive_avg_pool2d(seen, k)), seen) for look, k in zip(self.bins, _BINS, strict=True)]
        merged: Tensor = self.merge(torch.cat([seen, *parts], 1))
        return merged


def _pair(inward: int, outward: int) -> nn.Sequential:
    return nn.Sequential(
        nn.Conv2d(inward, outward, 3, 1, 1), nn.InstanceNorm2d(outward, affine=True), nn.LeakyReLU(0.2),
        nn.Conv2d(outward, outward, 3, 1, 1), nn.InstanceNorm2d(outward, affine=True), nn.LeakyReLU(0.2),
    )  # fmt: skip


def _resized(seen: Tensor, like: Tensor) -> Tensor:
    return interpolate(seen, size=like.shape[-2:], mode="bilinear", align_corners=False)
