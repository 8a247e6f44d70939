"""People's semantic strokes, as rows that are only appended; each change colours its drawing again."""

import uuid
from collections.abc import Sequence
from typing import Any, NamedTuple

from django.db import transaction
from django.db.models import Max

from webapp.accounts.models import User
from webapp.events.services import event_record
from webapp.painting import tasks
from webapp.painting.errors import BadStroke
from webapp.painting.models import PartStroke
from webapp.painting.services.pages import drawing_locked, points_on_page
from webapp.productions.models import Drawing


class DrawnStroke(NamedTuple):
    """A stroke, and whether this request made it or an earlier one with the same ``client`` did."""

    stroke: PartStroke
    is_new: bool


class InForce(NamedTuple):
    """The strokes of a drawing that hold, in the order they were drawn, and the newest row that was looked at."""

    strokes: list[PartStroke]
    newest: int  # 0: nobody ever drew one


@transaction.atomic
def stroke_add(
    *,
    drawing: Drawing,
    by: User | None,
    part: str,
    points: Sequence[Sequence[int]],
    client: uuid.UUID | None = None,
) -> DrawnStroke:
    """A person's stroke. The same ``client`` twice counts once. Raises BadStroke off the page."""
    drawing = drawing_locked(drawing.pk)
    if client and (before := PartStroke.objects.filter(drawing=drawing, client=client).first()):
        return DrawnStroke(before, False)
    kept = points_on_page(drawing, points, BadStroke)
    stroke = PartStroke.objects.create(drawing=drawing, part=part, points=kept, by=by, client=client)
    _changed(drawing)
    return DrawnStroke(stroke, True)


@transaction.atomic
def stroke_switch(*, stroke: PartStroke, active: bool, by: User | None) -> PartStroke:
    """Let a stroke hold no longer, or again. Nothing happens when it is so already."""
    drawing = drawing_locked(stroke.drawing_id)
    if stroke_holds(stroke) != active:
        PartStroke.objects.create(drawing=drawing, of=stroke, active=active, by=by)
        _changed(drawing)
    return stroke


def stroke_holds(stroke: PartStroke) -> bool:
    """Whether a stroke is in force."""
    last = PartStroke.objects.filter(of=stroke).order_by("-id").values_list("active", flat=True).first()
    return stroke.active if last is None else last


def strokes_in_force(drawing: Drawing) -> InForce:
    """All that hold now, in one query."""
    rows = list(PartStroke.objects.filter(drawing=drawing).select_related("by").order_by("id"))
    holds = {row.of_id or row.pk: row.active for row in rows}
    return InForce([row for row in rows if not row.of_id and holds[row.pk]], rows[-1].pk if rows else 0)


def newest_stroke(drawing: Drawing) -> int:
    """The newest row of a drawing, 0 without any."""
    return PartStroke.objects.filter(drawing=drawing).aggregate(newest=Max("id"))["newest"] or 0


def stroke_payload(stroke: PartStroke, active: bool) -> dict[str, Any]:
    """A stroke as the API shows it."""
    by = stroke.by
    return {
        "id": stroke.pk,
        "part": stroke.part,
        "points": stroke.points,
        "by": {"id": by.pk, "name": by.display_name} if by else None,
        "created_at": stroke.created_at.isoformat(),
        "active": active,
    }


def recolour_ask(drawing: Drawing) -> None:
    """Have a drawing coloured again by its strokes. Inside a transaction."""
    # Robust: a broker that is away costs time, not the wish; the sweep sends again.
    transaction.on_commit(lambda: tasks.recolour_drawing.send(drawing.pk), robust=True)


def _changed(drawing: Drawing) -> None:
    shot = drawing.level.shot
    event_record(production=shot.production, kind="strokes.changed", payload={"shot": shot.pk, "drawing": drawing.pk})
    recolour_ask(drawing)
