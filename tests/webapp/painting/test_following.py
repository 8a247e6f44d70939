"""A correction carried on to the same segments of the other drawings, with the real engine on the real database."""

import uuid
from typing import Any

import pytest

from tests.webapp.painting.shots import COAT, PAPER, SKIN, drawings_of, line_drawing, little_shot
from tests.webapp.studio import JSON, client_of, member
from webapp.accounts.models import Role, User
from webapp.events.models import Event
from webapp.painting import engine
from webapp.painting.colouring import run_colour
from webapp.painting.final import final_painting
from webapp.painting.models import Correction, Proposal, Tie
from webapp.painting.services.corrections import correction_add, correction_undo
from webapp.painting.services.runs import run_start
from webapp.painting.tying import correction_carry, shot_tie
from webapp.productions.models import Drawing, Shot

pytestmark = pytest.mark.django_db

HEAD = 2  # segments of a drawing in raster order: paper, head, coat


@pytest.fixture
def shot() -> Shot:
    """Four drawings coloured by a run, their segments tied."""
    shot = little_shot([line_drawing(4 * number) for number in range(4)])
    run_colour(str(run_start(shot=shot, by=None).pk))
    shot_tie(shot.pk)
    return shot


@pytest.fixture
def ren(shot: Shot) -> User:
    return member("ren", Role.PAINTER, shot.production.studio)


def heads(shot: Shot) -> list[int]:
    return [int(final_painting(drawing).entry[HEAD]) for drawing in drawings_of(shot)]


def correct(drawing: Drawing, by: User | None, entry: int = COAT, **more: Any) -> Correction:
    return correction_add(drawing=drawing, by=by, segments=[HEAD], entry=entry, carry=True, **more).correction


def unsure(drawing: Drawing) -> None:
    proposal = Proposal.objects.get(drawing=drawing)
    proposal.confidence = bytes([60] * len(bytes(proposal.confidence)))
    proposal.save()


def test_a_correction_is_carried_on_to_the_drawings_that_follow(shot: Shot, ren: User) -> None:
    assert heads(shot) == [SKIN] * 4
    correct(drawings_of(shot)[0], ren)
    assert heads(shot) == [COAT] * 4
    finals = [final_painting(drawing) for drawing in drawings_of(shot)]
    assert [bool(final.by_person[HEAD]) for final in finals] == [True, False, False, False]  # nobody looked yet
    assert all(list(final.entry[[1, 3]]) == [PAPER, COAT] for final in finals)


def test_it_is_carried_back_where_the_engine_was_not_sure_of_the_same_wrong_colour(shot: Shot, ren: User) -> None:
    first, second = drawings_of(shot)[:2]
    correct(second, ren)
    assert heads(shot)[:2] == [SKIN, COAT]  # it was sure
    correction_undo(correction=Correction.objects.get(drawing=second), by=ren)
    unsure(first)
    correct(second, ren)
    assert heads(shot) == [COAT] * 4


def test_without_being_asked_nothing_is_carried(shot: Shot, ren: User) -> None:
    correction_add(drawing=drawings_of(shot)[0], by=ren, segments=[HEAD], entry=COAT)
    assert heads(shot) == [COAT, SKIN, SKIN, SKIN]


def test_one_undo_takes_all_back_and_one_redo_brings_all_again(shot: Shot, ren: User) -> None:
    correction = correct(drawings_of(shot)[0], ren)
    undo = correction_undo(correction=correction, by=ren)
    assert heads(shot) == [SKIN] * 4
    assert (undo.carried["drawings"], undo.carried["segments"]) == (3, 3)
    correction_undo(correction=undo.correction, by=ren)
    assert heads(shot) == [COAT] * 4


def test_what_a_person_painted_is_never_overwritten_and_undo_leaves_it_alone(shot: Shot, ren: User) -> None:
    mika = member("mika", Role.SUPERVISOR, shot.production.studio)
    drawings = drawings_of(shot)
    correction_add(drawing=drawings[1], by=mika, segments=[HEAD], entry=PAPER)
    correction = correct(drawings[0], ren)
    assert heads(shot)[:2] == [COAT, PAPER]
    later = correct(drawings[3], ren)
    correction_add(drawing=drawings[2], by=mika, segments=[HEAD], entry=PAPER)
    correction_undo(correction=later, by=ren)
    correction_undo(correction=correction, by=ren)
    assert heads(shot) == [SKIN, PAPER, PAPER, SKIN]


def test_accepting_what_is_right_stops_a_wrong_correction_on_its_way(shot: Shot, ren: User) -> None:
    drawings = drawings_of(shot)
    correct(drawings[2], ren, entry=SKIN)
    correct(drawings[0], ren)
    assert heads(shot) == [COAT, COAT, SKIN, SKIN]


def test_a_correction_costs_no_matching_and_one_event_tells_of_all(
    shot: Shot, ren: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    def never(*_: object) -> None:
        raise AssertionError("matched")

    monkeypatch.setattr(engine, "partners_of", never)
    correction = correct(drawings_of(shot)[0], ren)
    event = Event.objects.get(kind="correction.carried")
    assert event.payload["correction"] == correction.pk
    assert event.payload["by"] == {"id": ren.pk, "name": "ren"}
    told = {row["drawing"]: row["changes"]["segments"] for row in event.payload["drawings"]}
    assert told == {drawing.pk: [HEAD] for drawing in drawings_of(shot)[1:]}


def test_drawings_that_are_not_tied_yet_follow_as_soon_as_a_worker_has_looked(shot: Shot, ren: User) -> None:
    Tie.objects.all().delete()
    answer = correction_add(drawing=drawings_of(shot)[0], by=ren, segments=[HEAD], entry=COAT, carry=True)
    assert answer.carried["later"]
    assert heads(shot) == [COAT, SKIN, SKIN, SKIN]
    correction_carry(answer.correction.pk)
    correction_carry(answer.correction.pk)  # the message came twice
    assert heads(shot) == [COAT] * 4
    assert Correction.objects.filter(follows=answer.correction).count() == 3


def test_a_correction_taken_back_meanwhile_is_not_carried_on(shot: Shot, ren: User) -> None:
    Tie.objects.all().delete()
    correction = correct(drawings_of(shot)[0], ren)
    correction_undo(correction=correction, by=ren)
    correction_carry(correction.pk)
    assert heads(shot) == [SKIN] * 4


def test_ties_of_a_drawing_that_was_cut_anew_are_made_again(shot: Shot, ren: User) -> None:
    first = drawings_of(shot)[0]
    Tie.objects.filter(drawing=drawings_of(shot)[2]).update(labels="f" * 64)
    answer = correction_add(drawing=first, by=ren, segments=[HEAD], entry=COAT, carry=True)
    assert answer.carried["later"]
    correction_carry(answer.correction.pk)
    assert heads(shot) == [COAT] * 4


def test_over_http_the_answer_says_how_far_it_went(shot: Shot, ren: User) -> None:
    body = {"segments": [HEAD], "entry": COAT, "tone": 0, "client": str(uuid.uuid4()), "carry": True}
    url = f"/api/v1/drawings/{drawings_of(shot)[0].pk}/corrections/"
    answer = client_of(ren).post(url, body, content_type=JSON)
    assert answer.status_code == 201, answer.content
    assert answer.json()["carried"] == {"drawings": 3, "segments": 3, "later": False}
    again = client_of(ren).post(url, body, content_type=JSON)
    assert (again.status_code, heads(shot)) == (200, [COAT] * 4)
