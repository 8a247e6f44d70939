"""What the two networks learn, a step at a time (equations 6 and 14)."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn
from torch.func import functional_call
from torch.nn.functional import cross_entropy

from inference.errors import BadFile
from inference.matching.device import moved
from inference.matching.inclusion.clip import ConvNeXtFeatures, ViewFeatures
from inference.matching.inclusion.config import ConsecutiveConfig, KeyframeConfig
from inference.matching.inclusion.consecutive import ConsecutiveNet
from inference.matching.inclusion.keyframe import KeyframeNet
from inference.matching.inclusion.pictures import Pair
from inference.matching.inclusion.text import category_embeddings
from inference.matching.inclusion.views import portrait, triplet
from inference.training.course import Pace, Weights
from inference.training.examples import pick
from inference.training.inclusion.examples import Example, consecutive_example, keyframe_example
from inference.training.inclusion.gallery import Gallery, Place
from inference.warping import Warper, warp_drawing

_BATCH = 2  # pairs, as in the paper
_INTERVALS = (0, 1, 2)  # of frames between target and reference (section 6.1)
_NEAR = 2  # drawings of a clip that are so close share a perspective
# The paper's Adam at 1e-4 without decay; warm-up, cosine and average are the course's.
_PACE = Pace(rate=1e-4, warm_up=200, decay=0.0, average=0.999)
_SHORT_PACE = Pace(rate=2e-3, warm_up=20, decay=0.0, average=0.99)  # for networks that a laptop trains
_SHORT = ("small", "tiny")
Told = tuple[Tensor, dict[str, float]]
Batch = list[Example]


class KeyframeLesson:
    """Two drawings of a character, from any of its clips."""

    def __init__(
        self,
        gallery: Gallery,
        config: KeyframeConfig,
        seed: int,
        *,
        device: torch.device | None = None,
        clip: Path | str | None = None,
    ) -> None:
        """``clip``: weights for the open_clip models that the configuration names. Raises BadFile without them."""
        self._gallery, self._config, self._seed = gallery, config, seed
        self.device = device or torch.device("cpu")
        self._clip = clip
        if clip is None and (config.text or config.perspective not in ("", "cnn")):
            raise BadFile(f"{config.text or config.perspective}: its weights are needed. Give --clip FILE or TAG.")
        self._net = KeyframeNet(config).to(self.device)
        frozen = [name for name, _ in self._net.named_parameters() if name.startswith("perspective.see.visual.")]
        self.fixed = ("categories.embedding", *frozen)
        self.pace = _SHORT_PACE if config.name.startswith(_SHORT) else _PACE

    def begin(self) -> Weights:
        """Random weights, and the frozen encoders'. Raises BadFile."""
        torch.manual_seed(self._seed)
        net = KeyframeNet(self._config)
        if self._clip is not None and self._config.text:
            net.categories.embedding.copy_(category_embeddings(self._config.text, self._clip))
        if self._clip is not None and net.perspective is not None and isinstance(net.perspective.see, ViewFeatures):
            net.perspective.see.load(self._config.perspective, self._clip)
        return _weights(net, self.device)

    def batch(self, step: int) -> Batch:
        """The pairs of a step."""
        random = np.random.default_rng([self._seed, step])
        return [self._example(random) for _ in range(_BATCH)]

    def loss(self, batch: Batch, weights: Mapping[str, Tensor]) -> Told:
        """Equation 6 and the triplet loss of perspectives, and the shares of segments that are right."""
        examples = [moved(one, self.device) for one in batch]
        seen = [one.portraits for one in examples if one.portraits is not None]
        portraits = torch.cat(seen) if seen else None
        with _precision(self.device):
            said, perspectives = functional_call(self._net, dict(weights), (_pairs(examples), portraits))
        loss, told = _matching([one.matching for one in said], examples)
        logits, truth = torch.cat([one.parsing for one in said]), torch.cat([one.category for one in examples])
        told["parsed"] = _right(logits, truth)
        if self._config.parsing:
            loss = loss + self._config.parsing * _cross_entropy(logits, truth)
        if perspectives is not None:  # of other weights than all above: training both at once is training each alone
            apart = triplet(*(perspectives[k::3] for k in range(3)))
            loss, told["perspective"] = loss + apart, float(apart.detach())
        return loss, told

    def _example(self, random: np.random.Generator) -> Example:
        strips = self._gallery.strips[pick(random, self._gallery.characters)]
        strip = pick(random, strips)
        at = int(random.integers(len(strip)))
        reference = pick(random, pick(random, strips))
        read = self._gallery.read
        made = keyframe_example(read(strip[at]), read(reference), self._config, random)
        return Example(made.pair, made.truth, made.category, self._portraits(strip, at, random))

    def _portraits(self, strip: Sequence[Place], at: int, random: np.random.Generator) -> Tensor | None:
        """The drawing, a close one and a distant one; None where the clip is too short for that."""
        away = np.abs(np.arange(len(strip)) - at)
        near = np.flatnonzero((away > 0) & (away <= _NEAR))
        far = np.flatnonzero((away > _NEAR) & (away >= len(strip) // 3))
        if self._net.perspective is None or not len(near) or not len(far):
            return None
        places = [strip[at], strip[random.choice(near)], strip[random.choice(far)]]
        side = self._net.perspective.side
        return torch.stack([portrait(self._gallery.read(place).planes, side) for place in places])


class ConsecutiveLesson:
    """Two drawings of a clip, at intervals of 0, 1 and 2."""

    def __init__(
        self,
        gallery: Gallery,
        config: ConsecutiveConfig,
        seed: int,
        *,
        device: torch.device | None = None,
        clip: Path | str | None = None,
        warper: Warper = warp_drawing,
    ) -> None:
        """``clip``: weights for the open_clip model that the configuration names. Raises BadFile without them."""
        self._gallery, self._config, self._seed, self._warp = gallery, config, seed, warper
        self.device = device or torch.device("cpu")
        self._clip = clip
        if clip is None and config.clip:
            raise BadFile(f"{config.clip}: its weights are needed. Give --clip FILE or TAG, or train --without clip.")
        self._net = ConsecutiveNet(config).to(self.device)
        self.fixed = tuple(name for name in self._net.state_dict() if name.startswith("clip."))
        self.pace = _SHORT_PACE if config.name.startswith(_SHORT) else _PACE

    def begin(self) -> Weights:
        """Random weights, and the frozen encoder's. Raises BadFile."""
        torch.manual_seed(self._seed)
        net = ConsecutiveNet(self._config)
        if self._clip is not None and isinstance(net.clip, ConvNeXtFeatures):
            net.clip.load(self._config.clip, self._clip)
        return _weights(net, self.device)

    def batch(self, step: int) -> Batch:
        """The pairs of a step."""
        random = np.random.default_rng([self._seed, step])
        return [self._example(random) for _ in range(_BATCH)]

    def loss(self, batch: Batch, weights: Mapping[str, Tensor]) -> Told:
        """Equation 14, and the share of segments that are right."""
        examples = [moved(one, self.device) for one in batch]
        with _precision(self.device):
            said = functional_call(self._net, dict(weights), (_pairs(examples),))
        return _matching(said, examples)

    def _example(self, random: np.random.Generator) -> Example:
        strip = pick(random, self._gallery.strips[pick(random, self._gallery.characters)])
        at = int(random.integers(len(strip)))
        away = [at + step * side for step in _INTERVALS for side in (-1, 1)]
        other = pick(random, [place for place in away if 0 <= place < len(strip)])
        read = self._gallery.read
        return consecutive_example(read(strip[at]), read(strip[other]), self._config, random, self._warp)


def _pairs(examples: Iterable[Example]) -> list[Pair]:
    return [one.pair for one in examples]


def _weights(net: nn.Module, device: torch.device) -> Weights:
    return {name: tensor.detach().clone().to(device) for name, tensor in net.state_dict().items()}


def _precision(device: torch.device) -> torch.autocast:
    return torch.autocast(device.type, torch.bfloat16, enabled=device.type == "cuda")


def _matching(said: Sequence[Tensor], examples: Sequence[Example]) -> Told:
    """Cross-entropy over all segments of all pairs (the paper sums over them; here it is their mean)."""
    losses = [_cross_entropy(logits, one.truth) for logits, one in zip(said, examples, strict=True)]
    rights = [_right(logits, one.truth) for logits, one in zip(said, examples, strict=True)]
    return torch.stack(losses).mean(), {"right": float(np.mean(rights))}


def _cross_entropy(logits: Tensor, truth: Tensor) -> Tensor:
    return cross_entropy(logits.float(), truth, ignore_index=-1) if (truth >= 0).any() else logits.sum() * 0


def _right(logits: Tensor, truth: Tensor) -> float:
    counts = truth >= 0
    return float((logits.argmax(dim=1) == truth)[counts].float().mean()) if counts.any() else 1.0
