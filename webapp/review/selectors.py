"""Notes as the API shows them."""

from collections import defaultdict
from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from django.db.models import Prefetch, Q, QuerySet

from webapp.accounts.models import User
from webapp.errors import NotThere
from webapp.exchange.files import segments_at
from webapp.productions.blobs import blob_get
from webapp.productions.membership import productions_for
from webapp.productions.models import Shot
from webapp.review.models import Note, Reply

Place = tuple[int, int]  # x, y in px


def note_get(*, user: User, pk: int) -> Note:
    """What was taken back is there for its author alone. Raises NotThere."""
    mine = Q(active=True) | Q(by=user)
    found = _whole(Note.objects.filter(mine, pk=pk, drawing__level__shot__production__in=productions_for(user))).first()
    if found is None:
        raise NotThere("There is no such note (any more), or you are not a member of its production.")
    return found


def note_list(*, shot: Shot, resolved: bool | None = None) -> list[Note]:
    """A shot's notes in the order they came: all, or those that are resolved, or open."""
    notes = _whole(Note.objects.filter(drawing__level__shot=shot, active=True))
    if resolved is not None:
        notes = notes.filter(resolved_at__isnull=not resolved)
    return list(notes.order_by("number"))


def open_notes() -> QuerySet[Note]:
    """All that are not settled, anywhere."""
    return Note.objects.filter(active=True, resolved_at=None)


def _whole(notes: QuerySet[Note]) -> QuerySet[Note]:
    replies = Prefetch("replies", Reply.objects.select_related("by").order_by("id"))
    return notes.select_related("drawing__level__shot__production", "by", "resolved_by").prefetch_related(replies)


def notes_shown(notes: Iterable[Note]) -> list[dict[str, Any]]:
    """Each with the segment that lies under it now."""
    notes = list(notes)
    segments = segments_under(notes)
    return [_shown(note, segments[note.pk]) for note in notes]


def segments_under(notes: Iterable[Note]) -> dict[int, int]:
    """By the notes' ids; 0: a line, or no segments are cut yet."""
    on_drawing: defaultdict[int, list[Note]] = defaultdict(list)
    for note in notes:
        on_drawing[note.drawing_id].append(note)
    found: dict[int, int] = {}
    for together in on_drawing.values():
        drawing = together[0].drawing
        size = (drawing.level.width, drawing.level.height)
        under = _segments(drawing.labels, size, tuple((note.x, note.y) for note in together))
        found.update(zip((note.pk for note in together), under, strict=True))
    return found


# A label map never changes under its name, and everybody who looks at a shot asks for the same places.
@lru_cache(maxsize=1024)
def _segments(labels: str, size: tuple[int, int], places: tuple[Place, ...]) -> list[int]:
    return segments_at(blob_get(labels) if labels else b"", size, places)


def _shown(note: Note, segment: int) -> dict[str, Any]:
    return {
        "id": note.pk,
        "number": note.number,
        "drawing": note.drawing_id,
        "x": note.x,
        "y": note.y,
        "mark": note.mark,
        "segment": segment,
        "text": note.text,
        "by": _person(note.by),
        "created_at": note.created_at,
        "active": note.active,
        "resolved": {"by": _person(note.resolved_by), "at": note.resolved_at} if note.resolved_at else None,
        "replies": [reply_shown(reply) for reply in note.replies.all()],
    }


def reply_shown(reply: Reply) -> dict[str, Any]:
    """An answer as the API shows it."""
    return {"id": reply.pk, "text": reply.text, "by": _person(reply.by), "created_at": reply.created_at}


def _person(user: User | None) -> dict[str, Any] | None:
    return {"id": user.pk, "name": user.display_name} if user else None
