"""The files of the PaintBucket-Character dataset, one frame's at a time: label maps as PNG, and its two JSON tables.

A map's value is R*65536 + G*256 + B; 0 = line. In ``label`` transparent is the background, -1 here.
"""

import io
import json
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from inference.errors import BadFile
from inference.formats import png
from inference.formats.decode import check_text
from inference.types import RGBA, Int32Array, Plane, Tone, UInt8Array

BACKGROUND = -1
LARGEST = (1 << 24) - 1  # of a map's values
_PAPER = (255, 255, 255, 0)
_LUMINANCE = np.array([200, 250, 100, 100], np.uint8)  # of ``shadow``, by Tone
# ``line_anno``: what a highlight's or shadow's fill looks like on hair, on skin, and elsewhere.
_ANNOTATIONS: dict[tuple[str, Tone], RGBA] = {
    ("hair", Tone.HIGHLIGHT): (239, 238, 52, 255),
    ("skin", Tone.HIGHLIGHT): (255, 227, 185, 255),
    ("", Tone.HIGHLIGHT): (255, 245, 139, 255),
    ("hair", Tone.SHADOW): (185, 137, 253, 255),
    ("skin", Tone.SHADOW): (255, 179, 196, 255),
    ("", Tone.SHADOW): (188, 201, 251, 255),
}
_PARTS = ("", "hair", "skin")
_FILLS = np.array(  # (parts, tones, 4)
    [
        [_ANNOTATIONS.get((part, Tone.SHADOW if tone == Tone.SECOND_SHADOW else tone), _PAPER) for tone in Tone]
        for part in _PARTS
    ],
    np.uint8,
)


def read_map(data: bytes, name: str) -> Int32Array:
    """(H, W) values of a ``seg`` or ``label`` PNG; transparent pixels are -1. Raises BadFile."""
    if not data.startswith(png.MAGIC):
        raise BadFile(f"{name}: not a PNG. Segment and label maps are PNG pictures.")
    rgba = png.read(data, name)
    values = np.zeros(rgba.shape[:2], np.int32)
    for channel in range(3):  # in place: the largest maps have 67 million pixels
        values <<= 8
        values |= rgba[..., channel]
    values[rgba[..., 3] == 0] = BACKGROUND
    return values


def write_map(values: Int32Array, background: bool = False) -> bytes:
    """The PNG of a map; with ``background`` (a ``label``) it has alpha and -1 becomes transparent.

    Raises ValueError for values that do not fit.
    """
    if values.min(initial=0) < (BACKGROUND if background else 0) or values.max(initial=0) > LARGEST:
        raise ValueError(f"a map's values go from {BACKGROUND if background else 0} to {LARGEST}")
    channels = [(values >> shift & 255).astype(np.uint8) for shift in (16, 8, 0)]
    if background:
        rgba = np.stack([*channels, np.full(values.shape, 255, np.uint8)], axis=-1)
        rgba[values == BACKGROUND] = _PAPER
        return png.write(rgba)
    out = io.BytesIO()
    Image.fromarray(np.stack(channels, axis=-1), "RGB").save(out, "PNG", compress_level=6)
    return out.getvalue()


def read_colors(data: bytes, name: str) -> dict[int, RGBA]:
    """``json_color``: each segment's RGBA. Raises BadFile."""
    return {segment: _rgba(value, f"{name}: segment {segment}") for segment, value in _table(data, name).items()}


def _rgba(value: Any, where: str) -> RGBA:
    if not isinstance(value, list) or len(value) not in (3, 4) or not all(_is_whole(v, 0, 255) for v in value):
        raise BadFile(f"{where} has no colour of three or four numbers from 0 to 255. Write the table again.")
    red, green, blue, alpha = (*value, 255)[:4]
    return red, green, blue, alpha


def write_colors(colors: dict[int, RGBA]) -> bytes:
    """The ``json_color`` file."""
    return json.dumps({str(segment): list(color) for segment, color in colors.items()}).encode()


