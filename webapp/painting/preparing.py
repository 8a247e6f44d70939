"""Before a drawing can be painted its segments are cut: once, by the first worker that needs them."""

import logging
import uuid
from collections import defaultdict

from django.db import transaction

from webapp.events.services import event_record
from webapp.painting import engine
from webapp.painting.final import FinalPainting
from webapp.painting.services.corrections import correction_add
from webapp.productions.blobs import blob_put
from webapp.productions.models import Drawing

log = logging.getLogger(__name__)

_PROBLEM_MAX = Drawing._meta.get_field("problem").max_length


def shot_prepare(shot_id: int) -> None:
    """Cut every drawing of a shot that is not cut yet."""
    uncut = Drawing.objects.filter(level__shot=shot_id, labels="", problem="").select_related("level__shot__sheet")
    for drawing in uncut.order_by("level__order", "number"):
        drawing_prepare(drawing)


def drawing_prepare(drawing: Drawing) -> None:
    """Cut a drawing's segments, or note why that cannot be; take over the painting that came with it."""
    if drawing.labels or drawing.problem:
        return
    labels, count, problem = "", None, ""
    try:
        cut = engine.cut_segments(drawing)
    except engine.EngineRefused as refusal:
        problem = str(refusal)[:_PROBLEM_MAX]
    else:
        labels, count = blob_put(cut.label_map), cut.segment_count
    _save(drawing, labels, count, problem)


@transaction.atomic
def _save(drawing: Drawing, labels: str, count: int | None, problem: str) -> None:
    """The first of several workers writes; what comes with it is written exactly once."""
    first = Drawing.objects.filter(pk=drawing.pk, labels="", problem="")
    written = first.update(labels=labels, segment_count=count, problem=problem)
    drawing.refresh_from_db(fields=["labels", "segment_count", "problem"])
    if not written:
        return
    event_record(production=drawing.level.shot.production, kind="drawing.ready", payload=_payload(drawing))
    if labels and drawing.painted:
        _take_over_painting(drawing)


def _payload(drawing: Drawing) -> dict[str, object]:
    return {
        "shot": drawing.level.shot_id,
        "drawing": drawing.pk,
        "labels": drawing.labels,
        "labels_url": f"/api/v1/drawings/{drawing.pk}/labels/{drawing.labels}/" if drawing.labels else None,
        "segments": drawing.segment_count,
        "problem": drawing.problem,
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
        )


def _by_color(painting: FinalPainting) -> dict[tuple[int, int], list[int]]:
    groups: dict[tuple[int, int], list[int]] = defaultdict(list)
    for label in range(1, len(painting.entry)):
        if painting.entry[label]:
            groups[int(painting.entry[label]), int(painting.tone[label])].append(label)
    return groups
