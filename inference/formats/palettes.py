"""One reader for every palette: what a file is, its bytes say; the name decides only where they do not."""

from collections.abc import Callable
from pathlib import PurePath

from inference.errors import BadFile
from inference.formats import aco, ase, gpl, tpl
from inference.formats.decode import check_bytes
from inference.formats.palette import Palette

_READERS: dict[str, Callable[[bytes, str], Palette]] = {
    ".gpl": gpl.read, ".aco": aco.read, ".ase": ase.read, ".tpl": tpl.read,
}  # fmt: skip
_WRITERS: dict[str, Callable[[Palette], bytes]] = {
    ".gpl": gpl.write, ".aco": aco.write, ".ase": ase.write, ".tpl": tpl.write,
}  # fmt: skip
PALETTES = frozenset(_WRITERS)  # suffixes that are read and written


def read_palette(data: bytes, name: str) -> Palette:
    """A GIMP, Photoshop (ACO), Adobe (ASE) or OpenToonz (TPL) palette. Raises BadFile."""
    check_bytes(data, name)
    if data.startswith(ase.MAGIC):
        return ase.read(data, name)
    start = data[:64].removeprefix(b"\xef\xbb\xbf").lstrip()
    if start.startswith(b"GIMP"):
        return gpl.read(data, name)
    if start.startswith(b"<palette") or data.startswith(b"TABc"):
        return tpl.read(data, name)
    reader = _READERS.get(PurePath(name).suffix.lower())
    if reader is None:
        raise BadFile(f"{name}: not a palette that is known. Save it as {', '.join(sorted(_READERS))}.")
    return reader(data, name)


def write_palette(palette: Palette, suffix: str) -> bytes:
    """A palette's file by the suffix of its name. Raises BadFile for another."""
    writer = _WRITERS.get(suffix.lower())
    if writer is None:
        raise BadFile(f"palettes are not written as {suffix!r}. Known are {', '.join(sorted(_WRITERS))}.")
    return writer(palette)
