"""Shots, drawings and their colours as the API shows them."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db.models import Count, Max, OuterRef, Prefetch, QuerySet, Subquery
from django.urls import reverse

from webapp.accounts.models import User
from webapp.errors import NotThere
from webapp.events.selectors import latest_number
from webapp.exchange.files import FileRefused, Gaps, find_gaps
from webapp.painting.errors import Unreadable
from webapp.painting.final import FinalPainting, final_paintings
from webapp.painting.models import Closure, Correction, PartStroke, Run
from webapp.painting.services.closures import DRAWN
from webapp.painting.services.runs import run_shown
from webapp.productions.blobs import blob_get
from webapp.productions.membership import production_role, productions_for
from webapp.productions.models import Drawing, Exposure, Level, Production, Shot
from webapp.review.selectors import open_notes
from webapp.words import said

POSTER_WIDTH = 320  # px


def drawing_get(*, user: User, pk: int) -> Drawing:
    """With its level, shot, sheet and production. Raises NotThere."""
    found = (
        Drawing.objects.select_related("level__shot__production", "level__shot__sheet")
        .filter(pk=pk, level__shot__production__in=productions_for(user))
        .first()
    )
    if found is None:
        raise NotThere("There is no such drawing, or you are not a member of its production.")
    return found


def run_get(*, user: User, pk: UUID) -> Run:
    """Raises NotThere."""
    found = (
        Run.objects.select_related("shot__production").filter(pk=pk, shot__production__in=productions_for(user)).first()
    )
    if found is None:
        raise NotThere("There is no such run, or you are not a member of its production.")
    return found


def correction_get(*, user: User, pk: int) -> Correction:
    """Raises NotThere."""
    found = (
        Correction.objects.select_related("drawing__level__shot__production")
        .filter(pk=pk, drawing__level__shot__production__in=productions_for(user))
        .first()
    )
    if found is None:
        raise NotThere("There is no such correction, or you are not a member of its production.")
    return found


def correction_list(*, drawing: Drawing) -> QuerySet[Correction]:
    """All of a drawing's corrections in order, undone ones too."""
    return Correction.objects.filter(drawing=drawing).select_related("by").order_by("id")


def closure_get(*, user: User, pk: int) -> Closure:
    """Raises NotThere."""
    found = (
        Closure.objects.select_related("drawing__level__shot__production")
        .filter(pk=pk, drawing__level__shot__production__in=productions_for(user))
        .first()
    )
    if found is None:
        raise NotThere("There is no such closure (any more), or you are not a member of its production.")
    return found


def closure_list(*, drawing: Drawing) -> QuerySet[Closure]:
    """People's strokes and what the engine finds now, in the order they came."""
    return Closure.objects.filter(drawing=drawing, found=True).select_related("by").order_by("id")


