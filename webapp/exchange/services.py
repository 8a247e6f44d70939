"""A shot comes in: everything is checked before anything is saved."""

from collections.abc import Sequence

from django.db import IntegrityError, transaction

from webapp.accounts.models import User
from webapp.events.services import event_record
from webapp.exchange.checks import Limit, beyond, level_sizes, painted_that_do_not_fit, same_numbers, sizes_that_differ
from webapp.exchange.errors import BadUpload
from webapp.exchange.files import Checked, Picture, Place, Problem, Upload, check_pictures, read_pictures
from webapp.exchange.timesheets import cell_of, exposures_create, timesheet_problems
from webapp.painting import tasks
from webapp.productions.blobs import blobs_with_rows
from webapp.productions.errors import NameTaken
from webapp.productions.models import DesignSheet, Drawing, Level, Production, Shot

_NOTHING = "There is no drawing in the upload. Add PNG, TGA, TIFF or PSD files, a level with its palette, or a zip."


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
    """A new shot from line drawings (pictures, layered documents, levels, or zips of them), and painted ones if any.

    A timesheet among ``files`` says when they show; without one, drawing i of a level shows at frame i. Raises
    NameTaken, BadUpload; then no row and no file is left behind.
    """
    if Shot.objects.filter(production=production, name=name).exists():
        raise _taken(production, name)
    lines, paint = _checked(files, painted, limit)
    try:
        with blobs_with_rows() as blobs:
            kept: dict[tuple[Place, bool], str] = {}
            for checked, sent in ((lines, files), (paint, painted)):
                for place, is_paint, data in read_pictures(sent, checked, are_lines=checked is lines):
                    kept[place, is_paint] = blobs.put(data)
            shot = Shot.objects.create(production=production, sheet=sheet, name=name, fps=fps, created_by=by)
            _create_drawings(shot, lines.pictures, kept)
            exposures_create(shot, lines.timesheet[1] if lines.timesheet else None)
            event_record(production=production, kind="shot.created", payload={"shot": shot.pk, "name": name})
            transaction.on_commit(lambda: tasks.prepare_shot.send(shot.pk))
    except IntegrityError:
        # Somebody gave a shot this name while we were reading.
        raise _taken(production, name) from None
    return shot


def _taken(production: Production, name: str) -> NameTaken:
    return NameTaken(f"{production} has a shot {name} already; choose another name.")


def _checked(files: Sequence[Upload], painted: Sequence[Upload], limit: Limit | None) -> tuple[Checked, Checked]:
    lines = check_pictures(files, are_lines=True)
    paint = check_pictures(painted, are_lines=False)
    problems = [*lines.problems, *paint.problems, *_problems_together(lines, paint)]
    if limit:
        problems += beyond(limit, lines.pictures)
    if not lines.pictures and not problems:
        problems = [Problem("", "nothing_in_it", _NOTHING)]
    if problems:
        raise BadUpload(problems[0].message, details=[problem._asdict() for problem in problems])
    return lines, paint


def _problems_together(lines: Checked, paint: Checked) -> list[Problem]:
    with_paint = {picture.place: picture for picture in lines.pictures if picture.has_paint}
    problems = [
        *same_numbers(lines.pictures),
        *sizes_that_differ(lines.pictures),
        *same_numbers([*with_paint.values(), *paint.pictures]),
    ]
    # While a drawing is refused itself, a painting or a frame without one says nothing new.
    if lines.problems:
        return problems
    if lines.timesheet:
        there = [cell_of(*picture.place, picture.name) for picture in lines.pictures]
        problems += timesheet_problems(*lines.timesheet, there)
    return problems + painted_that_do_not_fit(paint.pictures, lines.pictures)


def _create_drawings(shot: Shot, pictures: Sequence[Picture], kept: dict[tuple[Place, bool], str]) -> None:
    sizes = level_sizes(pictures)
    levels = Level.objects.bulk_create(
        Level(shot=shot, name=name, order=order, width=size[0], height=size[1])
        for order, (name, size) in enumerate(sizes.items())
    )
    by_name = {level.name: level for level in levels}
    Drawing.objects.bulk_create(
        Drawing(
            level=by_name[picture.place.level],
            number=picture.place.number,
            file_name=picture.name,
            line=kept[picture.place, False],
            painted=kept.get((picture.place, True), ""),
        )
        for picture in sorted(pictures, key=lambda picture: picture.place)
    )
