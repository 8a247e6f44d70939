"""The trained matcher: a small network scores pairs of segments; references are gated, neighbours asked.

Trained by ``shiage train scorer``; what it was trained on and how well it does: ``inference/weights/scorer.md``.
"""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path

import numpy as np
from safetensors import SafetensorError
from safetensors.numpy import load_file

from inference.errors import BadFile
from inference.matching.calibration import tempered
from inference.matching.features import ask, meet, source_of
from inference.matching.looks import looks
from inference.matching.network import NUMPY, SIZES, answer
from inference.matching.votes import color_index, colors_of
from inference.types import FloatArray, LineArt, Matches, Reference, Segments
from inference.warping import BothWays, warp_both_ways

WEIGHTS = Path(__file__).parents[1] / "weights" / "scorer.safetensors"
_TRAIN = "python -m inference train scorer --data FOLDER... --out"


class SegmentScorer:
    """Scores every target segment against candidates from all references with trained weights."""

    name = "scorer"

    def __init__(self, weights: Mapping[str, FloatArray] | None = None, warper: BothWays = warp_both_ways) -> None:
        """``weights``: as ``read_weights`` gives them, by default Shiage's own. Raises BadFile without them."""
        self._weights = read_weights(WEIGHTS) if weights is None else weights
        self._warp = warper

    def match(self, line_art: LineArt, segments: Segments, references: Sequence[Reference]) -> Matches:
        """Match one drawing against painted ones of any size and kind, in any order.

        Raises NothingToColourFrom when ``references`` is empty.
        """
        colors = colors_of(line_art, references)
        probability = np.zeros((segments.count + 1, len(colors)), np.float32)
        novelty = np.ones(segments.count + 1, np.float32)
        painted = [reference for reference in references if (reference.painting.entry[1:] > 0).any()]
        if painted:
            target = looks(line_art, segments)
            sources = [
                source_of(
                    reference,
                    looks(reference.line_art, reference.segments),
                    meet(line_art, segments, reference.line_art, reference.segments, self._warp),
                    color_index(reference.painting, colors),
                )
                for reference in painted
            ]
            said = answer(ask(target, sources, len(colors)), len(colors), self._weights, NUMPY)[-1]
            said = tempered(said, float(self._weights["temperature"]))
            novelty[1:] = said[:, -1]
            known = said[:, :-1]
            probability[1:] = known / np.maximum(known.sum(axis=1, keepdims=True), np.float32(1e-9))
        return Matches(colors=colors, probability=probability, novelty=novelty)


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
