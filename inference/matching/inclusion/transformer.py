"""The multiplex transformer and the similarity of tokens (sections 5.2 and 5.3, equations 1-5, 12 and 13).

Legend: N target tokens, M reference tokens, C their width.
"""

from itertools import pairwise

import torch
from torch import Tensor, nn
from torch.nn.functional import scaled_dot_product_attention

_BOX = (4, 32, 64, 128)


class BoxEmbedding(nn.Sequential):
    """(N, C) from (N, 4) boxes: the MLP(p) of equations 1 and 12."""

    def __init__(self, channels: int) -> None:
        layers: list[nn.Module] = []
        for inward, outward in pairwise(_BOX):
            layers += [nn.Linear(inward, outward), nn.ReLU()]
        super().__init__(*layers, nn.Linear(_BOX[-1], channels))


class Multiplex(nn.Module):
    """Self- and cross-attention by turns (equations 2 and 3), the same weights for target and reference."""

    def __init__(self, channels: int, layers: int, heads: int) -> None:
        super().__init__()
        self.layers = nn.ModuleList(
            Attention(channels, heads, crossing) for _ in range(layers) for crossing in (False, True)
        )
        self.out = nn.Sequential(nn.LayerNorm(channels), nn.Linear(channels, channels))

    def forward(self, target: Tensor, reference: Tensor) -> tuple[Tensor, Tensor]:
        """(N, C) and (M, C), changed."""
        for layer in self.layers:
            crossing = layer.crossing
            target, reference = (
                layer(target, reference if crossing else target),
                layer(reference, target if crossing else reference),
            )
        return self.out(target), self.out(reference)


class Attention(nn.Module):
    """What is heard is added to the tokens, then a feed-forward network changes them."""

    def __init__(self, channels: int, heads: int, crossing: bool) -> None:
        super().__init__()
        self.heads, self.crossing = heads, crossing
        self.before = nn.LayerNorm(channels)
        self.query, self.key, self.value, self.merge = (nn.Linear(channels, channels) for _ in range(4))
        self.then = nn.Sequential(
            nn.LayerNorm(channels), nn.Linear(channels, 2 * channels), nn.ReLU(), nn.Linear(2 * channels, channels)
        )

    def forward(self, tokens: Tensor, source: Tensor) -> Tensor:
        """(N, C) tokens that have asked a source (M, C)."""
        asking, source = self.before(tokens), self.before(source)
        query, key, value = (self._split(one) for one in (self.query(asking), self.key(source), self.value(source)))
        heard = scaled_dot_product_attention(query, key, value)
        tokens = tokens + self.merge(heard.transpose(1, 2).flatten(2)[0])
        changed: Tensor = tokens + self.then(tokens)
        return changed

    def _split(self, rows: Tensor) -> Tensor:
        return rows.view(len(rows), self.heads, -1).transpose(0, 1)[None]


class Similarity(nn.Module):
    """Scores x_m . x_n of every target token against the reference's (equations 5 and 13), and against a dustbin: one
    learned score, for what nothing in the reference includes (as in SuperGlue, Sarlin et al., CVPR 2020)."""

    def __init__(self, dustbin: bool) -> None:
        super().__init__()
        self.dustbin = nn.Parameter(torch.zeros(())) if dustbin else None

    def forward(self, target: Tensor, reference: Tensor) -> Tensor:
        """(N, M) logits, (N, M + 1) with a dustbin; their softmax over the reference is the S of the equations."""
        scores: Tensor = target @ reference.T / float(target.shape[1]) ** 0.5
        if self.dustbin is None:
            return scores
        return torch.cat([scores, self.dustbin.expand(len(scores), 1)], 1)


def by_color(logits: Tensor, included: Tensor) -> Tensor:
    """(N, K) how likely each of K colours includes each target segment: the softmax over the reference times c, which
    says what colour each reference token has (equations 7, 9 and 15).

    ``included`` (M, K), a row of zeros for an unpainted token. What is missing from a row's sum of 1 is the dustbin's.
    """
    return logits.softmax(1)[:, : len(included)] @ included
