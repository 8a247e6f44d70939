"""Before a drawing can be painted its segments are cut, by the first worker that needs them; and again when the way
gaps are closed has changed."""

import logging
import uuid
from collections import defaultdict
from collections.abc import Sequence

import numpy as np
from django.db import transaction
from django.db.models import F, Q

from webapp.events.services import event_record
from webapp.exchange.files import FoundGap, Gaps
from webapp.painting import engine
from webapp.painting.final import FinalPainting, final_painting
from webapp.painting.models import Carry, Closure
from webapp.painting.services.closures import DRAWN, closures_announce
from webapp.painting.services.corrections import correction_add
from webapp.productions.blobs import blob_put
from webapp.productions.models import Drawing, Shot

log = logging.getLogger(__name__)

CUT_FIELDS = ["labels", "segment_count", "problem", "note", "cut_asked", "cut_made"]
_PROBLEM_MAX = Drawing._meta.get_field("problem").max_length
_NOTE_MAX = Drawing._meta.get_field("note").max_length or 0
Points = list[list[int]]


def shot_prepare(shot_id: int) -> None:
    """Cut every drawing of a shot that is not cut as it should be."""
    uncut = Drawing.objects.filter(to_cut(), level__shot=shot_id).select_related("level__shot__sheet")
    for drawing in uncut.order_by("level__order", "number"):
        drawing_prepare(drawing)


def one_prepare(drawing_id: int) -> None:
    """The same for one drawing; none when it is gone."""
    for drawing in Drawing.objects.filter(pk=drawing_id).select_related("level__shot__sheet"):
        drawing_prepare(drawing)


def to_cut() -> Q:
    """Those drawings that were never cut, or shall be cut anew."""
    return Q(labels="", problem="") | Q(cut_made__lt=F("cut_asked"))


def drawing_prepare(drawing: Drawing) -> None:
    """Cut a drawing's segments by its shot's settings and its closures, or note why that cannot be.

    The first time it takes over the painting that came with the drawing; later it carries what is painted to the new
    segments. Does nothing when the drawing is cut as it should be.
    """
    drawing.refresh_from_db(fields=CUT_FIELDS)
    if (drawing.labels or drawing.problem) and drawing.cut_made >= drawing.cut_asked:
        return
    # What was asked is read before the settings: if those change meanwhile, it is asked again.
    asked = drawing.cut_asked
    cut, problem = None, ""
    try:
        cut = engine.cut_segments(drawing, _gaps(drawing), *_strokes(drawing))
    except engine.EngineRefused as refusal:
        problem = str(refusal)[:_PROBLEM_MAX]
    _save(drawing, asked, cut, blob_put(cut.label_map) if cut else "", problem)


def _gaps(drawing: Drawing) -> Gaps:
    return Gaps(*Shot.objects.values_list("gap_mode", "gap_max", "gap_radius").get(pk=drawing.level.shot_id))


def _strokes(drawing: Drawing) -> tuple[list[Points], list[Points]]:
    """Those that people drew, and those of the engine's that people switched off."""
    closures = list(Closure.objects.filter(drawing=drawing))
    drawn = [closure.points for closure in closures if closure.kind == DRAWN and closure.active]
    return drawn, [closure.points for closure in closures if closure.kind != DRAWN and not closure.active]


@transaction.atomic
def _save(drawing: Drawing, asked: int, cut: engine.Cut | None, labels: str, problem: str) -> None:
    """The first of several workers writes; what comes with it is written exactly once."""
    row = Drawing.objects.select_for_update(of=("self",), no_key=True).get(pk=drawing.pk)
    if (row.labels or row.problem) and row.cut_made >= asked:
        drawing.refresh_from_db(fields=CUT_FIELDS)
        return
    before, is_first = row.labels, not (row.labels or row.problem)
    row.problem, row.cut_made = problem, asked
    if cut:
        row.labels, row.segment_count, row.note = labels, cut.segment_count, cut.note[:_NOTE_MAX]
    carried = _carry(drawing, before, row.labels) if before else None
    row.save(update_fields=CUT_FIELDS)
    drawing.refresh_from_db(fields=CUT_FIELDS)
    listed = cut is not None and _list_gaps(drawing, cut.gaps)
    payload = {**_payload(drawing), "carried": carried}
    event_record(production=drawing.level.shot.production, kind="drawing.ready", payload=payload)
    if listed:
        closures_announce(drawing)
    if is_first and drawing.labels and drawing.painted:
        _take_over_painting(drawing)


