"""Sheets are published, compared and brought back; shots hold on to one of them. All over HTTP."""

import json
from typing import Any

import pytest

from inference.formats import read_image
from tests.webapp.exchange.test_pictures import export
from tests.webapp.painting.shots import COAT, COLORS, SKIN, line_drawing, painted_drawing
from tests.webapp.productions.test_sheets import CAPE, entries, pictures
from tests.webapp.studio import JSON, World, client_of, labels_of, member
from webapp.accounts.models import Role
from webapp.events.models import Event
from webapp.painting.models import Correction, Run, RunStatus
from webapp.productions.models import ColorEntry, DesignSheet, ReferenceView, ScenePalette

TOLD = {"name": "first colours", "note": "as approved on Monday"}


def ask(world: World, method: str, path: str, body: Any = None, who: Any = None) -> Any:
    return client_of(who or world.mika).generic(method, f"/api/v1/{path}", json.dumps(body), content_type=JSON)


def publish(world: World, **told: str) -> Any:
    answer = ask(world, "POST", f"sheets/{world.sheet.pk}/editions/", {**TOLD, **told})
    assert answer.status_code == 201, answer.content
    return answer.json()


def use(world: World, **fields: Any) -> Any:
    return ask(world, "PATCH", f"shots/{world.shot.pk}/", fields, world.ren)


def colours(world: World, sheet: int) -> dict[int, str]:
    return dict(ColorEntry.objects.filter(sheet=sheet).values_list("key", "normal"))


def coat_in_export(world: World, query: str = "") -> set[tuple[int, ...]]:
    archive = export(client_of(world.yuki), world, query)
    pixels = read_image(archive.read("A/A0001.png"), "A0001.png")
    return {tuple(map(int, pixel)) for pixel in pixels[labels_of(world.drawings[0]) == COAT]}


def test_an_edition_is_numbered_named_and_says_who_when_and_what(world: World) -> None:
    first = publish(world)
    second = publish(world, name="warmer")
    assert (first["label"], first["edition"], second["label"]) == ("v1.1", 1, "v1.2")
    assert (first["name"], first["note"], first["by"]) == (*TOLD.values(), "mika")
    rows = ask(world, "GET", f"sheets/{first['id']}/editions/", who=world.yuki).json()
    assert [(row["label"], row["entries"], row["views"]) for row in rows] == [
        ("v1", 3, 1), ("v1.2", 3, 1), ("v1.1", 3, 1),
    ]  # fmt: skip
    (character,) = ask(world, "GET", f"productions/{world.production.pk}/characters/").json()
    assert [sheet["label"] for sheet in character["sheets"]] == ["v1", "v1.2", "v1.1"]
    events = Event.objects.filter(kind="sheet.published")
    assert [event.payload["label"] for event in events] == ["v1.1", "v1.2"]


def test_what_is_published_stays_as_it_is(world: World) -> None:
    ask(world, "POST", f"sheets/{world.sheet.pk}/scenes/", {"name": "night", "tint": "#404060"})
    edition = publish(world)
    before = ask(world, "GET", f"sheets/{edition['id']}/").json()
    (scene,), (view,) = before["scenes"], before["views"]
    at = f"sheets/{edition['id']}"
    for method, path, body in (
        ("POST", "entries/", CAPE), ("PATCH", "entries/2/", {"name": "x"}), ("DELETE", "entries/1/", None),
        ("POST", "editions/", TOLD), ("POST", "restore/", {"edition": world.sheet.pk}),
        ("DELETE", f"views/{view['id']}/", None), ("POST", "scenes/", {"name": "dusk"}),
        ("PATCH", f"scenes/{scene['id']}/", {"name": "x"}), ("DELETE", f"scenes/{scene['id']}/", None),
        ("PATCH", f"scenes/{scene['id']}/entries/2/", {"normal": "#000000"}),
    ):  # fmt: skip
        answer = ask(world, method, f"{at}/{path}", body)
        assert (answer.status_code, answer.json()["error"]["code"]) == (409, "sheet_published"), path
    answer = pictures(world, f"{at}/views/", painted=painted_drawing(2), line=line_drawing(2), name="back")
    assert answer.json()["error"]["code"] == "sheet_published"
    assert entries(world, "PATCH", "2/", {"normal": "#010203"}).status_code == 200  # the working sheet goes on
    assert ask(world, "GET", f"{at}/").json() == before


def test_a_shot_shows_and_exports_the_colours_of_the_sheet_it_holds_on_to(world: World) -> None:
    edition = publish(world)
    entries(world, "PATCH", f"{COAT}/", {"normal": "#010203"})
    assert coat_in_export(world) == {(1, 2, 3, 255)}
    answer = use(world, sheet=edition["id"])
    assert (answer.status_code, answer.json()["sheet"]) == (200, edition["id"])
    assert coat_in_export(world) == {tuple(bytes.fromhex(COLORS[COAT][1:]))}
    (row,) = ask(world, "GET", f"productions/{world.production.pk}/shots/").json()
    assert row["sheet"] == {"id": edition["id"], "name": "Boxy v1.1", "published": True}
    assert Event.objects.filter(kind="shot.changed").exists()


