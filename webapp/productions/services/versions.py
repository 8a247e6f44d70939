"""A sheet is published, and the working sheet goes back to what an edition says. Nothing is lost on the way."""

from typing import NamedTuple

from django.db import transaction
from django.db.models import Max, QuerySet

from webapp.accounts.models import User
from webapp.events.services import event_record
from webapp.painting.usage import keys_painted
from webapp.productions.errors import AnotherCharacter
from webapp.productions.models import ColorEntry, DesignSheet, Shot
from webapp.productions.services.contents import (
    ENTRY,
    contents_copy,
    contents_of,
    scenes_copy,
    successors_copy,
    views_copy,
)
from webapp.productions.services.sheets import sheet_announce, sheet_locked


class Restored(NamedTuple):
    """What became of a working sheet that went back."""

    kept_as: DesignSheet | None  # the edition that holds what it was before; None: the latest one does
    kept: list[ColorEntry]  # entries that the edition lacks, and that drawings are painted with


@transaction.atomic
def sheet_publish(*, sheet: DesignSheet, name: str, note: str = "", by: User | None) -> DesignSheet:
    """The working sheet's next edition, which stays as it is. Raises SheetPublished for an edition."""
    sheet_locked(sheet)
    return _publish(sheet, name, note, by)


@transaction.atomic
def sheet_restore(*, sheet: DesignSheet, edition: DesignSheet, by: User | None) -> Restored:
    """Let the working sheet say what one of the character's other sheets does.

    What it said is published first, unless its latest edition says the same. Entries in use and scenes that shots
    are in stay, if the edition lacks them. Raises SheetPublished, AnotherCharacter.
    """
    sheet_locked(sheet)
    if edition.character_id != sheet.character_id:
        raise AnotherCharacter(f"{edition} is not a sheet of {sheet.character}.")
    latest = editions_of(sheet).first()
    is_kept = latest is not None and contents_of(latest) == contents_of(sheet)
    kept_as = None if is_kept else _publish(sheet, f"Before going back to {edition.label}", "", by)
    kept = _entries_restore(sheet, edition)
    _scenes_restore(sheet, edition)
    sheet.views.all().delete()
    views_copy(edition, sheet)
    sheet_announce(sheet)
    return Restored(kept_as, kept)


def _publish(sheet: DesignSheet, name: str, note: str, by: User | None) -> DesignSheet:
    last = editions_of(sheet).aggregate(last=Max("edition"))["last"] or 0
    edition = DesignSheet.objects.create(
        character=sheet.character, version=sheet.version, edition=last + 1, name=name, note=note, created_by=by
    )
    contents_copy(sheet, edition)
    payload = {"sheet": sheet.pk, "edition": edition.pk, "label": edition.label, "name": name}
    event_record(production=sheet.character.production, kind="sheet.published", payload=payload)
    return edition


def editions_of(sheet: DesignSheet) -> QuerySet[DesignSheet]:
    """What was published of a sheet's version, newest first."""
    same = DesignSheet.objects.filter(character=sheet.character_id, version=sheet.version, edition__gt=0)
    return same.order_by("-edition")


def _entries_restore(sheet: DesignSheet, edition: DesignSheet) -> list[ColorEntry]:
    successors_copy(edition, sheet)
    there = {entry.key: entry for entry in edition.entries.all()}
    here = {entry.key: entry for entry in sheet.entries.all()}
    too_many = [entry for key, entry in here.items() if key not in there]
    painted = keys_painted(Shot.objects.filter(sheet=sheet)) if too_many else set()
    kept = [entry for entry in too_many if entry.key in painted]
    ColorEntry.objects.filter(pk__in=[entry.pk for entry in too_many if entry.key not in painted]).delete()
    for key, entry in there.items():
        fields = {name: getattr(entry, name) for name in ENTRY}
        ColorEntry.objects.update_or_create(sheet=sheet, key=key, defaults=fields)
    return kept


def _scenes_restore(sheet: DesignSheet, edition: DesignSheet) -> None:
    there = edition.scenes.values_list("name", flat=True)
    sheet.scenes.exclude(name__in=list(there)).filter(shots=None).delete()
    scenes_copy(edition, sheet)
