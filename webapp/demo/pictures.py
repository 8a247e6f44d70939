"""What the demo shows: painted frames, and the sheet as a board of swatches to click on."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO

from PIL import Image, ImageDraw, ImageFont

from webapp.exchange.pictures import picture_png, picture_tag
from webapp.productions.models import ColorEntry, Drawing

TONES = ("normal", "highlight", "shadow", "second_shadow")  # in the order of their numbers
ROW, SWATCH, GAP, WIDTH = 34, 44, 4, 380  # px
TEXT, PAPER, SELECTED = "#d8d8dc", "#1c1d21", "#ff9f5a"
CHECKS = ("#b9bac0", "#cfd0d6")


def frame(drawing: Drawing, *, width: int | None = None) -> Image.Image:
    """The drawing as it is painted now, trace lines in the colour of their side."""
    return _frame(drawing, picture_tag(drawing=drawing, lines="painted", width=width), width)


@lru_cache(maxsize=128)
def _frame(drawing: Drawing, tag: str, width: int | None) -> Image.Image:
    """One picture for each ``tag``, which changes with everything that the picture depends on."""
    return Image.open(BytesIO(picture_png(drawing=drawing, lines="painted", width=width)))


@dataclass(frozen=True)
class Swatch:
    """A colour to paint with, and where it is on the board."""

    entry: int
    tone: int
    name: str
    color: str  # #rrggbbaa
    box: tuple[int, int, int, int]  # x0, y0, x1, y1


def swatches(entries: Sequence[ColorEntry]) -> list[Swatch]:
    """All colours of a sheet, a row per entry."""
    found = []
    for row, entry in enumerate(entries):
        for tone, field in enumerate(TONES):
            if color := getattr(entry, field):
                x, y = WIDTH - (len(TONES) - tone) * (SWATCH + GAP), row * ROW + GAP
                name = entry.name if tone == 0 else f"{entry.name}, {field.replace('_', ' ')}"
                found.append(Swatch(entry.key, tone, name, color, (x, y, x + SWATCH, y + ROW - 2 * GAP)))
    return found


def board(entries: Sequence[ColorEntry], chosen: tuple[int, int] | None) -> Image.Image:
    """The sheet as a picture; ``chosen`` (entry, tone) is framed."""
    image = Image.new("RGB", (WIDTH, max(len(entries), 1) * ROW + GAP), PAPER)
    draw, font = ImageDraw.Draw(image), ImageFont.load_default(size=15)
    for row, entry in enumerate(entries):
        draw.text((GAP * 2, row * ROW + ROW // 2), entry.name, TEXT, font, anchor="lm")
    for swatch in swatches(entries):
        _draw_swatch(draw, swatch)
        if chosen == (swatch.entry, swatch.tone):
            draw.rectangle(swatch.box, outline=SELECTED, width=3)
    return image


def _draw_swatch(draw: ImageDraw.ImageDraw, swatch: Swatch) -> None:
    if not swatch.color.endswith("00"):
        draw.rectangle(swatch.box, swatch.color[:7])
        return
    x0, y0, x1, y1 = swatch.box  # transparent: a chequered field
    middle = (x0 + x1) // 2
    draw.rectangle((x0, y0, middle, y1), CHECKS[0])
    draw.rectangle((middle, y0, x1, y1), CHECKS[1])


def swatch_at(entries: Sequence[ColorEntry], x: int, y: int) -> Swatch | None:
    """The swatch that was clicked; a click on a name means its normal colour."""
    for swatch in swatches(entries):
        x0, y0, x1, y1 = swatch.box
        if y0 - GAP <= y < y1 + GAP and (x0 <= x <= x1 or (swatch.tone == 0 and x < x0)):
            return swatch
    return None
