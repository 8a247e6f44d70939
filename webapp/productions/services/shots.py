"""Shots change and go. How they come: ``exchange/services.py``."""

from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError, transaction

from webapp.events.services import event_record
from webapp.painting.services.cutting import shot_cut_anew
from webapp.productions.errors import NameTaken
from webapp.productions.models import Shot


@transaction.atomic
def shot_change(*, shot: Shot, fields: Mapping[str, Any]) -> Shot:
    """Another name or speed; another way to close gaps cuts every drawing anew. Raises NameTaken."""
    cut_anew = any(name.startswith("gap_") and getattr(shot, name) != value for name, value in fields.items())
    for name, value in fields.items():
        setattr(shot, name, value)
    try:
        with transaction.atomic():
            shot.save(update_fields=list(fields))
    except IntegrityError:
        raise NameTaken(f"{shot.production} has a shot {shot.name} already; choose another name.") from None
    if cut_anew:
        shot_cut_anew(shot)
    shot_announce(shot)
    return shot


@transaction.atomic
def shot_delete(*, shot: Shot) -> None:
    """Delete a shot with its drawings, runs and corrections; its blobs stay, others may show the same pictures."""
    gone = {"shot": shot.pk, "name": shot.name}
    production = shot.production
    shot.delete()
    event_record(production=production, kind="shot.deleted", payload=gone)


def shot_announce(shot: Shot) -> None:
    """Its name, speed, gaps or timesheet changed: whoever shows it fetches it again."""
    event_record(production=shot.production, kind="shot.changed", payload={"shot": shot.pk})
