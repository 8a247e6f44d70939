"""What a run does to a shot, in this process and on the real database."""

import io
import uuid
from datetime import timedelta

import numpy as np
import pytest
from django.conf import settings
from django.db.models.functions import Now
from PIL import Image, ImageDraw

from tests.webapp.painting.shots import (
    COAT,
    PAPER,
    SKIN,
    black_page,
    blank_page,
    drawings_of,
    line_drawing,
    little_shot,
    painted_drawing,
    png,
)  # fmt: skip
from webapp.accounts.models import User
from webapp.events.models import Event
from webapp.painting import engine
from webapp.painting.claims import Claim, ClaimLost, release_held, run_claim
from webapp.painting.colouring import level_tasks, run_colour
from webapp.painting.final import final_painting, nothing_painted
from webapp.painting.models import Correction, Proposal, Run, RunStatus
from webapp.painting.preparing import shot_prepare
from webapp.painting.services.corrections import correction_add
from webapp.painting.services.proposals import Painted
from webapp.painting.services.runs import run_cancel, run_start
from webapp.painting.sweep import sweep_stale, sweep_uncut, sweep_unheard
from webapp.productions.blobs import blob_put
from webapp.productions.colors import TONES
from webapp.productions.models import Category, Drawing, Shot
from webapp.productions.services.sheets import entry_delete

pytestmark = pytest.mark.django_db


def colour(shot: Shot, matcher: str = "") -> Run:
    run = run_start(shot=shot, by=None, matcher=matcher)
    run_colour(str(run.pk))
    run.refresh_from_db()
    return run


def entries(drawing: Drawing) -> list[int]:
    drawing.refresh_from_db()
    return [int(entry) for entry in final_painting(drawing).entry[1:]]


def said_before(drawing: Drawing, entries: list[int]) -> None:
    """As if the last run had coloured it so."""
    proposal = Proposal.objects.filter(drawing=drawing).latest("pk")
    proposal.entry = np.array([0, *entries], "<u2").tobytes()
    proposal.save()


def with_ball(shift: int) -> bytes:
    """The little drawing with something beside it that its sheet does not show."""
    image = Image.open(io.BytesIO(line_drawing(shift)))
    ImageDraw.Draw(image).ellipse((116 + shift, 6, 128 + shift, 18), outline="black", width=2)
    return png(image)


def painted_along(drawing: Drawing, shift: int = 0) -> None:
    drawing.painted = blob_put(painted_drawing(shift))
    drawing.save()


def kinds(shot: Shot) -> list[str]:
    return list(Event.objects.filter(production=shot.production).values_list("kind", flat=True))


def test_a_shot_is_coloured_from_the_sheets_view_and_the_drawings_before() -> None:
    shot = little_shot([line_drawing(shift) for shift in (0, 4, 8)])
    run = colour(shot)
    assert (run.status, run.reason, run.drawings_done) == (RunStatus.DONE, "", 3)
    assert [entries(drawing) for drawing in drawings_of(shot)] == [[PAPER, SKIN, COAT]] * 3
    assert run.finished_at is not None


def test_a_view_still_shows_what_it_did_when_the_sheet_has_other_colours() -> None:
    shot = little_shot([line_drawing()])
    view = shot.sheet.views.get()
    view.colors = [list(row) for row in shot.sheet.entries.values_list("key", *TONES)]
    view.save()
    # The coat becomes green, and what was skin one with the paper.
    shot.sheet.entries.filter(key=COAT).update(normal="#2f7a5aff")
    entry_delete(entry=shot.sheet.entries.get(key=SKIN), successor=shot.sheet.entries.get(key=PAPER))
    colour(shot)
    assert [entries(drawing) for drawing in drawings_of(shot)] == [[PAPER, PAPER, COAT]]


def test_every_drawing_is_announced_as_soon_as_it_is_painted() -> None:
    shot = little_shot([line_drawing(0), line_drawing(4)])
    colour(shot)
    start = ["run.changed", "run.changed", "drawing.ready", "drawing.ready"]  # queued, running
    assert kinds(shot) == [*start, *["painting.proposed", "run.changed"] * 2, "run.changed"]
    last = Event.objects.filter(production=shot.production).latest("number")
    assert last.payload["run"]["status"] == "done"
    assert last.payload["run"]["drawings_done"] == 2


