"""The colour design sheet: what painted pixels mean in its words, and which view to start from."""

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from inference.errors import BadSheet, NothingToColourFrom
from inference.types import RGBA, ColorEntry, LineArt, Painting, Reference, Segments, Sheet, Tone, UInt8Array
from inference.warping import shape_distance

KEYFRAME_VIEWS = 5  # that a keyframe takes its colours from, as many as the paper's sheets have
_LINES = ((0, 0, 0, 255), (255, 0, 0, 255), (0, 0, 255, 255), (0, 255, 0, 255))
_NEAR_A_LINE = 16  # in any channel
_BROAD = 9  # px of a square that is paint, not a line
TONE_FIELDS = ("normal", "highlight", "shadow", "second_shadow")  # in the order of Tone


def painting_from_colors(segments: Segments, rgba: UInt8Array, sheet: Sheet) -> Painting:
    """What a painted picture (H, W, 4) says in a sheet's words: each segment's dominant exact colour.

    A colour that is on the sheet twice counts as the earlier entry, normal tones before others. Segments whose colour
    is not on the sheet stay unpainted: ``colors_off_sheet`` names those colours. Raises BadSheet on another size.
    """
    meaning = _meanings(sheet)
    dominant = dominant_colors(segments, rgba)
    entry = np.zeros(segments.count + 1, np.uint16)
    tone = np.zeros(segments.count + 1, np.uint8)
    for color in np.unique(dominant[1:]):
        if int(color) in meaning:
            where = dominant == color
            entry[where], tone[where] = meaning[int(color)]
    entry[0] = tone[0] = 0
    return Painting(entry=entry, tone=tone, confidence=(entry > 0).astype(np.float32))


def colors_off_sheet(segments: Segments, rgba: UInt8Array, sheet: Sheet) -> dict[RGBA, int]:
    """Colours that a painted picture has and the sheet lacks -> in how many segments; transparent never counts."""
    meaning = _meanings(sheet)
    found = Counter(int(color) for color in dominant_colors(segments, rgba)[1:])
    return {_unpack(color): n for color, n in found.most_common() if color and color not in meaning}


def entries_from_picture(rgba: UInt8Array, segments: Segments | None = None) -> list[ColorEntry]:
    """A sheet's entries from a painted picture (H, W, 4): one per colour, normal tone only, the largest first.

    With the ``segments`` of its drawing only the colours of areas count; without, every colour but those of lines,
    and of the rules that lead from names to places: near a line's colour, and nowhere broad.
    The background (what is transparent, or the white around a character) comes first, category "background"; the
    others are named after their colour and filed under "clothes", as a picture does not tell what they are.
    """
    packed = _pack(rgba)
    if segments is None:
        colors, area = np.unique(packed, return_counts=True)
        lines = {_pack_one(line) for line in _LINES}
        lines |= {int(color) for color in colors if _is_near_a_line(_unpack(int(color))) and _is_thin(packed == color)}
    else:
        colors, at = np.unique(dominant_colors(segments, rgba)[1:], return_inverse=True)
        area, lines = np.bincount(at, segments.area[1:]), set()
    order = np.argsort(-area, kind="stable")
    found = [int(colors[i]) for i in order if int(colors[i]) not in lines]
    background = _background(packed, found)
    foreground = [color for color in found if color != background]
    entries = [ColorEntry(1, "background", "background", (255, 255, 255, 0) if not background else _unpack(background))]
    return entries + [
        ColorEntry(key, to_hex(_unpack(c))[:7], "clothes", _unpack(c)) for key, c in enumerate(foreground, 2)
    ]


def _is_near_a_line(color: RGBA) -> bool:
    return any(max(abs(a - b) for a, b in zip(color, line, strict=True)) <= _NEAR_A_LINE for line in _LINES)


def _is_thin(mask: NDArray[np.bool_]) -> bool:
    return not cv2.erode(mask.astype(np.uint8), np.ones((_BROAD, _BROAD), np.uint8)).any()


