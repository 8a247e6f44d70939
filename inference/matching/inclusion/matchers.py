"""The paper's two networks as matchers. Trained by ``shiage train keyframe`` and ``shiage train consecutive``."""

from collections.abc import Callable, Sequence

import numpy as np
import torch
from torch import Tensor
from torch.nn.functional import one_hot

from inference.matching.device import computing, moved
from inference.matching.inclusion.consecutive import ConsecutiveNet
from inference.matching.inclusion.keyframe import KeyframeNet
from inference.matching.inclusion.pictures import Drawn, Pair, drawn, working_size
from inference.matching.inclusion.recolor import color_images
from inference.matching.inclusion.transformer import by_color
from inference.matching.inclusion.views import chosen, portrait
from inference.matching.votes import color_index, colors_of
from inference.types import (
    CATEGORIES,
    ColorEntry,
    FloatArray,
    Int32Array,
    LineArt,
    Matches,
    Reference,
    Segments,
    UInt8Array,
    UInt16Array,
)
from inference.warping import Warp, Warper, warp_drawing

Entries = Callable[[], Sequence[ColorEntry]]


class PaperKeyframe:
    """Keyframe colorization (section 5.2): views of a sheet are asked as far as they share the drawing's perspective.

    Other references than views are treated like views. The network takes parts from filled shading annotations; a
    painter's strokes (section 6.5) are heard afterwards, by the Colorizer, as with every matcher.
    """

    def __init__(self, net: KeyframeNet, entries: Entries) -> None:
        """``net``: as ``read_keyframe`` gives it; ``entries`` of the sheet, which name each colour's category."""
        self._net, self._entries = net, entries
        self.name = f"paper-keyframe {net.config.name}"

    @torch.inference_mode()
    def match(self, line_art: LineArt, segments: Segments, references: Sequence[Reference]) -> Matches:
        """Equation 8 over the references; novelty is the dustbin's share.

        Raises NothingToColourFrom when ``references`` is empty.
        """
        colors = colors_of(line_art, references)
        category = {entry.key: CATEGORIES.index(entry.category) for entry in self._entries()}
        shares = np.zeros((segments.count, len(colors)), np.float32)
        painted = [one for one in references if (one.painting.entry[1:] > 0).any()]
        weights = self._perspectives(line_art, painted) if len(painted) > 1 else torch.ones(len(painted))
        for reference, weight in zip(painted, weights.tolist(), strict=True):
            if weight:
                target = self._drawn(line_art, segments, None)
                known = np.array([category.get(int(key), -1) for key in reference.painting.entry[1:]], np.int32)
                pair = Pair(target, self._drawn(reference.line_art, reference.segments, known))
                device = _device(self._net)
                with computing(device):
                    logits = self._net([moved(pair, device)])[0][0].matching.float()
                shares += weight * _shares(logits, reference, segments, colors)
        total = float(weights.sum())
        return _matches(colors, shares / total if total else shares)

    def _drawn(self, line_art: LineArt, segments: Segments, category: Int32Array | None) -> Drawn:
        size = working_size(line_art.size, self._net.config.side, self._net.smallest)
        known = None if category is None else category[segments.area[1:] > 0]
        return drawn(line_art.planes, _tokens(segments), size, annotations=line_art.annotations, category=known)

    def _perspectives(self, line_art: LineArt, references: Sequence[Reference]) -> Tensor:
        """(P,) p_k of equation 8, all alike for a network without eyes for perspectives."""
        see = self._net.perspective
        if see is None:
            return torch.ones(len(references))
        planes = [line_art.planes, *(one.line_art.planes for one in references)]
        seen = see(torch.stack([portrait(one, see.side) for one in planes]).to(_device(self._net)))
        named = (k for k, one in enumerate(references) if "front" in one.line_art.name.lower())
        return chosen(seen[0], seen[1:], next(named, 0)).cpu()


class PaperConsecutive:
    """Consecutive frame colorization (section 5.3) from one painted drawing, or the mean over several."""

    def __init__(self, net: ConsecutiveNet, warper: Warper = warp_drawing) -> None:
        """``net``: as ``read_consecutive`` gives it; ``warper``: DIS flow, or RAFT's as in the paper."""
        self._net, self._warp = net, warper
        self.name = f"paper-consecutive {net.config.name}"

    @torch.inference_mode()
    def match(self, line_art: LineArt, segments: Segments, references: Sequence[Reference]) -> Matches:
        """Equation 15; novelty is the dustbin's share.

        Raises NothingToColourFrom when ``references`` is empty.
        """
        colors = colors_of(line_art, references)
        painted = [one for one in references if (one.painting.entry[1:] > 0).any()]
        shares = np.zeros((segments.count, len(colors)), np.float32)
        for reference in painted:
            pair = self._pair(line_art, segments, reference, colors)
            device = _device(self._net)
            with computing(device):
                logits = self._net([moved(pair, device)])[0].float()
            shares += _shares(logits, reference, segments, colors) / len(painted)
        return _matches(colors, shares)

    def _pair(self, line_art: LineArt, segments: Segments, reference: Reference, colors: UInt16Array) -> Pair:
        there, here = None, None
        if self._net.config.warping:
            index = color_index(reference.painting, colors)
            there, here = self._colors(line_art, reference, index, len(colors))
        return Pair(self._drawn(line_art, segments, here), self._drawn(reference.line_art, reference.segments, there))

    def _colors(
        self, line_art: LineArt, reference: Reference, index: Int32Array, count: int
    ) -> tuple[UInt8Array, UInt8Array]:
        """The redistributed colours of the reference, and what flow brings of them. Lines take the nearest segment's
        colour, for the smallest segments need every pixel."""
        warped: Warp = self._warp(line_art, reference.line_art)
        return color_images(index[reference.segments.filled], count, warped, np.random.default_rng(0))

    def _drawn(self, line_art: LineArt, segments: Segments, color: UInt8Array | None) -> Drawn:
        size = working_size(line_art.size, self._net.config.side, self._net.smallest)
        return drawn(line_art.planes, _tokens(segments), size, color=color)


def _tokens(segments: Segments) -> Int32Array:
    """(H, W) the labels, without numbers that no pixel has: a stored map may leave some out."""
    present = segments.area > 0
    return (np.cumsum(present) * present).astype(np.int32)[segments.labels]


def _shares(logits: Tensor, reference: Reference, segments: Segments, colors: UInt16Array) -> FloatArray:
    """(N, K) of all labels, from logits of those that have pixels."""
    index = color_index(reference.painting, colors)[reference.segments.area > 0]
    included = one_hot(torch.from_numpy(index.astype(np.int64)) + 1, len(colors) + 1)[:, 1:].float()
    shares = np.zeros((segments.count, len(colors)), np.float32)
    shares[segments.area[1:] > 0] = by_color(logits, included.to(logits.device)).cpu().numpy()
    return shares


def _matches(colors: UInt16Array, shares: FloatArray) -> Matches:
    total = shares.sum(axis=1, keepdims=True)
    probability = np.zeros((len(shares) + 1, len(colors)), np.float32)
    novelty = np.ones(len(shares) + 1, np.float32)
    probability[1:] = shares / np.maximum(total, np.float32(1e-9))
    novelty[1:] = (1 - total[:, 0]).clip(0, 1)
    return Matches(colors=colors, probability=probability, novelty=novelty)


def _device(net: torch.nn.Module) -> torch.device:
    return next(net.parameters()).device
