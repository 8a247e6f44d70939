"""A shot's notes as a table: the retake sheet that goes with the cut."""

import csv
import io
from collections.abc import Sequence

from django.db.models import Min
from django.utils.translation import gettext_noop as _

from webapp.painting.final import final_paintings
from webapp.productions.models import ColorEntry, Exposure, Shot
from webapp.review.models import Note, Reply
from webapp.review.selectors import note_list, segments_under
from webapp.words import said

HEAD = (
    _("Note no."), _("Drawing"), _("First frame"), "x", "y", _("Colour there"), _("Tone"), _("State"), _("Written by"),
    _("Written at"), _("Words"), _("Answers"),
)  # fmt: skip
TONES = (_("normal"), _("highlight"), _("shadow"), _("second shadow"))
STATES = (_("still open"), _("resolved"))
UNPAINTED = _("unpainted")
# A spreadsheet takes what begins like this for a formula, and runs it.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_BOM = "\ufeff"  # without it Excel reads UTF-8 as the machine's own code page


def notes_csv(*, shot: Shot) -> bytes:
    """One row a note, in the reader's language; the frame is the first that shows its drawing."""
    text = io.StringIO(newline="")
    table = csv.writer(text)
    table.writerow(said(word) for word in HEAD)
    table.writerows([_plain(cell) for cell in row] for row in _rows(shot, note_list(shot=shot)))
    return (_BOM + text.getvalue()).encode()


def _rows(shot: Shot, notes: Sequence[Note]) -> list[list[object]]:
    finals = final_paintings(list({note.drawing_id: note.drawing for note in notes}.values()))
    names = dict(ColorEntry.objects.filter(sheet=shot.sheet_id).values_list("key", "name"))
    segments = segments_under(notes)
    shown = Exposure.objects.filter(level__shot=shot).order_by().values("drawing").annotate(first=Min("frame"))
    frames = {row["drawing"]: row["first"] for row in shown}
    rows: list[list[object]] = []
    for note in notes:
        final, segment = finals[note.drawing_id], segments[note.pk]
        entry = int(final.entry[segment]) if segment else 0
        colour = names.get(entry, "") if entry else said(UNPAINTED) if segment else ""
        rows.append([
            note.number, str(note.drawing), frames.get(note.drawing_id, ""), note.x, note.y, colour,
            said(TONES[final.tone[segment]]) if entry else "", said(STATES[bool(note.resolved_at)]),
            note.by.display_name if note.by else "", f"{note.created_at:%Y-%m-%d %H:%M}", note.text,
            "\n".join(_answer(reply) for reply in note.replies.all()),
        ])  # fmt: skip
    return rows


def _answer(reply: Reply) -> str:
    return f"{reply.by.display_name}: {reply.text}" if reply.by else reply.text


def _plain(cell: object) -> object:
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_FORMULA) else cell