def test_the_same_run_delivered_twice_does_its_work_once() -> None:
    run = colour(little_shot([line_drawing()]))
    run_colour(str(run.pk))
    assert Proposal.objects.count() == 1
    assert Run.objects.get().attempt == 1


def test_a_painting_that_came_with_a_drawing_is_its_uploaders_decision_and_carries_on() -> None:
    shot = little_shot([line_drawing(0), line_drawing(4), line_drawing(8)], view=False)
    painted_along(drawings_of(shot)[1], shift=4)
    run = colour(shot)
    assert (run.status, run.reason) == (RunStatus.DONE, "")
    assert [entries(drawing) for drawing in drawings_of(shot)] == [[PAPER, SKIN, COAT]] * 3
    assert {correction.by.username for correction in Correction.objects.all() if correction.by} == {"uploader"}


def test_a_painting_that_came_with_a_drawing_is_taken_over_once() -> None:
    shot = little_shot([line_drawing()], view=False)
    painted_along(drawings_of(shot)[0])
    shot_prepare(shot.pk)
    shot_prepare(shot.pk)
    colour(shot)
    assert sorted((c.entry, c.tone) for c in Correction.objects.all()) == [(PAPER, 0), (SKIN, 0), (COAT, 0)]


def test_a_correction_survives_a_new_run_and_leads_it() -> None:
    shot = little_shot([line_drawing(0), line_drawing(4)])
    colour(shot)
    first, second = drawings_of(shot)
    for segment, entry in ((1, PAPER), (2, COAT), (3, SKIN)):
        correction_add(drawing=first, by=User.objects.get(), segments=[segment], entry=entry)
    colour(shot)
    assert entries(first) == [PAPER, COAT, SKIN]
    assert entries(second) == [PAPER, COAT, SKIN]


def test_a_correction_in_a_later_drawing_leads_the_next_run_from_the_sheet_on() -> None:
    shot = little_shot([with_ball(shift) for shift in (0, 4, 8)])
    colour(shot)
    ball = 2  # in raster order: paper, ball, head, coat
    right = COAT if entries(drawings_of(shot)[0])[ball - 1] == SKIN else SKIN
    correction_add(drawing=drawings_of(shot)[2], by=User.objects.get(), segments=[ball], entry=right)
    colour(shot)
    assert [entries(drawing)[ball - 1] for drawing in drawings_of(shot)] == [right] * 3


