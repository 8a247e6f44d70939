"""What an upload holds: walked twice, first to check everything, then to keep it; one file in memory at a time."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import BinaryIO, NamedTuple, Protocol, cast

from django.conf import settings

from inference.errors import BadFile
from inference.errors import ShiageError as FileRefused
from inference.formats import is_archive, parse_name, read_archive
from inference.formats.palette import Palette
from inference.formats.timesheet import Timesheet
from inference.formats.tpl import read as read_tpl
from webapp.exchange.files.drawings import Kind, Look, kind_of, look_at, palette_key, take
from webapp.exchange.files.timesheets import read_timesheet

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


def place_of(name: str | None) -> Place | None:
    """What a file's name says; None when it has no number."""
    try:
        return Place(*parse_name(name or ""))
    except BadFile:
        return None


@dataclass(frozen=True)
class Picture:
    """A drawing that passed: its name without folders, its place, its size in px, and whether paint comes with it."""

    name: str
    place: Place
    size: tuple[int, int]
    has_paint: bool = False


class Taken(NamedTuple):
    """One picture to keep: a drawing's lines, or its painted frame."""

    place: Place
    is_paint: bool
    data: bytes


@dataclass
class Checked:
    """Everything that was found in the files of one upload."""

    pictures: list[Picture] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    palettes: dict[str, Palette] = field(default_factory=dict)  # of levels, by ``palette_key``
    timesheet: tuple[str, Timesheet] | None = None  # with its file's name


def check_pictures(files: Sequence[Upload], *, are_lines: bool) -> Checked:
    """Look at every file, one in memory at a time; ``are_lines``: also whether it is line art.

    Lines may bring one timesheet, and levels bring their palettes. Never raises for what is in the files: everything
    that is wrong is listed.
    """
    checked = Checked()
    levels: dict[str, str] = {}
    budget = Budget()
    for file in files:
        found = _walk(file, budget)
        while True:
            try:
                path, data = next(found)
            except StopIteration:
                break
            except FileRefused as error:
                checked.problems.append(Problem(_name(file), error.code, str(error)))
                break
            try:
                _check(path, data, are_lines, checked, levels)
            except FileRefused as error:
                checked.problems.append(Problem(path, error.code, str(error)))
    _check_palettes(checked, levels)
    return checked


def _check(path: str, data: bytes, are_lines: bool, checked: Checked, levels: dict[str, str]) -> None:
    kind = kind_of(path, data)
    if kind == Kind.PALETTE:
        checked.palettes[palette_key(path)] = read_tpl(data, path)
        return
    if kind == Kind.TIMESHEET and are_lines:
        timesheet = read_timesheet(data, path)
        if checked.timesheet:
            raise BadFile(f"{path}: a second timesheet beside {checked.timesheet[0]}. Keep one of them.", "same_number")
        checked.timesheet = (path, timesheet)
        return
    if kind == Kind.LEVEL:
        levels[palette_key(path)] = path
    checked.pictures += [_picture(look) for look in look_at(path, data, are_lines)]


def _picture(look: Look) -> Picture:
    return Picture(look.name[-LONGEST_NAME:], Place(*look.place), look.size, look.has_paint)


def _check_palettes(checked: Checked, levels: dict[str, str]) -> None:
    for key in sorted(levels.keys() - checked.palettes.keys()):
        wanted = PurePosixPath(levels[key]).with_suffix(".tpl").name
        message = f"{levels[key]}: its palette {wanted} is missing. Add it to the upload."
        checked.problems.append(Problem(levels[key], "no_palette", message))
    for key in sorted(checked.palettes.keys() - levels.keys()):
        message = f"{key}.tpl: a palette without its level. Leave it out, or add it to the sheet."
        # A level that is refused itself explains its palette.
        if not any(palette_key(problem.file) == key for problem in checked.problems):
            checked.problems.append(Problem(f"{key}.tpl", "no_level", message))


def read_pictures(files: Sequence[Upload], checked: Checked, *, are_lines: bool) -> Iterator[Taken]:
    """What to keep of every file of an upload that passed ``check_pictures``, one in memory at a time."""
    budget = Budget()
    for file in files:
        for path, data in _walk(file, budget):
            for place, is_paint, kept in take(path, data, are_lines, checked.palettes):
                yield Taken(Place(*place), is_paint, kept)


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


def _name(file: Upload) -> str:
    return file.name or "unnamed"
