"""A worker colours a shot: take up the run, cut what is not cut, carry colours from keyframes outward."""

import logging
import time
import uuid
from collections.abc import Sequence
from contextlib import suppress
from typing import NamedTuple

from django.db import connection

from webapp.painting import engine, tasks
from webapp.painting.claims import DATABASE_AWAY, Claim, ClaimLost, run_claim
from webapp.painting.earlier import earlier_colours
from webapp.painting.final import FinalPainting, final_painting, final_paintings, nothing_painted
from webapp.painting.models import Proposal, Run
from webapp.painting.preparing import CUT_FIELDS, drawing_prepare
from webapp.painting.services.proposals import Painted
from webapp.painting.services.strokes import strokes_in_force
from webapp.productions.models import Drawing

log = logging.getLogger(__name__)

# A drawing is a keyframe when people have decided this share of its segments.
KEYFRAME_SHARE = 0.9
# s; a database that is away longer than this gets the run back through the sweep.
OUTAGE_PATIENCE = 60.0


class Task(NamedTuple):
    """Colour ``target`` from ``sources``, else from the sheet, and from what people decided in ``corrected``."""

    target: Drawing
    sources: list[tuple[Drawing, engine.Kind]]  # the most trusted first
    corrected: list[Drawing]
    is_keyframe: bool


def run_colour(run_id: str) -> None:
    """Colour a queued run's shot. Does nothing when the run is not queued (any more)."""
    claim = run_claim(uuid.UUID(run_id))
    if claim is None:
        log.info("run %s is not queued: nothing to do", run_id)
        return
    with suppress(ClaimLost), claim:
        _through_outages(claim)


def _through_outages(claim: Claim) -> None:
    """What is painted is committed, so after an outage of the database the run is simply gone through again."""
    gives_up = time.monotonic() + OUTAGE_PATIENCE
    while True:
        try:
            return _colour_or_fail(claim)
        except DATABASE_AWAY as error:
            if time.monotonic() > gives_up:
                raise
            log.warning("run %s waits for the database: %s", claim.run_id, error)
            connection.close()
            time.sleep(0.5)


def _colour_or_fail(claim: Claim) -> None:
    try:
        _colour(claim)
    except engine.EngineRefused as refusal:
        claim.fail(str(refusal))


def _colour(claim: Claim) -> None:
    with claim.writing() as run:
        drawings = _drawings(run)
    for drawing in drawings:
        if claim.cancelled():
            return
        drawing_prepare(drawing)
    usable = [drawing for drawing in drawings if drawing.labels]
    if drawings and not usable:
        claim.fail(f"No drawing of this shot can be coloured. {drawings[0].problem}")
        return
    if _colour_levels(claim, run, usable, skipped=len(drawings) - len(usable)):
        claim.finish()
        tasks.tie_shot.send(run.shot_id)


def _drawings(run: Run) -> list[Drawing]:
    rows = Drawing.objects.filter(level__shot=run.shot_id).select_related(
        "level__shot__sheet", "level__shot__created_by"
    )
    return list(rows.order_by("level__order", "level_id", "number"))


def _colour_levels(claim: Claim, run: Run, drawings: Sequence[Drawing], skipped: int) -> bool:
    """Whether every drawing has its proposal now; False when the run was cancelled."""
    painter = engine.ShotPainter(run.shot.sheet, run.matcher)
    painted = set(Proposal.objects.filter(run=run, drawing__in=drawings).values_list("drawing_id", flat=True))
    for task in _steps(drawings):
        target = task.target
        if target.pk in painted:  # by an earlier attempt
            continue
        if claim.cancelled():
            return False
        claim.at = str(target)
        found = task_paint(painter, task)
        painted.add(target.pk)
        claim.propose(target, found, done=len(painted) + skipped)
    return True


def _steps(drawings: Sequence[Drawing]) -> list[Task]:
    """What is to be done, level by level."""
    levels = dict.fromkeys(drawing.level_id for drawing in drawings)
    return [task for level in levels for task in level_tasks([d for d in drawings if d.level_id == level])]


def level_tasks(row: Sequence[Drawing]) -> list[Task]:
    """The same for the drawings of one level, in their order."""
    finals = final_paintings(row)
    keyframes = [_is_keyframe(finals[drawing.pk]) for drawing in row]
    carriers = [(drawing.segment_count or 0) > 1 for drawing in row]
    plan = engine.carry_plan(keyframes, carriers, [bool(finals[drawing.pk].by_person.any()) for drawing in row])
    return [
        Task(
            row[step.target],
            [(row[i], engine.Kind.NEIGHBOUR) for i in step.neighbours]
            + [(row[i], engine.Kind.KEYFRAME) for i in step.keyframes],
            [row[i] for i in step.corrected],
            keyframes[step.target],
        )
        for step in plan
    ]


def _is_keyframe(painting: FinalPainting) -> bool:
    decided = painting.by_person[1:]
    return bool(decided.size and decided.mean() >= KEYFRAME_SHARE)


def task_paint(painter: engine.ShotPainter, task: Task) -> Painted:
    """Colour one drawing as its neighbours and its strokes are now. Raises EngineRefused."""
    target, sources, corrected, is_keyframe = task
    # Read now: a painter may have corrected them, or closed a gap, a moment ago.
    for drawing in dict.fromkeys([target, *(source for source, _ in sources), *corrected]):
        drawing.refresh_from_db(fields=CUT_FIELDS)
    strokes = strokes_in_force(target)
    said = [engine.Stroke(stroke.part, stroke.points) for stroke in strokes.strokes]
    certain = [engine.Source(drawing, final_painting(drawing), engine.Kind.CORRECTED) for drawing in corrected]
    if is_keyframe and not sources and not painter.has_views:
        rows = (target.segment_count or 0) + 1
        return Painted(nothing_painted(rows), strokes.newest)  # people have painted it; nothing tells about the rest
    earlier = earlier_colours(target, [*corrected, *(source for source, _ in sources)], painter.matcher)
    # Without a view the first drawing's rest, too, can only be like what people have painted.
    if sources or (certain and not painter.has_views):
        carried = [engine.Source(source, final_painting(source), kind) for source, kind in sources]
        coloured = painter.from_drawings(target, certain + carried, said, earlier)
        return Painted(coloured.painting, strokes.newest, coloured.choices)
    coloured = painter.from_sheet(target, certain, said, earlier)
    return Painted(coloured.painting, strokes.newest, coloured.choices)
