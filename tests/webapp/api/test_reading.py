"""What pages read: the same few queries for three drawings and for three hundred."""

import uuid
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.webapp.studio import JSON, World, client_of
from webapp.painting.models import Correction, Proposal, Run, RunStatus
from webapp.painting.tasks import colorize_shot
from webapp.productions.models import Drawing, Exposure, Shot


def grow(world: World, count: int) -> None:
    """The first drawing again and again, painted and corrected."""
    first = world.drawings[0]
    proposal = Proposal.objects.get(drawing=first)
    numbers = range(100, 100 + count)
    drawings = Drawing.objects.bulk_create(
        Drawing(
            level=first.level, number=number, file_name=f"A{number}.png", line=first.line,
            labels=first.labels, segment_count=first.segment_count,
        )
        for number in numbers
    )  # fmt: skip
    Exposure.objects.bulk_create(Exposure(level=first.level, frame=d.number, drawing=d) for d in drawings)
    Proposal.objects.bulk_create(
        Proposal(
            run=world.run, drawing=drawing, labels=first.labels,
            entry=proposal.entry, tone=proposal.tone, confidence=proposal.confidence,
        )
        for drawing in drawings
    )  # fmt: skip
    Correction.objects.bulk_create(
        Correction(drawing=drawing, labels=first.labels, segments=[1], entry=3, by=world.ren) for drawing in drawings
    )


def queries(client: Any, address: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


@pytest.mark.parametrize("path", ["shots/{shot}/", "shots/{shot}/paintings/", "productions/{production}/shots/"])
def test_three_hundred_drawings_need_no_more_queries_than_two(world: World, path: str) -> None:
    client = client_of(world.yuki)
    address = "/api/v1/" + path.format(shot=world.shot.pk, production=world.production.pk)
    few = queries(client, address)
    grow(world, 300)
    assert queries(client, address) == few
    assert few <= 13


def test_many_corrections_and_shots_need_no_more_queries(world: World) -> None:
    client = client_of(world.yuki)
    addresses = [
        f"/api/v1/drawings/{world.drawings[0].pk}/corrections/",
        f"/api/v1/productions/{world.production.pk}/shots/",
        "/api/v1/productions/",
        f"/api/v1/productions/{world.production.pk}/characters/",
        f"/api/v1/sheets/{world.sheet.pk}/",
    ]
    drawing = world.drawings[0]
    Correction.objects.create(drawing=drawing, labels=drawing.labels, segments=[1], entry=1, by=world.ren)
    few = [queries(client, address) for address in addresses]
    for n in range(20):
        Correction.objects.create(drawing=drawing, labels=drawing.labels, segments=[1], entry=1, by=world.ren)
        shot = Shot.objects.create(production=world.production, sheet=world.sheet, name=f"more {n}")
        Run.objects.create(shot=shot)
    assert [queries(client, address) for address in addresses] == few


def test_a_whole_shots_colours_come_at_once_with_an_event_number(world: World) -> None:
    client = client_of(world.yuki)
    before = client.get(f"/api/v1/shots/{world.shot.pk}/paintings/").json()
    assert before["event"] == 0
    drawing = world.drawings[1]
    body = {"segments": [1], "entry": 2, "client": str(uuid.uuid4())}
    client_of(world.ren).post(f"/api/v1/drawings/{drawing.pk}/corrections/", body, content_type=JSON)
    after = client.get(f"/api/v1/shots/{world.shot.pk}/paintings/").json()
    assert after["event"] == 1
    one = client.get(f"/api/v1/drawings/{drawing.pk}/painting/").json()
    assert after["paintings"][str(drawing.pk)] == one
    assert after["paintings"][str(world.drawings[0].pk)] == before["paintings"][str(world.drawings[0].pk)]


def test_a_shot_in_the_list_shows_its_latest_run_and_a_poster(world: World) -> None:
    newest = Run.objects.create(shot=world.shot, status=RunStatus.FAILED, reason="Too dark.")
    (shown,) = client_of(world.yuki).get(f"/api/v1/productions/{world.production.pk}/shots/").json()
    assert (shown["drawings"], shown["frames"]) == (2, 2)
    assert shown["run"]["id"] == str(newest.pk)
    assert shown["run"]["reason"] == "Too dark."
    assert client_of(world.yuki).get(shown["poster_url"])["Content-Type"] == "image/png"


def test_a_run_is_started_once_at_a_time_and_can_be_cancelled(
    world: World, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Any
) -> None:
    sent: list[str] = []
    monkeypatch.setattr(colorize_shot, "send", sent.append)
    client, address = client_of(world.ren), f"/api/v1/shots/{world.shot.pk}/runs/"
    with django_capture_on_commit_callbacks(execute=True):
        run = client.post(address, {}, content_type=JSON)
    assert run.status_code == 201
    assert sent == [run.json()["id"]]
    second = client.post(address, {}, content_type=JSON)
    assert (second.status_code, second.json()["error"]["code"]) == (409, "run_active")
    cancelled = client.post(f"/api/v1/runs/{run.json()['id']}/cancel/")
    assert (cancelled.status_code, cancelled.json()["status"]) == (200, "cancelled")
    assert [shown["status"] for shown in client.get(address).json()] == ["cancelled", "done"]


def test_a_deleted_shot_is_gone_and_everybody_hears_of_it(world: World) -> None:
    client, address = client_of(world.ren), f"/api/v1/shots/{world.shot.pk}/"
    assert client.delete(address).status_code == 204
    assert client.get(address).status_code == 404
    number = client.get(f"/api/v1/productions/{world.production.pk}/").json()["event"]
    event = world.production.events.get(number=number)
    assert (event.kind, event.payload) == ("shot.deleted", {"shot": world.shot.pk, "name": "c001"})
