"""Corrections over HTTP: appended, undone, redone, each counted once."""

import threading
import uuid
from typing import Any

import pytest
from django.db import connections
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.webapp.studio import JSON, World, build_world, client_of
from webapp.events.models import Event
from webapp.painting.final import final_painting
from webapp.painting.models import Correction
from webapp.painting.services.corrections import correction_add, correction_undo
from webapp.productions.models import Drawing


def correct(world: World, drawing: Drawing, **body: Any) -> Any:
    body = {"segments": [2], "entry": 3, "tone": 0, "client": str(uuid.uuid4()), **body}
    return client_of(world.ren).post(f"/api/v1/drawings/{drawing.pk}/corrections/", body, content_type=JSON)


def undo(world: World, correction: int, client: str | None = None) -> Any:
    body = {"client": client or str(uuid.uuid4())}
    return client_of(world.ren).post(f"/api/v1/corrections/{correction}/undo/", body, content_type=JSON)


def entries(world: World, drawing: Drawing) -> list[int]:
    shown: list[int] = client_of(world.yuki).get(f"/api/v1/drawings/{drawing.pk}/painting/").json()["entry"]
    return shown


def test_a_click_gives_a_segment_its_colour_and_says_so_to_everybody(world: World) -> None:
    drawing, client = world.drawings[0], str(uuid.uuid4())
    answer = correct(world, drawing, segments=[2, 1, 2], entry=3, tone=2, client=client)
    assert answer.status_code == 201
    shown = answer.json()
    changes = {
        "segments": [1, 2], "entry": [3, 3], "tone": [2, 2], "confidence": [255, 255], "by_person": [True, True],
        "provisional": [False, False],
    }  # fmt: skip
    assert shown.pop("changes") == changes
    assert shown.pop("carried") == {"drawings": 0, "segments": 0, "later": False}
    assert shown["by"] == {"id": world.ren.pk, "name": "ren"}
    assert (shown["client"], shown["segments"], shown["undoes"]) == (client, [1, 2], None)
    event = Event.objects.get(kind="correction.added")
    assert event.payload == {
        "shot": world.shot.pk, "drawing": drawing.pk, "correction": shown, "changes": changes,
    }  # fmt: skip
    assert client_of(world.yuki).get(f"/api/v1/drawings/{drawing.pk}/corrections/").json() == [shown]
    painting = client_of(world.yuki).get(f"/api/v1/drawings/{drawing.pk}/painting/").json()
    assert painting["entry"] == [0, 3, 3, 3]
    assert painting["tone"] == [0, 2, 2, 0]
    assert painting["by_person"] == [False, True, True, False]
    assert painting["confidence"] == [200, 255, 255, 200]
    assert painting["labels"] == drawing.labels


def test_a_request_that_is_sent_again_counts_once(world: World) -> None:
    drawing, client = world.drawings[0], str(uuid.uuid4())
    first, again = (correct(world, drawing, client=client) for _ in range(2))
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json() == again.json()
    assert (Correction.objects.count(), Event.objects.count()) == (1, 1)
    taken_back = [undo(world, first.json()["id"], "6f3b8f0e-0000-4000-8000-000000000000") for _ in range(2)]
    assert [answer.status_code for answer in taken_back] == [201, 200]
    assert Correction.objects.count() == 2


def test_undo_brings_back_what_was_there_and_redo_takes_it_away_again(world: World) -> None:
    drawing = world.drawings[0]
    done = correct(world, drawing).json()
    assert entries(world, drawing) == [0, 1, 3, 3]
    undone = undo(world, done["id"]).json()
    assert (undone["undoes"], undone["changes"]["entry"], undone["changes"]["by_person"]) == (done["id"], [2], [False])
    assert entries(world, drawing) == [0, 1, 2, 3]
    redone = undo(world, undone["id"]).json()
    assert redone["changes"] == done["changes"]
    assert entries(world, drawing) == [0, 1, 3, 3]


