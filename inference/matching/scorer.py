"""The trained matcher: a small network scores pairs of segments; references are gated, neighbours asked.

Trained by ``shiage train scorer``; what it was trained on and how well it does: ``inference/weights/scorer.md``.
"""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from safetensors import SafetensorError
from safetensors.numpy import load_file

from inference.errors import BadFile
from inference.matching.calibration import tempered
from inference.matching.features import Likeness, Source, ask, like_itself, meet, only_background
from inference.matching.looks import Looks, looks
from inference.matching.network import NUMPY, SIZES, answer
from inference.matching.votes import color_index, colors_of
from inference.types import FloatArray, LineArt, Matches, Reference, Segments, UInt16Array
from inference.warping import BothWays, line_box, warp_both_ways

if TYPE_CHECKING:
    from inference.matching.backbones import Backbone
    from inference.matching.describer import Describer, Drawing

WEIGHTS = Path(__file__).parents[1] / "weights" / "scorer.safetensors"
_DRAWINGS_KEPT = 8  # what has been looked at: views for every keyframe; in a chain every target is a reference next
_TRAIN = "python -m inference train scorer --data FOLDER... --out"


class SegmentScorer:
    """Scores every target segment against candidates from all references with trained weights."""

    name = "scorer"

    def __init__(
        self,
        weights: Mapping[str, FloatArray] | None = None,
        warper: BothWays = warp_both_ways,
        describer: "Describer | None" = None,
        backbone: "Backbone | None" = None,
    ) -> None:
        """``weights``: as ``read_weights`` gives them, ``describer``: as ``read_describer`` does; by default Shiage's
        own. ``backbone``: as ``read_backbone`` gives it, a second opinion. Raises BadFile without weights."""
        from inference.matching.describer import WEIGHTS as LOOKS  # torch takes seconds to load
        from inference.matching.describer import read_describer
        from inference.matching.device import best_device

        self._weights = read_weights(WEIGHTS) if weights is None else weights
        self._warp = warper
        self._describer = describer or read_describer(LOOKS, best_device())
        self._backbone = backbone
        self._looked = lru_cache(maxsize=_DRAWINGS_KEPT)(_look)

    def match(self, line_art: LineArt, segments: Segments, references: Sequence[Reference]) -> Matches:
        """Match one drawing against painted ones of any size and kind, in any order.

        Raises NothingToColourFrom when ``references`` is empty.
        """
        colors = colors_of(line_art, references)
        probability = np.zeros((segments.count + 1, len(colors)), np.float32)
        novelty = np.ones(segments.count + 1, np.float32)
        painted = [reference for reference in references if (reference.painting.entry[1:] > 0).any()]
        if painted:
            sources = [self._source(line_art, segments, reference, colors) for reference in painted]
            question = ask(self._looked(line_art, segments)[0], sources, colors)
            said = answer(question, len(colors), self._weights, NUMPY)[-1]
            said = tempered(said, float(self._weights["temperature"]))
            novelty[1:] = said[:, -1]
            known = said[:, :-1]
            probability[1:] = known / np.maximum(known.sum(axis=1, keepdims=True), np.float32(1e-9))
        return Matches(colors=colors, probability=probability, novelty=novelty)

    def _source(self, line_art: LineArt, segments: Segments, reference: Reference, colors: UInt16Array) -> Source:
        return Source(
            self._looked(reference.line_art, reference.segments)[0],
            meet(line_art, segments, reference.line_art, reference.segments, self._warp),
            self._likeness(line_art, segments, reference),
            color_index(reference.painting, colors),
            reference.painting.confidence,
            reference.kind,
        )

    def _likeness(self, line_art: LineArt, segments: Segments, reference: Reference) -> Likeness:
        if line_art.planes is reference.line_art.planes:
            return like_itself(segments.count)
        if line_box(line_art.planes) is None:  # on a blank page there is nothing to see
            return only_background(segments, reference.segments)
        (_, target), (_, other) = (
            self._looked(*one) for one in ((line_art, segments), (reference.line_art, reference.segments))
        )
        likeness = self._describer.likeness(target, other)
        if self._backbone is None:
            return likeness
        from inference.matching.backbones import second_opinion

        pair = (line_art, segments, reference.line_art, reference.segments)
        return second_opinion(likeness, self._backbone.alike(*pair))


def _look(line_art: LineArt, segments: Segments) -> tuple[Looks, "Drawing"]:
    from inference.matching.describer import described

    seen = looks(line_art, segments)
    return seen, described(line_art, segments, seen)


@lru_cache(maxsize=2)
def read_weights(path: Path) -> dict[str, FloatArray]:
    """Trained weights by name, from half precision. Raises BadFile, naming the command that makes the file."""
    try:
        weights = {name: array.astype(np.float32) for name, array in load_file(path).items()}
    except FileNotFoundError as error:
        raise BadFile(f"{path}: the scorer's weights are missing. Train them: {_TRAIN} {path}") from error
    except (OSError, SafetensorError) as error:
        raise BadFile(f"{path}: are no weights ({error}). Train them again: {_TRAIN} {path}") from error
    wrong = [name for name, shape in shapes().items() if name not in weights or weights[name].shape != shape]
    if wrong:
        raise BadFile(f"{path}: {wrong[0]} does not fit this version of the scorer. Train again: {_TRAIN} {path}")
    return weights


def shapes() -> dict[str, tuple[int, ...]]:
    """What a weight file holds."""
    layers: dict[str, tuple[int, ...]] = {}
    for name, (inward, outward) in SIZES.items():
        layers |= {f"{name}.weight": (inward, outward), f"{name}.bias": (outward,)}
    return layers | {"pair.mean": (SIZES["pair.0"][0],), "pair.scale": (SIZES["pair.0"][0],), "temperature": ()}
