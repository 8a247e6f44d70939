"""Pixels -> LineArt: which pixels are paper, and which kind of line or annotation the others are."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from inference.annotations import EXACT, exact_annotation, fills, hue_of
from inference.formats import read_image
from inference.refusals import refuse_what_is_no_line_art
from inference.types import FloatArray, LineArt, Plane, UInt8Array

# Ink is counted on the middle one of R, G, B: full for black, red, blue and green lines, next to nothing for the
# yellow, pink and pale blue fills of an annotated drawing.
# Below a half of the drawing's full ink, so that thin soft lines stay closed.
MIN_INK = 0.3
_FAINTEST = 0.35  # the least ink that counts as full: below it all is dirt
# Brown or navy "black" lines stay main lines; only real colour pencils are trace lines.
MIN_SATURATION = 0.4
# More distinct inks than this, or more blends of an ink with paper than this, are soft lines.
_MAX_INKS = 12
_MAX_BLENDS = 2
# Paper of a scan: a light tone that holds this much of the page.
_PAPER_SHARE = 0.3
_MIN_PAPER = 140
_HUES = (  # up to this many degrees -> plane
    (30, Plane.HIGHLIGHT),
    (60, Plane.OTHER),  # orange
    (105, Plane.SECOND_SHADOW),  # yellow-green
    (190, Plane.OTHER),  # green
    (280, Plane.SHADOW),
    (330, Plane.OTHER),  # purple
    (360, Plane.HIGHLIGHT),
)


def read_line_art(data: bytes, name: str, threshold: float | None = None) -> LineArt:
    """A drawing from the bytes of a PNG or TGA file. Raises BadFile, NotLineArt, AlreadyPainted."""
    return line_art_from_rgba(read_image(data, name), name, threshold)


def line_art_from_rgba(rgba: UInt8Array, name: str, threshold: float | None = None) -> LineArt:
    """A drawing from (H, W, 4) pixels; paper is transparent, white, or the light tone of a scan.

    Binarised cels are taken as they are. Soft, scanned and grey lines are cut at ``threshold``, the share of ink in
    (0, 1) from which a pixel is line, or at 0.3 of the drawing's own full ink; ``notes`` say so. A page without any
    line is a drawing too. Raises NotLineArt for a photograph, AlreadyPainted for a painted frame.
    """
    height, width = rgba.shape[:2]
    at, rgb = _not_white(rgba)
    notes: list[str] = []
    if at.size > _PAPER_SHARE * height * width and (paper := _paper_tone(rgb)) is not None:
        at, rgb = _whiten(at, rgb, paper)
        notes.append(f"{name}: the paper is #{paper.astype(np.uint8).tobytes().hex()}, taken as white")
    refuse_what_is_no_line_art((height, width), at, rgb, name)
    marks = _marks(at, rgb)
    cut = threshold
    if cut is None:
        cut = 0.0 if not marks.soft else MIN_INK * _full_ink(marks)
    inked = (marks.ink >= max(cut, 1 / 255)) & (marks.exact == 0)
    light = ~inked if marks.soft or threshold is not None else marks.ink < MIN_INK
    annotations, broad = fills((height, width), marks.at[light], marks.rgb[light], marks.exact[light])
    if not marks.soft and threshold is None:
        # A faint pencil of a binarised cel is a line, a faint fill is none.
        inked[light] &= ~broad
    planes = np.zeros((height, width), np.uint8)
    planes.ravel()[marks.at[inked]] = plane = _plane_of(marks.rgb[inked].astype(np.float32))
    if marks.soft:
        planes.ravel()[marks.at[inked]] = _by_strongest(planes, marks.at[inked], marks.ink[inked], plane)
    if marks.soft or threshold is not None:
        tones = "grey" if not np.ptp(marks.rgb, axis=1).any() else "soft"
        notes.append(f"{name}: {tones} lines, cut to line or paper at {cut:.0%} ink")
    if annotations is not None:
        notes.append(f"{name}: filled annotations on {(annotations > 0).mean():.1%} of the page")
    return LineArt(name=name, rgba=rgba, planes=planes, annotations=annotations, notes=tuple(notes))


class _Marks(NamedTuple):
    """The n pixels that are not paper."""

    at: NDArray[np.int64]  # (n,) flat positions
    rgb: UInt8Array  # (n, 3) on white
    ink: FloatArray  # (n,) in [0, 1]
    exact: UInt8Array  # (n,) the Annotation whose exact colour it has
    soft: bool


def _marks(at: NDArray[np.int64], rgb: UInt8Array) -> _Marks:
    red, green, blue = rgb.T
    middle = np.maximum(np.minimum(red, green), np.minimum(np.maximum(red, green), blue))
    ink = (255 - middle).astype(np.float32) / np.float32(255)
    exact = exact_annotation(rgb)
    return _Marks(at, rgb, ink, exact, _is_soft(rgb[exact == 0]))


def _is_soft(colors: UInt8Array) -> bool:
    inks = np.unique(_packed(colors[:: max(1, len(colors) // 200_000)]))
    if len(inks) > _MAX_INKS:
        return True
    absorbed = 255 - np.stack([inks >> 16 & 255, inks >> 8 & 255, inks & 255], axis=1).astype(np.float32)
    strength = np.linalg.norm(absorbed, axis=1)
    direction = absorbed / np.maximum(strength, 1)[:, None]
    alike = (direction @ direction.T > 0.99) & (strength[:, None] < 0.9 * strength)
    return int(alike.any(axis=1).sum()) > _MAX_BLENDS


def _full_ink(marks: _Marks) -> float:
    """The ink of the drawing's well-drawn strokes: pencil scans never reach black."""
    drawn = marks.ink[(marks.ink > _FAINTEST / 2) & (marks.exact == 0)]
    return max(_FAINTEST, float(np.quantile(drawn, 0.9))) if drawn.size else 1.0


