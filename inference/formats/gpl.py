"""GIMP palettes (``.gpl``), which Krita, Inkscape and Aseprite read too: RGB and a name per line."""

import re

from inference.errors import BadFile
from inference.formats.decode import check_text
from inference.formats.palette import Palette, Swatch, full_name, named, palette_of

_FIRST = "GIMP Palette"
_COLOR = re.compile(r"^\s*([0-9]{1,3})\s+([0-9]{1,3})\s+([0-9]{1,3})(?:\s+(.*))?$")


def read(data: bytes, name: str) -> Palette:
    """The colours in their order, from style 1. Raises BadFile: no GIMP palette, a line that is no colour."""
    lines = check_text(data, name).splitlines()
    if not lines or lines[0].strip() != _FIRST:
        raise BadFile(f'{name}: not a GIMP palette, its first line is not "{_FIRST}". Save it as .gpl again.')
    title, swatches = "", []
    for number, line in enumerate(lines[1:], 2):
        if line.startswith("Name:"):
            title = line.removeprefix("Name:").strip()
        elif line.strip() and not line.lstrip().startswith("#") and not line.startswith("Columns:"):
            swatches.append(_swatch(line, f"{name}: line {number}"))
    return palette_of(swatches, title)


def _swatch(line: str, where: str) -> Swatch:
    found = _COLOR.match(line)
    red, green, blue = (int(found[i]) for i in (1, 2, 3)) if found else (256, 256, 256)
    if found is None or max(red, green, blue) > 255:
        raise BadFile(f"{where} is no colour: {line.strip()[:40]!r}. Three numbers from 0 to 255 and a name go there.")
    return named(Swatch((found[4] or "").strip() or "color", (red, green, blue, 255)))


def write(palette: Palette) -> bytes:
    """All colours but style 0; page and transparency go into the names."""
    lines = [_FIRST, f"Name: {_line(palette.name)}", "Columns: 4", "#"]
    for swatch in palette.swatches[1:]:
        red, green, blue, _ = swatch.color
        lines.append(f"{red:3d} {green:3d} {blue:3d}\t{_line(full_name(swatch))}")
    return ("\n".join(lines) + "\n").encode()


def _line(text: str) -> str:
    return " ".join(text.split())
