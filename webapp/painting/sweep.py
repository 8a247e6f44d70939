"""What brings lost work back: each worker looks every two seconds, and any number of workers may look at once."""

import logging
import threading
from datetime import timedelta
from typing import Any

import dramatiq
from django.conf import settings
from django.db import connection, transaction
from django.db.models import F, Q
from django.db.models.functions import Coalesce, Now

from webapp.painting import tasks
from webapp.painting.claims import DATABASE_AWAY, run_requeue
from webapp.painting.models import Run, RunStatus
from webapp.painting.services.proposals import drawings_unheard
from webapp.painting.services.runs import run_send
from webapp.productions.models import Shot

log = logging.getLogger(__name__)

SWEEP_EVERY = 2.0  # s
UNCUT_ROUNDS = 30  # once a minute


def sweep_stale() -> int:
    """Take running runs from workers that show no heartbeat any more; returns how many."""
    silent_since = Now() - timedelta(seconds=settings.RUN_STALE_AFTER)
    with transaction.atomic():
        # Another worker's sweep has its hands on those that are locked.
        stale = Run.objects.select_for_update(of=("self",), skip_locked=True).select_related("shot__production")
        runs = list(stale.filter(status=RunStatus.RUNNING, heartbeat_at__lt=silent_since))
        for run in runs:
            log.warning("run %s: its worker is gone (attempt %d)", run.pk, run.attempt)
            run_requeue(run)
    return len(runs)


def sweep_unheard() -> int:
    """Send again what a worker with empty hands should have got long ago: the message was lost. Returns how many.

    Only for idle workers; behind a busy one a queued run simply waits for its turn.
    """
    long_ago = Now() - timedelta(seconds=settings.RUN_STALE_AFTER)
    with transaction.atomic():
        queued = Run.objects.select_for_update(of=("self",), skip_locked=True).filter(status=RunStatus.QUEUED)
        runs = list(queued.annotate(sent_at=Coalesce("heartbeat_at", "created_at")).filter(sent_at__lt=long_ago))
        for run in runs:
            Run.objects.filter(pk=run.pk).update(heartbeat_at=Now())
            run_send(run)
    return len(runs)


def sweep_uncut() -> int:
    """The same for shots with drawings that are not cut as they should be. Returns how many."""
    long_ago = Now() - timedelta(seconds=settings.RUN_STALE_AFTER)
    uncut = Q(levels__drawings__labels="", levels__drawings__problem="") | Q(
        levels__drawings__cut_made__lt=F("levels__drawings__cut_asked")
    )
    shots = list(Shot.objects.filter(uncut, created_at__lt=long_ago).values_list("pk", flat=True).distinct())
    for shot in shots:
        tasks.prepare_shot.send(shot)
    return len(shots)


def sweep_unrecoloured() -> int:
    """The same for drawings whose colours do not know their strokes. Returns how many."""
    long_ago = Now() - timedelta(seconds=settings.RUN_STALE_AFTER)
    unheard = drawings_unheard().filter(problem="", part_strokes__created_at__lt=long_ago)
    drawings = set(unheard.values_list("pk", flat=True))
    for drawing in drawings:
        tasks.recolour_drawing.send(drawing)
    return len(drawings)


class Sweeper(dramatiq.Middleware):
    """Sweeps while its worker runs."""

    def __init__(self) -> None:
        self._stop = threading.Event()
        self._in_hand = 0  # messages; only one thread of several may be late to see a change, which does no harm

    def after_worker_boot(self, broker: dramatiq.Broker, worker: dramatiq.Worker) -> None:
        """Start looking."""
        threading.Thread(target=self._run, name="sweep", daemon=True).start()

    def before_worker_shutdown(self, broker: dramatiq.Broker, worker: dramatiq.Worker) -> None:
        """Stop looking."""
        self._stop.set()

    def before_process_message(self, broker: dramatiq.Broker, message: dramatiq.MessageProxy) -> None:
        """The worker has something in hand."""
        self._in_hand += 1

    def after_process_message(
        self, broker: dramatiq.Broker, message: dramatiq.MessageProxy, **outcome: Any
    ) -> None:  # fmt: skip
        """It is done with it."""
        self._in_hand -= 1

    def _run(self) -> None:
        rounds = 0
        while not self._stop.wait(SWEEP_EVERY):
            try:
                rounds += 1
                sweep_stale()
                if not self._in_hand:
                    sweep_unheard()
                # Seldom: a shot that cannot be cut would else be tried without end.
                if not self._in_hand and rounds % UNCUT_ROUNDS == 0:
                    sweep_uncut()
                    sweep_unrecoloured()
            except DATABASE_AWAY as error:
                log.warning("the sweep waits for the database: %s", error)
                connection.close()
        connection.close()
