"""A visitor's work: a production of its own, within limits, gone after an hour. The rest is everybody's services."""

import contextlib
from collections.abc import Iterator, Sequence
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

from django.core.files import File
from django.db import connection, transaction
from django.db.models.functions import Now

from webapp.accounts.models import Studio
from webapp.demo import tasks
from webapp.demo.errors import NotThereAnyMore, TooMuch
from webapp.demo.models import Visit
from webapp.exchange.checks import Limit
from webapp.exchange.errors import BadUpload
from webapp.exchange.files import place_of
from webapp.exchange.house import house_folder, house_sheet
from webapp.exchange.services import shot_upload
from webapp.exchange.sheets import sheet_from_picture
from webapp.painting.models import ACTIVE, Run
from webapp.painting.services.runs import run_start
from webapp.productions.blobs import blobs_forget, blobs_of
from webapp.productions.models import Character, Production, Shot
from webapp.productions.services.sheets import sheet_copy

STUDIO, SHOT = "Demo", "shot"
LIMIT = Limit(drawings=24, side=2048)
MAX_RUNS = 3  # at a time, per address
LIFETIME = timedelta(hours=1)
LOCK_SPACE = 0x5820  # of advisory locks: an address starts one run at a time


def visit_with_files(*, address: str, drawings: Sequence[Path], painted: Path) -> Shot:
    """A shot from a visitor's drawings and one painted frame, whose colours become its sheet.

    The painted frame belongs to the drawing of its number, or to the first where no drawing has it. Raises BadUpload;
    then nothing is left behind.
    """
    if not drawings:
        raise BadUpload("There is no drawing yet. Add the line drawings of a shot, PNG or TGA.")
    with _visit(address) as character, contextlib.ExitStack() as opened:
        files = [_open(opened, path) for path in drawings]
        line = next((file for file in files if place_of(file.name) == place_of(painted.name)), files[0])
        paint = _open(opened, painted, name=line.name)
        sheet = sheet_from_picture(character=character, painted=paint, line=line, name="painted frame", by=None)
        return shot_upload(
            production=character.production, sheet=sheet, name=SHOT, files=files, painted=[paint], by=None, limit=LIMIT
        )


def visit_with_house_shot(*, address: str) -> Shot:
    """The house example: Nuri's drawings and her sheet, to be coloured from the sheet's views."""
    with _visit(address) as character, contextlib.ExitStack() as opened:
        files = [_open(opened, path) for path in sorted((house_folder() / "shot" / "line").glob("*.png"))]
        sheet = sheet_copy(character=character, source=house_sheet(), by=None)
        return shot_upload(production=character.production, sheet=sheet, name=SHOT, files=files, by=None, limit=LIMIT)


@contextlib.contextmanager
def _visit(address: str) -> Iterator[Character]:
    """A new visit, taken back when what follows fails."""
    with transaction.atomic():
        studio, _ = Studio.objects.get_or_create(name=STUDIO, defaults={"is_demo": True})
        production = Production.objects.create(studio=studio, name=f"visit {uuid4()}")
        Visit.objects.create(production=production, address=address)
        character = Character.objects.create(production=production, name="character")
        # A minute later than due, so that every clock agrees that it is.
        delay = LIFETIME + timedelta(minutes=1)
        transaction.on_commit(lambda: tasks.end_visits.send_with_options(delay=int(delay.total_seconds() * 1000)))
    try:
        yield character
    except BaseException:
        _delete(production)
        raise


def _open(opened: contextlib.ExitStack, path: Path, name: str | None = None) -> "File[bytes]":
    return File(opened.enter_context(path.open("rb")), name=name or path.name)


@transaction.atomic
def visit_run(*, shot: Shot) -> Run:
    """Colour a visitor's shot. Raises TooMuch while the visitor's address has enough runs under way."""
    visit = Visit.objects.filter(production=shot.production_id).first()
    if visit is None:
        raise NotThereAnyMore("This work was deleted: the demo keeps it for an hour. Start again.")
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, hashtext(%s))", [LOCK_SPACE, visit.address])
    under_way = Run.objects.filter(shot__production__visit__address=visit.address, status__in=ACTIVE).count()
    if under_way >= MAX_RUNS:
        raise TooMuch(f"{under_way} of your shots are being coloured. Wait until one is done, then run again.")
    return run_start(shot=shot, by=None)


def visits_end() -> int:
    """Delete every visit older than LIFETIME with all its rows and files; returns how many there were."""
    old = list(Production.objects.filter(visit__created_at__lt=Now() - LIFETIME))
    for production in old:
        _delete(production)
    return len(old)


def _delete(production: Production) -> None:
    blobs = blobs_of(production)
    with transaction.atomic():
        # Shots hold on to their sheets, so they go first.
        Shot.objects.filter(production=production).delete()
        production.delete()
    blobs_forget(blobs)
