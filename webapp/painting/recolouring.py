"""A worker colours one drawing again because people drew strokes on it: as a run would, but that drawing alone."""

import logging

from django.db import transaction

from webapp.events.services import event_record
from webapp.painting import engine
from webapp.painting.colouring import Task, level_tasks, task_paint
from webapp.painting.final import final_painting, proposed_painting
from webapp.painting.models import Run
from webapp.painting.preparing import drawing_prepare
from webapp.painting.services.proposals import Painted, drawings_unheard, proposal_add
from webapp.painting.services.strokes import newest_stroke
from webapp.productions.models import Drawing

log = logging.getLogger(__name__)


def drawing_recolour(drawing_id: int) -> None:
    """Colour a drawing by its strokes. Does nothing when its colours know them all, or it is gone.

    Of many messages that came while a painter went on drawing, the first does the work of all.
    """
    drawing = drawings_unheard().filter(pk=drawing_id).select_related("level__shot__sheet").first()
    if drawing is None:
        return
    drawing_prepare(drawing)
    if not drawing.labels:
        return  # its file cannot be cut: the drawing says why
    try:
        painter = engine.ShotPainter(drawing.level.shot.sheet, _matcher(drawing))
        painted = task_paint(painter, _task(drawing))
    except engine.EngineRefused as refusal:
        _refuse(drawing, str(refusal))
        return
    _propose(drawing, painted)


def _matcher(drawing: Drawing) -> str:
    """That of the shot's latest run."""
    runs = Run.objects.filter(shot=drawing.level.shot_id).order_by("-created_at")
    return runs.values_list("matcher", flat=True).first() or ""


def _task(drawing: Drawing) -> Task:
    """What a run would do with it, but for sources without any paint: before the first run there is only the sheet."""
    level = Drawing.objects.filter(level=drawing.level_id).exclude(labels="").select_related("level")
    row = list(level.order_by("number"))
    row = [drawing if other.pk == drawing.pk else other for other in row]
    task = next(task for task in level_tasks(row) if task.target is drawing)
    return task._replace(sources=[one for one in task.sources if final_painting(one[0]).entry.any()])


@transaction.atomic
def _propose(drawing: Drawing, painted: Painted) -> None:
    Drawing.objects.select_for_update(of=("self",), no_key=True).get(pk=drawing.pk)
    # Another worker had the same message, and was faster.
    if drawings_unheard().filter(pk=drawing.pk).exists():
        proposal_add(drawing=drawing, painted=painted)


def _refuse(drawing: Drawing, reason: str) -> None:
    """The colours stay as they are, and the painter hears why."""
    log.warning("%s is not coloured by its strokes: %s", drawing, reason)
    with transaction.atomic():
        _propose(drawing, Painted(proposed_painting(drawing), newest_stroke(drawing)))
        shot = drawing.level.shot
        payload = {"shot": shot.pk, "drawing": drawing.pk, "reason": reason}
        event_record(production=shot.production, kind="painting.refused", payload=payload)
