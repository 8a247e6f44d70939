"""A shot comes in: everything is checked before anything is saved."""

from collections.abc import Sequence

from django.db import IntegrityError, transaction

from webapp.accounts.models import User
from webapp.events.services import event_record
from webapp.exchange.checks import Limit, beyond, level_sizes, painted_that_do_not_fit, same_numbers, sizes_that_differ
from webapp.exchange.errors import BadUpload
from webapp.exchange.files import Checked, Picture, Place, Problem, Upload, check_pictures, read_pictures
from webapp.painting import tasks
from webapp.productions.blobs import blobs_with_rows
from webapp.productions.errors import NameTaken
from webapp.productions.models import DesignSheet, Drawing, Exposure, Level, Production, Shot


def shot_upload(
    *,
    production: Production,
    sheet: DesignSheet,
    name: str,
    files: Sequence[Upload],
    painted: Sequence[Upload] = (),
    fps: int = 24,
    by: User | None,
    limit: Limit | None = None,
) -> Shot:
    """A new shot from line drawings (PNG, TGA or zips of them) and, if there are any, painted ones.

    Drawing i of a level shows at frame i. Raises NameTaken, BadUpload; then no row and no file is left behind.
    """
    if Shot.objects.filter(production=production, name=name).exists():
        raise _taken(production, name)
    pictures = _checked(files, painted, limit)
    try:
        with blobs_with_rows() as blobs:
            lines = {place: blobs.put(data) for place, data in read_pictures(files)}
            paint = {place: blobs.put(data) for place, data in read_pictures(painted)}
            shot = Shot.objects.create(production=production, sheet=sheet, name=name, fps=fps, created_by=by)
            _create_drawings(shot, pictures, lines, paint)
            event_record(production=production, kind="shot.created", payload={"shot": shot.pk, "name": name})
            transaction.on_commit(lambda: tasks.prepare_shot.send(shot.pk))
    except IntegrityError:
        # Somebody gave a shot this name while we were reading.
        raise _taken(production, name) from None
    return shot


def _taken(production: Production, name: str) -> NameTaken:
    return NameTaken(f"{production} has a shot {name} already; choose another name.")


def _checked(files: Sequence[Upload], painted: Sequence[Upload], limit: Limit | None) -> list[Picture]:
    lines = check_pictures(files, are_lines=True)
    paint = check_pictures(painted, are_lines=False)
    problems = [*lines.problems, *paint.problems, *_problems_together(lines, paint)]
    if limit:
        problems += beyond(limit, lines.pictures)
    if not lines.pictures and not problems:
        problems = [Problem("", "nothing_in_it", "There is no drawing in the upload. Add PNG or TGA files, or a zip.")]
    if problems:
        raise BadUpload(problems[0].message, details=[problem._asdict() for problem in problems])
    return lines.pictures


def _problems_together(lines: Checked, paint: Checked) -> list[Problem]:
    problems = [
        *same_numbers(lines.pictures),
        *sizes_that_differ(lines.pictures),
        *same_numbers(paint.pictures),
    ]
    # While a drawing is refused itself, a painting without one says nothing new.
    if not lines.problems:
        problems += painted_that_do_not_fit(paint.pictures, lines.pictures)
    return problems


def _create_drawings(shot: Shot, pictures: Sequence[Picture], lines: dict[Place, str], paint: dict[Place, str]) -> None:
    sizes = level_sizes(pictures)
    levels = Level.objects.bulk_create(
        Level(shot=shot, name=name, order=order, width=size[0], height=size[1])
        for order, (name, size) in enumerate(sizes.items())
    )
    by_name = {level.name: level for level in levels}
    drawings = Drawing.objects.bulk_create(
        Drawing(
            level=by_name[picture.place.level],
            number=picture.place.number,
            file_name=picture.name,
            line=lines[picture.place],
            painted=paint.get(picture.place, ""),
        )
        for picture in sorted(pictures, key=lambda picture: picture.place)
    )
    _create_timesheet(levels, drawings)


def _create_timesheet(levels: Sequence[Level], drawings: Sequence[Drawing]) -> None:
    for level in levels:
        in_order = (drawing for drawing in drawings if drawing.level_id == level.pk)
        Exposure.objects.bulk_create(
            Exposure(level=level, frame=frame, drawing=drawing) for frame, drawing in enumerate(in_order, 1)
        )
