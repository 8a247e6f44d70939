"""People's decisions about colours: appended, never edited."""

import uuid
from collections.abc import Sequence

from django.db import transaction

from webapp.accounts.models import User
from webapp.events.services import event_record
from webapp.painting.errors import BadCorrection
from webapp.painting.final import final_painting
from webapp.painting.models import Correction
from webapp.productions.models import ColorEntry, Drawing


def correction_add(
    *,
    drawing: Drawing,
    by: User | None,
    segments: Sequence[int],
    entry: int,
    tone: int = 0,
    client: uuid.UUID | None = None,
) -> Correction:
    """Give segments an entry and a tone (entry 0 takes the paint off). The same ``client`` twice counts once.

    Raises BadCorrection when the drawing has no segments yet, a segment is not one of its, or the entry is not on
    the shot's sheet.
    """
    count = drawing.segment_count
    if not drawing.labels or count is None:
        raise BadCorrection(f"{drawing}: its segments are not cut yet; try again in a moment")
    if not segments or min(segments) < 1 or max(segments) > count:
        raise BadCorrection(f"{drawing}: segments are numbered 1 to {count}, got {list(segments)[:10]}")
    if entry and not ColorEntry.objects.filter(sheet=drawing.level.shot.sheet_id, key=entry).exists():
        raise BadCorrection(f"entry {entry} is not on the sheet {drawing.level.shot.sheet}")
    return _append(
        Correction(
            drawing=drawing, labels=drawing.labels, segments=sorted(set(segments)), entry=entry, tone=tone,
            by=by, client=client,
        )
    )  # fmt: skip


def correction_undo(*, correction: Correction, by: User, client: uuid.UUID | None = None) -> Correction:
    """Take a correction back; undoing an undo brings it back again."""
    drawing = correction.drawing
    return _append(Correction(drawing=drawing, labels=correction.labels, undoes=correction, by=by, client=client))


@transaction.atomic
def _append(correction: Correction) -> Correction:
    # Corrections of one drawing are appended one at a time, so that their order is the order of their events.
    drawing = (
        Drawing.objects.select_for_update(of=("self",))
        .select_related("level__shot__production")
        .get(pk=correction.drawing_id)
    )
    if correction.client:
        sent_before = Correction.objects.filter(drawing=drawing, client=correction.client).first()
        if sent_before:
            return sent_before
    correction.save()
    shot = drawing.level.shot
    event_record(
        production=shot.production,
        kind="correction.added",
        payload={"shot": shot.pk, "drawing": drawing.pk, **correction_payload(correction, drawing)},
    )
    return correction


def correction_payload(correction: Correction, drawing: Drawing) -> dict[str, object]:
    """The correction, and what the segments it touches look like after it."""
    touched = correction
    while touched.undoes:
        touched = touched.undoes
    final = final_painting(drawing)
    segments = [label for label in touched.segments if label < len(final.entry)]
    return {
        "correction": {
            "id": correction.pk,
            "client": str(correction.client) if correction.client else None,
            "by": {"id": correction.by.pk, "name": correction.by.display_name} if correction.by else None,
            "entry": correction.entry,
            "tone": correction.tone,
            "undoes": correction.undoes_id,
        },
        "changes": {
            "segments": segments,
            "entry": final.entry[segments].tolist(),
            "tone": final.tone[segments].tolist(),
            "confidence": final.confidence[segments].tolist(),
            "by_person": final.by_person[segments].tolist(),
        },
    }
