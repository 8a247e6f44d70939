"""The consecutive-frame network (section 5.3, figures 10 and 11): which label of a painted drawing includes each
segment of the next one.

Legend: N target segments, M reference tokens, C channels.
"""

from collections.abc import Sequence

import torch
from torch import Tensor, nn

from inference.matching.inclusion.align import Alignment
from inference.matching.inclusion.clip import ConvNeXtFeatures
from inference.matching.inclusion.config import ConsecutiveConfig
from inference.matching.inclusion.pictures import Drawn, Pair
from inference.matching.inclusion.pooling import superpixel_pool
from inference.matching.inclusion.transformer import BoxEmbedding, Multiplex, Similarity
from inference.matching.inclusion.unet import UNet


class ConsecutiveNet(nn.Module):
    """Alignment of the warped colours, features, transformer, similarity."""

    def __init__(self, config: ConsecutiveConfig) -> None:
        super().__init__()
        self.config = config
        self.alignment = Alignment(3, config.offsets) if config.warping else None
        self.clip = ConvNeXtFeatures(config.clip) if config.clip else None
        beside = self.clip.channels if self.clip is not None else 0
        self.net = UNet(6 if config.warping else 3, config.widths, beside=beside)
        self.out = nn.Linear(config.widths[0], config.channels)
        self.box = BoxEmbedding(config.channels)
        self.transformer = Multiplex(config.channels, config.layers, config.heads)
        self.similarity = Similarity(config.dustbin)

    def forward(self, pairs: Sequence[Pair]) -> list[Tensor]:
        """(N, M) logits of equation 13, (N, M + 1) with a dustbin, of pairs whose pictures have one size."""
        target = self._tokens([pair.target for pair in pairs], moving=True)
        reference = self._tokens([pair.reference for pair in pairs], moving=False)
        return [self.similarity(*self.transformer(*both)) for both in zip(target, reference, strict=True)]

    @property
    def smallest(self) -> int:
        """px, the shorter side that a picture must have."""
        return self.net.smallest

    def _tokens(self, drawings: Sequence[Drawn], moving: bool) -> list[Tensor]:
        """(N, C) x of equation 12; ``moving``: warped colours are aligned with the lines."""
        line = torch.stack([one.line for one in drawings])
        picture = line
        if self.alignment is not None:
            color = torch.stack([one.color for one in drawings])
            picture = torch.cat([line, self.alignment(line, color, moving=moving)], 1)
        features = self.net(picture, self.clip(line) if self.clip is not None else None)
        return [
            self.out(superpixel_pool(one, drawing.areas)) + self.box(drawing.areas.box)
            for one, drawing in zip(features, drawings, strict=True)
        ]
