"""A worker finds out which segments of a level's drawings are the same, once, and carries what waited for that."""

import logging
from collections.abc import Sequence

from webapp.painting import engine
from webapp.painting.beliefs import links_of, ties_wanted, untied
from webapp.painting.models import Correction, Tie
from webapp.painting.services.following import correction_follow
from webapp.productions.models import Drawing, Level

log = logging.getLogger(__name__)


def shot_tie(shot_id: int) -> None:
    """Tie the drawings of a shot that are not tied yet."""
    for level in Level.objects.filter(shot=shot_id):
        level_tie(level.pk)


def correction_carry(correction_id: int) -> None:
    """Tie what is not tied yet in a correction's level, then carry the correction on. None when it is gone."""
    correction = Correction.objects.filter(pk=correction_id).select_related("drawing").first()
    if correction is None:
        return
    level_tie(correction.drawing.level_id)
    correction_follow(correction_id)


def level_tie(level_id: int) -> None:
    """The same for one level. Ties that were made before stay: they speak of lines, not of colours."""
    row = list(Drawing.objects.filter(level=level_id).exclude(labels="").select_related("level").order_by("number"))
    wanted = ties_wanted(row)
    for at in untied(row, links_of(row)):
        _tie(row[at], [row[source] for source in wanted[at]])


def _tie(drawing: Drawing, sources: Sequence[Drawing]) -> None:
    partners = engine.partners_of(drawing, sources)
    if partners is None:
        log.warning("%s is not tied to other drawings: there are too many segments", drawing)
        return
    Tie.objects.update_or_create(
        drawing=drawing,
        defaults={
            "labels": drawing.labels,
            "sources": [[other.pk, other.labels] for other in sources],
            "source": partners.source.astype("u1").tobytes(),
            "segment": partners.segment.astype("<u2").tobytes(),
            "share": partners.share.astype("u1").tobytes(),
        },
    )
