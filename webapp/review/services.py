"""Notes are pinned, answered, resolved, opened again and taken back. Others' open shots hear of it."""

import uuid
from collections.abc import Sequence

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from webapp.accounts.models import User
from webapp.errors import NotAllowed
from webapp.events.services import event_record, stream_lock
from webapp.painting.services.pages import drawing_locked, points_on_page
from webapp.productions.models import Drawing
from webapp.review.errors import BadNote
from webapp.review.models import LONGEST, Note, Reply
from webapp.review.selectors import open_notes


@transaction.atomic
def note_add(
    *,
    drawing: Drawing,
    by: User | None,
    x: int,
    y: int,
    text: str,
    mark: Sequence[Sequence[int]] = (),
    client: uuid.UUID | None = None,
) -> tuple[Note, bool]:
    """Pin a note to a pixel; and whether this request did it, or an earlier one with the same ``client``.

    Raises BadNote off the page, without words, or with too many.
    """
    drawing = drawing_locked(drawing.pk)
    if client and (before := Note.objects.filter(drawing=drawing, client=client).first()):
        return before, False
    _place, *kept = points_on_page(drawing, [(x, y), *mark], BadNote)
    # Nobody takes the next number between our look and our event.
    stream_lock(production=drawing.level.shot.production)
    last = Note.objects.filter(drawing__level__shot=drawing.level.shot_id).aggregate(last=Max("number"))["last"] or 0
    note = Note.objects.create(
        drawing=drawing, number=last + 1, x=x, y=y, mark=kept, text=_words(text), by=by, client=client
    )
    _announce(drawing)
    return note, True


@transaction.atomic
def note_answer(*, note: Note, by: User | None, text: str, client: uuid.UUID | None = None) -> tuple[Reply, bool]:
    """Answer a note, open or resolved. The same ``client`` twice counts once. Raises BadNote."""
    drawing = drawing_locked(note.drawing_id)
    if client and (before := note.replies.filter(client=client).first()):
        return before, False
    reply = Reply.objects.create(note=note, text=_words(text), by=by, client=client)
    _announce(drawing)
    return reply, True


@transaction.atomic
def note_resolve(*, note: Note, resolved: bool, by: User | None) -> Note:
    """Settle a note, or open it again. Nothing happens when it is so already: who was first stays named."""
    drawing = drawing_locked(note.drawing_id)
    note.refresh_from_db()
    if bool(note.resolved_at) != resolved:
        note.resolved_at, note.resolved_by = (timezone.now(), by) if resolved else (None, None)
        note.save(update_fields=["resolved_at", "resolved_by"])
        _announce(drawing)
    return note


@transaction.atomic
def note_keep(*, note: Note, active: bool, by: User) -> Note:
    """Take one's own note back with its answers, or bring it back. Raises NotAllowed for another's."""
    if note.by_id != by.pk:
        raise NotAllowed("Only who wrote a note may take it back; you can resolve it instead.")
    drawing = drawing_locked(note.drawing_id)
    note.refresh_from_db()
    if note.active != active:
        note.active = active
        note.save(update_fields=["active"])
        _announce(drawing)
    return note


def _words(text: str) -> str:
    text = text.strip()
    if not text:
        raise BadNote("A note without words tells nobody anything; write what is to be done.")
    if len(text) > LONGEST:
        raise BadNote(f"A note holds {LONGEST} characters, this one has {len(text)}. Make two of it.")
    return text


def _announce(drawing: Drawing) -> None:
    shot = drawing.level.shot
    payload = {"shot": shot.pk, "drawing": drawing.pk, "open": open_notes().filter(drawing__level__shot=shot).count()}
    event_record(production=shot.production, kind="notes.changed", payload=payload)
