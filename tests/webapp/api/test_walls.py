"""A member of one production learns nothing of another; a viewer changes nothing."""

import json
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.webapp.painting.shots import line_drawing, painted_drawing
from tests.webapp.studio import JSON, World, client_of, files_stored, member
from webapp.accounts.models import Membership, Role, Studio
from webapp.events.models import Event
from webapp.painting.models import Correction, Run
from webapp.productions.models import (
    Character,
    ColorEntry,
    DesignSheet,
    Drawing,
    Production,
    ReferenceView,
    SceneColor,
    ScenePalette,
    Shot,
)
from webapp.review.models import Note, Reply

Ask = Callable[[Client, World], Any]


def get(path: str) -> Ask:
    return lambda client, world: client.get(address(path, world))


def send(method: str, path: str, body: dict[str, Any] | None = None) -> Ask:
    text = json.dumps(body or {})
    return lambda client, world: client.generic(method, address(path, world), text, content_type=JSON)


def form(path: str, **fields: Any) -> Ask:
    return lambda client, world: client.post(address(path, world), _form(fields, world))


def address(path: str, world: World) -> str:
    view = world.sheet.views.get()
    first = world.drawings[0]
    known = {
        "production": world.production.pk, "character": world.sheet.character_id, "sheet": world.sheet.pk,
        "view": view.pk, "view_line": view.line, "shot": world.shot.pk, "drawing": first.pk, "line": first.line,
        "labels": first.labels, "run": world.run.pk, "correction": Correction.objects.get().pk,
        "scene": ScenePalette.objects.get().pk, "note": Note.objects.get().pk,
    }  # fmt: skip
    return f"/api/v1/{path.format(**known)}"


def _form(fields: dict[str, Any], world: World) -> dict[str, Any]:
    made: dict[str, Any] = {
        "LINE": SimpleUploadedFile("A0001.png", line_drawing()),
        "PAINTED": SimpleUploadedFile("A0001.png", painted_drawing()),
        "SHEET": world.sheet.pk,
    }
    return {name: made.get(value, value) for name, value in fields.items()}


