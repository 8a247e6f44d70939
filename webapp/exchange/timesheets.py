"""Timesheets in and out: which drawing of which level shows at each frame, as Exposure rows."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from django.conf import settings
from django.db import transaction

from webapp.exchange.errors import BadUpload
from webapp.exchange.files import (
    Column,
    FileRefused,
    Problem,
    SheetDrawing,
    Timesheet,
    Upload,
    drawing_suffix,
    level_name,
    read_timesheet,
    write_timesheet,
)
from webapp.painting.selectors import drawings_of
from webapp.productions.models import Drawing, Exposure, Level, Shot
from webapp.productions.services.shots import shot_announce


class Cell(NamedTuple):
    """A drawing as a timesheet names it: level, number, and the letter of 12a."""

    level: str
    number: int
    suffix: str


def cell_of(level: str, number: int, file_name: str) -> Cell:
    """What a timesheet calls a drawing."""
    return Cell(level, number, drawing_suffix(file_name))


def timesheet_problems(name: str, timesheet: Timesheet, there: Iterable[Cell]) -> list[Problem]:
    """Every drawing that a timesheet names and that is not there, and two columns of one level."""
    known = set(there)
    problems = []
    seen: set[str] = set()
    for column in _in_use(timesheet):
        level = level_name(column.level)
        if level in seen:
            message = f"{name}: has two columns of level {level}. Make them one."
            problems.append(Problem(name, "same_level", message))
        seen.add(level)
        named = dict.fromkeys(drawing for drawing in column.drawings if drawing is not None)
        for drawing in named:
            if Cell(level, *drawing) not in known:
                message = f"{name}: shows drawing {drawing} of level {level}, which is not there. Add it to the shot."
                problems.append(Problem(name, "no_such_drawing", message))
    if not timesheet.duration:
        problems.append(Problem(name, "nothing_in_it", f"{name}: has no frames. Save the timesheet again."))
    return problems


def exposures_create(shot: Shot, timesheet: Timesheet | None) -> None:
    """The rows of a shot that has none: by the timesheet; levels without a column show drawing i at frame i."""
    levels = list(Level.objects.filter(shot=shot).order_by("name"))
    drawings = list(drawings_of(shot))
    columns = {level_name(column.level): column for column in _in_use(timesheet)} if timesheet else {}
    rows: list[Exposure] = []
    for level in levels:
        mine = [drawing for drawing in drawings if drawing.level_id == level.pk]
        column = columns.get(level.name)
        rows += _from_column(level, column, mine) if column else _one_by_one(level, mine)
    Exposure.objects.bulk_create(rows)
    _stack(levels, list(columns))
    shot.frames = timesheet.duration if timesheet else None
    shot.save(update_fields=["frames"])


def _in_use(timesheet: Timesheet) -> list[Column]:
    return [column for column in timesheet.columns if any(column.drawings)]


def _from_column(level: Level, column: Column, drawings: Sequence[Drawing]) -> list[Exposure]:
    by_cell = {_cell(drawing): drawing for drawing in drawings}
    rows: list[Exposure] = []
    shown: SheetDrawing | None = None
    for frame, drawing in enumerate(column.drawings, 1):
        if drawing != shown:
            found = by_cell[Cell(level.name, *drawing)] if drawing else None
            rows.append(Exposure(level=level, frame=frame, drawing=found))
            shown = drawing
    return rows


def _one_by_one(level: Level, drawings: Sequence[Drawing]) -> list[Exposure]:
    return [Exposure(level=level, frame=frame, drawing=drawing) for frame, drawing in enumerate(drawings, 1)]


def _stack(levels: Sequence[Level], columns: Sequence[str]) -> None:
    """The first column lies lowest; levels without a column lie on top, by name."""
    place = {name: order for order, name in enumerate(columns)}
    for order, level in enumerate(sorted(levels, key=lambda level: (place.get(level.name, len(place)), level.name))):
        level.order = order
    Level.objects.bulk_update(levels, ["order"])


def _cell(drawing: Drawing) -> Cell:
    return cell_of(drawing.level.name, drawing.number, drawing.file_name)


def timesheet_set(*, shot: Shot, file: Upload) -> None:
    """Time the shot by an XDTS file. Raises BadUpload, listing every drawing that is not there."""
    file.seek(0)
    name = file.name or "timesheet.xdts"
    try:
        timesheet = read_timesheet(file.read(settings.UPLOAD_FILE_MAX_BYTES + 1), name)
    except FileRefused as error:
        raise BadUpload(str(error), details=[Problem(name, error.code, str(error))._asdict()]) from error
    if problems := timesheet_problems(name, timesheet, map(_cell, drawings_of(shot))):
        raise BadUpload(problems[0].message, details=[problem._asdict() for problem in problems])
    _renew(shot, timesheet)


def timesheet_reset(*, shot: Shot) -> None:
    """Back to drawing i at frame i."""
    _renew(shot, None)


@transaction.atomic
def _renew(shot: Shot, timesheet: Timesheet | None) -> None:
    Shot.objects.select_for_update(of=("self",), no_key=True).get(pk=shot.pk)
    Exposure.objects.filter(level__shot=shot).delete()
    exposures_create(shot, timesheet)
    shot_announce(shot)


def timesheet_xdts(shot: Shot) -> bytes:
    """The shot's timing as a file."""
    return write_timesheet(Timesheet(tuple(_columns(shot)), name=shot.name, cut=shot.name))


def timesheet_is_default(shot: Shot) -> bool:
    """Whether the shot only shows one drawing after the other."""
    if shot.frames is not None:
        return False
    drawings = list(drawings_of(shot))
    wanted = {
        (drawing.level_id, frame, drawing.pk)
        for level in {drawing.level_id for drawing in drawings}
        for frame, drawing in enumerate((d for d in drawings if d.level_id == level), 1)
    }
    return wanted == set(Exposure.objects.filter(level__shot=shot).values_list("level_id", "frame", "drawing_id"))


def _columns(shot: Shot) -> list[Column]:
    levels = list(Level.objects.filter(shot=shot).order_by("order", "name"))
    rows = list(Exposure.objects.filter(level__shot=shot).select_related("drawing").order_by("level_id", "frame"))
    length = shot.frames or max((row.frame for row in rows), default=0)
    return [_column(level, [row for row in rows if row.level_id == level.pk], length) for level in levels]


def _column(level: Level, rows: Sequence[Exposure], length: int) -> Column:
    cells: list[SheetDrawing | None] = [None] * length
    for row in rows:
        drawing = row.drawing
        cell = SheetDrawing(drawing.number, drawing_suffix(drawing.file_name)) if drawing else None
        cells[row.frame - 1 :] = [cell] * (length - row.frame + 1)
    return Column(level.name, tuple(cells))
