"""Where networks are computed, and how exactly."""

from dataclasses import fields, is_dataclass, replace
from typing import TypeVar

import torch
from torch import Tensor

Value = TypeVar("Value")
CPU = torch.device("cpu")


def best_device() -> torch.device:
    """A CUDA card where there is one, else Apple's (MPS), else the processor."""
    if torch.cuda.is_available():
        return torch.device("cuda")
    return torch.device("mps" if torch.backends.mps.is_available() else "cpu")


def precision(device: torch.device) -> torch.dtype:
    """What convolutions and products of a trained network are computed in. Half as wide is faster on cards; on
    processors, AMX and all, it costs a network as small as the describer more to convert than to compute."""
    if device.type == "cuda":
        return torch.bfloat16 if torch.cuda.is_bf16_supported() else torch.float16
    return torch.float16 if device.type == "mps" else torch.float32


def computing(device: torch.device) -> torch.autocast:
    """The context in which a trained network works there."""
    dtype = precision(device)
    if dtype == torch.float32:
        return torch.autocast(device.type, enabled=False)
    return torch.autocast(device.type, dtype)


def moved(value: Value, device: torch.device) -> Value:
    """A tensor, or a dataclass of tensors, on another device."""
    if isinstance(value, Tensor):
        return value.to(device)  # type: ignore[return-value]
    if is_dataclass(value) and not isinstance(value, type):
        return replace(value, **{one.name: moved(getattr(value, one.name), device) for one in fields(value)})
    return value