def read_index(data: bytes, name: str) -> dict[int, tuple[int, int]]:
    """``json_index``: each segment's (area in px, label); the background's label is -1. Raises BadFile."""
    table = _table(data, name)
    for segment, value in table.items():
        good = isinstance(value, list) and len(value) == 2
        if not good or not _is_whole(value[0], 0, 1 << 31) or not _is_whole(value[1], BACKGROUND, LARGEST):
            raise BadFile(f"{name}: segment {segment} has no area and label. Write the table again.")
    return {segment: (value[0], value[1]) for segment, value in table.items()}


def write_index(index: dict[int, tuple[int, int]]) -> bytes:
    """The ``json_index`` file."""
    return json.dumps({str(segment): list(pair) for segment, pair in index.items()}).encode()


def _table(data: bytes, name: str) -> dict[int, Any]:
    try:
        table = json.loads(check_text(data, name))
    except (ValueError, RecursionError) as error:
        raise BadFile(f"{name}: is no JSON text or cut short ({error}). Write the table again.") from error
    if not isinstance(table, dict) or not all(key.isascii() and key.isdigit() and len(key) < 9 for key in table):
        raise BadFile(f"{name}: is no table of segment numbers. Write the table again.")
    return {int(key): value for key, value in table.items()}


def _is_whole(value: Any, least: int, most: int) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and least <= value <= most


def read_shadow(data: bytes, name: str) -> UInt8Array:
    """(H, W) Tone of a ``shadow`` picture: 250 = highlight, 200 = normal, 100 = shadow; others count as the nearest.

    Raises BadFile.
    """
    apart = np.abs(np.arange(256)[:, None] - _LUMINANCE[:3].astype(np.int64))
    nearest = apart.argmin(axis=1).astype(np.uint8)
    return np.asarray(nearest[png.read(data, name)[..., 0]])


def write_shadow(tones: UInt8Array) -> bytes:
    """The ``shadow`` picture of (H, W) Tones; both shadows are 100."""
    grey = _LUMINANCE[tones]
    return png.write(np.stack([grey, grey, grey, np.full_like(grey, 255)], axis=-1))


def annotate(planes: UInt8Array, labels: Int32Array, tone: UInt8Array, category: Sequence[str]) -> UInt8Array:
    """(H, W, 4) a ``line_anno``: black main lines and the six fills; trace lines are left out, as in the dataset.

    ``tone`` (N + 1,) and ``category`` (N + 1) by label of ``labels`` (H, W).
    """
    part = np.array([_PARTS.index(name) if name in _PARTS else 0 for name in category], np.intp)
    rgba = _FILLS[part, tone]
    rgba[0] = _PAPER
    ink = np.array([(0, 0, 0, 255)], np.uint8)
    return looked_up(np.concatenate([rgba, ink]), np.where(planes == Plane.MAIN, np.int32(len(rgba)), labels))


def looked_up(colors: UInt8Array, at: NDArray[np.integer]) -> UInt8Array:
    """``colors[at]`` for (n, 4) colours, a pixel at a time instead of a channel at a time."""
    packed = np.ascontiguousarray(colors).view(np.uint32).ravel()
    return np.take(packed, at).view(np.uint8).reshape(*at.shape, 4)


def read_annotation(rgba: UInt8Array) -> tuple[UInt8Array, UInt8Array]:
    """(H, W) Tone and (H, W) part (0 = none, 1 = hair, 2 = skin, 3 = others) of a ``line_anno``'s exact colours."""
    tones = np.zeros(rgba.shape[:2], np.uint8)
    parts = np.zeros(rgba.shape[:2], np.uint8)
    for (part, side), color in _ANNOTATIONS.items():
        where = (rgba == np.array(color, np.uint8)).all(axis=-1)
        tones[where], parts[where] = side, {"hair": 1, "skin": 2, "": 3}[part]
    return tones, parts
