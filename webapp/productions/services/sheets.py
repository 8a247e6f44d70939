"""Design sheets: versions, their entries and reference views. Every change of colours is an event."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F, Max
from rest_framework.serializers import ListSerializer

from webapp.accounts.models import User
from webapp.events.services import event_record, stream_lock
from webapp.painting.usage import drawings_painted_with
from webapp.productions.blobs import BlobWriter
from webapp.productions.colors import TONES
from webapp.productions.errors import EntryInUse, NameTaken, SheetPublished
from webapp.productions.models import (
    Category,
    Character,
    ColorEntry,
    DesignSheet,
    ReferenceView,
    SceneColor,
    ScenePalette,
    Successor,
)
from webapp.productions.naming import category_of
from webapp.productions.serializers import EntrySerializer, SceneSerializer, successors_shown
from webapp.productions.services.contents import contents_copy, scenes_copy, views_copy


@transaction.atomic
def sheet_create(*, character: Character, entries: Iterable[Mapping[str, Any]], by: User | None) -> DesignSheet:
    """The character's next version, its entries in the order given."""
    sheet = _next_version(character, by)
    rows = [{"order": order, **entry} for order, entry in enumerate(entries)]
    first = _take_keys(character, len(rows))
    ColorEntry.objects.bulk_create(ColorEntry(sheet=sheet, key=first + n, **row) for n, row in enumerate(rows))
    return sheet


@transaction.atomic
def sheet_copy(*, character: Character, source: DesignSheet, by: User | None) -> DesignSheet:
    """The next version as a copy. Keys of the same character mean the same in every version, so they stay."""
    sheet = _next_version(character, by)
    keys = None
    if source.character_id != character.pk:
        theirs = [entry.key for entry in source.entries.all()]
        first = _take_keys(character, len(theirs))
        keys = dict(zip(theirs, range(first, first + len(theirs)), strict=True))
    contents_copy(source, sheet, keys)
    return sheet


@transaction.atomic
def sheet_renew(*, source: DesignSheet, entries: Sequence[Mapping[str, Any]], by: User | None) -> DesignSheet:
    """The next version of a sheet with other entries, in the order given, and the same views and scenes.

    An entry of a name that the source has keeps key and group, so that paintings keep their meaning; of several
    such the one of its category does. An empty category is that of the name in the source, else what the name itself
    tells.
    """
    character = source.character
    sheet = _next_version(character, by)
    same = same_entries(list(source.entries.all()), entries)
    first = _take_keys(character, same.count(None))
    new_keys = iter(range(first, first + same.count(None)))
    ColorEntry.objects.bulk_create(
        ColorEntry(
            **{**row, "category": row["category"] or (before.category if before else _proposed(row["name"]))},
            sheet=sheet, order=order, group=before.group if before else "",
            key=before.key if before else next(new_keys),
        )
        for order, (row, before) in enumerate(zip(entries, same, strict=True))
    )  # fmt: skip
    scenes_copy(source, sheet)
    views_copy(source, sheet)
    return sheet


def same_entries(known: list[ColorEntry], rows: Sequence[Mapping[str, Any]]) -> list[ColorEntry | None]:
    """For each row the known entry of its name, each given once; one of the row's category first."""
    same: list[ColorEntry | None] = [None] * len(rows)
    for fields in (("name", "category"), ("name",)):
        for at, row in enumerate(rows):
            found = next((entry for entry in known if all(getattr(entry, f) == row[f] for f in fields)), None)
            if same[at] is None and found:
                same[at] = found
                known.remove(found)
    return same


@transaction.atomic
def entry_add(*, sheet: DesignSheet, fields: Mapping[str, Any]) -> ColorEntry:
    """A new line of the list; its key was never used by the character before."""
    sheet_locked(sheet)
    last = sheet.entries.aggregate(last=Max("order"))["last"]
    row = {"order": 0 if last is None else last + 1, **fields}
    entry = ColorEntry.objects.create(sheet=sheet, key=_take_keys(sheet.character, 1), **row)
    sheet_announce(sheet)
    return entry


@transaction.atomic
def entry_change(*, entry: ColorEntry, fields: Mapping[str, Any]) -> ColorEntry:
    """New colours, a new name: every painting shows them at once.

    A new name proposes a category, unless a person has chosen another than the old name did.
    """
    sheet_locked(entry.sheet)
    if (
        "name" in fields
        and "category" not in fields
        and entry.category == (category_of(entry.name) or Category.CLOTHES)
    ):
        fields = {**fields, "category": category_of(fields["name"]) or entry.category}
    for name, value in fields.items():
        setattr(entry, name, value)
    entry.save(update_fields=list(fields))
    sheet_announce(entry.sheet)
    return entry


