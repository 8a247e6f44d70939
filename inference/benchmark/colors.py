"""Exact colours as numbers, and what they mean on one character's sheet.

A *packed* colour is 0xRRGGBBAA; every fully transparent one is BACKGROUND, whatever its hidden RGB, because the data
knows two: [0, 0, 0, 0] and [255, 255, 255, 0].
"""

import numpy as np
from numpy.typing import NDArray

from inference.sheet import TONE_FIELDS, to_hex
from inference.types import RGBA, ColorEntry, Painting, Sheet, Tone

Colors = NDArray[np.int64]  # (N + 1,) packed per segment; row 0, the line, means nothing

BACKGROUND = 0
NO_COLOR = -1  # unpainted, or no truth known


def pack(color: RGBA) -> int:
    """0xRRGGBBAA, BACKGROUND when transparent."""
    red, green, blue, alpha = color
    return (red << 24 | green << 16 | blue << 8 | alpha) if alpha else BACKGROUND


def unpack(color: int) -> RGBA:
    """RGBA of a packed colour; the background and no colour are transparent white."""
    if color <= 0:
        return 255, 255, 255, 0
    return color >> 24 & 255, color >> 16 & 255, color >> 8 & 255, color & 255


def hex_of(color: int) -> str | None:
    """``#rrggbbaa``; None for no colour."""
    return None if color == NO_COLOR else to_hex(unpack(color))


class ColorBook:
    """Colours <-> (entry key, tone), one to one, so that equal colours are equal entries.

    Starts from a sheet and grows by an entry for every colour that pictures have and the sheet lacks.
    """

    def __init__(self, sheet: Sheet | None = None) -> None:
        self._entries: dict[int, ColorEntry] = {}
        self._meaning: dict[int, tuple[int, int]] = {}
        for entry in sheet.entries if sheet else ():
            self._entries[entry.key] = entry
        for tone, field in zip(Tone, TONE_FIELDS, strict=True):
            for entry in self._entries.values():
                color = getattr(entry, field)
                if color is not None:
                    self._meaning.setdefault(pack(color), (entry.key, int(tone)))

    @property
    def known(self) -> list[int]:
        """Every packed colour so far, the sheet's first."""
        return list(self._meaning)

    @property
    def sheet(self) -> Sheet:
        """Every entry so far, without views."""
        return Sheet(tuple(self._entries.values()))

    def painting(self, colors: Colors) -> Painting:
        """The painting that says these colours, all certain; NO_COLOR stays unpainted."""
        distinct, at = np.unique(colors, return_inverse=True)
        meaning = np.array([self._meaning_of(int(color)) for color in distinct], np.uint16).reshape(-1, 2)
        entry, tone = meaning[at].T
        entry[0] = tone[0] = 0
        return Painting(entry.copy(), tone.astype(np.uint8), (entry > 0).astype(np.float32))

    def colors(self, painting: Painting) -> Colors:
        """(N + 1,) the packed colours that a painting shows; NO_COLOR where it is unpainted."""
        codes, at = np.unique(painting.entry.astype(np.int64) * len(Tone) + painting.tone, return_inverse=True)
        packed = [self.color(int(code) // len(Tone), int(code) % len(Tone)) for code in codes]
        return np.array(packed, np.int64)[at]

    def color(self, entry: int, tone: int) -> int:
        """The packed colour of an entry's tone; NO_COLOR for an entry that is not in the book."""
        return pack(self._entries[entry].color(tone)) if entry in self._entries else NO_COLOR

    def part(self, color: int) -> tuple[str, int]:
        """(category, tone) for shading annotations; ("", normal) for a colour that the sheet lacks."""
        key, tone = self._meaning.get(color, (0, 0))
        return (self._entries[key].category, tone) if key else ("", int(Tone.NORMAL))

    def name(self, color: int) -> str:
        """What people call a colour: ``hair, shadow``; its hex value when the sheet has no name for it."""
        if color == NO_COLOR:
            return "unpainted"
        key, tone = self._meaning.get(color, (0, 0))
        if not key:
            return "background" if color == BACKGROUND else to_hex(unpack(color))
        name = self._entries[key].name
        return name if tone == Tone.NORMAL else f"{name}, {TONE_FIELDS[tone].replace('_', ' ')}"

    def _meaning_of(self, color: int) -> tuple[int, int]:
        if color == NO_COLOR:
            return 0, 0
        if color not in self._meaning:
            key = max(self._entries, default=0) + 1
            rgba = unpack(color)
            background = color == BACKGROUND
            name, category = ("background", "background") if background else (to_hex(rgba)[:7], "clothes")
            self._entries[key] = ColorEntry(key, name, category, rgba)
            self._meaning[color] = (key, int(Tone.NORMAL))
        return self._meaning[color]
