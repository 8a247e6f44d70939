"""Frozen encoders of open_clip, loaded only where they are asked for: none of their weights come with Shiage.

Weights are named by a local file, or by one of open_clip's own tags (``laion2b_s29b_b131k_ft_soup``), which it fetches.
What a network of ours needs of them is kept in that network's own weight file.
"""

from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn.functional import interpolate

from inference.errors import BadFile
from inference.torchvision_door import open_torchvision

_MEAN, _DEVIATION = (0.48145466, 0.4578275, 0.40821073), (0.26862954, 0.26130258, 0.27577711)  # CLIP's own
_SIDE = 320  # px; its features are an eighth of that
_STAGES = 2  # of the four: stride 8


class ConvNeXtFeatures(nn.Module):
    """The initial layers of open_clip's ConvNeXt (section 5.3): (B, channels, 40, 40) of drawings at 320 px."""

    mean: Tensor
    deviation: Tensor

    def __init__(self, model: str) -> None:
        """The architecture of ``convnext_large_d_320`` or another ConvNeXt of open_clip. Raises BadFile."""
        super().__init__()
        trunk = _shallow(model)
        self.stem, self.stages = trunk.stem, nn.Sequential(*list(trunk.stages)[:_STAGES])
        self.channels = int(trunk.feature_info[_STAGES - 1]["num_chs"])
        for name, value in (("mean", _MEAN), ("deviation", _DEVIATION)):
            self.register_buffer(name, torch.tensor(value)[:, None, None], persistent=False)
        self.requires_grad_(False)

    @torch.no_grad()
    def forward(self, line: Tensor) -> Tensor:
        """(B, channels, 40, 40) from (B, 3, h, w) in [0, 1]."""
        small = interpolate(line, (_SIDE, _SIDE), mode="bilinear", antialias=True, align_corners=False)
        seen: Tensor = self.stages(self.stem((small - self.mean) / self.deviation))
        return seen

    def load(self, model: str, weights: Path | str) -> None:
        """Take the weights of a whole open_clip model. Raises BadFile."""
        own = self.state_dict()
        state = _read(model, weights)
        found = {name: state[f"visual.trunk.{name}"] for name in own if f"visual.trunk.{name}" in state}
        try:
            self.load_state_dict(found, strict=True)
        except RuntimeError as error:
            raise BadFile(f"{weights}: does not fit {model} of open_clip ({_first(error)}).") from error


class ViewFeatures(nn.Module):
    """The image encoder of CLIP as section 5.2 uses it to tell perspectives: a sequence, of which we take the mean."""

    mean: Tensor
    deviation: Tensor

    def __init__(self, model: str) -> None:
        """An open_clip vision transformer's name. Raises BadFile."""
        super().__init__()
        self.visual: Any = open_model(model, None).visual
        self.side, self.channels = int(self.visual.image_size[0]), int(self.visual.conv1.out_channels)
        for name, value in (("mean", _MEAN), ("deviation", _DEVIATION)):
            self.register_buffer(name, torch.tensor(value)[:, None, None], persistent=False)
        self.requires_grad_(False)

    @torch.no_grad()
    def forward(self, picture: Tensor) -> Tensor:
        """(B, channels) from (B, 3, side, side) in [0, 1]."""
        told = self.visual.forward_intermediates(
            (picture - self.mean) / self.deviation, indices=1, intermediates_only=True, output_fmt="NLC"
        )
        tokens: Tensor = told["image_intermediates"][-1]
        return tokens.mean(dim=1)

    def load(self, model: str, weights: Path | str) -> None:
        """Take the weights of a whole open_clip model. Raises BadFile."""
        self.visual.load_state_dict(open_model(model, weights).visual.state_dict())


def open_model(model: str, weights: Path | str | None) -> Any:
    """A whole open_clip model in evaluation mode; without ``weights`` random. Raises BadFile."""
    model_config(model)
    import open_clip

    built = open_clip.create_model(model, pretrained=None)
    if weights is not None:
        try:
            built.load_state_dict(_read(model, weights))
        except RuntimeError as error:
            raise BadFile(f"{weights}: does not fit {model} of open_clip ({_first(error)}).") from error
    return built.eval()


def model_config(model: str) -> dict[str, Any]:
    """What open_clip knows of a model. Raises BadFile for a name that it does not know."""
    open_torchvision()
    import open_clip

    found: dict[str, Any] | None = open_clip.get_model_config(model)
    if found is None:
        raise BadFile(f"{model}: open_clip has no such model. Its names: open_clip.list_models().")
    return found


def _shallow(model: str) -> Any:
    """The ConvNeXt of an open_clip model, empty beyond the stages that we ask: those are 40 times as large."""
    name = model_config(model)["vision_cfg"].get("timm_model_name", "")
    if not name.startswith("convnext"):
        raise BadFile(f"{model}: is no ConvNeXt. Take convnext_large_d_320, as the paper does.")
    from timm import create_model

    with torch.device("meta"):  # only to be asked for its sizes
        whole: Any = create_model(name, drop_path_rate=0.0)
    depths = [len(stage.blocks) for stage in whole.stages[:_STAGES]]
    dims = [info["num_chs"] for info in whole.feature_info[:_STAGES]]
    return create_model(name, depths=(*depths, 0, 0), dims=(*dims, 8, 8), num_classes=0, drop_path_rate=0.0)


def _read(model: str, weights: Path | str) -> dict[str, Tensor]:
    import open_clip
    from open_clip.factory import load_state_dict

    path = Path(weights)
    if not path.is_file():
        tag = open_clip.get_pretrained_cfg(model, str(weights))
        if not tag:
            known = ", ".join(open_clip.list_pretrained_tags_by_model(model)) or "none"
            raise BadFile(f"{weights}: no such file, and no weights of {model} that open_clip knows ({known}).")
        path = Path(open_clip.download_pretrained(tag))
    try:
        state: dict[str, Tensor] = load_state_dict(str(path))
    except Exception as error:
        raise BadFile(f"{path}: holds no weights ({_first(error)}).") from error
    return state


def _first(error: Exception) -> str:
    lines = str(error).splitlines() or [type(error).__name__]
    return lines[min(1, len(lines) - 1)].strip()[:160]
