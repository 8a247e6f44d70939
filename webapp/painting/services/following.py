"""A correction carried on: what a person decided of a segment is given to the same segment of other drawings."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from django.db import transaction
from numpy.typing import NDArray

from webapp.events.services import event_record
from webapp.painting import tasks
from webapp.painting.beliefs import FloatArray, Level, color_of, entry_and_tone, level_of
from webapp.painting.carrying import ways_of
from webapp.painting.final import FinalPainting, corrections_in_force, final_paintings
from webapp.painting.models import Correction
from webapp.productions.models import Drawing

# A correction must move this much of what is believed of a segment for its colour to change with it.
MOVED = 0.1
# Backwards it follows a segment this surely the same, as long as that shows the same wrong colour and the engine was
# less than this share as sure of it: further back it may have been right.
SAME = 0.9
UNSURER = 0.5


class Change(NamedTuple):
    """Segments of a drawing (place in its level) that get one colour, and how sure that is (255 = certain)."""

    at: int
    segments: list[int]
    color: int
    confidence: int
    back: bool = False  # to a drawing before the corrected one


def correction_carry_on(correction: Correction) -> dict[str, Any]:
    """Carry a correction on to its level's other drawings, now or as soon as a worker knows which segments are the
    same. Inside a transaction that has the level locked. Returns how far it went, as the API shows it."""
    level = _level(correction)
    if not level.tied:
        # Robust: a broker that is away costs this correction its carrying, not the painter the correction.
        transaction.on_commit(lambda: tasks.carry_correction.send(correction.pk), robust=True)
        return {"drawings": 0, "segments": 0, "later": True}
    return _follow(correction, level)


@transaction.atomic
def correction_follow(correction_id: int) -> None:
    """The worker's half. Does nothing when the correction was carried on already, or taken back meanwhile."""
    correction = Correction.objects.select_related("drawing").get(pk=correction_id)
    level_locked(correction.drawing.level_id)
    of_drawing = list(Correction.objects.filter(drawing=correction.drawing_id).order_by("id"))
    if correction in corrections_in_force(of_drawing) and not correction.followers.exists():
        _follow(correction, _level(correction))


def level_locked(level_id: int) -> None:
    """Nobody else corrects a drawing of this level until the transaction ends."""
    # In one order, so that two who lock the same drawings never wait for each other.
    list(Drawing.objects.select_for_update(of=("self",), no_key=True).filter(level=level_id).order_by("pk"))


def _level(correction: Correction) -> Level:
    row = Drawing.objects.filter(level=correction.drawing.level_id).select_related("level__shot__production")
    return level_of(list(row.order_by("number")), before=correction)


def _follow(correction: Correction, level: Level) -> dict[str, Any]:
    changes = carried_on(level, correction)
    rows = Correction.objects.bulk_create(
        Correction(
            drawing=level.drawings[change.at], labels=level.drawings[change.at].labels, segments=change.segments,
            entry=entry_and_tone(change.color)[0], tone=entry_and_tone(change.color)[1],
            confidence=change.confidence, carry=change.back, follows=correction, by=correction.by,
        )
        for change in changes
    )  # fmt: skip
    return followers_announce(correction, rows)


def followers_undo(undo: Correction, undone: Correction) -> dict[str, Any]:
    """What follows a correction shares its fate: undone with it, and brought back with it."""
    rows = Correction.objects.bulk_create(
        Correction(drawing=row.drawing, labels=row.labels, undoes=row, follows=undo, by=undo.by)
        for row in undone.followers.select_related("drawing__level__shot__production")
    )
    return followers_announce(undo, rows)


