"""Shots with truth for the click benchmark: the house shot, and clips in PaintBucket-Character's layout."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from inference.formats import colorbook, read_image, write_image
from inference.sheet import TONE_FIELDS, to_hex

HOUSE = Path(__file__).parents[2] / "fixtures" / "house_production"
BACKGROUND = {"name": "background", "category": "background", "normal": "#ffffff00"}


@dataclass(frozen=True)
class Clip:
    """Drawings, their truth, and the sheet that they are painted by."""

    name: str
    lines: list[Path]
    truths: list[Path]
    character: Path | None = None  # whose ``colorbook.yml`` and ``ref/`` are the sheet; None: the house sheet

    def entries(self) -> list[dict[str, str]]:
        """The sheet's list as the API takes it, the background first: no colour list names it."""
        if self.character is None:
            raise ValueError("the house sheet is there already")
        book = self.character / "colorbook.yml"
        entries = colorbook.read(book.read_bytes(), str(book))
        rows = [{"name": e.name, "category": e.category, **_colors(e)} for e in entries]
        return [BACKGROUND, *rows]

    def drawings(self) -> list[tuple[str, bytes]]:
        """Names and PNG files; the first drawing with the shading annotations that come with a keyframe."""
        files = [(path.name, path.read_bytes()) for path in self.lines]
        annotation = self.lines[0].parents[1] / "line_anno" / self.lines[0].name
        if annotation.exists():
            files[0] = self.lines[0].name, _annotated(self.lines[0], annotation)
        return files

    def views(self) -> list[tuple[Path, Path]]:
        """(painted, line) of each reference view."""
        if self.character is None:
            return []
        painted = sorted((self.character / "ref" / "gt").glob("*.png"))
        return [(path, self.character / "ref" / "line" / path.name) for path in painted]


def _annotated(line: Path, annotation: Path) -> bytes:
    """The fills under the lines: ``line_anno/`` has no trace lines, which bound the fills on paper."""
    lines, fills = (read_image(path.read_bytes(), path.name) for path in (line, annotation))
    return write_image(np.where(lines[..., 3:] > 0, lines, fills), ".png")


def _colors(entry: Any) -> dict[str, str]:
    tones = {field: getattr(entry, field) for field in TONE_FIELDS}
    return {field: to_hex(color) for field, color in tones.items() if color}


def house_clip() -> Clip:
    """Twelve drawings of Nuri."""
    shot = HOUSE / "shot"
    return Clip("the house shot", sorted((shot / "line").glob("*.png")), sorted((shot / "gt").glob("*.png")))


def clip_in(folder: Path) -> Clip:
    """``<set>/<character>/<clip>``. Raises FileNotFoundError."""
    lines, truths = (sorted((folder / part).glob("*.png")) for part in ("line", "gt"))
    if not lines or len(lines) != len(truths):
        raise FileNotFoundError(f"{folder}: has {len(lines)} drawings in line/ and {len(truths)} in gt/")
    return Clip(f"{folder.parent.name}/{folder.name}", lines, truths, folder.parent)