def test_a_shot_is_not_given_a_sheet_that_lacks_what_it_is_painted_with(world: World) -> None:
    edition = publish(world)
    cape = entries(world, "POST", body=CAPE).json()
    drawing = world.drawings[0]
    Correction.objects.create(drawing=drawing, labels=drawing.labels, segments=[3], entry=cape["key"])
    answer = use(world, sheet=edition["id"])
    assert (answer.status_code, answer.json()["error"]["code"]) == (409, "entry_in_use")
    assert "cape" in answer.json()["error"]["message"]
    rival = ask(world, "POST", f"productions/{world.production.pk}/characters/", {"name": "Rival"}).json()
    other = ask(world, "POST", f"characters/{rival['id']}/sheets/", {"entries": [CAPE]}).json()
    assert use(world, sheet=other["id"]).json()["error"]["code"] == "another_character"
    Run.objects.update(status=RunStatus.RUNNING)
    assert use(world, sheet=edition["id"]).json()["error"]["code"] == "run_active"
    world.shot.refresh_from_db()
    assert world.shot.sheet_id == world.sheet.pk


def test_two_sheets_are_compared(world: World) -> None:
    ask(world, "POST", f"sheets/{world.sheet.pk}/scenes/", {"name": "night", "tint": "#808080"})
    edition = publish(world)
    entries(
        world, "PATCH", f"{COAT}/", {"normal": "#010203", "shadow": "#000001", "name": "long coat", "group": "uniform"}
    )
    cape = entries(world, "POST", body=CAPE).json()
    Correction.objects.create(drawing=world.drawings[0], labels=world.drawings[0].labels, segments=[2], entry=COAT)
    Correction.objects.create(drawing=world.drawings[1], labels=world.drawings[1].labels, segments=[2], entry=COAT)
    assert entries(world, "DELETE", f"{SKIN}/").status_code == 204
    night = ScenePalette.objects.get(sheet=world.sheet)
    ask(world, "PATCH", f"sheets/{world.sheet.pk}/scenes/{night.pk}/entries/{COAT}/", {"normal": "#000011"})
    ask(world, "POST", f"sheets/{world.sheet.pk}/scenes/", {"name": "dusk"})
    found = ask(world, "GET", f"sheets/{edition['id']}/compare/{world.sheet.pk}/", who=world.yuki).json()
    assert [entry["key"] for entry in found["added"]] == [cape["key"]]
    assert [entry["key"] for entry in found["gone"]] == [SKIN]
    (change,) = found["changed"]
    assert change["fields_changed"] == ["name", "group", "normal", "shadow"]
    assert (change["before"]["normal"], change["after"]["normal"]) == (COLORS[COAT], "#010203ff")
    assert (found["same"], found["scenes_added"], found["views_added"]) == (1, ["dusk"], [])
    (light,) = found["scenes_changed"]
    assert (light["scene"], light["name"], light["after"]["normal"]) == ("night", "long coat", "#000011ff")


def test_going_back_loses_nothing(world: World) -> None:
    edition = publish(world)
    entries(world, "PATCH", f"{COAT}/", {"normal": "#010203"})
    cape, scarf = (entries(world, "POST", body={**CAPE, "name": name}).json() for name in ("cape", "scarf"))
    drawing = world.drawings[0]
    Correction.objects.create(drawing=drawing, labels=drawing.labels, segments=[2], entry=cape["key"])
    pictures(world, f"sheets/{world.sheet.pk}/views/", painted=painted_drawing(2), line=line_drawing(2), name="back")
    restored = ask(world, "POST", f"sheets/{world.sheet.pk}/restore/", {"edition": edition["id"]}).json()
    # What was there is an edition now, what is in use has stayed.
    assert restored["kept_as"] == "v1.2"
    assert [entry["name"] for entry in restored["kept"]] == ["cape"]
    now = colours(world, world.sheet.pk)
    assert now == {**colours(world, edition["id"]), cape["key"]: "#112233ff"}
    assert [view["name"] for view in restored["sheet"]["views"]] == ["front"]
    before = DesignSheet.objects.get(character=world.sheet.character_id, edition=2)
    assert colours(world, before.pk) == {**now, COAT: "#010203ff", scarf["key"]: "#112233ff"}
    assert ReferenceView.objects.filter(sheet=before).count() == 2
    # And there again: the working sheet says what v1.2 does.
    again = ask(world, "POST", f"sheets/{world.sheet.pk}/restore/", {"edition": before.pk}).json()
    assert (again["kept_as"], again["kept"]) == ("v1.3", [])
    assert colours(world, world.sheet.pk) == colours(world, before.pk)
    once_more = ask(world, "POST", f"sheets/{world.sheet.pk}/restore/", {"edition": before.pk}).json()
    assert once_more["kept_as"] == "v1.4"
    assert ask(world, "POST", f"sheets/{world.sheet.pk}/restore/", {"edition": before.pk}).json()["kept_as"] is None


def test_a_painter_does_not_publish_and_a_stranger_sees_no_edition(world: World) -> None:
    edition = publish(world)
    assert ask(world, "POST", f"sheets/{world.sheet.pk}/editions/", TOLD, world.ren).status_code == 403
    restore = f"sheets/{world.sheet.pk}/restore/"
    assert ask(world, "POST", restore, {"edition": edition["id"]}, world.ren).status_code == 403
    stranger = member("other", Role.SUPERVISOR, world.stranger.memberships.get().studio)
    for path in (f"sheets/{edition['id']}/editions/", f"sheets/{edition['id']}/compare/{world.sheet.pk}/"):
        assert ask(world, "GET", path, who=stranger).status_code == 404
    assert use(world, sheet=10**6).status_code == 404


pytestmark = pytest.mark.filterwarnings("ignore:StreamingHttpResponse must consume asynchronous iterators")
