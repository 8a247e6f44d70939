"""``manage.py watch_house``: a line per drawing of the house shot as soon as it is painted, until all are."""

import time
from collections.abc import Iterator
from typing import Any

import numpy as np
from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from webapp.launch.house import house_run, house_shot
from webapp.painting.claims import DATABASE_AWAY
from webapp.painting.final import final_painting
from webapp.painting.models import ACTIVE, Proposal, Run, RunStatus

LOOK_EVERY = 0.2  # s
# Below this the canvas's confidence view asks a painter to look: an even chance.
UNSURE_BELOW = 128  # of 255


class Command(BaseCommand):
    help = "Print how the house shot is painted; exit code 1 when its run fails."

    def handle(self, **options: Any) -> None:
        """Raises CommandError when the run did not end well."""
        run = house_run(house_shot())
        for line in _lines(run):
            self.stdout.write(line)
            self.stdout.flush()
        run.refresh_from_db()
        if run.status != RunStatus.DONE:
            raise CommandError(f"The run {run.status}: {run.reason or 'somebody cancelled it.'}")


def _lines(run: Run) -> Iterator[str]:
    told = 0
    while True:
        try:
            run.refresh_from_db()
            over = run.status not in ACTIVE
            new = list(Proposal.objects.filter(run=run, pk__gt=told).select_related("drawing__level").order_by("pk"))
            lines = [_line(proposal) for proposal in new]
        except DATABASE_AWAY:
            connection.close()  # Postgres is started again; nothing is lost
            time.sleep(LOOK_EVERY)
            continue
        yield from lines
        told = max((proposal.pk for proposal in new), default=told)
        if over:
            return
        time.sleep(LOOK_EVERY)


def _line(proposal: Proposal) -> str:
    drawing = proposal.drawing
    final = final_painting(drawing)
    painted = final.entry[1:] > 0
    unsure = int(np.count_nonzero(painted & (final.confidence[1:] < UNSURE_BELOW)))
    return f"{drawing.file_name}: {np.count_nonzero(painted)} of {painted.size} segments painted, {unsure} unsure"
