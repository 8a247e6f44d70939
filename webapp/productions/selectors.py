"""Reads, all of them starting from the productions that the asker belongs to."""

from typing import Any, cast

from django.db.models import Case, Count, OuterRef, Prefetch, QuerySet, Subquery, When
from django.db.models.functions import Coalesce

from webapp.accounts.models import User
from webapp.errors import NotThere
from webapp.events.selectors import latest_number
from webapp.productions.membership import productions_for, role_of
from webapp.productions.models import (
    Character,
    ColorEntry,
    DesignSheet,
    Production,
    ReferenceView,
    ScenePalette,
    Shot,
)


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
    """With their sheets, newest version first, the working one before its editions: see ``sheet_rows``."""
    return production.characters.prefetch_related(Prefetch("sheets", sheet_rows()))


def sheet_rows() -> QuerySet[DesignSheet]:
    """Sheets with who made them, ``entry_count`` and ``view_count``."""
    counted = DesignSheet.objects.annotate(
        entry_count=Count("entries", distinct=True), view_count=Count("views", distinct=True)
    )
    is_edition = Case(When(edition=0, then=0), default=1)
    return counted.select_related("character", "created_by").order_by("-version", is_edition, "-edition")


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
    found = (
        Shot.objects.select_related("production", "sheet__character", "scene")
        .filter(pk=pk, production__in=productions_for(user))
        .first()
    )
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


def scene_get(*, sheet: int, pk: int) -> ScenePalette:
    """Raises NotThere."""
    found = ScenePalette.objects.select_related("sheet__character__production").filter(sheet=sheet, pk=pk).first()
    if found is None:
        raise NotThere("The sheet has no such scene (any more).")
    return found


def scene_wanted(*, shot: Shot, pk: int | None) -> int | None:
    """In which scene a shot is asked for: its own (None), by day (0), or another one. Raises NotThere."""
    if pk is None:
        return shot.scene_id
    return scene_get(sheet=shot.sheet_id, pk=pk).pk if pk else None


def view_get(*, sheet: DesignSheet, pk: int) -> ReferenceView:
    """Raises NotThere."""
    found = ReferenceView.objects.select_related("sheet__character__production").filter(sheet=sheet, pk=pk).first()
    if found is None:
        raise NotThere(f"{sheet} has no such view.")
    return found
