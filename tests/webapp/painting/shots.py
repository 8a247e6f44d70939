"""Shots to colour: a little one drawn here, and the house shot."""

import io
from collections.abc import Sequence
from pathlib import Path

from PIL import Image, ImageDraw

from webapp.accounts.models import Studio, User
from webapp.productions.blobs import blob_put
from webapp.productions.models import (
    Character,
    ColorEntry,
    DesignSheet,
    Drawing,
    Exposure,
    Level,
    Production,
    ReferenceView,
    Shot,
)  # fmt: skip

SIZE = (160, 120)
PAPER, SKIN, COAT = 1, 2, 3  # entry keys
COLORS = {PAPER: "#ffffffff", SKIN: "#ffe0c8ff", COAT: "#2a5aa0ff"}
HOUSE = Path(__file__).parents[3] / "fixtures" / "house_production"


def png(image: Image.Image) -> bytes:
    """The bytes of a PNG file."""
    buffer = io.BytesIO()
    image.save(buffer, "PNG")
    return buffer.getvalue()


def line_drawing(shift: int = 0) -> bytes:
    """A head (ellipse) above a coat (box): segments in raster order are paper, head, coat."""
    image = Image.new("RGBA", SIZE, "white")
    draw = ImageDraw.Draw(image)
    draw.ellipse((50 + shift, 10, 90 + shift, 50), outline="black", width=2)
    draw.rectangle((40 + shift, 60, 100 + shift, 110), outline="black", width=2)
    return png(image)


def painted_drawing(shift: int = 0) -> bytes:
    """The same, painted in the colours of ``COLORS``."""
    image = Image.new("RGBA", SIZE, COLORS[PAPER])
    draw = ImageDraw.Draw(image)
    draw.ellipse((50 + shift, 10, 90 + shift, 50), outline="black", width=2, fill=COLORS[SKIN])
    draw.rectangle((40 + shift, 60, 100 + shift, 110), outline="black", width=2, fill=COLORS[COAT])
    return png(image)


def blank_page() -> bytes:
    """A page without any line."""
    return png(Image.new("RGBA", SIZE, "white"))


def black_page() -> bytes:
    """A page that is line all over."""
    return png(Image.new("RGBA", SIZE, "black"))


def little_shot(lines: Sequence[bytes], *, view: bool = True, name: str = "c001") -> Shot:
    """A shot with one level of drawings A0001, A0002, ... and a sheet of three entries."""
    studio, _ = Studio.objects.get_or_create(name="Little studio")
    production, _ = Production.objects.get_or_create(studio=studio, name="Little production")
    character, _ = Character.objects.get_or_create(production=production, name="Boxy")
    version = character.sheets.count() + 1
    sheet = DesignSheet.objects.create(character=character, version=version)
    for key, color in COLORS.items():
        ColorEntry.objects.create(sheet=sheet, key=key, name=str(key), category="clothes", normal=color, order=key)
    if view:
        ReferenceView.objects.create(
            sheet=sheet, name="front", width=SIZE[0], height=SIZE[1],
            line=blob_put(line_drawing()), painted=blob_put(painted_drawing()),
        )  # fmt: skip
    uploader, _ = User.objects.get_or_create(username="uploader")
    shot = Shot.objects.create(production=production, sheet=sheet, name=name, created_by=uploader)
    if lines:
        add_level(shot, lines, SIZE)
    return shot


def add_level(shot: Shot, lines: Sequence[bytes], size: tuple[int, int], name: str = "A") -> None:
    """A level with one drawing per frame."""
    level = Level.objects.create(shot=shot, name=name, width=size[0], height=size[1])
    for number, line in enumerate(lines, 1):
        file_name = f"{name}{number:04}.png"
        drawing = Drawing.objects.create(level=level, number=number, file_name=file_name, line=blob_put(line))
        Exposure.objects.create(level=level, frame=number, drawing=drawing)


def drawings_of(shot: Shot) -> list[Drawing]:
    """In number order."""
    return list(Drawing.objects.filter(level__shot=shot).select_related("level__shot").order_by("level", "number"))


def long_shot(count: int = 16) -> Shot:
    """Enough house drawings (1280x720) that something can happen while they are coloured."""
    files = sorted((HOUSE / "shot" / "line").glob("*.png"))
    shot = little_shot([], name="long")
    add_level(shot, [files[i % len(files)].read_bytes() for i in range(count)], Image.open(files[0]).size)
    return shot
