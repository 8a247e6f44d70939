"""RAFT (Teed and Deng, ECCV 2020) with a colour vote: the paper's optical-flow baseline (section 6.2 C).

The architecture is torchvision's; weights are given by path, in torchvision's layout (``raft_large_*.pth``,
``raft_small_*.pth``, or the same names as safetensors), and must fit to the last tensor.
"""

import pickle
from functools import lru_cache
from pathlib import Path

import cv2
import numpy as np
import torch
from torch import nn

from inference.errors import BadFile
from inference.matching import FlowVote
from inference.torchvision_door import optical_flow_models
from inference.types import FloatArray, LineArt
from inference.warping import CLIP, Warp, Warper, line_distance

SIDE = 768  # px, longer side at which flow is estimated
MIN_SIDE = 128  # px: RAFT's smallest correlation level needs 16 of its 8-px cells
UPDATES = 12  # refinements, RAFT's own default


class RaftVote(FlowVote):
    """The flow vote with RAFT's flow."""

    name = "raft"


def raft_vote(weights: Path, pairs_kept: int = 0) -> RaftVote:
    """The matcher with weights from a file; remembers the flow of ``pairs_kept`` recent pairs. Raises BadFile."""
    return RaftVote(raft_warper(weights, pairs_kept))


def raft_warper(weights: Path, pairs_kept: int = 0) -> Warper:
    """RAFT's flow with weights from a file; remembers ``pairs_kept`` recent pairs. Raises BadFile."""
    model = load_raft(weights)

    def warper(target: LineArt, reference: LineArt) -> Warp:
        return raft_warp(model, target, reference)

    return lru_cache(maxsize=pairs_kept)(warper) if pairs_kept else warper


def load_raft(path: Path) -> nn.Module:
    """RAFT large or small, whichever the file fits. Raises BadFile unless every tensor fits one of them."""
    state = _read_state(path)
    models = optical_flow_models()
    complaints = []
    for build in (models.raft_large, models.raft_small):
        model: nn.Module = build(weights=None, progress=False)
        try:
            model.load_state_dict(state, strict=True)
        except RuntimeError as error:
            complaints.append(str(error).splitlines()[1].strip()[:160])
            continue
        return model.eval()
    raise BadFile(
        f"{path}: fits neither RAFT large ({complaints[0]}) nor RAFT small ({complaints[1]}). "
        "Give weights in torchvision's layout."
    )


def raft_warp(model: nn.Module, target: LineArt, reference: LineArt) -> Warp:
    """RAFT's flow from each target pixel to the reference, drawings of any two sizes."""
    width, height = target.size
    scale = min(1.0, SIDE / max(width, height))
    # RAFT wants multiples of 8.
    size = tuple(max(MIN_SIDE, round(side * scale / 8) * 8) for side in (width, height))
    pair = [_picture(drawing, (size[0], size[1])) for drawing in (target, reference)]
    with torch.inference_mode():
        flow = model(*pair, num_flow_updates=UPDATES)[-1][0].permute(1, 2, 0).contiguous().numpy()
    x, y = _places(np.asarray(flow, np.float32), target.size, reference.size)
    here, there = line_distance(target.planes), line_distance(reference.planes)
    seen = cv2.remap(there, x, y, cv2.INTER_LINEAR, borderValue=CLIP)
    return Warp(x=x, y=y, mismatch=np.minimum(np.abs(here - seen) / np.float32(CLIP), 1).astype(np.float32))


def _places(flow: FloatArray, target: tuple[int, int], reference: tuple[int, int]) -> tuple[FloatArray, FloatArray]:
    """x, y (H, W) px in the reference, from flow (h, w, 2) at working size; both pictures had that size."""
    rows, columns = flow.shape[:2]
    full = cv2.resize(flow, target, interpolation=cv2.INTER_LINEAR)
    x = (np.arange(target[0], dtype=np.float32) + 0.5) / target[0]
    y = (np.arange(target[1], dtype=np.float32)[:, None] + 0.5) / target[1]
    return (
        ((x + full[..., 0] / columns) * reference[0] - 0.5).astype(np.float32),
        ((y + full[..., 1] / rows) * reference[1] - 0.5).astype(np.float32),
    )


def _picture(drawing: LineArt, size: tuple[int, int]) -> torch.Tensor:
    """(1, 3, h, w) in [-1, 1]: the drawing on white."""
    alpha = drawing.rgba[..., 3:].astype(np.float32) / 255
    rgb = drawing.rgba[..., :3] * alpha + 255 * (1 - alpha)
    small = cv2.resize(rgb, size, interpolation=cv2.INTER_AREA)
    return torch.from_numpy(small / 127.5 - 1).permute(2, 0, 1)[None].float().contiguous()


def _read_state(path: Path) -> dict[str, torch.Tensor]:
    if not path.is_file():
        raise BadFile(f"{path}: no such file. Give --weights a RAFT file in torchvision's layout.")
    if path.suffix == ".safetensors":
        from safetensors import SafetensorError
        from safetensors.torch import load_file

        try:
            return load_file(path)
        except SafetensorError as error:
            raise BadFile(f"{path}: is no safetensors file ({error}).") from error
    try:
        state = torch.load(path, map_location="cpu", weights_only=True)
    except (RuntimeError, ValueError, EOFError, OSError, pickle.UnpicklingError) as error:
        raise BadFile(f"{path}: holds no plain weights ({error}).") from error
    if not isinstance(state, dict):
        raise BadFile(f"{path}: holds no weights but a {type(state).__name__}.")
    return state
