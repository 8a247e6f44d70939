"""torchvision beside a torch of another build: its compiled operators are missing there, its Python parts are fine."""

from importlib import import_module
from typing import Any

import torch

_OPERATORS = ("nms", "qnms")  # those whose absence stops the import
_SCHEMA = "(Tensor dets, Tensor scores, float iou_threshold) -> Tensor"
# A library that is collected takes its operators along.
_KEEP: list[torch.library.Library] = []


def open_torchvision() -> None:
    """Make ``import torchvision`` work, for us and for the libraries that try it (transformers)."""
    try:
        import_module("torchvision")
    except RuntimeError as error:
        # Only the CUDA build beside the CPU torch fails like this: naming the operators lets the import through.
        if "torchvision::" not in str(error):
            raise
        library = torch.library.Library("torchvision", "FRAGMENT")  # type: ignore[no-untyped-call]
        for name in _OPERATORS:
            library.define(f"{name}{_SCHEMA}")  # type: ignore[no-untyped-call]
        _KEEP.append(library)
        import_module("torchvision")


def optical_flow_models() -> Any:
    """The module ``torchvision.models.optical_flow``."""
    open_torchvision()
    return import_module("torchvision.models.optical_flow")
