"""Layers of a document: pixels with a name and a place, and what they show together."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from inference.types import UInt8Array

LINE, PAINT, ANNOTATION = "line", "paint", "annotation"
# How painters call them: beginnings of words, or Japanese anywhere in the name. The first that is found decides.
_ROLES = (
    (ANNOTATION, r"\b(anno|shadow|highlight)|指示|影|ハイライト|塗り?分け"),
    (LINE, r"\b(line|ink|senga)|線"),
    (PAINT, r"\b(paint|colou?r|fill)|彩色|塗|色"),
)

_OPAQUE, _FAINTEST = 0xFF000000, 0x01000000  # the least pixels that cover all, and that show at all


@dataclass(frozen=True, eq=False)
class Layer:
    """One layer's pixels, and where they lie on the page."""

    name: str
    rgba: UInt8Array  # (h, w, 4), cropped; groups' and its own opacity are not applied
    left: int = 0
    top: int = 0
    visible: bool = True

    @property
    def role(self) -> str:
        """ "line", "paint", "annotation", or "" when the name says nothing."""
        # Underscores part words in layers' names, but not for regular expressions.
        name = self.name.lower().replace("_", " ")
        return next((role for role, words in _ROLES if re.search(words, name)), "")

    def on_page(self, width: int, height: int) -> UInt8Array:
        """(height, width, 4) the layer on an otherwise transparent page; what lies outside is cut off."""
        page = np.full((height, width, 4), (255, 255, 255, 0), np.uint8)
        x, y = max(self.left, 0), max(self.top, 0)
        part = self.rgba[y - self.top : height - self.top, x - self.left : width - self.left]
        page[y : y + part.shape[0], x : x + part.shape[1]] = part
        return page


def stack(layers: Iterable[Layer], width: int, height: int) -> UInt8Array:
    """(height, width, 4) layers laid over each other, the lowest first; only half-transparent pixels blend."""
    # One number per pixel, alpha in its highest byte: several times as fast as comparing and copying four.
    page = np.full((height, width), 0x00FFFFFF, "<u4")
    for layer in layers:
        x, y = max(layer.left, 0), max(layer.top, 0)
        part = np.ascontiguousarray(layer.rgba).view("<u4")[..., 0]
        part = part[max(y - layer.top, 0) : max(height - layer.top, 0)]
        part = part[:, max(x - layer.left, 0) : max(width - layer.left, 0)]
        below = page[y : y + part.shape[0], x : x + part.shape[1]]
        take = (part >= _OPAQUE) | (below < _FAINTEST)
        soft = ~take & (part >= _FAINTEST)
        blended = _over(_bytes(part[soft]), _bytes(below[soft]))
        np.copyto(below, part, where=take)
        below[soft] = blended.view("<u4")[..., 0]
    return _bytes(page)


def _bytes(pixels: NDArray[np.uint32]) -> UInt8Array:
    return pixels[..., None].view(np.uint8)


def _over(top: UInt8Array, below: UInt8Array) -> UInt8Array:
    weight = top[:, 3:].astype(np.float32) / np.float32(255)
    rest = below[:, 3:].astype(np.float32) / np.float32(255) * (1 - weight)
    alpha = weight + rest
    color = (top[:, :3] * weight + below[:, :3] * rest) / alpha
    return np.asarray(np.rint(np.concatenate([color, 255 * alpha], axis=1)).clip(0, 255), np.uint8)
