"""The door to the engine's light half: files are checked, read and written while the painter waits. No torch here."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import BinaryIO, Final, Literal, NamedTuple, Protocol, cast

import numpy as np
from django.conf import settings
from numpy.typing import NDArray

from inference.errors import BadFile
from inference.errors import ShiageError as FileRefused
from inference.formats import decode_labels, is_archive, parse_name, read_archive, read_image, write_png, write_tga
from inference.lineart import line_art_from_rgba, read_line_art
from inference.painting import render, thumbnail
from inference.segments import segment
from inference.sheet import entries_from_picture, from_hex, to_hex
from inference.types import ColorEntry, Int32Array, Painting, Sheet, UInt8Array

__all__ = ["FileRefused"]

PNG = b"\x89PNG\r\n\x1a\n"
MOST_COLORS = 500
REACH = 2  # px, the half width of a line: who clicks on one means what is beside it
LONGEST_NAME = 255  # characters, as the drawing's row keeps it

FileFormat = Literal["png", "tga"]
Lines = Literal["drawn", "painted", "none"]
LINES: Final[dict[Lines, Literal["as drawn", "painted", "none"]]] = {
    "drawn": "as drawn",
    "painted": "painted",
    "none": "none",
}


class SheetEntry(Protocol):
    """A row of a sheet's text-colour list; an absent tone is empty."""

    key: int
    name: str
    category: str
    normal: str
    highlight: str
    shadow: str
    second_shadow: str


class Hole(NamedTuple):
    """A segment without colour."""

    segment: int
    area: int  # px
    x: int
    y: int


class Upload(Protocol):
    """What Django's uploaded files and open files on disk have in common."""

    name: str | None

    def read(self, size: int = -1, /) -> bytes: ...
    def seek(self, offset: int, /) -> object: ...


class Problem(NamedTuple):
    """Why a file is refused."""

    file: str
    code: str
    message: str


class Place(NamedTuple):
    """Where a file belongs: level in capitals, drawing number."""

    level: str
    number: int


def place_of(name: str | None) -> Place | None:
    """What a file's name says; None when it has no number."""
    try:
        return Place(*parse_name(name or ""))
    except BadFile:
        return None


@dataclass(frozen=True)
class Picture:
    """A file that passed: its name without folders, its place, and its size in px."""

    name: str
    place: Place
    size: tuple[int, int]


@dataclass(frozen=True)
class Checked:
    """Everything that was found in the files of one upload."""

    pictures: list[Picture]
    problems: list[Problem]


def check_pictures(files: Sequence[Upload], *, are_lines: bool) -> Checked:
    """Look at every picture, one in memory at a time; ``are_lines``: also whether it is line art.

    Never raises for what is in the files: everything that is wrong is listed.
    """
    pictures: list[Picture] = []
    problems: list[Problem] = []
    budget = Budget()
    for file in files:
        found = _walk(file, budget)
        while True:
            try:
                path, data = next(found)
            except StopIteration:
                break
            except FileRefused as error:
                problems.append(Problem(_name(file), error.code, str(error)))
                break
            try:
                pictures.append(_check(path, data, are_lines))
            except FileRefused as error:
                problems.append(Problem(path, error.code, str(error)))
    return Checked(pictures, problems)


def read_pictures(files: Sequence[Upload]) -> Iterator[tuple[Place, bytes]]:
    """The bytes of every picture of an upload that passed ``check_pictures``, one in memory at a time."""
    budget = Budget()
    for file in files:
        for path, data in _walk(file, budget):
            yield Place(*parse_name(path)), data


class Budget:
    """How many bytes one upload may still unpack to, all its zips together."""

    def __init__(self) -> None:
        self.left: int = settings.UPLOAD_UNPACKED_MAX_BYTES


def _walk(file: Upload, budget: Budget) -> Iterator[tuple[str, bytes]]:
    """(path, bytes) of a file, or of all files in it when it is a zip. Raises BadFile."""
    file.seek(0)
    name = _name(file)
    if not (is_archive(file.read(4)) or name.lower().endswith(".zip")):
        file.seek(0)
        # One byte more than allowed, so that the reader sees that it is too much.
        yield name, file.read(settings.UPLOAD_FILE_MAX_BYTES + 1)
        return
    file.seek(0)
    for path, data in read_archive(cast("BinaryIO", file), name, max_unpacked=budget.left):
        budget.left -= len(data)
        yield path, data


def _check(path: str, data: bytes, are_lines: bool) -> Picture:
    place = Place(*parse_name(path))
    rgba = read_image(data, path)
    if are_lines:
        line_art_from_rgba(rgba, path)
    return Picture(PurePosixPath(path.replace("\\", "/")).name[-LONGEST_NAME:], place, (rgba.shape[1], rgba.shape[0]))


def _name(file: Upload) -> str:
    return file.name or "unnamed"


@dataclass(frozen=True)
class View:
    """A painted picture of a character, and its lines when they came along."""

    painted: bytes
    line: bytes | None
    size: tuple[int, int]  # px


