"""The keyframe network (section 5.2, figure 8): which sheet entry includes each segment of a keyframe.

Legend: N target segments, M reference tokens, T = 12 categories, C channels.
"""

from collections.abc import Sequence
from typing import NamedTuple

import torch
from torch import Tensor, nn

from inference.matching.inclusion.config import KeyframeConfig
from inference.matching.inclusion.pictures import Drawn, Pair
from inference.matching.inclusion.pooling import superpixel_pool
from inference.matching.inclusion.text import Categories
from inference.matching.inclusion.transformer import BoxEmbedding, Multiplex, Similarity
from inference.matching.inclusion.unet import UNet
from inference.matching.inclusion.views import Perspective


class Said(NamedTuple):
    """Of one pair."""

    matching: Tensor  # (N, M) logits, (N, M + 1) with a dustbin: equation 5
    parsing: Tensor  # (N, T) logits of the target's categories: equation 4


class KeyframeNet(nn.Module):
    """Segment parsing, geometric features, token fusion, transformer, similarity."""

    def __init__(self, config: KeyframeConfig) -> None:
        super().__init__()
        self.config = config
        channels, extra = config.channels, 3 if config.annotations else 0
        self.semantic = Tokens(3 + extra, config)
        self.geometric = Tokens(3, config)
        self.categories = Categories(channels, config.text)
        # Target and reference tokens come from different modalities: an MLP each.
        self.fuse_target, self.fuse_reference = (_fusion(channels) for _ in range(2))
        self.box = BoxEmbedding(channels)
        self.transformer = Multiplex(channels, config.layers, config.heads)
        self.similarity = Similarity(config.dustbin)
        self.perspective = Perspective(config.perspective) if config.perspective else None

    def forward(self, pairs: Sequence[Pair], portraits: Tensor | None = None) -> tuple[list[Said], Tensor | None]:
        """What is said of pairs whose pictures have one size, and the perspectives of ``portraits``, if any."""
        targets, references = [pair.target for pair in pairs], [pair.reference for pair in pairs]
        semantic = self.semantic([self._parsed(one) for one in targets], targets)
        geometric = [self.geometric([one.line for one in side], side) for side in (targets, references)]
        text = self.categories()
        said = [
            self._compare(pair, text, semantic[k], geometric[0][k], geometric[1][k]) for k, pair in enumerate(pairs)
        ]
        seen = self.perspective(portraits) if self.perspective is not None and portraits is not None else None
        return said, seen

    @property
    def smallest(self) -> int:
        """px, the shorter side that a picture must have."""
        return self.semantic.net.smallest

    def _parsed(self, one: Drawn) -> Tensor:
        """I_j = [L_j, S_j]."""
        return torch.cat([one.line, one.parts]) if self.config.annotations else one.line

    def _compare(self, pair: Pair, text: Tensor, semantic: Tensor, target: Tensor, reference: Tensor) -> Said:
        known = pair.reference.category
        named = text[known.clamp(min=0)] * (known >= 0)[:, None]  # s_i t
        tokens = (  # equation 1
            self.fuse_target(torch.cat([semantic, target], 1)) + self.box(pair.target.areas.box),
            self.fuse_reference(torch.cat([named, reference], 1)) + self.box(pair.reference.areas.box),
        )
        return Said(self.similarity(*self.transformer(*tokens)), semantic @ text.T / text.shape[1] ** 0.5)


class Tokens(nn.Module):
    """A U-Net and superpixel pooling: (N, C) for each picture."""

    def __init__(self, inward: int, config: KeyframeConfig) -> None:
        super().__init__()
        self.net = UNet(inward, config.widths, pyramid=config.input_pyramid, pooling=config.pyramid_pooling)
        self.out = nn.Linear(config.widths[0], config.channels)

    def forward(self, pictures: Sequence[Tensor], drawings: Sequence[Drawn]) -> list[Tensor]:
        """From pictures (channels, h, w) of one size."""
        features = self.net(torch.stack([*pictures]))
        return [self.out(superpixel_pool(one, drawing.areas)) for one, drawing in zip(features, drawings, strict=True)]


def _fusion(channels: int) -> nn.Sequential:
    return nn.Sequential(nn.Linear(2 * channels, channels), nn.ReLU(), nn.Linear(channels, channels))