def followers_announce(correction: Correction, rows: Sequence[Correction]) -> dict[str, Any]:
    """One event for all of them. Returns how far it went."""
    drawings = {row.drawing_id: row.drawing for row in rows}
    finals, ways = final_paintings(list(drawings.values())), ways_of(list(drawings.values()))
    touched: dict[int, set[int]] = defaultdict(set)
    for row in rows:
        painted = row
        while painted.undoes:
            painted = painted.undoes
        touched[row.drawing_id].update(ways[row.drawing_id].present(painted.labels, painted.segments).tolist())
    changes = [
        {"drawing": pk, "changes": changes_shown(finals[pk], sorted(segments))} for pk, segments in touched.items()
    ]
    told = {"drawings": len(changes), "segments": sum(map(len, touched.values())), "later": False}
    if rows:
        shot, by = rows[0].drawing.level.shot, correction.by
        payload = {
            "shot": shot.pk,
            "correction": correction.pk,
            "undoes": correction.undoes_id,
            "by": {"id": by.pk, "name": by.display_name} if by else None,
            "drawings": changes,
        }
        event_record(production=shot.production, kind="correction.carried", payload=payload)
    return told


def changes_shown(final: FinalPainting, segments: list[int]) -> dict[str, list[Any]]:
    """How segments look now."""
    return {
        "segments": segments,
        "entry": final.entry[segments].tolist(),
        "tone": final.tone[segments].tolist(),
        "confidence": final.confidence[segments].tolist(),
        "by_person": final.by_person[segments].tolist(),
        "provisional": final.provisional[segments].tolist(),
    }


def carried_on(level: Level, correction: Correction) -> list[Change]:
    """What a correction changes in the other drawings of its level; ``level`` is as it was before it."""
    here = next(at for at, drawing in enumerate(level.drawings) if drawing.pk == correction.drawing_id)
    segments = np.array(correction.segments)
    [color] = level.index(color_of(np.array([correction.entry]), np.array([correction.tone])))
    before = level.decided()
    now = [decided.copy() for decided in before]
    now[here][segments] = color
    backwards = _back(level, here, segments, int(color))
    for change in backwards:
        now[change.at][change.segments] = color
    old, new = level.beliefs(before), level.beliefs(now)
    known = [decided >= 0 for decided in now]
    moved = [_moved(level, at, old[at], new[at], known[at]) for at in range(len(now)) if at != here]
    return backwards + [change for changes in moved for change in changes]


def _moved(level: Level, at: int, old: FloatArray, new: FloatArray, known: NDArray[np.bool_]) -> list[Change]:
    """The segments of a drawing that are likeliest something else now than what they show."""
    likeliest, sure = new.argmax(axis=1), new.max(axis=1)
    free = ~known & ~level.finals[at].by_person
    moved = free & (np.abs(new - old).sum(axis=1) >= MOVED) & (likeliest != level.shown[at])
    return [
        Change(at, segments.tolist(), int(level.colors[color]), round(255 * float(sure[segments].min())))
        for color in np.unique(likeliest[moved])
        if (segments := np.flatnonzero(moved & (likeliest == color))).size
    ]


def _back(level: Level, here: int, segments: NDArray[np.int64], color: int) -> list[Change]:
    """The same segments of earlier drawings, as far back as they show the same wrong colour."""
    changes: list[Change] = []
    at, wrong, sure = here, level.shown[here][segments], np.ones(len(segments), np.float32)
    while (link := level.links[at]) is not None:
        source = link.before
        share = np.where(link.drawing[segments] == source, link.share[segments], 0)
        best = share.argmax(axis=1)
        rows = np.arange(len(segments))
        partner, sure = link.segment[segments, best], sure * share[rows, best]
        same = (share[rows, best] >= SAME) & (level.shown[source][partner] == wrong)
        same &= ~level.finals[source].by_person[partner] & (wrong != color)
        same &= level.finals[source].confidence[partner] < 255 * UNSURER * sure
        if not same.any():
            break
        at, segments, wrong, sure = source, partner[same], wrong[same], sure[same]
        least = round(255 * float(sure.min()))
        changes.append(Change(at, np.unique(segments).tolist(), int(level.colors[color]), least, back=True))
    return changes
