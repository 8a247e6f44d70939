"""A worker's hold on a run: taken by conditional UPDATE, shown by a heartbeat, asked for before every write.

Each claim draws a number of its own. A worker that lost its run (it was thought dead, or the run was cancelled)
finds another number in the row and writes nothing more. All times are the database's: machines' clocks differ.
"""

import logging
import threading
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from types import TracebackType
from typing import Self

from django.conf import settings
from django.db import InterfaceError, OperationalError, connection, transaction
from django.db.models import F
from django.db.models.functions import Coalesce, Now

from webapp.painting.models import Run, RunStatus
from webapp.painting.services.proposals import Painted, proposal_add
from webapp.painting.services.runs import run_announce, run_send
from webapp.productions.models import Drawing

log = logging.getLogger(__name__)

DATABASE_AWAY = (OperationalError, InterfaceError)  # what a query raises while Postgres is not there

_held: set["Claim"] = set()


class ClaimLost(Exception):
    """The run is somebody else's now, or gone; what is in hand must not be written."""


class Claim:
    """One run in the hands of this worker. As a context manager it beats while the block runs, and ends with it.

    An exception that leaves the block puts the run back in the queue, or after the last attempt fails it.
    """

    def __init__(self, run_id: uuid.UUID, number: uuid.UUID) -> None:
        self.run_id = run_id
        self.number = number
        self.at = ""  # the drawing in hand, for the reason of a failure
        self._over = threading.Event()
        self._heart = threading.Thread(target=self._beat, name=f"heartbeat of {run_id}", daemon=True)

    def __enter__(self) -> Self:
        _held.add(self)
        self._heart.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._over.set()
        _held.discard(self)
        # Without its database nothing can be written; the silence will tell.
        if error is not None and not isinstance(error, (ClaimLost, *DATABASE_AWAY)):
            self.give_back(f"stopped by {error!r}", counts=True)

    @contextmanager
    def writing(self) -> Iterator[Run]:
        """A transaction in which the run is surely ours. Raises ClaimLost."""
        with transaction.atomic():
            mine = Run.objects.select_for_update(of=("self",)).select_related("shot__production")
            run = mine.filter(pk=self.run_id, claim=self.number, status=RunStatus.RUNNING).first()
            if run is None:
                raise ClaimLost(f"run {self.run_id} is no longer ours")
            yield run

    def cancelled(self) -> bool:
        """Whether somebody asked to stop; then the run is closed as cancelled."""
        with self.writing() as run:
            if run.cancel_requested:
                _close(run, RunStatus.CANCELLED)
            return run.cancel_requested

    def finish(self) -> None:
        """Every drawing has its proposal."""
        with self.writing() as run:
            _close(run, RunStatus.DONE)

    def fail(self, reason: str) -> None:
        """It cannot be done; ``reason`` is a sentence for a painter."""
        with self.writing() as run:
            _close(run, RunStatus.FAILED, reason)

    def propose(self, drawing: Drawing, painted: Painted, done: int) -> None:
        """Write one drawing's proposal, its event and the run's progress (``done`` drawings) together."""
        with self.writing() as run:
            proposal_add(drawing=drawing, painted=painted, run=run)
            Run.objects.filter(pk=run.pk).update(drawings_done=done, heartbeat_at=Now())
            run.drawings_done = done
            run_announce(run)

    def give_back(self, why: str, *, counts: bool) -> None:
        """Let another worker take the run up. Without ``counts`` this attempt is forgotten."""
        log.warning("run %s goes back to the queue: %s", self.run_id, why)
        try:
            with self.writing() as run:
                if not counts:
                    run.attempt -= 1
                run_requeue(run, at=self.at)
        except ClaimLost:
            log.info("run %s was already taken from us", self.run_id)

    def _beat(self) -> None:
        while not self._over.wait(settings.RUN_HEARTBEAT):
            mine = Run.objects.filter(pk=self.run_id, claim=self.number, status=RunStatus.RUNNING)
            try:
                if not mine.update(heartbeat_at=Now()):
                    break
            except DATABASE_AWAY:
                log.warning("the database is away; run %s shows no heartbeat", self.run_id)
                connection.close()
        connection.close()


def run_claim(run_id: uuid.UUID) -> Claim | None:
    """Take up a queued run; None when it is not queued (any more)."""
    number = uuid.uuid4()
    with transaction.atomic():
        taken = Run.objects.filter(pk=run_id, status=RunStatus.QUEUED).update(
            status=RunStatus.RUNNING,
            claim=number,
            attempt=F("attempt") + 1,
            started_at=Coalesce("started_at", Now()),
            heartbeat_at=Now(),
        )
        if not taken:
            return None
        run_announce(Run.objects.select_related("shot__production").get(pk=run_id))
    return Claim(run_id, number)


def run_requeue(run: Run, at: str = "") -> None:
    """Send a locked, running run to the queue again; cancel it if that was asked, fail it after the last attempt."""
    if run.cancel_requested:
        _close(run, RunStatus.CANCELLED)
    elif run.attempt >= settings.RUN_MAX_ATTEMPTS:
        where = f" at drawing {at}" if at else ""
        reason = f"The engine broke off {run.attempt} times{where}; the log of the worker says why. Start a new run."
        _close(run, RunStatus.FAILED, reason)
    else:
        run.status = RunStatus.QUEUED
        run.claim = None
        Run.objects.filter(pk=run.pk).update(
            status=run.status, claim=None, attempt=run.attempt, heartbeat_at=Now()
        )  # fmt: skip
        run_announce(run)
        run_send(run)


def release_held() -> None:
    """This worker is asked to stop: hand over what it has in hand, so that another takes it up at once."""
    for claim in list(_held):
        try:
            claim.give_back("the worker is asked to stop", counts=False)
        except DATABASE_AWAY as error:
            log.warning("run %s could not be handed over, the sweep will find it: %s", claim.run_id, error)
            connection.close()


def _close(run: Run, status: RunStatus, reason: str = "") -> None:
    run.status = status
    run.reason = reason[: Run._meta.get_field("reason").max_length]
    Run.objects.filter(pk=run.pk).update(status=status, reason=run.reason, finished_at=Now())
    run_announce(run)
