"""People's decisions about colours: appended, never edited."""

import uuid
from collections.abc import Sequence
from typing import Any, NamedTuple

from django.db import transaction

from webapp.accounts.models import User
from webapp.events.services import event_record, stream_lock
from webapp.painting.carrying import ways
from webapp.painting.errors import BadCorrection
from webapp.painting.final import final_painting
from webapp.painting.models import Correction
from webapp.painting.services.following import changes_shown, correction_carry_on, followers_undo, level_locked
from webapp.productions.models import ColorEntry, Drawing

LAST_TONE = 3
CERTAIN = 255
MOST_SEGMENTS = 2**31 - 1
NOT_CARRIED: dict[str, Any] = {"drawings": 0, "segments": 0, "later": False}


class Appended(NamedTuple):
    """A correction, how the segments it touches look now, and whether this request made it.

    An earlier one with the same ``client`` may have.
    """

    correction: Correction
    changes: dict[str, list[Any]]
    is_new: bool
    carried: dict[str, Any] = NOT_CARRIED


@transaction.atomic
def correction_add(
    *,
    drawing: Drawing,
    by: User | None,
    segments: Sequence[int],
    entry: int,
    tone: int = 0,
    client: uuid.UUID | None = None,
    labels: str = "",
    carry: bool = False,
    uploaded: bool = False,
    gesture: uuid.UUID | None = None,
) -> Appended:
    """Give segments an entry and a tone (entry 0 takes the paint off). The same ``client`` twice counts once.

    Corrections that one click made share a ``gesture``, and count as one. With ``carry`` the same segments of the
    level's other drawings follow, but for what people decided there.

    ``labels`` is the label map that the segments speak of: of an earlier one they are carried to the present one;
    empty is the present one. Raises BadCorrection when the drawing has no segments yet or never had that label map, a
    segment is not one of its, the entry is not on the shot's sheet, or there is no such tone.
    """
    if carry:
        level_locked(drawing.level_id)
    drawing = _locked(drawing.pk)
    if sent_before := _sent_before(drawing, client):
        return Appended(sent_before, changes_payload(sent_before), False)
    # Nobody takes the entry off the sheet between our look and our event.
    stream_lock(production=drawing.level.shot.production)
    labels = labels or drawing.labels
    _check(drawing, labels, segments, entry, tone)
    correction = Correction(
        drawing=drawing, labels=labels, segments=sorted(set(segments)), entry=entry, tone=tone,
        by=by, client=client, carry=carry and entry > 0, uploaded=uploaded, gesture=gesture,
    )  # fmt: skip
    appended = _append(correction)
    return appended._replace(carried=correction_carry_on(correction)) if correction.carry else appended


@transaction.atomic
def correction_undo(*, correction: Correction, by: User | None, client: uuid.UUID | None = None) -> Appended:
    """Take a correction back, and all that followed it; undoing an undo brings it back again."""
    if correction.carry:
        level_locked(correction.drawing.level_id)
    drawing = _locked(correction.drawing_id)
    if sent_before := _sent_before(drawing, client):
        return Appended(sent_before, changes_payload(sent_before), False)
    undo = Correction(
        drawing=drawing, labels=correction.labels, undoes=correction, by=by, client=client, carry=correction.carry
    )
    appended = _append(undo)
    return appended._replace(carried=followers_undo(undo, correction)) if undo.carry else appended


def _locked(drawing_id: int) -> Drawing:
    # Corrections of one drawing are appended one at a time, so that their order is the order of their events.
    drawings = Drawing.objects.select_for_update(of=("self",), no_key=True)
    return drawings.select_related("level__shot__production", "level__shot__sheet__character").get(pk=drawing_id)


def _sent_before(drawing: Drawing, client: uuid.UUID | None) -> Correction | None:
    return Correction.objects.filter(drawing=drawing, client=client).first() if client else None


def _check(drawing: Drawing, labels: str, segments: Sequence[int], entry: int, tone: int) -> None:
    count = drawing.segment_count
    if not drawing.labels or count is None:
        raise BadCorrection(f"{drawing}: its segments are not cut yet; try again in a moment.")
    if labels != drawing.labels:
        if not ways(drawing).knows(labels):
            raise BadCorrection(f"{drawing}: it never had these segments; reload the shot.")
        count = MOST_SEGMENTS
    strange = [label for label in segments if not 1 <= label <= count]
    if not segments or strange:
        raise BadCorrection(f"{drawing}: segments are numbered 1 to {count}, got {strange[:10] or 'none'}.")
    if not 0 <= tone <= LAST_TONE:
        raise BadCorrection(f"{drawing}: tones are numbered 0 to {LAST_TONE}, got {tone}.")
    sheet = drawing.level.shot.sheet
    if entry and not ColorEntry.objects.filter(sheet=sheet, key=entry).exists():
        raise BadCorrection(f"{drawing}: entry {entry} is not on the sheet {sheet}.")


def _append(correction: Correction) -> Appended:
    correction.save()
    is_plain = not correction.undoes_id and correction.labels == correction.drawing.labels
    changes = _painted_just_now(correction) if is_plain else changes_payload(correction)
    shot = correction.drawing.level.shot
    event_record(
        production=shot.production,
        kind="correction.added",
        payload={
            "shot": shot.pk,
            "drawing": correction.drawing_id,
            "correction": correction_payload(correction),
            "changes": changes,
        },
    )
    return Appended(correction, changes, True)


def _painted_just_now(correction: Correction) -> dict[str, list[Any]]:
    """What ``changes_payload`` would find for the newest correction, without reading the older ones at every click."""
    count = len(correction.segments)
    return {
        "segments": correction.segments,
        "entry": [correction.entry] * count,
        "tone": [correction.tone] * count,
        "confidence": [CERTAIN] * count,
        "by_person": [True] * count,
        "provisional": [False] * count,
    }


def correction_payload(correction: Correction) -> dict[str, Any]:
    """A correction as the API and the event stream show it."""
    by = correction.by
    return {
        "id": correction.pk,
        "client": str(correction.client) if correction.client else None,
        "by": {"id": by.pk, "name": by.display_name} if by else None,
        "segments": correction.segments,
        "entry": correction.entry,
        "tone": correction.tone,
        "undoes": correction.undoes_id,
        "gesture": str(correction.gesture) if correction.gesture else None,
        "follows": correction.follows_id,
        "created_at": correction.created_at.isoformat(),
    }


def changes_payload(correction: Correction) -> dict[str, list[Any]]:
    """How the segments that a correction touches look now, as they are cut now."""
    touched = correction
    while touched.undoes:
        touched = touched.undoes
    segments: list[int] = ways(correction.drawing).present(touched.labels, touched.segments).tolist()
    return changes_shown(final_painting(correction.drawing), segments)
