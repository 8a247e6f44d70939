"""Photoshop documents: the picture as it shows, or its layers (line, paint, annotations) one by one.

Reading and writing is psd-tools' work; it is imported when the first document comes, because it takes half a second.
"""

import io
import struct
import warnings
import zlib
from collections.abc import Sequence
from typing import TYPE_CHECKING

from PIL import Image

from inference.errors import BadFile
from inference.formats.decode import MAX_BYTES, MAX_SIDE, check_bytes, check_size, to_rgba
from inference.formats.layers import PAINT, Layer, stack
from inference.types import UInt8Array

if TYPE_CHECKING:
    from psd_tools import PSDImage
    from psd_tools.api.layers import Layer as PsdLayer

MAGIC = b"8BPS"
_MAX_LAYERS = 1000
_MAX_NAME = 255
_MAX_PIXELS = 2 * MAX_SIDE * MAX_SIDE  # of all layers together
_MAX_MEMORY = 900 * 1024 * 1024
_MODES = ("BITMAP", "GRAYSCALE", "INDEXED", "RGB")
_PLAIN_KINDS = ("pixel", "type", "smartobject", "shape")
# What psd-tools lets through for damaged files.
_DAMAGED = (
    ValueError, TypeError, KeyError, IndexError, AttributeError, AssertionError, OSError, EOFError, OverflowError,
    RecursionError, NotImplementedError, struct.error, zlib.error, UserWarning,
)  # fmt: skip


def read(data: bytes, name: str) -> UInt8Array:
    """(H, W, 4) RGBA as the document shows.

    Visible layers in normal mode are laid over each other exactly; where there are masks, effects, opacities or other
    modes, the picture that Photoshop stored beside the layers is taken. Raises BadFile as ``read_layers`` does.
    """
    document = _open(data, name)
    try:
        return _picture(document, name)
    except _DAMAGED as error:
        raise _damaged(name, error) from error


def read_layers(data: bytes, name: str) -> tuple[list[Layer], tuple[int, int]]:
    """All layers with pixels, the lowest first, hidden ones too; and the page's (width, height).

    A document without layers gives one, named "background". Raises BadFile: no Photoshop document, damaged,
    truncated, larger than 8192x8192, too many layers, CMYK or Lab.
    """
    document = _open(data, name)
    try:
        layers = [_layer(layer) for layer in _with_pixels(document, name)]
        if not layers:
            layers = [Layer("background", _picture(document, name))]
        return layers, (document.width, document.height)
    except _DAMAGED as error:
        raise _damaged(name, error) from error


def _open(data: bytes, name: str) -> "PSDImage":
    check_bytes(data, name)
    if not data.startswith(MAGIC):
        raise BadFile(f"{name}: not a Photoshop document. Save it as .psd again.")
    from psd_tools import ParseLimits, PSDImage
    from psd_tools.compression import PSDDecompressionWarning

    # Process-wide on purpose: a damaged layer must never pass as black pixels.
    warnings.simplefilter("error", PSDDecompressionWarning)
    limits = ParseLimits(max_read_bytes=MAX_BYTES, max_total_bytes=4 * MAX_BYTES)
    try:
        document = PSDImage.open(io.BytesIO(data), max_alloc_bytes=_MAX_MEMORY, parse_limits=limits)
        check_size(document.width, document.height, name)
        mode = document.color_mode.name
    except _DAMAGED as error:
        raise _damaged(name, error) from error
    if mode not in _MODES:
        raise BadFile(f"{name}: is a {mode} document. Convert it to RGB in Photoshop.")
    return document


def _damaged(name: str, error: BaseException) -> BadFile:
    return BadFile(f"{name}: the Photoshop document is damaged or cut short ({str(error)[:80]}). Save it again.")


def _with_pixels(document: "PSDImage", name: str) -> "list[PsdLayer]":
    layers = [layer for layer in document.descendants() if not layer.is_group()]
    if len(layers) > _MAX_LAYERS:
        raise BadFile(f"{name}: has {len(layers)} layers, the most allowed is {_MAX_LAYERS}. Merge some.")
    layers = [layer for layer in layers if layer.has_pixels()]
    for layer in layers:
        check_size(layer.width, layer.height, f"{name} layer {layer.name}")
    if sum(layer.width * layer.height for layer in layers) > _MAX_PIXELS:
        raise BadFile(f"{name}: its layers are too large together. Merge some or scale the document down.")
    return layers


def _layer(layer: "PsdLayer") -> Layer:
    # No colour profiles: a painter's colour is a number, not an appearance.
    image = layer.topil(apply_icc=False)
    if image is None:
        raise ValueError(f"layer {layer.name} has no pixels")
    return Layer(layer.name, to_rgba(image), layer.left, layer.top, layer.is_visible())


def _picture(document: "PSDImage", name: str) -> UInt8Array:
    layers = _with_pixels(document, name)
    if layers and _is_plain(document):
        return stack((_layer(layer) for layer in layers if layer.is_visible()), document.width, document.height)
    image = document.topil(apply_icc=False)
    if image is None:
        raise BadFile(f"{name}: holds no finished picture. Save it with maximum compatibility, or flatten it.")
    return to_rgba(image)


def _is_plain(document: "PSDImage") -> bool:
    """Whether all that shows is pixels in normal mode, at full opacity, without masks and effects."""
    from psd_tools.constants import BlendMode

    for layer in document.descendants():
        if not layer.is_visible():
            continue
        plain_modes = (BlendMode.NORMAL, BlendMode.PASS_THROUGH) if layer.is_group() else (BlendMode.NORMAL,)
        if layer.blend_mode not in plain_modes or layer.opacity != 255 or layer.clipping or layer.has_mask():
            return False
        if layer.has_vector_mask() or layer.has_effects():
            return False
        if not layer.is_group() and layer.kind not in _PLAIN_KINDS:
            return False
    return True


def write(rgba: UInt8Array) -> bytes:
    """A document with one layer "paint" of (H, W, 4)."""
    height, width = rgba.shape[:2]
    return write_layers([Layer(PAINT, rgba)], width, height)


def write_layers(layers: Sequence[Layer], width: int, height: int) -> bytes:
    """An 8-bit RGB document of layers, the lowest first, and the picture they make."""
    from psd_tools import PSDImage

    document = PSDImage.frompil(Image.fromarray(stack([one for one in layers if one.visible], width, height), "RGBA"))
    for layer in layers:
        image = Image.fromarray(layer.rgba, "RGBA")
        made = document.create_pixel_layer(image, name="layer", top=layer.top, left=layer.left)
        made.name = layer.name[:_MAX_NAME]  # set afterwards: only so are Japanese names written
        made.visible = layer.visible
    out = io.BytesIO()
    # Not ``save``: it would draw the merged picture anew, with blended edges, or complain that it cannot.
    document._record.write(out)
    return out.getvalue()