def check_view(painted: Upload, line: Upload | None) -> View:
    """Raises BadFile, NotLineArt."""
    painted_data, rgba = _picture(painted)
    line_data = None
    if line is not None:
        line_data, line_rgba = _picture(line)
        line_art_from_rgba(line_rgba, _name(line))
        if line_rgba.shape != rgba.shape:
            raise BadFile(
                f"{_name(line)}: is {line_rgba.shape[1]}x{line_rgba.shape[0]}, but {_name(painted)} is "
                f"{rgba.shape[1]}x{rgba.shape[0]}. Export both in one size.",
                "sizes_differ",
            )
    return View(painted_data, line_data, (rgba.shape[1], rgba.shape[0]))


def colors_of(view: View, name: str) -> list[dict[str, str]]:
    """A sheet's entries from a painted picture, normal tones only. Raises BadFile, NoSegments."""
    segments = segment(read_line_art(view.line, name)) if view.line else None
    entries = entries_from_picture(read_image(view.painted, name), segments)
    if len(entries) > MOST_COLORS:
        raise BadFile(
            f"{name}: has {len(entries)} colours, a sheet takes {MOST_COLORS}. Give a picture painted without soft "
            "edges, or its line drawing as well.",
            "too_many_colors",
        )
    return [{"name": e.name, "category": e.category, "normal": to_hex(e.normal)} for e in entries]


def _picture(file: Upload) -> tuple[bytes, UInt8Array]:
    file.seek(0)
    data = file.read(settings.UPLOAD_FILE_MAX_BYTES + 1)
    return data, read_image(data, _name(file))


def line_png(data: bytes, name: str) -> bytes:
    """A drawing's file as PNG; a PNG stays as the artist saved it."""
    return data if data.startswith(PNG) else write_png(read_image(data, name))


@dataclass(frozen=True, eq=False)
class Cel:
    """What the painted picture of one drawing is made of."""

    name: str
    line: bytes  # the artist's file
    labels: bytes  # the label map; empty before segments are cut
    size: tuple[int, int]  # px
    entry: NDArray[np.uint16]
    tone: NDArray[np.uint8]


def palette(entries: Iterable[SheetEntry]) -> UInt8Array:
    """(largest key + 1, 4 tones, 4) RGBA of a sheet's rows."""
    return Sheet(tuple(_entry(entry) for entry in entries)).palette


def painted_pixels(cel: Cel, colors: UInt8Array, lines: Lines) -> UInt8Array:
    """(H, W, 4): each pixel exactly a palette colour or the artist's line. Only lines before segments are cut."""
    rgba = read_image(cel.line, cel.name)
    if not cel.labels:
        return np.zeros_like(rgba) if lines == "none" else rgba
    planes = line_art_from_rgba(rgba, cel.name).planes if lines == "painted" else None
    painting = Painting(cel.entry, cel.tone, np.ones(len(cel.entry), np.float32))
    return render(_labels(cel), painting, colors, rgba, planes, LINES[lines])


def encode_picture(rgba: UInt8Array, file_format: FileFormat) -> bytes:
    """PNG with alpha, or a 24-bit run-length coded TGA cel on white."""
    return write_png(rgba) if file_format == "png" else write_tga(rgba)


def small(rgba: UInt8Array, width: int) -> UInt8Array:
    """Scaled down to ``width`` px."""
    height = round(rgba.shape[0] * width / rgba.shape[1])
    return thumbnail(rgba, max(width, height))


def unpainted_places(cel: Cel) -> list[Hole]:
    """Every unpainted segment: its size, and a pixel of it that a painter can click."""
    if not cel.labels:
        return []
    labels = _labels(cel).ravel()
    at = np.flatnonzero((cel.entry[labels] == 0) & (labels > 0))
    found, first, area = np.unique(labels[at], return_index=True, return_counts=True)
    rows = zip(found.tolist(), at[first].tolist(), area.tolist(), strict=True)
    return [Hole(segment, n, pixel % cel.size[0], pixel // cel.size[0]) for segment, pixel, n in rows]


def segment_at(cel: Cel, x: int, y: int) -> int:
    """The segment at a pixel, or 0: beyond the picture, or nothing but line within REACH of it."""
    if not cel.labels or not (0 <= x < cel.size[0] and 0 <= y < cel.size[1]):
        return 0
    labels = _labels(cel)
    if labels[y, x]:
        return int(labels[y, x])
    near = labels[max(y - REACH, 0) : y + REACH + 1, max(x - REACH, 0) : x + REACH + 1]
    return int(np.bincount(near[near > 0], minlength=1).argmax())


def _labels(cel: Cel) -> Int32Array:
    return decode_labels(cel.labels, *cel.size)


def _entry(row: SheetEntry) -> ColorEntry:
    tones = (row.highlight, row.shadow, row.second_shadow)
    highlight, shadow, second_shadow = (from_hex(tone) if tone else None for tone in tones)
    return ColorEntry(row.key, row.name, row.category, from_hex(row.normal), highlight, shadow, second_shadow)
