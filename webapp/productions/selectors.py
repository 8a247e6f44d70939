"""Reads, all of them starting from the productions that the asker belongs to."""

from typing import Any, cast

from django.db.models import Count, OuterRef, Prefetch, QuerySet, Subquery
from django.db.models.functions import Coalesce

from webapp.accounts.models import User
from webapp.errors import NotThere
from webapp.events.selectors import latest_number
from webapp.productions.membership import productions_for, role_of
from webapp.productions.models import Character, ColorEntry, DesignSheet, Production, ReferenceView, Shot


def production_get(*, user: User, pk: int) -> Production:
    """Raises NotThere."""
    found = productions_for(user).select_related("studio").filter(pk=pk).first()
    if found is None:
        raise NotThere("There is no such production, or you are not a member of it.")
    return found


def production_list(*, user: User) -> list[dict[str, Any]]:
    """The person's productions as the API shows them."""
    return [_shown(row) for row in _rows(productions_for(user), user)]


def production_detail(*, user: User, production: Production) -> dict[str, Any]:
    """One of them, with the number of its latest event."""
    number = latest_number(production.pk)
    row = _rows(Production.objects.filter(pk=production.pk), user).get()
    return {**_shown(row), "event": number}


def _rows(productions: QuerySet[Production], user: User) -> QuerySet[Any, dict[str, Any]]:
    rows = (
        productions.annotate(role=role_of(user))
        .annotate(shot_count=_count(Shot), character_count=_count(Character))
        .values("id", "name", "studio_id", "studio__name", "role", "shot_count", "character_count")
    )
    return cast("QuerySet[Any, dict[str, Any]]", rows)


def _count(model: type[Shot] | type[Character]) -> Coalesce:
    rows = model._default_manager.filter(production=OuterRef("pk")).order_by().values("production")
    return Coalesce(Subquery(rows.annotate(n=Count("pk")).values("n")), 0)


def _shown(row: dict[str, Any]) -> dict[str, Any]:
    return {
        "id": row["id"],
        "name": row["name"],
        "studio": {"id": row["studio_id"], "name": row["studio__name"]},
        "role": row["role"],
        "shots": row["shot_count"],
        "characters": row["character_count"],
    }


def character_get(*, user: User, pk: int) -> Character:
    """Raises NotThere."""
    found = Character.objects.select_related("production").filter(pk=pk, production__in=productions_for(user)).first()
    if found is None:
        raise NotThere("There is no such character, or you are not a member of its production.")
    return found


def character_list(*, production: Production) -> QuerySet[Character]:
    """With their sheets, newest version first, each with ``entry_count`` and ``view_count``."""
    sheets = DesignSheet.objects.annotate(
        entry_count=Count("entries", distinct=True), view_count=Count("views", distinct=True)
    ).order_by("-version")
    return production.characters.prefetch_related(Prefetch("sheets", sheets))


def sheet_get(*, user: User, pk: int) -> DesignSheet:
    """Raises NotThere."""
    found = (
        DesignSheet.objects.select_related("character__production")
        .filter(pk=pk, character__production__in=productions_for(user))
        .first()
    )
    if found is None:
        raise NotThere("There is no such sheet, or you are not a member of its production.")
    return found


def shot_get(*, user: User, pk: int) -> Shot:
    """Raises NotThere."""
    found = Shot.objects.select_related("production").filter(pk=pk, production__in=productions_for(user)).first()
    if found is None:
        raise NotThere("There is no such shot, or you are not a member of its production.")
    return found


def sheet_in(*, production: Production, pk: int) -> DesignSheet:
    """A sheet of one of the production's characters. Raises NotThere."""
    found = DesignSheet.objects.filter(pk=pk, character__production=production).first()
    if found is None:
        raise NotThere(f"{production} has no such sheet.")
    return found


def entry_get(*, sheet: DesignSheet, key: int) -> ColorEntry:
    """Raises NotThere."""
    found = ColorEntry.objects.select_related("sheet__character__production").filter(sheet=sheet, key=key).first()
    if found is None:
        raise NotThere(f"{sheet} has no entry {key}.")
    return found


def view_get(*, sheet: DesignSheet, pk: int) -> ReferenceView:
    """Raises NotThere."""
    found = ReferenceView.objects.filter(sheet=sheet, pk=pk).first()
    if found is None:
        raise NotThere(f"{sheet} has no such view.")
    return found