def test_entry_0_takes_the_paint_off(world: World) -> None:
    assert correct(world, world.drawings[0], entry=0).json()["changes"]["entry"] == [0]
    assert [entries(world, drawing).count(0) for drawing in world.drawings] == [2, 1]  # the line is never painted


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"segments": [4]}, "bad_correction"), ({"entry": 9}, "bad_correction"), ({"segments": []}, "bad_request"),
        ({"segments": [0]}, "bad_request"), ({"segments": [-1]}, "bad_request"), ({"segments": "1"}, "bad_request"),
        ({"segments": [2**31]}, "bad_request"), ({"tone": 4}, "bad_request"), ({"tone": -1}, "bad_request"),
        ({"entry": 70000}, "bad_request"), ({"entry": None}, "bad_request"), ({"client": "x"}, "bad_request"),
        ({"client": None}, "bad_request"),
    ],
)  # fmt: skip
def test_a_correction_that_makes_no_sense_is_refused(world: World, wrong: dict[str, Any], code: str) -> None:
    answer = correct(world, world.drawings[0], **wrong)
    assert (answer.status_code, answer.json()["error"]["code"]) == (400, code)
    assert (Correction.objects.count(), Event.objects.count()) == (0, 0)


def test_before_segments_are_cut_nothing_can_be_corrected(world: World) -> None:
    Drawing.objects.update(labels="", segment_count=None)
    answer = correct(world, world.drawings[0])
    assert (answer.status_code, answer.json()["error"]["code"]) == (400, "bad_correction")
    empty = {"labels": "", "entry": [], "tone": [], "confidence": [], "by_person": [], "provisional": []}
    assert client_of(world.yuki).get(f"/api/v1/drawings/{world.drawings[0].pk}/painting/").json() == empty


def test_what_was_said_of_an_earlier_label_map_is_kept_but_no_longer_shown(world: World) -> None:
    drawing = world.drawings[0]
    done = correct(world, drawing).json()
    Drawing.objects.filter(pk=drawing.pk).update(labels=world.drawings[1].labels)
    assert entries(world, drawing) == [0, 0, 0, 0]
    assert undo(world, done["id"]).json()["changes"]["segments"] == []
    assert Correction.objects.count() == 2


class Model:
    """Corrections as anybody would write them down: replay what is in force, from the start, each time."""

    def __init__(self, start: list[int]) -> None:
        self.start = start
        self.said: list[tuple[int, int] | int] = []

    def now(self) -> list[int]:
        alive = [True] * len(self.said)
        for at in reversed(range(len(self.said))):
            undoes = self.said[at]
            if isinstance(undoes, int) and alive[at]:
                alive[undoes] = False
        painting = list(self.start)
        for said, counts in zip(self.said, alive, strict=True):
            if counts and isinstance(said, tuple):
                painting[said[0]] = said[1]
        return painting


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.one_of(st.tuples(st.integers(1, 3), st.integers(0, 3)), st.integers(0, 20)), max_size=12))
def test_whatever_is_painted_undone_and_redone_the_painting_is_what_is_in_force(
    world: World, actions: list[tuple[int, int] | int]
) -> None:
    drawing = world.drawings[0]
    Correction.objects.all().delete()
    model = Model([0, 1, 2, 3])
    made: list[Correction] = []
    for action in actions:
        if isinstance(action, tuple):
            made.append(correction_add(drawing=drawing, by=world.ren, segments=[action[0]], entry=action[1]).correction)
            model.said.append(action)
        elif made:
            at = action % len(made)
            made.append(correction_undo(correction=made[at], by=world.ren).correction)
            model.said.append(at)
    assert final_painting(drawing).entry.tolist() == model.now()


@pytest.mark.django_db(transaction=True)
def test_four_painters_at_once_lose_nothing_and_events_are_in_the_order_of_corrections() -> None:
    world = build_world()

    def paint(painter: int) -> None:
        for n in range(10):
            drawing = world.drawings[n % 2]
            correction_add(drawing=drawing, by=world.ren, segments=[painter % 3 + 1], entry=1, client=uuid.uuid4())
        connections.close_all()

    painters = [threading.Thread(target=paint, args=(n,)) for n in range(4)]
    for painter in painters:
        painter.start()
    for painter in painters:
        painter.join()
    events = list(Event.objects.filter(kind="correction.added"))
    assert [event.number for event in events] == list(range(1, 41))
    for drawing in world.drawings:
        told = [event.payload["correction"]["id"] for event in events if event.payload["drawing"] == drawing.pk]
        assert told == list(Correction.objects.filter(drawing=drawing).order_by("id").values_list("id", flat=True))
