"""A painted drawing as an index: which style each pixel has, not which colour. What a TLV level is made of."""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from inference.errors import BadFile
from inference.formats.palette import MAX_STYLE, Palette, Styles, Swatch, is_line
from inference.types import RGBA, Int32Array, Painting, UInt8Array, UInt16Array

UInt32Array = NDArray[np.uint32]

EMPTY = 0x000000FF  # ink 0, paint 0, tone 255: nothing drawn, nothing painted
NO_LINE = 255
_DPI = 72.0
_INK_SHIFT, _PAINT_SHIFT = 20, 8


@dataclass(frozen=True, eq=False)
class Cel:
    """One drawing of a level, in OpenToonz's words: ink lies over paint, tone says how much of it."""

    number: int
    pixels: UInt32Array  # (H, W), row 0 on top: ink << 20 | paint << 8 | tone; tone 0 = ink alone, 255 = paint alone
    suffix: str = ""  # "a" of drawing 12a
    dpi: tuple[float, float] = (_DPI, _DPI)

    @property
    def ink(self) -> UInt16Array:
        """(H, W) the line's style."""
        return (self.pixels >> np.uint32(_INK_SHIFT)).astype(np.uint16)

    @property
    def paint(self) -> UInt16Array:
        """(H, W) the area's style."""
        return (self.pixels >> np.uint32(_PAINT_SHIFT) & np.uint32(MAX_STYLE)).astype(np.uint16)

    @property
    def tone(self) -> UInt8Array:
        """(H, W) 0 = the ink covers all, 255 = no ink."""
        return self.pixels.astype(np.uint8)


def cel_of_styles(
    number: int, ink: UInt16Array, paint: UInt16Array, tone: UInt8Array, suffix: str = "", dpi: float = _DPI
) -> Cel:
    """A cel of three (H, W) arrays. Raises ValueError for a style above 4095."""
    if max(ink.max(initial=0), paint.max(initial=0)) > MAX_STYLE:
        raise ValueError(f"a style above {MAX_STYLE}")
    pixels = ink.astype(np.uint32) << np.uint32(_INK_SHIFT) | paint.astype(np.uint32) << np.uint32(_PAINT_SHIFT) | tone
    return Cel(number, pixels, suffix, (dpi, dpi))


def cel_of_painting(
    number: int,
    labels: Int32Array,
    planes: UInt8Array,
    painting: Painting,
    styles: Styles,
    line_labels: Int32Array | None = None,
    suffix: str = "",
) -> Cel:
    """A drawing's painting as an index, for a level with ``styles.palette``.

    ``labels`` (H, W) and ``planes`` (H, W) of its segments and lines. Lines have their plane's style as ink; where
    ``line_labels`` (H, W) names a segment (> 0), the line takes that segment's style: trace lines painted over.
    """
    of_segment = styles.of_color[np.minimum(painting.entry, len(styles.of_color) - 1), painting.tone]
    of_segment[painting.entry >= len(styles.of_color)] = 0
    of_segment[0] = 0
    is_line = labels == 0
    ink = np.where(is_line, styles.of_plane[planes], 0)
    if line_labels is not None:
        ink = np.where(is_line & (line_labels > 0), of_segment[line_labels], ink)
    tone = np.where(is_line, 0, NO_LINE).astype(np.uint8)
    return cel_of_styles(number, ink.astype(np.uint16), of_segment[labels], tone, suffix)


def cel_colors(cel: Cel, palette: Palette) -> UInt8Array:
    """(H, W, 4) RGBA of a cel; only half-toned rims of soft lines blend, styles that the palette lacks are nothing."""
    colors = np.zeros((MAX_STYLE + 1, 4), np.uint8)
    for style, swatch in enumerate(palette.swatches[: MAX_STYLE + 1]):
        colors[style] = swatch.color
    colors[0] = 255, 255, 255, 0
    tone = cel.tone
    rgba = colors[np.where(tone == 0, cel.ink, cel.paint)]
    soft = (tone > 0) & (tone < NO_LINE)
    if soft.any():
        rgba[soft] = _blend(colors[cel.ink[soft]], colors[cel.paint[soft]], tone[soft])
    return rgba


def _blend(ink: UInt8Array, paint: UInt8Array, tone: UInt8Array) -> UInt8Array:
    """(n, 4) colours mixed as light: weighed by their alpha."""
    share = tone.astype(np.float32)[:, None] / np.float32(NO_LINE)
    weights = ((1 - share) * ink[:, 3:], share * paint[:, 3:])
    alpha = weights[0] + weights[1]
    mixed = (ink[:, :3] * weights[0] + paint[:, :3] * weights[1]) / np.maximum(alpha, np.float32(1e-6))
    return np.asarray(np.rint(np.concatenate([mixed, alpha], axis=1)).clip(0, 255), np.uint8)


def cel_of_colors(rgba: UInt8Array, number: int, palette: Palette, name: str, suffix: str = "") -> tuple[Cel, Palette]:
    """A picture (H, W, 4) as an index, and the palette with the colours it lacked: every exact colour is a style.

    Colours of the palette's lines (``palette.is_line``) become ink, all others paint, fully transparent ones nothing.
    Raises BadFile, naming the picture, when it has too many colours for a level.
    """
    packed = np.ascontiguousarray(rgba).view(">u4")[..., 0].astype(np.uint32)
    packed[rgba[..., 3] == 0] = 0
    colors, at = np.unique(packed, return_inverse=True)
    wanted = [_unpack(int(color)) for color in colors]
    palette = _with_colors(palette, [color for color in wanted if color[3]], name)
    styles = _styles_by_color(palette)
    style = np.array([styles[color] if color[3] else 0 for color in wanted], np.uint16)[at].reshape(packed.shape)
    line_styles = [i for i, swatch in enumerate(palette.swatches) if is_line(swatch)]
    on_line = np.isin(style, line_styles) & (style > 0)
    ink, paint = np.where(on_line, style, 0).astype(np.uint16), np.where(on_line, 0, style).astype(np.uint16)
    tone = np.where(on_line, 0, NO_LINE).astype(np.uint8)
    return cel_of_styles(number, ink, paint, tone, suffix), palette


def _styles_by_color(palette: Palette) -> dict[RGBA, int]:
    styles: dict[RGBA, int] = {}
    for style, swatch in enumerate(palette.swatches):
        if style:
            styles.setdefault(swatch.color, style)
    return styles


def _with_colors(palette: Palette, wanted: list[RGBA], name: str) -> Palette:
    known = _styles_by_color(palette)
    new = [
        Swatch("#" + bytes(color).hex()[: 6 if color[3] == 255 else 8], color) for color in wanted if color not in known
    ]
    if len(palette.swatches) + len(new) > MAX_STYLE + 1:
        raise BadFile(
            f"{name}: has {len(wanted)} colours, a level holds {MAX_STYLE}. "
            "Give a picture without soft edges or shading."
        )
    return replace(palette, swatches=(*palette.swatches, *new))


def _unpack(color: int) -> RGBA:
    return (color >> 24 & 255, color >> 16 & 255, color >> 8 & 255, color & 255)
