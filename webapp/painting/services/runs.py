"""The life of a run, as far as people start and stop it; the worker's half is in ``painting/tasks.py``."""

from django.db import transaction

from webapp.accounts.models import User
from webapp.events.services import event_record
from webapp.painting import tasks
from webapp.painting.errors import RunActive
from webapp.painting.models import ACTIVE, Run, RunStatus
from webapp.productions.models import Drawing, Shot


@transaction.atomic
def run_start(*, shot: Shot, by: User | None, matcher: str = "") -> Run:
    """Colour every drawing of a shot. Raises RunActive while an earlier run is not finished."""
    shot = Shot.objects.select_for_update(of=("self",)).select_related("production").get(pk=shot.pk)
    active = Run.objects.filter(shot=shot, status__in=ACTIVE).first()
    if active:
        raise RunActive(f"{shot}: a run is still {active.status}", details={"run": str(active.pk)})
    total = Drawing.objects.filter(level__shot=shot).count()
    run = Run.objects.create(shot=shot, started_by=by, matcher=matcher, drawings_total=total)
    run_announce(run)
    transaction.on_commit(lambda: tasks.colorize_shot.send(str(run.pk)))
    return run


@transaction.atomic
def run_cancel(*, run: Run) -> Run:
    """Stop a run between two drawings; what it has painted stays."""
    run = Run.objects.select_for_update(of=("self",)).get(pk=run.pk)
    if run.status == RunStatus.QUEUED:
        run.status = RunStatus.CANCELLED
    run.cancel_requested = run.status in (*ACTIVE, RunStatus.CANCELLED)
    run.save(update_fields=["status", "cancel_requested"])
    run_announce(run)
    return run


def run_announce(run: Run) -> None:
    """Tell everybody who watches the shot how the run stands."""
    event_record(
        production=run.shot.production, kind="run.changed", payload={"shot": run.shot_id, "run": run_payload(run)}
    )


def run_payload(run: Run) -> dict[str, object]:
    """A run as the API and the event stream show it."""
    return {
        "id": str(run.pk),
        "status": run.status,
        "drawings_done": run.drawings_done,
        "drawings_total": run.drawings_total,
        "attempt": run.attempt,
        "reason": run.reason,
    }
