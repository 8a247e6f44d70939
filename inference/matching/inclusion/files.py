"""A network and its configuration in one safetensors file."""

from collections.abc import Callable, Mapping
from functools import lru_cache, partial
from pathlib import Path
from typing import TypeVar

from safetensors import SafetensorError, safe_open
from safetensors.torch import save_file
from torch import Tensor

from inference.errors import BadFile
from inference.matching.device import best_device
from inference.matching.inclusion.config import Config, ConsecutiveConfig, KeyframeConfig, from_metadata, to_metadata
from inference.matching.inclusion.consecutive import ConsecutiveNet
from inference.matching.inclusion.keyframe import KeyframeNet

_TRAIN = "python -m inference train {} --data FOLDER... --out"
Net = TypeVar("Net", KeyframeNet, ConsecutiveNet)


def write_network(path: Path, config: KeyframeConfig | ConsecutiveConfig, weights: Mapping[str, Tensor]) -> None:
    """Half precision; the configuration lies in the file's metadata."""
    path.parent.mkdir(parents=True, exist_ok=True)
    half = {name: tensor.detach().half().cpu().contiguous() for name, tensor in weights.items()}
    save_file(half, path, to_metadata(config))


@lru_cache(maxsize=2)
def read_keyframe(path: Path) -> KeyframeNet:
    """The trained keyframe network. Raises BadFile, naming the command that makes the file."""
    return _read(path, KeyframeConfig, KeyframeNet, "keyframe")


@lru_cache(maxsize=2)
def read_consecutive(path: Path) -> ConsecutiveNet:
    """The trained consecutive-frame network. Raises BadFile, naming the command that makes the file."""
    return _read(path, ConsecutiveConfig, ConsecutiveNet, "consecutive")


def _read(path: Path, kind: type[Config], build: Callable[[Config], Net], task: str) -> Net:
    wrong = partial(_wrong, path, f"Train it: {_TRAIN.format(task)} {path}")
    if not path.is_file():
        raise wrong("no such file. None come with Shiage")
    try:
        with safe_open(path, "pt") as file:
            told: dict[str, str] | None = file.metadata()
            weights = {name: file.get_tensor(name).float() for name in file.keys()}  # noqa: SIM118 - it is no dict
        net = build(from_metadata(kind, told))
        net.load_state_dict(weights)
    except (OSError, SafetensorError) as error:
        raise wrong(f"is no weight file ({error})") from error
    except ValueError as error:
        raise wrong(str(error)) from error
    except RuntimeError as error:  # torch's word for other names or shapes
        raise wrong("its weights do not fit its configuration") from error
    return net.eval().requires_grad_(False).to(best_device())


def _wrong(path: Path, help_: str, found: str) -> BadFile:
    return BadFile(f"{path}: {found}. {help_}")