def _not_white(rgba: UInt8Array) -> tuple[NDArray[np.int64], UInt8Array]:
    """(n,) flat positions and (n, 3) colours, as seen on white, of all pixels that are not white or transparent."""
    packed = np.ascontiguousarray(rgba).view("<u4").ravel()
    at = np.flatnonzero((packed != 0xFFFFFFFF) & (packed >= 1 << 24))
    seen = rgba.reshape(-1, 4)[at]
    alpha = seen[:, 3]
    if (alpha != 255).any():
        wide = seen.astype(np.uint16)
        seen = ((wide * wide[:, 3:] + 255 * (255 - wide[:, 3:]) + 127) // 255).astype(np.uint8)
    coloured = (seen[:, :3] != 255).any(axis=1)
    return at[coloured], seen[coloured, :3]


def _packed(rgb: UInt8Array) -> NDArray[np.uint32]:
    """(n,) 0xRRGGBB of (n, 3)."""
    return rgb[:, 0].astype(np.uint32) << np.uint32(16) | rgb[:, 1].astype(np.uint32) << np.uint32(8) | rgb[:, 2]


def _paper_tone(rgb: UInt8Array) -> FloatArray | None:
    """(3,) the light tone that most of the page has, its darker grain included; None when there is no such tone."""
    sample = rgb[:: max(1, len(rgb) // 200_000)]
    tones, count = np.unique(_packed(sample >> np.uint8(3)), return_counts=True)
    tone = tones[count.argmax()]
    center = np.array([tone >> 16 & 255, tone >> 8 & 255, tone & 255], np.int32) * 8 + 4
    close = np.abs(sample.astype(np.int32) - center).max(axis=1) <= 16
    is_fill = np.linalg.norm(EXACT - center, axis=1).min() < 24
    if close.mean() < _PAPER_SHARE or center.min() < _MIN_PAPER or np.ptp(center) > 60 or is_fill:
        return None
    return np.asarray(np.quantile(sample[close], 0.05, axis=0), np.float32)


def _whiten(at: NDArray[np.int64], rgb: UInt8Array, paper: FloatArray) -> tuple[NDArray[np.int64], UInt8Array]:
    """The marks that are left when ``paper`` is white."""
    table = np.minimum(np.rint(np.arange(256)[:, None] * (255 / paper)), 255).astype(np.uint8)
    white = np.stack([table[rgb[:, channel], channel] for channel in range(3)], axis=1)
    left = (white != 255).any(axis=1)
    return at[left], white[left]


def _plane_of(rgb: FloatArray) -> UInt8Array:
    """(n,) Plane of (n, 3) inked pixels, by the hue of the ink that is left when white is taken away."""
    low, high = rgb.min(axis=1), rgb.max(axis=1)
    bounds = np.array([bound for bound, _ in _HUES], np.float32)
    plane = np.array([plane for _, plane in _HUES], np.uint8)[np.searchsorted(bounds, hue_of(rgb))]
    is_gray = (high - low) < MIN_SATURATION * (255 - low)
    return np.where(is_gray, np.uint8(Plane.MAIN), plane)


def _by_strongest(planes: UInt8Array, at: NDArray[np.int64], ink: FloatArray, plane: UInt8Array) -> UInt8Array:
    """(n,) planes where a soft rim follows the strongest ink beside it: a rim's own hue is a blend of what meets."""
    height, width = planes.shape
    padded = np.zeros((height + 2, width + 2), np.float32)
    where = at // width * (width + 2) + at % width + width + 3
    padded.ravel()[where] = ink
    row = width + 2
    steps = np.array([0, -row - 1, -row, -row + 1, -1, 1, row - 1, row, row + 1])
    best = padded.ravel()[where[:, None] + steps].argmax(axis=1)
    own = np.zeros(padded.size, np.uint8)
    own[where] = plane
    strong = ink >= 0.8
    return np.where(strong, plane, own[where + steps[best]])
