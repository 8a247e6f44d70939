"""What the engine says about a drawing is appended, with its event."""

from typing import NamedTuple

from django.db.models import F, Max, OuterRef, Q, QuerySet, Subquery

from webapp.events.services import event_record
from webapp.painting.final import FinalPainting
from webapp.painting.models import Proposal, Run
from webapp.painting.services.strokes import newest_stroke, recolour_ask
from webapp.productions.models import Drawing


class Painted(NamedTuple):
    """The engine's colours of a drawing, and the newest of people's strokes that they know."""

    painting: FinalPainting
    strokes: int
    choices: bytes = b""  # as in ``Proposal.choices``


def proposal_add(*, drawing: Drawing, painted: Painted, run: Run | None = None) -> Proposal:
    """Inside a transaction. Strokes that were drawn meanwhile have it coloured once more."""
    painting = painted.painting
    proposal = Proposal.objects.create(
        run=run,
        drawing=drawing,
        labels=drawing.labels,
        entry=painting.entry.astype("<u2").tobytes(),
        tone=painting.tone.astype("u1").tobytes(),
        confidence=painting.confidence.astype("u1").tobytes(),
        choices=painted.choices,
        novelty=painting.novelty.astype("u1").tobytes(),
        strokes=painted.strokes,
    )
    shot = drawing.level.shot
    event_record(
        production=shot.production,
        kind="painting.proposed",
        payload={"shot": shot.pk, "drawing": drawing.pk, "run": str(run.pk) if run else None},
    )
    if newest_stroke(drawing) > painted.strokes:
        recolour_ask(drawing)
    return proposal


def drawings_unheard() -> QuerySet[Drawing]:
    """Those with strokes that their colours do not know."""
    latest = Proposal.objects.filter(drawing=OuterRef("pk")).order_by("-id").values("strokes")[:1]
    drawn = Drawing.objects.filter(part_strokes__isnull=False).annotate(newest=Max("part_strokes__id"))
    return drawn.annotate(heard=Subquery(latest)).filter(Q(heard=None) | Q(heard__lt=F("newest")))