def closures_preview(*, drawing: Drawing, wanted: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Which gaps would be closed with other settings than the shot's. Raises Unreadable."""
    gaps = Gaps(**{**gaps_shown(drawing.level.shot), **wanted})
    strokes = Closure.objects.filter(drawing=drawing, kind=DRAWN, active=True).values_list("points", flat=True)
    try:
        found = find_gaps(blob_get(drawing.line), drawing.file_name, gaps, list(strokes))
    except FileRefused as error:
        raise Unreadable(str(error)) from error
    return [{"points": gap.points, "score": gap.score, "by": None, "active": True} for gap in found]


def stroke_get(*, user: User, pk: int) -> PartStroke:
    """Raises NotThere."""
    found = (
        PartStroke.objects.select_related("drawing__level__shot__production", "by")
        .filter(pk=pk, of=None, drawing__level__shot__production__in=productions_for(user))
        .first()
    )
    if found is None:
        raise NotThere("There is no such stroke, or you are not a member of its production.")
    return found


def drawings_of(shot: Shot) -> QuerySet[Drawing]:
    """Level by level, in number order."""
    return (
        Drawing.objects.filter(level__shot=shot).select_related("level").order_by("level__order", "level_id", "number")
    )


def shot_list(*, production: Production) -> list[dict[str, Any]]:
    """The production's shots, each with its latest run."""
    shots = list(
        production.shots.annotate(
            drawing_count=_per_shot(Drawing, Count("pk")),
            last_frame=_per_shot(Exposure, Max("frame")),
            open_notes=Subquery(
                open_notes()
                .filter(drawing__level__shot=OuterRef("pk"))
                .order_by()
                .values("drawing__level__shot")
                .annotate(value=Count("pk"))
                .values("value")
            ),
            poster=Subquery(
                Drawing.objects.filter(level__shot=OuterRef("pk"))
                .order_by("level__order", "level_id", "number")
                .values("pk")[:1]
            ),
        ).select_related("sheet__character", "scene")
    )
    runs = latest_runs(shot.pk for shot in shots)
    return [_row_shown(shot, runs.get(shot.pk)) for shot in shots]


def _row_shown(shot: Any, run: dict[str, object] | None) -> dict[str, Any]:
    return {
        "id": shot.pk,
        "name": shot.name,
        "drawings": shot.drawing_count or 0,
        "frames": shot.frames or shot.last_frame or 0,
        "created_at": shot.created_at,
        "run": run,
        "poster_url": shot.poster and f"{reverse('painted', args=[shot.poster])}?width={POSTER_WIDTH}",
        "sheet": {"id": shot.sheet_id, "name": str(shot.sheet), "published": bool(shot.sheet.edition)},
        "scene": shot.scene and shot.scene.name,
        "notes": shot.open_notes or 0,
    }


def _per_shot(model: type[Drawing] | type[Exposure], value: Count | Max) -> Subquery:
    rows = model._default_manager.filter(level__shot=OuterRef("pk")).order_by().values("level__shot")
    return Subquery(rows.annotate(value=value).values("value"))


def latest_runs(shot_ids: Iterable[int]) -> dict[int, dict[str, object]]:
    """The newest run of each shot that has one."""
    runs = Run.objects.filter(shot__in=list(shot_ids)).order_by("shot_id", "-created_at").distinct("shot_id")
    return {run.shot_id: run_shown(run) for run in runs}


def shot_detail(*, shot: Shot, user: User) -> dict[str, Any]:
    """Everything that the shot page needs but the paintings."""
    event = latest_number(shot.production_id)
    drawings = list(drawings_of(shot))
    exposures = Exposure.objects.order_by("frame")
    levels = list(Level.objects.filter(shot=shot).prefetch_related(Prefetch("exposures", exposures)))
    last = max((exposure.frame for level in levels for exposure in level.exposures.all()), default=0)
    return {
        "id": shot.pk,
        "name": shot.name,
        "production": shot.production_id,
        "role": production_role(user, shot.production),
        "fps": shot.fps,
        "sheet": shot.sheet_id,
        "scene": shot.scene_id,
        "event": event,
        "run": latest_runs([shot.pk]).get(shot.pk),
        "frames": shot.frames or last,
        "gaps": gaps_shown(shot),
        "levels": [_level_shown(level, drawings) for level in levels],
    }


def shot_first_asked(*, user: User, pk: int) -> list[str]:
    """What the shot page asks for before it shows the first drawing; nothing for who may not see the shot."""
    found = Shot.objects.filter(pk=pk, production__in=productions_for(user)).values_list("sheet", "production").first()
    if found is None:
        return []
    sheet, production = found
    shown = Exposure.objects.filter(level__shot=pk, frame=1).exclude(drawing=None).exclude(drawing__labels="")
    drawings = [
        exposure.drawing for exposure in shown.select_related("drawing").order_by("level__order", "level__name")
    ]
    files = [(reverse("line", args=[d.pk, d.line]), reverse("labels", args=[d.pk, d.labels])) for d in drawings if d]
    return [
        reverse("shot", args=[pk]),
        reverse("sheet", args=[sheet]),
        reverse("production", args=[production]),
        *(address for pair in files for address in pair),
    ]


def gaps_shown(shot: Shot) -> dict[str, Any]:
    """How gaps in a shot's lines are closed."""
    return {"mode": shot.gap_mode, "max": shot.gap_max, "radius": shot.gap_radius}


def _level_shown(level: Level, drawings: Sequence[Drawing]) -> dict[str, Any]:
    return {
        "id": level.pk,
        "name": level.name,
        "order": level.order,
        "width": level.width,
        "height": level.height,
        "exposures": [[exposure.frame, exposure.drawing_id] for exposure in level.exposures.all()],
        "drawings": [_drawing_shown(d) for d in drawings if d.level_id == level.pk],
    }


def _drawing_shown(drawing: Drawing) -> dict[str, Any]:
    return {
        "id": drawing.pk,
        "number": drawing.number,
        "name": str(drawing),
        "file_name": drawing.file_name,
        "line_url": reverse("line", args=[drawing.pk, drawing.line]),
        "labels_url": reverse("labels", args=[drawing.pk, drawing.labels]) if drawing.labels else None,
        "segments": drawing.segment_count,
        "problem": said(drawing.problem),
        "note": said(drawing.note),
    }


def painting_shown(drawing: Drawing, final: FinalPainting) -> dict[str, Any]:
    """One drawing's colours; empty arrays before its segments are cut."""
    if not drawing.labels:
        return {"labels": "", "entry": [], "tone": [], "confidence": [], "by_person": [], "provisional": []}
    return {
        "labels": drawing.labels,
        "entry": final.entry.tolist(),
        "tone": final.tone.tolist(),
        "confidence": final.confidence.tolist(),
        "by_person": final.by_person.tolist(),
        "provisional": final.provisional.tolist(),
    }


def shot_paintings(*, shot: Shot) -> dict[str, Any]:
    """The colours of all drawings, and the event number that they are at least as new as."""
    event = latest_number(shot.production_id)
    drawings = list(drawings_of(shot))
    finals = final_paintings(drawings)
    return {"event": event, "paintings": {str(d.pk): painting_shown(d, finals[d.pk]) for d in drawings}}