@transaction.atomic
def entry_delete(*, entry: ColorEntry, successor: ColorEntry | None = None) -> None:
    """Take an entry off the sheet; what is painted with it shows its ``successor``, in every tone.

    Raises EntryInUse while a drawing shows it and there is no successor, SheetPublished.
    """
    # No correction is added to the production while we look.
    sheet_locked(entry.sheet)
    if successor is None and (drawings := drawings_painted_with(entry)):
        raise EntryInUse(
            f"{entry.name} is in use in {drawings[0]}{' and other drawings' if len(drawings) > 1 else ''}. "
            "Say which colour shall take its place, or paint them with another first.",
            details={"drawings": [drawing.pk for drawing in drawings]},
        )
    if successor:
        Successor.objects.filter(sheet=entry.sheet, successor=entry.key).update(successor=successor.key)
        Successor.objects.create(sheet=entry.sheet, key=entry.key, successor=successor.key)
    entry.delete()
    sheet_announce(entry.sheet)


@transaction.atomic
def entry_split(*, entry: ColorEntry, name: str) -> ColorEntry:
    """A second entry of the same colours in every light, right after it: to be painted with and then changed.

    Raises SheetPublished.
    """
    sheet_locked(entry.sheet)
    ColorEntry.objects.filter(sheet=entry.sheet, order__gt=entry.order).update(order=F("order") + 1)
    colors = {tone: getattr(entry, tone) for tone in TONES}
    twin = ColorEntry.objects.create(
        sheet=entry.sheet, key=_take_keys(entry.sheet.character, 1), name=name, category=entry.category,
        group=entry.group, order=entry.order + 1, **colors,
    )  # fmt: skip
    SceneColor.objects.bulk_create(
        SceneColor(scene=color.scene, entry=twin, **{tone: getattr(color, tone) for tone in TONES})
        for color in entry.in_scenes.select_related("scene")
    )
    sheet_announce(entry.sheet)
    return twin


@transaction.atomic
def entries_order(*, sheet: DesignSheet, keys: Sequence[int]) -> None:
    """Put the entries in an order; those that are not named come after. Raises SheetPublished."""
    sheet_locked(sheet)
    entries = list(sheet.entries.all())
    place = {key: at for at, key in enumerate(keys)}
    entries.sort(key=lambda entry: place.get(entry.key, len(place)))
    for order, entry in enumerate(entries):
        entry.order = order
    ColorEntry.objects.bulk_update(entries, ["order"])
    sheet_announce(sheet)


def view_add(
    *, sheet: DesignSheet, name: str, line: bytes, painted: bytes, size: tuple[int, int], blobs: BlobWriter
) -> ReferenceView:
    """A painted view of the character; inside ``blobs_with_rows``. Raises NameTaken, SheetPublished."""
    sheet_locked(sheet)
    last = sheet.views.aggregate(last=Max("order"))["last"]
    try:
        with transaction.atomic():
            return ReferenceView.objects.create(
                sheet=sheet, name=name, line=blobs.put(line), painted=blobs.put(painted),
                width=size[0], height=size[1], order=0 if last is None else last + 1,
                colors=[list(row) for row in sheet.entries.values_list("key", *TONES)],
            )  # fmt: skip
    except IntegrityError:
        raise NameTaken(f"{sheet} has a view {name} already; choose another name.") from None


@transaction.atomic
def view_remove(*, view: ReferenceView) -> None:
    """Later runs no longer take colours from it. Raises SheetPublished."""
    sheet_locked(view.sheet)
    view.delete()


def _next_version(character: Character, by: User | None) -> DesignSheet:
    # The character's row is locked, so that two new versions at once get two numbers.
    Character.objects.select_for_update().get(pk=character.pk)
    last = DesignSheet.objects.filter(character=character).aggregate(last=Max("version"))["last"] or 0
    return DesignSheet.objects.create(character=character, version=last + 1, created_by=by)


def _take_keys(character: Character, count: int) -> int:
    """The first of ``count`` keys that the character never had, not even for entries that are gone."""
    counted = Character.objects.select_for_update().get(pk=character.pk).last_key
    highest = ColorEntry.objects.filter(sheet__character=character).aggregate(last=Max("key"))["last"] or 0
    last = max(counted, highest)
    Character.objects.filter(pk=character.pk).update(last_key=last + count)
    return last + 1


def _proposed(name: str) -> Category:
    return category_of(name) or Category.CLOTHES


def sheet_locked(sheet: DesignSheet) -> None:
    """Until the transaction ends nobody else changes it. Raises SheetPublished."""
    stream_lock(production=sheet.character.production)
    if sheet.edition:
        raise SheetPublished(f"{sheet} is published and stays as it is; change the working sheet, v{sheet.version}.")


def sheet_announce(sheet: DesignSheet) -> None:
    """Every open canvas recolours at once."""
    # One serializer for all of them: a new one for each costs more than everything else.
    entries = ListSerializer(ColorEntry.objects.filter(sheet=sheet), child=EntrySerializer())
    scenes = ListSerializer(ScenePalette.objects.filter(sheet=sheet), child=SceneSerializer())
    payload = {
        "sheet": sheet.pk, "entries": entries.data, "scenes": scenes.data, "successors": successors_shown(sheet),
    }  # fmt: skip
    event_record(production=sheet.character.production, kind="sheet.changed", payload=payload)
