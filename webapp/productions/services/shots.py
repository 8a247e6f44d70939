"""Shots change and go. How they come: ``exchange/services.py``."""

from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError, transaction

from webapp.events.services import event_record, stream_lock
from webapp.painting.errors import RunActive
from webapp.painting.models import ACTIVE
from webapp.painting.services.cutting import shot_cut_anew
from webapp.painting.usage import keys_painted
from webapp.productions.errors import AnotherCharacter, EntryInUse, NameTaken
from webapp.productions.models import DesignSheet, ScenePalette, Shot


@transaction.atomic
def shot_change(*, shot: Shot, fields: Mapping[str, Any]) -> Shot:
    """Another name, speed, sheet or scene; another way to close gaps cuts every drawing anew.

    Raises NameTaken, and for a sheet RunActive, AnotherCharacter, EntryInUse.
    """
    stream_lock(production=shot.production)
    if "sheet" in fields:
        fields = {"scene": _same_scene(shot, fields["sheet"]), **fields}
        _check_sheet(shot, fields["sheet"])
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


def _same_scene(shot: Shot, sheet: DesignSheet) -> ScenePalette | None:
    return sheet.scenes.filter(name=shot.scene.name).first() if shot.scene else None


def _check_sheet(shot: Shot, sheet: DesignSheet) -> None:
    if shot.runs.filter(status__in=ACTIVE).exists():
        raise RunActive(f"{shot}: the engine is colouring it by {shot.sheet}. Wait until it is done, or stop it.")
    painted = keys_painted([shot], sheet.pk)
    if painted and sheet.character_id != shot.sheet.character_id:
        raise AnotherCharacter(f"{shot} is painted by {shot.sheet}; {sheet} is somebody else's.")
    lacking = painted - set(sheet.entries.values_list("key", flat=True))
    if lacking:
        names = shot.sheet.entries.filter(key__in=lacking).values_list("name", flat=True)
        raise EntryInUse(
            f"{shot} is painted with {', '.join(names)}, which {sheet} does not have. Paint it otherwise first, or "
            "publish an edition that has it.",
            details={"entries": sorted(lacking)},
        )


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
