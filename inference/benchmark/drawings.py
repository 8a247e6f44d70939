"""The line drawings of folders, whatever their layout."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from inference.errors import BadFile, NotLineArt
from inference.folder import PICTURES, read_line
from inference.types import LineArt


def line_drawings(folders: Sequence[Path]) -> Iterator[tuple[Path, LineArt]]:
    """Every drawing in ``FOLDER/line``, else ``FOLDER/line.*``, else in FOLDER what reads as line art.

    Raises BadFile when a folder has none.
    """
    for folder in folders:
        found = 0
        for path in _candidates(folder):
            try:
                line_art = read_line(path)
            except NotLineArt:
                continue
            found += 1
            yield path, line_art
        if not found:
            raise BadFile(f"{folder}: no line drawings here. Name a folder with PNG or TGA drawings.")


def _candidates(folder: Path) -> list[Path]:
    inside = folder / "line" if (folder / "line").is_dir() else folder
    pictures = sorted(p for p in inside.glob("*") if p.suffix.lower() in PICTURES)
    return [path for path in pictures if path.stem == "line"] or pictures