COLOUR = {"segments": [1], "entry": 2, "tone": 0, "client": str(uuid.uuid4())}
NOTE = {"x": 1, "y": 1, "text": "Darker", "client": str(uuid.uuid4())}
STROKE = {"part": "hair", "points": [[1, 1]], "client": str(uuid.uuid4())}
READS: dict[str, Ask] = {
    path: get(path)
    for path in (
        "productions/{production}/", "productions/{production}/characters/", "productions/{production}/shots/",
        "sheets/{sheet}/editions/", "sheets/{sheet}/compare/{sheet}/",
        "sheets/{sheet}/", "sheets/{sheet}/views/{view}/line/{view_line}.png", "shots/{shot}/",
        "shots/{shot}/paintings/", "shots/{shot}/runs/", "shots/{shot}/export/", "runs/{run}/",
        "drawings/{drawing}/painting/",
        "drawings/{drawing}/line/{line}.png", "drawings/{drawing}/labels/{labels}/", "drawings/{drawing}/painted.png",
        "drawings/{drawing}/corrections/", "drawings/{drawing}/strokes/",
        "shots/{shot}/notes/", "shots/{shot}/notes.csv",
    )
}  # fmt: skip
PAINTERS_WRITE: dict[str, Ask] = {
    "upload a shot": form("productions/{production}/shots/", name="new", sheet="SHEET", files="LINE"),
    "put a shot into a scene": send("PATCH", "shots/{shot}/", {"scene": None}),
    "delete a shot": send("DELETE", "shots/{shot}/"),
    "start a run": send("POST", "shots/{shot}/runs/"),
    "cancel a run": send("POST", "runs/{run}/cancel/"),
    "correct": send("POST", "drawings/{drawing}/corrections/", COLOUR),
    "draw a stroke": send("POST", "drawings/{drawing}/strokes/", STROKE),
    "pin a note": send("POST", "drawings/{drawing}/notes/", NOTE),
    "resolve a note": send("PATCH", "notes/{note}/", {"resolved": True}),
    "answer a note": send("POST", "notes/{note}/replies/", {"text": "Yes", "client": str(uuid.uuid4())}),
    "undo": send("POST", "corrections/{correction}/undo/", {"client": str(uuid.uuid4())}),
}
ENTRY = {"name": "cape", "category": "clothes", "normal": "#112233"}
SUPERVISORS_WRITE: dict[str, Ask] = {
    "add a character": send("POST", "productions/{production}/characters/", {"name": "Rival"}),
    "add a sheet": send("POST", "characters/{character}/sheets/", {"entries": [ENTRY]}),
    "sheet from a picture": form("characters/{character}/sheets/from-picture/", painted="PAINTED", line="LINE"),
    "add an entry": send("POST", "sheets/{sheet}/entries/", ENTRY),
    "change an entry": send("PATCH", "sheets/{sheet}/entries/2/", {"normal": "#112233"}),
    "delete an entry": send("DELETE", "sheets/{sheet}/entries/2/"),
    "add a view": form("sheets/{sheet}/views/", name="back", painted="PAINTED", line="LINE"),
    "publish a sheet": send("POST", "sheets/{sheet}/editions/", {"name": "first"}),
    "go back to a sheet": send("POST", "sheets/{sheet}/restore/", {"edition": 1}),
    "recolour a scene": send("PATCH", "sheets/{sheet}/scenes/{scene}/entries/2/", {"normal": "#112233"}),
    "delete a scene": send("DELETE", "sheets/{sheet}/scenes/{scene}/"),
    "delete a view": send("DELETE", "sheets/{sheet}/views/{view}/"),
}
WRITES = PAINTERS_WRITE | SUPERVISORS_WRITE
ALL = READS | WRITES


@pytest.fixture
def corrected(world: World) -> World:
    drawing = world.drawings[0]
    Correction.objects.create(drawing=drawing, labels=drawing.labels, segments=[1], entry=3, by=world.ren)
    ScenePalette.objects.create(sheet=world.sheet, name="night")
    Note.objects.create(drawing=drawing, number=1, x=1, y=1, text="Redder", by=world.ren)
    return world


def everything() -> tuple[Any, ...]:
    """Row counts, contents that writes would touch, and files."""
    models = (Production, Character, DesignSheet, ReferenceView, Shot, Drawing, Run, Correction, Event)
    counts = tuple(model._default_manager.count() for model in models)
    return (
        *counts,
        sorted(ColorEntry.objects.values_list()),
        sorted(ScenePalette.objects.values_list()),
        SceneColor.objects.count(),
        sorted(Note.objects.values_list("resolved_at", "active")),
        Reply.objects.count(),
        sorted(Run.objects.values_list("status")),
        files_stored(),
    )


def code(answer: Any) -> tuple[int, str]:
    return answer.status_code, json.loads(answer.content)["error"]["code"]


@pytest.mark.parametrize("what", ALL)
def test_who_has_not_signed_in_gets_401(corrected: World, what: str) -> None:
    before = everything()
    assert code(ALL[what](client_of(None), corrected)) == (401, "not_signed_in")
    assert everything() == before


@pytest.mark.parametrize("what", ALL)
def test_a_stranger_cannot_tell_what_is_there_from_what_is_not(corrected: World, what: str) -> None:
    before = everything()
    assert code(ALL[what](client_of(corrected.stranger), corrected)) == (404, "not_found")
    assert everything() == before


@pytest.mark.parametrize("what", WRITES)
def test_a_viewer_may_look_but_not_touch(corrected: World, what: str) -> None:
    before = everything()
    assert code(WRITES[what](client_of(corrected.yuki), corrected)) == (403, "not_allowed")
    assert everything() == before


