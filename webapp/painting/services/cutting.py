"""Ask for drawings to be cut anew; workers do it (``painting/preparing.py``)."""

from django.db import transaction
from django.db.models import F

from webapp.painting import tasks
from webapp.productions.models import Drawing, Shot


def shot_cut_anew(shot: Shot) -> None:
    """How its gaps are closed has changed. Inside a transaction."""
    Drawing.objects.filter(level__shot=shot).update(cut_asked=F("cut_asked") + 1)
    # Robust: a broker that is away costs time, not the wish; the sweep sends again.
    transaction.on_commit(lambda: tasks.prepare_shot.send(shot.pk), robust=True)


def drawing_cut_anew(drawing: Drawing) -> None:
    """Its closures have changed. Inside a transaction."""
    Drawing.objects.filter(pk=drawing.pk).update(cut_asked=F("cut_asked") + 1)
    transaction.on_commit(lambda: tasks.prepare_drawing.send(drawing.pk), robust=True)