def _background(packed: NDArray[np.uint32], found: Sequence[int]) -> int:
    """Transparent where anything is, else white when it holds most of the border, else transparent all the same."""
    border = np.concatenate([packed[0], packed[-1], packed[:, 0], packed[:, -1]])
    white = _pack_one((255, 255, 255, 255))
    if 0 not in found and white in found and (border == white).mean() > 0.5:
        return white
    return 0


def dominant_colors(segments: Segments, rgba: UInt8Array) -> NDArray[np.uint32]:
    """(N + 1,) the commonest exact colour of each segment, packed as 0xRRGGBBAA; all transparent ones are 0."""
    if rgba.shape[:2] != segments.labels.shape:
        height, width = segments.labels.shape
        raise BadSheet(
            f"the painted picture is {rgba.shape[1]}x{rgba.shape[0]}, its line drawing {width}x{height}. "
            "Both must have one size."
        )
    key = (segments.labels.astype(np.uint64) << np.uint64(32) | _pack(rgba)).ravel()
    # Whole runs of equal pixels instead of pixels: a painted picture has a hundred times fewer.
    start = np.flatnonzero(np.concatenate([[True], key[1:] != key[:-1]]))
    length = np.diff(np.append(start, key.size))
    pairs, at = np.unique(key[start], return_inverse=True)
    area = np.bincount(at, length)
    order = np.argsort(area, kind="stable")  # the largest is written last and stays
    dominant = np.zeros(segments.count + 1, np.uint32)
    dominant[(pairs[order] >> np.uint64(32)).astype(np.int64)] = (pairs[order] & np.uint64(0xFFFFFFFF)).astype(
        np.uint32
    )
    dominant[0] = 0
    return dominant


class _Meaning(NamedTuple):
    entry: int
    tone: int


def _meanings(sheet: Sheet) -> dict[int, _Meaning]:
    meaning: dict[int, _Meaning] = {}
    for tone, field in zip(Tone, TONE_FIELDS, strict=True):
        for entry in sheet.entries:
            color = getattr(entry, field)
            if color is not None:
                meaning.setdefault(_pack_one(color), _Meaning(entry.key, int(tone)))
    return meaning


def _pack(rgba: UInt8Array) -> NDArray[np.uint32]:
    packed = np.ascontiguousarray(rgba).view(">u4")[..., 0].astype(np.uint32)
    return np.where(packed & np.uint32(0xFF), packed, np.uint32(0))


def _pack_one(color: RGBA) -> int:
    return int(_pack(np.array([[color]], np.uint8))[0, 0])


def _unpack(color: int) -> RGBA:
    return (color >> 24 & 255, color >> 16 & 255, color >> 8 & 255, color & 255)


def nearest_views(line_art: LineArt, views: Sequence[Reference], count: int | None = None) -> list[Reference]:
    """The ``count`` reference views (None = all) whose lines lie closest to the drawing's, both scaled into one box
    (``shape_distance``), the closest first.

    Raises NothingToColourFrom without views.
    """
    if not views:
        raise NothingToColourFrom(f"{line_art.name}: the sheet has no painted reference view. Add one to the sheet.")
    return sorted(views, key=lambda view: shape_distance(line_art.planes, view.line_art.planes))[:count]


def to_hex(color: RGBA) -> str:
    """``#rrggbbaa``."""
    return "#" + bytes(color).hex()


def from_hex(text: str) -> RGBA:
    """A colour from ``#rrggbb`` or ``#rrggbbaa``. Raises ValueError."""
    values = bytes.fromhex(text.removeprefix("#"))
    if not text.startswith("#") or len(values) not in (3, 4):
        raise ValueError(f"{text!r} is no colour like #rrggbb or #rrggbbaa")
    red, green, blue, alpha = (*values, 255)[:4]
    return red, green, blue, alpha