def test_a_new_run_changes_what_it_is_unsure_of_only_for_mistakes_that_people_corrected(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("inference.painting.SURE_TO_CHANGE", 2.0)  # of nothing in these drawings is the engine unsure
    monkeypatch.setattr("inference.painting.STILL_LIKELY", 0.0)
    shot = little_shot([line_drawing(0), line_drawing(4)])
    colour(shot)
    first, second = drawings_of(shot)
    said_before(second, [PAPER, COAT, SKIN])
    colour(shot)
    assert entries(second) == [PAPER, COAT, SKIN]
    said_before(first, [PAPER, COAT, COAT])
    correction_add(drawing=first, by=User.objects.get(), segments=[2], entry=SKIN)  # where the engine said COAT
    colour(shot)
    assert entries(second) == [PAPER, SKIN, SKIN]


def test_another_matcher_is_not_held_to_what_the_last_one_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("inference.painting.SURE_TO_CHANGE", 2.0)
    shot = little_shot([line_drawing(0), line_drawing(4)])
    colour(shot)
    said_before(drawings_of(shot)[1], [PAPER, COAT, SKIN])
    colour(shot, "flow")
    assert entries(drawings_of(shot)[1]) == [PAPER, SKIN, COAT]


def test_between_two_painted_drawings_a_run_asks_both_and_both_neighbours() -> None:
    shot = little_shot([line_drawing(shift) for shift in (0, 2, 4, 6, 8)], view=False)
    for at, shift in ((0, 0), (4, 8)):
        painted_along(drawings_of(shot)[at], shift)
    shot_prepare(shot.pk)
    near, key = engine.Kind.NEIGHBOUR, engine.Kind.KEYFRAME
    tasks = [(t.target.number, [(d.number, kind) for d, kind in t.sources]) for t in level_tasks(drawings_of(shot))]
    assert tasks == [
        (1, []),
        (5, [(1, key)]),
        (2, [(1, near), (5, key)]),
        (4, [(5, near), (1, key)]),
        (3, [(2, near), (4, near), (1, key), (5, key)]),
    ]
    assert colour(shot).status == RunStatus.DONE
    assert [entries(drawing) for drawing in drawings_of(shot)] == [[PAPER, SKIN, COAT]] * 5


def test_without_anything_painted_the_run_fails_and_says_what_to_do() -> None:
    run = colour(little_shot([line_drawing()], view=False))
    assert run.status == RunStatus.FAILED
    assert run.reason.startswith("A0001.png: the sheet has no painted reference view.")


def test_a_drawing_that_is_painted_in_part_is_enough_to_start_from() -> None:
    shot = little_shot([line_drawing(0), line_drawing(4)], view=False)
    shot.sheet.entries.filter(key=PAPER).update(category=Category.BACKGROUND)  # then nobody needs to paint it
    first, second = drawings_of(shot)
    shot_prepare(shot.pk)
    for segment, entry in ((2, SKIN), (3, COAT)):
        correction_add(drawing=first, by=User.objects.get(), segments=[segment], entry=entry)
    assert colour(shot).status == RunStatus.DONE
    assert entries(first) == entries(second) == [PAPER, SKIN, COAT]


def test_a_matcher_that_does_not_exist_fails_the_run_by_name() -> None:
    run = run_start(shot=little_shot([line_drawing()]), by=None, matcher="crystal ball")
    run_colour(str(run.pk))
    run.refresh_from_db()
    assert run.status == RunStatus.FAILED
    assert "'crystal ball'" in run.reason


def test_a_drawing_that_is_all_line_is_skipped_with_a_reason_and_the_rest_is_painted() -> None:
    shot = little_shot([line_drawing(0), black_page(), line_drawing(4)])
    run = colour(shot)
    first, bad, last = drawings_of(shot)
    assert (run.status, run.drawings_done, run.drawings_total) == (RunStatus.DONE, 3, 3)
    assert bad.problem.startswith("A0002.png")
    assert entries(first) == entries(last) == [PAPER, SKIN, COAT]


def test_a_shot_of_nothing_but_bad_drawings_fails_with_the_first_ones_problem() -> None:
    run = colour(little_shot([black_page()]))
    assert run.status == RunStatus.FAILED
    assert "A0001.png" in run.reason


def test_a_blank_page_does_not_wipe_the_colours_of_what_follows() -> None:
    shot = little_shot([line_drawing(0), blank_page(), line_drawing(4)])
    assert colour(shot).status == RunStatus.DONE
    assert entries(drawings_of(shot)[2]) == [PAPER, SKIN, COAT]


def test_a_cancelled_run_stops_before_the_next_drawing() -> None:
    shot = little_shot([line_drawing()])
    run = run_start(shot=shot, by=None)
    claim = run_claim(run.pk)
    assert claim
    run_cancel(run=run)
    assert claim.cancelled()
    run.refresh_from_db()
    assert (run.status, Proposal.objects.count()) == (RunStatus.CANCELLED, 0)
    run_start(shot=shot, by=None)  # and the way is free for another


def test_a_run_cancelled_in_the_queue_is_never_taken_up() -> None:
    run = run_start(shot=little_shot([line_drawing()]), by=None)
    run_cancel(run=run)
    run_colour(str(run.pk))
    run.refresh_from_db()
    assert (run.status, run.attempt) == (RunStatus.CANCELLED, 0)


def test_cancelling_a_finished_run_changes_nothing() -> None:
    run = colour(little_shot([line_drawing()]))
    assert run_cancel(run=run).status == RunStatus.DONE


def claimed_run() -> tuple[Run, Claim]:
    run = run_start(shot=little_shot([line_drawing()]), by=None)
    claim = run_claim(run.pk)
    assert claim
    return run, claim


def fall_silent(run: Run) -> None:
    silent = timedelta(seconds=settings.RUN_STALE_AFTER + 1)
    Run.objects.filter(pk=run.pk).update(heartbeat_at=Now() - silent)


def test_a_run_whose_worker_fell_silent_is_taken_up_by_another_and_the_first_writes_nothing_more() -> None:
    run, silent = claimed_run()
    shot_prepare(run.shot_id)
    fall_silent(run)
    assert sweep_stale() == 1
    run_colour(str(run.pk))
    drawing = drawings_of(run.shot)[0]
    with pytest.raises(ClaimLost):
        silent.propose(drawing, Painted(nothing_painted(4), 0), done=1)
    run.refresh_from_db()
    assert (run.status, run.attempt, Proposal.objects.count()) == (RunStatus.DONE, 2, 1)


def test_a_run_with_a_heartbeat_is_left_alone() -> None:
    claimed_run()
    assert sweep_stale() == 0


def test_after_three_silent_workers_the_run_fails_with_a_reason() -> None:
    run, _ = claimed_run()
    for _ in range(2):
        fall_silent(run)
        sweep_stale()
        assert run_claim(run.pk)
    fall_silent(run)
    sweep_stale()
    run.refresh_from_db()
    assert run.status == RunStatus.FAILED
    assert run.reason.startswith("The engine broke off 3 times")
    assert run_claim(run.pk) is None


def test_an_unexpected_error_puts_the_run_back_and_names_the_drawing_when_it_gives_up() -> None:
    run = run_start(shot=little_shot([line_drawing()]), by=None)
    for attempt in range(1, 4):
        claim = run_claim(run.pk)
        assert claim
        claim.at = "A0001"
        with pytest.raises(ZeroDivisionError), claim:
            _ = 1 // 0
        run.refresh_from_db()
        assert run.attempt == attempt
    assert run.status == RunStatus.FAILED
    assert "3 times at drawing A0001" in run.reason


def test_a_drawing_painted_by_an_earlier_attempt_is_not_painted_again() -> None:
    shot = little_shot([line_drawing(0), line_drawing(4)])
    run = run_start(shot=shot, by=None)
    claim = run_claim(run.pk)
    assert claim
    shot_prepare(shot.pk)
    first = drawings_of(shot)[0]
    claim.propose(first, Painted(nothing_painted(4), 0), done=1)
    claim.give_back("test", counts=True)
    run_colour(str(run.pk))
    run.refresh_from_db()
    assert (run.status, run.drawings_done) == (RunStatus.DONE, 2)
    assert [p.drawing_id for p in Proposal.objects.order_by("drawing__number")] == [d.pk for d in drawings_of(shot)]
    assert entries(first) == [0, 0, 0]


def test_a_worker_asked_to_stop_hands_its_run_over_without_using_up_an_attempt() -> None:
    run, claim = claimed_run()
    with claim:
        release_held()
        with pytest.raises(ClaimLost), claim.writing():
            pass
    run.refresh_from_db()
    assert (run.status, run.attempt) == (RunStatus.QUEUED, 0)


def test_a_message_that_was_lost_is_sent_again_once() -> None:
    run = run_start(shot=little_shot([]), by=None)
    assert sweep_unheard() == 0
    fall_silent(run)
    assert sweep_unheard() == 1
    assert sweep_unheard() == 0


def test_a_shot_whose_drawings_nobody_cut_is_found() -> None:
    shot = little_shot([line_drawing(), black_page()])
    assert sweep_uncut() == 0
    Shot.objects.filter(pk=shot.pk).update(created_at=Now() - timedelta(hours=1))
    assert sweep_uncut() == 1
    shot_prepare(shot.pk)
    assert sweep_uncut() == 0


def test_a_run_of_a_deleted_shot_ends_quietly() -> None:
    run, claim = claimed_run()
    run.shot.delete()
    with pytest.raises(ClaimLost):
        claim.finish()
    run_colour(str(uuid.uuid4()))