def _carry(drawing: Drawing, before: str, after: str) -> dict[str, object]:
    """Let what is painted follow to the new segments; how many decided areas did, and which could not.

    Called before the drawing's row changes, so that its painting is still that of the old segments.
    """
    drawing.refresh_from_db(fields=CUT_FIELDS)
    final = final_painting(drawing)
    mapping = engine.carried_segments(drawing, before, after)
    if before != after:
        Carry.objects.create(
            drawing=drawing, from_labels=before, to_labels=after, mapping=mapping.astype("<u4").tobytes()
        )
    decided = np.flatnonzero(final.by_person)
    lost = [int(segment) for segment in np.setdiff1d(decided, mapping)]
    places = engine.places_of(drawing, before, lost)
    return {
        "kept": len(decided) - len(lost),
        "lost": [
            {**place._asdict(), "entry": int(final.entry[segment]), "tone": int(final.tone[segment])}
            for segment, place in zip(lost, places, strict=True)
        ],
    }


def _list_gaps(drawing: Drawing, gaps: Sequence[FoundGap]) -> bool:
    """Bring the engine's rows up to date; whether anything changed. What people switched off is remembered."""
    found = {str(gap.points): gap for gap in gaps}
    changed = False
    for row in Closure.objects.filter(drawing=drawing).exclude(kind=DRAWN):
        gap = found.pop(str(row.points), None)
        if gap is None and row.active:
            row.delete()
            changed = True
        elif row.found != (gap is not None):
            Closure.objects.filter(pk=row.pk).update(found=gap is not None)
            changed = True
    Closure.objects.bulk_create(
        Closure(drawing=drawing, points=gap.points, kind=gap.kind, score=gap.score) for gap in found.values()
    )
    return changed or bool(found)


def _payload(drawing: Drawing) -> dict[str, object]:
    return {
        "shot": drawing.level.shot_id,
        "drawing": drawing.pk,
        "labels": drawing.labels,
        "labels_url": f"/api/v1/drawings/{drawing.pk}/labels/{drawing.labels}/" if drawing.labels else None,
        "segments": drawing.segment_count,
        "problem": drawing.problem,
        "note": drawing.note,
    }


def _take_over_painting(drawing: Drawing) -> None:
    """A painting that came with the drawing is a decision of whoever uploaded it."""
    try:
        painting = engine.painting_that_came_with(drawing)
    except engine.EngineRefused as refusal:
        # The upload has checked the file; what is left is a picture that does not fit, which must not stop the rest.
        log.error("%s: the painting that came with it is not taken over: %s", drawing.file_name, refusal)
        return
    for (entry, tone), segments in _by_color(painting).items():
        correction_add(
            drawing=drawing,
            by=drawing.level.shot.created_by,
            segments=segments,
            entry=entry,
            tone=tone,
            client=uuid.uuid5(uuid.NAMESPACE_OID, f"painted {drawing.pk} {entry} {tone}"),
            uploaded=True,
        )


def _by_color(painting: FinalPainting) -> dict[tuple[int, int], list[int]]:
    groups: dict[tuple[int, int], list[int]] = defaultdict(list)
    for label in range(1, len(painting.entry)):
        if painting.entry[label]:
            groups[int(painting.entry[label]), int(painting.tone[label])].append(label)
    return groups
