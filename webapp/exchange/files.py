"""The door to the engine's light half: files are checked, read and written while the painter waits. No torch here."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import BinaryIO, NamedTuple, Protocol, cast

from django.conf import settings

from inference.errors import ShiageError
from inference.formats import is_archive, parse_name, read_archive, read_image, write_png
from inference.lineart import line_art_from_rgba

PNG = b"\x89PNG\r\n\x1a\n"
LONGEST_NAME = 255  # characters, as the drawing's row keeps it


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
            except ShiageError as error:
                problems.append(Problem(_name(file), error.code, str(error)))
                break
            try:
                pictures.append(_check(path, data, are_lines))
            except ShiageError as error:
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


def line_png(data: bytes, name: str) -> bytes:
    """A drawing's file as PNG; a PNG stays as the artist saved it."""
    return data if data.startswith(PNG) else write_png(read_image(data, name))