@pytest.mark.parametrize("what", SUPERVISORS_WRITE)
def test_a_painter_leaves_sheets_alone(corrected: World, what: str) -> None:
    before = everything()
    assert code(SUPERVISORS_WRITE[what](client_of(corrected.ren), corrected)) == (403, "not_allowed")
    assert everything() == before


@pytest.mark.parametrize("what", READS)
def test_a_viewer_sees_everything_of_the_production(corrected: World, what: str) -> None:
    assert READS[what](client_of(corrected.yuki), corrected).status_code == 200


def test_the_same_words_for_a_shot_of_others_and_for_none_at_all(corrected: World) -> None:
    client = client_of(corrected.stranger)
    of_others = client.get(f"/api/v1/shots/{corrected.shot.pk}/")
    of_nobody = client.get("/api/v1/shots/999999/")
    assert of_others.content == of_nobody.content


def test_a_list_holds_only_productions_of_ones_own(world: World) -> None:
    names = [production["name"] for production in client_of(world.stranger).get("/api/v1/productions/").json()]
    assert names == ["Secret"]


def test_a_guest_of_one_production_does_not_see_the_studios_others(world: World) -> None:
    other = Production.objects.create(studio=world.studio, name="Film")
    guest = client_of(member("guest", Role.PAINTER, world.studio, production=other))
    assert [p["name"] for p in guest.get("/api/v1/productions/").json()] == ["Film"]
    assert guest.get(f"/api/v1/productions/{world.production.pk}/").status_code == 404
    assert guest.get(f"/api/v1/shots/{world.shot.pk}/").status_code == 404


def test_the_stronger_of_two_roles_counts(world: World) -> None:
    Membership.objects.create(user=world.yuki, studio=world.studio, production=world.production, role=Role.SUPERVISOR)
    (shown,) = client_of(world.yuki).get("/api/v1/productions/").json()
    assert shown["role"] == "supervisor"
    (shown,) = client_of(world.ren).get("/api/v1/productions/").json()
    assert shown["role"] == "painter"


def test_a_membership_that_names_a_production_of_another_studio_opens_nothing(world: World) -> None:
    elsewhere = Studio.objects.get(name="Elsewhere")
    Membership.objects.create(user=world.stranger, studio=elsewhere, production=world.production, role=Role.SUPERVISOR)
    assert client_of(world.stranger).get(f"/api/v1/productions/{world.production.pk}/").status_code == 404


def test_only_a_supervisor_of_the_whole_studio_opens_productions(world: World) -> None:
    body = {"studio": world.studio.pk, "name": "Second season"}

    def ask(who: Any) -> Any:
        return client_of(who).post("/api/v1/productions/", body, content_type=JSON)

    guest = member("guest", Role.SUPERVISOR, world.studio, production=world.production)
    assert code(ask(world.stranger)) == (404, "not_found")
    assert code(ask(world.ren)) == (403, "not_allowed")
    assert code(ask(guest)) == (403, "not_allowed")
    assert not Production.objects.filter(name="Second season").exists()
    answer = ask(world.mika)
    assert answer.status_code == 201
    assert answer.json()["role"] == "supervisor"
    assert code(ask(world.mika)) == (409, "name_taken")


def test_a_sheet_of_another_production_cannot_be_used(world: World) -> None:
    secret = DesignSheet.objects.create(
        character=Character.objects.create(production=Production.objects.get(name="Secret"), name="Spy"), version=1
    )
    shot = {"name": "x", "sheet": secret.pk, "files": SimpleUploadedFile("A1.png", line_drawing())}
    answer = client_of(world.ren).post(f"/api/v1/productions/{world.production.pk}/shots/", shot)
    assert answer.status_code == 404
    copy = client_of(world.mika).post(
        f"/api/v1/characters/{world.sheet.character_id}/sheets/", {"from_sheet": secret.pk}, content_type=JSON
    )
    assert copy.status_code == 404
