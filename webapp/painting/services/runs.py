"""The life of a run, as far as people start and stop it; the worker's half is in ``painting/claims.py``."""

from django.db import transaction
from django.db.models.functions import Now

from webapp.accounts.models import User
from webapp.events.services import event_record
from webapp.painting import tasks
from webapp.painting.errors import RunActive
from webapp.painting.models import ACTIVE, Run, RunStatus
from webapp.productions.models import Drawing, Shot
from webapp.words import said


@transaction.atomic
def run_start(*, shot: Shot, by: User | None, matcher: str = "") -> Run:
    """Colour every drawing of a shot. Raises RunActive while an earlier run is not finished."""
    shot = Shot.objects.select_for_update(of=("self",)).select_related("production").get(pk=shot.pk)
    active = Run.objects.filter(shot=shot, status__in=ACTIVE).first()
    if active:
        raise RunActive(
            f"{shot}: is being coloured already. Wait for it, or stop it first.", details={"run": str(active.pk)}
        )
    total = Drawing.objects.filter(level__shot=shot).count()
    run = Run.objects.create(shot=shot, started_by=by, matcher=matcher, drawings_total=total)
    run_announce(run)
    run_send(run)
    return run


@transaction.atomic
def run_cancel(*, run: Run) -> Run:
    """Stop a run between two drawings; what it has painted stays. A finished run stays as it is."""
    run = Run.objects.select_for_update(of=("self",)).select_related("shot__production").get(pk=run.pk)
    if run.status not in ACTIVE:
        return run
    run.cancel_requested = True
    if run.status == RunStatus.QUEUED:
        run.status = RunStatus.CANCELLED
        run.finished_at = Now()
    run.save(update_fields=["status", "cancel_requested", "finished_at"])
    run.refresh_from_db(fields=["finished_at"])
    run_announce(run)
    return run


def run_send(run: Run) -> None:
    """Send a worker the message to take a queued run up, as soon as the transaction is committed."""
    # Robust: a broker that is away costs seconds, not the run; the sweep sends again.
    transaction.on_commit(lambda: tasks.colorize_shot.send(str(run.pk)), robust=True)


def run_announce(run: Run) -> None:
    """Tell everybody who watches the shot how the run stands."""
    event_record(
        production=run.shot.production, kind="run.changed", payload={"shot": run.shot_id, "run": run_payload(run)}
    )


def run_payload(run: Run) -> dict[str, object]:
    """A run as the event stream keeps it."""
    return {
        "id": str(run.pk),
        "status": run.status,
        "drawings_done": run.drawings_done,
        "drawings_total": run.drawings_total,
        "attempt": run.attempt,
        "reason": run.reason,
    }


def run_shown(run: Run) -> dict[str, object]:
    """The same for who asks, in their language."""
    return run_payload(run) | {"reason": said(run.reason)}
