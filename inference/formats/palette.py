"""A list of named colours, as every palette format sees it, and its way from and to a design sheet's entries.

A swatch's position is its *style*: the number that TLV pixels carry and that an OpenToonz palette counts by.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from inference.types import CATEGORIES, RGBA, ColorEntry, Plane, Tone, UInt16Array

MAX_STYLE = 4095  # the 12 bits of a TLV pixel
LINES = "lines"  # the page of the line colours
DEFAULT_PAGE = "colors"

_TONE_WORDS = {Tone.HIGHLIGHT: "highlight", Tone.SHADOW: "shadow", Tone.SECOND_SHADOW: "shadow 2"}
_TONE_FIELDS = {Tone.HIGHLIGHT: "highlight", Tone.SHADOW: "shadow", Tone.SECOND_SHADOW: "second_shadow"}
_TONE_NAME = re.compile(r"^(?P<base>.*\S) (?P<tone>highlight|shadow 2|shadow)$", re.DOTALL)
_ALPHA_NAME = re.compile(r"^(?P<base>.*?) ?\[alpha (?P<alpha>[0-9]{1,3})\]$", re.DOTALL)
OTHER_CATEGORY = "clothes"


@dataclass(frozen=True)
class Swatch:
    """One named colour."""

    name: str
    color: RGBA
    page: str = DEFAULT_PAGE  # the group it is shown in; "" = in none
    autopaint: bool = False  # OpenToonz: lines of this style take the colour of the area that they border


NOTHING = Swatch("color_0", (255, 255, 255, 0))
# OpenToonz's own cleanup palette has black, red, blue and green at 1-4 as well.
LINE_SWATCHES = {
    Plane.MAIN: Swatch("line", (0, 0, 0, 255), LINES),
    Plane.HIGHLIGHT: Swatch("line highlight", (255, 0, 0, 255), LINES, autopaint=True),
    Plane.SHADOW: Swatch("line shadow", (0, 0, 255, 255), LINES, autopaint=True),
    Plane.OTHER: Swatch("line other", (0, 255, 0, 255), LINES, autopaint=True),
    Plane.SECOND_SHADOW: Swatch("line shadow 2", (173, 255, 47, 255), LINES, autopaint=True),
}


_LINE_COLORS = {LINE_SWATCHES[plane].color for plane in (Plane.MAIN, Plane.HIGHLIGHT, Plane.SHADOW, Plane.OTHER)}


def is_line(swatch: Swatch) -> bool:
    """Whether a swatch is for lines: filed or flagged so; without pages, pure black, red, blue and green ones."""
    if swatch.page in CATEGORIES:
        return False
    return swatch.page == LINES or swatch.autopaint or swatch.color in _LINE_COLORS


@dataclass(frozen=True)
class Palette:
    """Named colours by style; style 0 is always there and means nothing painted."""

    swatches: tuple[Swatch, ...] = (NOTHING,)
    name: str = ""


@dataclass(frozen=True, eq=False)
class Styles:
    """A sheet as a palette: which style stands for which line plane, and for which entry and tone."""

    palette: Palette
    of_plane: UInt16Array  # (planes,)
    of_color: UInt16Array  # (largest key + 1, tones); an entry without a tone shows its normal style


def styles_of_entries(entries: Sequence[ColorEntry], name: str = "") -> Styles:
    """Nothing at 0, the line colours at their Plane, then every tone of every entry on its category's page.

    Raises ValueError when that makes more than 4095 styles.
    """
    swatches = [NOTHING, *(LINE_SWATCHES[plane] for plane in Plane if plane)]
    of_color = np.zeros((max((entry.key for entry in entries), default=0) + 1, len(Tone)), np.uint16)
    for entry in entries:
        of_color[entry.key] = len(swatches)
        swatches.append(Swatch(entry.name, entry.normal, entry.category))
        for tone, field in _TONE_FIELDS.items():
            color = getattr(entry, field)
            if color is not None:
                of_color[entry.key, tone] = len(swatches)
                swatches.append(Swatch(f"{entry.name} {_TONE_WORDS[tone]}", color, entry.category))
    if len(swatches) > MAX_STYLE + 1:
        raise ValueError(f"{len(swatches)} colours do not fit the {MAX_STYLE} styles of a level")
    return Styles(Palette(tuple(swatches), name), np.arange(len(Plane), dtype=np.uint16), of_color)


def entries_of_palette(palette: Palette) -> list[ColorEntry]:
    """A sheet's entries, keys from 1: "NAME highlight", "NAME shadow", "NAME shadow 2" join their NAME of one page.

    Style 0, lines and styles on no page are left out; a page that is no category counts as clothes.
    """
    found: dict[tuple[str, str], dict[Tone, RGBA]] = {}
    words = {word: tone for tone, word in _TONE_WORDS.items()}
    for swatch in palette.swatches[1:]:
        if is_line(swatch) or not swatch.page:
            continue
        tone_name = _TONE_NAME.match(swatch.name)
        base = (swatch.page, tone_name["base"]) if tone_name else None
        if tone_name and base in found and words[tone_name["tone"]] not in found[base]:
            found[base][words[tone_name["tone"]]] = swatch.color
            continue
        key = (swatch.page, swatch.name)
        while key in found:  # two swatches of one name stay two entries
            key = (key[0], f"{key[1]}'")
        found[key] = {Tone.NORMAL: swatch.color}
    return [
        ColorEntry(
            key=key,
            name=name,
            category=page if page in CATEGORIES else OTHER_CATEGORY,
            normal=tones[Tone.NORMAL],
            highlight=tones.get(Tone.HIGHLIGHT),
            shadow=tones.get(Tone.SHADOW),
            second_shadow=tones.get(Tone.SECOND_SHADOW),
        )
        for key, ((page, name), tones) in enumerate(found.items(), 1)
    ]


def palette_of(swatches: Iterable[Swatch], name: str = "") -> Palette:
    """A palette of swatches from a format that does not know style 0."""
    return Palette((NOTHING, *swatches), name)


def full_name(swatch: Swatch, page: bool = True) -> str:
    """The name with what formats of bare RGB cannot hold: ``fringe on hair``, ``paper on background [alpha 0]``.

    "NAME on CATEGORY" is how the paper's text-colour lists say it.
    """
    where = f" on {swatch.page}" if page and swatch.page != DEFAULT_PAGE else ""
    alpha = f" [alpha {swatch.color[3]}]" if swatch.color[3] != 255 else ""
    return f"{swatch.name}{where}{alpha}"


def named(swatch: Swatch) -> Swatch:
    """The opposite of ``full_name``: page and alpha taken out of the name where it has them."""
    name, color, page = swatch.name, swatch.color, swatch.page
    alpha = _ALPHA_NAME.match(name)
    if alpha and int(alpha["alpha"]) < 255:
        name, color = alpha["base"], (*color[:3], int(alpha["alpha"]))
    base, joint, category = name.rpartition(" on ")
    if joint and category in (*CATEGORIES, LINES):
        name, page = base, category
    return replace(swatch, name=name, color=color, page=page, autopaint=_autopaint(page, color))


def _autopaint(page: str, color: RGBA) -> bool:
    return any(line.autopaint and line.color == color and line.page == page for line in LINE_SWATCHES.values())
