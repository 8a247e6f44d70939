"""What the demo shows: painted frames, and the sheet as a board of swatches to click on."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO

from django.utils.html import format_html_join
from PIL import Image

from webapp.exchange.pictures import picture_png, picture_tag
from webapp.productions.colors import TONES
from webapp.productions.models import ColorEntry, Drawing
from webapp.review.table import TONES as TONE_WORDS
from webapp.words import said

# A button's column follows that of the entry's name.
BUTTON = (
    '<button type="button" data-entry="{}" data-tone="{}" aria-pressed="{}" aria-label="{}" title="{}" '
    'style="--colour: {}; grid-column: {}"></button>'
)


def frame(drawing: Drawing, *, width: int | None = None) -> Image.Image:
    """The drawing as it is painted now, trace lines in the colour of their side."""
    return _frame(drawing, picture_tag(drawing=drawing, lines="painted", width=width), width)


@lru_cache(maxsize=128)
def _frame(drawing: Drawing, tag: str, width: int | None) -> Image.Image:
    """One picture for each ``tag``, which changes with everything that the picture depends on."""
    return Image.open(BytesIO(picture_png(drawing=drawing, lines="painted", width=width)))


@dataclass(frozen=True)
class Swatch:
    """A colour to paint with."""

    entry: int
    tone: int
    name: str
    color: str  # #rrggbbaa


def swatches(entry: ColorEntry) -> list[Swatch]:
    """An entry's colours, one for each tone that it has."""
    return [
        Swatch(entry.key, tone, f"{entry.name}, {said(words)}", color)
        for tone, (field, words) in enumerate(zip(TONES, TONE_WORDS, strict=True))
        if (color := getattr(entry, field))
    ]


def board(entries: Sequence[ColorEntry], chosen: tuple[int, int] | None) -> str:
    """The sheet as HTML, a row of buttons for each entry; that of ``chosen`` (entry, tone) is pressed."""
    return format_html_join(
        "", '<div class="entry"><span>{}</span>{}</div>', ((entry.name, _buttons(entry, chosen)) for entry in entries)
    )


def _buttons(entry: ColorEntry, chosen: tuple[int, int] | None) -> str:
    rows = []
    for swatch in swatches(entry):
        pressed = "true" if chosen == (swatch.entry, swatch.tone) else "false"
        rows.append((swatch.entry, swatch.tone, pressed, swatch.name, swatch.name, swatch.color, swatch.tone + 2))
    return format_html_join("", BUTTON, rows)
