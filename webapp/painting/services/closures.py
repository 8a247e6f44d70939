"""Gaps in lines, closed by people or switched off by them; the drawing is cut again each time."""

import uuid
from collections.abc import Sequence
from typing import Any, NamedTuple

from django.db import transaction

from webapp.accounts.models import User
from webapp.events.services import event_record
from webapp.painting.errors import BadClosure
from webapp.painting.models import Closure
from webapp.painting.services.cutting import drawing_cut_anew
from webapp.painting.services.pages import drawing_locked, points_on_page
from webapp.productions.models import Drawing

DRAWN = "drawn"


class Drawn(NamedTuple):
    """A closure, and whether this request made it or an earlier one with the same ``client`` did."""

    closure: Closure
    is_new: bool


@transaction.atomic
def closure_add(
    *, drawing: Drawing, by: User | None, points: Sequence[Sequence[int]], client: uuid.UUID | None = None
) -> Drawn:
    """A person's closing stroke, 1 px wide. The same ``client`` twice counts once. Raises BadClosure off the page."""
    drawing = drawing_locked(drawing.pk)
    if client and (before := Closure.objects.filter(drawing=drawing, client=client).first()):
        return Drawn(before, False)
    kept = points_on_page(drawing, points, BadClosure)
    closure = Closure.objects.create(drawing=drawing, points=kept, kind=DRAWN, by=by, client=client)
    _changed(drawing)
    return Drawn(closure, True)


@transaction.atomic
def closure_switch(*, closure: Closure, active: bool) -> Closure:
    """Switch a closure on or off; off, it stays in the list and parts nothing."""
    drawing = drawing_locked(closure.drawing_id)
    closure = Closure.objects.select_related("by").get(pk=closure.pk)
    if closure.active != active:
        closure.active = active
        closure.save(update_fields=["active"])
        _changed(drawing)
    return closure


def closures_announce(drawing: Drawing) -> None:
    """The list of a drawing's closures changed: whoever shows it fetches it again."""
    shot = drawing.level.shot
    payload = {"shot": shot.pk, "drawing": drawing.pk}
    event_record(production=shot.production, kind="closures.changed", payload=payload)


def closure_payload(closure: Closure) -> dict[str, Any]:
    """A closure as the API shows it."""
    by = closure.by
    return {
        "id": closure.pk,
        "points": closure.points,
        "score": closure.score,
        "by": {"id": by.pk, "name": by.display_name} if by else None,
        "active": closure.active,
    }


def _changed(drawing: Drawing) -> None:
    drawing_cut_anew(drawing)
    closures_announce(drawing)
