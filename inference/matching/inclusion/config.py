"""Which parts the paper's two networks have: one frozen configuration each, by name, every part to be left out."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, fields, replace
from typing import Any, TypeVar, get_args, get_origin

from inference.errors import BadFile


@dataclass(frozen=True)
class _Common:
    """What both networks have."""

    name: str
    side: int  # px, the longer side at which a drawing is looked at; larger ones are min-pooled (section 6.1)
    crop: int  # px, side of the training pictures (section 6.1)
    widths: tuple[int, ...]  # channels of the U-Net's levels, from full resolution down
    channels: int  # C, the width of a token
    layers: int  # N, each of a self- and a cross-attention
    heads: int
    dustbin: bool = True  # one learned score for "nothing in the reference includes it"
    inclusion: bool = True  # train segment -> label with merged labels, else label -> label (figure 7)
    merging: float = 0.2  # how likely a reference label is merged with an adjacent one (section 5.3)


@dataclass(frozen=True)
class KeyframeConfig(_Common):
    """The keyframe network (section 5.2)."""

    annotations: bool = True  # shading annotations as three masks of hair, skin and others
    parsing: float = 0.1  # w of equation 6; 0 = no parsing loss
    input_pyramid: bool = True
    pyramid_pooling: bool = True
    text: str = ""  # "" = a learned table of the 12 categories, else an open_clip model whose text tower is frozen
    perspective: str = (
        "cnn"  # what sees a drawing's perspective: "cnn" = our own, "" = nothing, else an open_clip model
    )


@dataclass(frozen=True)
class ConsecutiveConfig(_Common):
    """The consecutive-frame network (section 5.3)."""

    warping: bool = True  # the colour warping module: recoloured labels, carried to the target by optical flow
    offsets: tuple[int, ...] = (16, 32, 64, 128)  # channels of the offset U-Net's levels; () = ordinary convolution
    clip: str = ""  # the open_clip model whose first layers are asked, "" = none


Config = TypeVar("Config", KeyframeConfig, ConsecutiveConfig)

KEYFRAME = {
    one.name: one
    for one in (
        KeyframeConfig("paper", 1024, 640, (16, 32, 64, 128, 256), 128, 9, 4),
        KeyframeConfig("light", 640, 448, (16, 24, 48, 64, 96), 96, 5, 4),
        KeyframeConfig("small", 192, 160, (8, 16, 32), 48, 2, 4),
        KeyframeConfig("tiny", 96, 96, (8, 16, 24), 32, 1, 2),
    )
}
CONSECUTIVE = {
    one.name: one
    for one in (
        ConsecutiveConfig("paper", 1024, 640, (64, 128, 256, 512, 512), 128, 9, 4, clip="convnext_large_d_320"),
        ConsecutiveConfig("light", 640, 448, (16, 32, 64, 128, 128), 96, 5, 4, offsets=(8, 16, 32)),
        ConsecutiveConfig("small", 192, 160, (8, 16, 32), 48, 2, 4, offsets=(8, 16)),
        ConsecutiveConfig("tiny", 96, 96, (8, 16, 24), 32, 1, 2, offsets=(8, 16)),
    )
}

# Rows "without ..." of tables 4 and 5, and parts that the paper does not take away.
_WITHOUT_ANY: dict[str, dict[str, object]] = {
    "inclusion": {"inclusion": False},
    "merging": {"merging": 0.0},
    "dustbin": {"dustbin": False},
}
_WITHOUT: dict[type, dict[str, dict[str, object]]] = {
    KeyframeConfig: {
        "annotations": {"annotations": False},
        "parsing-loss": {"parsing": 0.0},
        "input-pyramid": {"input_pyramid": False},
        "pyramid-pooling": {"pyramid_pooling": False},
        "perspective": {"perspective": ""},
        **_WITHOUT_ANY,
    },
    ConsecutiveConfig: {
        "clip": {"clip": ""},
        "flow": {"warping": False},
        "alignment": {"offsets": ()},
        **_WITHOUT_ANY,
    },
}


def parts(kind: type) -> list[str]:
    """What ``without`` can take away from a configuration of this kind."""
    return sorted(_WITHOUT[kind])


def without(config: Config, names: Iterable[str]) -> Config:
    """The configuration less some parts. Raises BadFile for a part that it does not know."""
    for name in names:
        if name not in _WITHOUT[type(config)]:
            raise BadFile(f"{name}: no such part. Leave out any of {', '.join(parts(type(config)))}.")
        config = replace(config, name=f"{config.name}-{name}", **_WITHOUT[type(config)][name])  # type: ignore[arg-type]
    return config


def to_metadata(config: KeyframeConfig | ConsecutiveConfig) -> dict[str, str]:
    """For the head of a safetensors file."""
    return {"network": _NAMES[type(config)], "config": json.dumps(asdict(config))}


def from_metadata(kind: type[Config], told: Mapping[str, str] | None) -> Config:
    """What ``to_metadata`` wrote. Raises ValueError, saying what is wrong."""
    told = told or {}
    if told.get("network") != _NAMES[kind]:
        raise ValueError(f"holds {told.get('network', 'something else')}, not a {_NAMES[kind]} network")
    try:
        values = json.loads(told.get("config", ""))
    except json.JSONDecodeError as error:
        raise ValueError(f"its configuration cannot be read: {error}") from error
    wanted = {field.name: field.type for field in fields(kind)}
    if not isinstance(values, dict) or values.keys() != wanted.keys():
        raise ValueError("its configuration is of another version")
    checked: dict[str, Any] = {name: _checked(wanted[name], value) for name, value in values.items()}
    return kind(**checked)


def _checked(kind: object, value: object) -> object:
    if get_origin(kind) is tuple and isinstance(value, list):
        inner = get_args(kind)[0]
        return tuple(_checked(inner, one) for one in value)
    if type(value) is not kind:  # a bool is an int, and JSON keeps 1.0 a float
        raise ValueError(f"its configuration holds {value!r}")
    return value


_NAMES = {KeyframeConfig: "keyframe", ConsecutiveConfig: "consecutive"}
