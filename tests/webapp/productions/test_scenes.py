"""Scene palettes: the same painting in another light. All over HTTP."""

import json
from typing import Any

import numpy as np
import pytest

from inference.formats import read_palette, write_palette
from inference.formats.palette import Swatch, palette_of
from tests.webapp.exchange.files import upload
from tests.webapp.exchange.test_pictures import picture
from tests.webapp.painting.shots import COAT, COLORS, PAPER, SKIN
from tests.webapp.productions.test_editions import ask, coat_in_export, publish, use
from tests.webapp.productions.test_sheets import entries
from tests.webapp.studio import World, client_of, labels_of
from webapp.events.models import Event
from webapp.painting.models import Proposal
from webapp.productions.models import SceneColor

pytestmark = pytest.mark.filterwarnings("ignore:StreamingHttpResponse must consume asynchronous iterators")


def scene_of(world: World, name: str = "night", **fields: str) -> int:
    answer = ask(world, "POST", f"sheets/{world.sheet.pk}/scenes/", {"name": name, **fields})
    assert answer.status_code == 201, answer.content
    return int(answer.json()["id"])


def recolour(world: World, scene: int, key: int, **tones: Any) -> Any:
    return ask(world, "PATCH", f"sheets/{world.sheet.pk}/scenes/{scene}/entries/{key}/", tones)


def rgba(colour: str) -> tuple[int, ...]:
    return tuple(bytes.fromhex(colour[1:]))


def test_a_shot_is_seen_and_exported_in_its_scene_and_by_day(world: World) -> None:
    night = scene_of(world)
    proposals = Proposal.objects.count()
    assert recolour(world, night, COAT, normal="#0a1430").status_code == 200
    day, dark = rgba(COLORS[COAT]), (0x0A, 0x14, 0x30, 255)
    assert coat_in_export(world) == {day}
    assert coat_in_export(world, f"?scene={night}") == {dark}
    assert use(world, scene=night).json()["scene"] == night
    assert coat_in_export(world) == {dark}
    assert coat_in_export(world, "?scene=0") == {day}
    labels, client, drawing = labels_of(world.drawings[0]), client_of(world.yuki), world.drawings[0]
    pixels = picture(client, drawing, "?lines=none")
    assert (pixels[labels == COAT] == dark).all()
    assert (pixels[labels == SKIN] == rgba(COLORS[SKIN])).all()  # what the scene leaves out looks as by day
    assert (picture(client, drawing, "?lines=none&scene=0")[labels == COAT] == day).all()
    (row,) = ask(world, "GET", f"productions/{world.production.pk}/shots/").json()
    assert row["scene"] == "night"
    assert use(world, scene=None).json()["scene"] is None
    assert Proposal.objects.count() == proposals  # nothing ran


def test_a_changed_colour_of_a_scene_is_another_picture_and_everybody_hears_of_it(world: World) -> None:
    night, client = scene_of(world), client_of(world.yuki)
    address = f"/api/v1/drawings/{world.drawings[0].pk}/painted.png?scene={night}"
    before = client.get(address)["ETag"]
    assert client.get(address, headers={"if-none-match": before}).status_code == 304
    recolour(world, night, COAT, normal="#0a1430")
    assert client.get(address)["ETag"] != before
    event = Event.objects.filter(kind="sheet.changed").latest("number")
    assert event.payload["sheet"] == world.sheet.pk
    tones = {"highlight": None, "shadow": None, "second_shadow": None}
    assert event.payload["scenes"] == [
        {"id": night, "name": "night", "colors": [{"key": COAT, "normal": "#0a1430ff", **tones}]}
    ]


def test_a_scene_recolours_the_tones_of_the_day_and_adds_none(world: World) -> None:
    night = scene_of(world)
    answer = recolour(world, night, COAT, shadow="#000010")
    assert (answer.status_code, answer.json()["error"]["code"]) == (400, "bad_scene")
    entries(world, "PATCH", f"{COAT}/", {"shadow": "#102040"})
    assert recolour(world, night, COAT, shadow="#000010").json()["colors"][0]["shadow"] == "#000010ff"
    # By day the tone goes: then it shows as normal in every light.
    entries(world, "PATCH", f"{COAT}/", {"shadow": None})
    palette = client_of(world.yuki).get(f"/api/v1/sheets/{world.sheet.pk}/palette/?format=json&scene={night}")
    assert [entry.get("shadow") for entry in json.loads(palette.content)["entries"]] == [None, None, None]
    assert recolour(world, night, COAT, shadow=None).json()["colors"] == []
    assert not SceneColor.objects.exists()


def test_a_scene_can_start_as_the_day_through_a_filter(world: World) -> None:
    entries(world, "PATCH", f"{PAPER}/", {"normal": "#ffffff00"})
    night = scene_of(world, tint="#8080ff")
    shown = ask(world, "GET", f"sheets/{world.sheet.pk}/").json()["scenes"]
    assert [(scene["id"], scene["name"]) for scene in shown] == [(night, "night")]
    # 0xe0 * 0x80 / 0xff = 112.4; what is transparent stays.
    assert {c["key"]: c["normal"] for c in shown[0]["colors"]} == {SKIN: "#8070c8ff", COAT: "#152da0ff"}


def test_a_scene_that_a_shot_is_in_stays_and_names_are_given_once(world: World) -> None:
    night, dusk = scene_of(world), scene_of(world, "dusk")
    use(world, scene=night)
    at = f"sheets/{world.sheet.pk}/scenes"
    answer = ask(world, "DELETE", f"{at}/{night}/")
    assert (answer.status_code, answer.json()["error"]["code"]) == (409, "scene_in_use")
    assert answer.json()["error"]["details"] == {"shots": [world.shot.pk]}
    assert ask(world, "PATCH", f"{at}/{dusk}/", {"name": "night"}).json()["error"]["code"] == "name_taken"
    assert ask(world, "POST", f"{at}/", {"name": "night"}).json()["error"]["code"] == "name_taken"
    assert ask(world, "PATCH", f"{at}/{dusk}/", {"name": "sunset"}).json()["name"] == "sunset"
    assert ask(world, "DELETE", f"{at}/{dusk}/").status_code == 204
    assert use(world, scene=dusk).status_code == 404


def test_a_shot_takes_its_scene_along_to_another_edition(world: World) -> None:
    night = scene_of(world)
    recolour(world, night, COAT, normal="#0a1430")
    use(world, scene=night)
    edition = publish(world)
    recolour(world, night, COAT, normal="#ffffff")
    shot = use(world, sheet=edition["id"]).json()
    assert shot["scene"] == edition["scenes"][0]["id"] != night
    assert coat_in_export(world) == {(0x0A, 0x14, 0x30, 255)}
    restored = ask(world, "POST", f"sheets/{world.sheet.pk}/restore/", {"edition": edition["id"]}).json()
    assert restored["sheet"]["scenes"] == [{**edition["scenes"][0], "id": night}]


def test_a_scenes_colours_come_and_go_as_a_palette(world: World) -> None:
    night = scene_of(world)
    (coat,) = (e["name"] for e in ask(world, "GET", f"sheets/{world.sheet.pk}/").json()["entries"] if e["key"] == COAT)
    address = f"/api/v1/sheets/{world.sheet.pk}/scenes/{night}/palette/"
    data = write_palette(palette_of([Swatch(coat, (1, 2, 3, 255)), Swatch("moon", (9, 9, 9, 255))]), ".gpl")
    answer = client_of(world.mika).post(address, {"file": upload("night.gpl", data)})
    assert answer.status_code == 200
    assert [(color["key"], color["normal"]) for color in answer.json()["colors"]] == [(COAT, "#010203ff")]
    out = client_of(world.yuki).get(f"/api/v1/sheets/{world.sheet.pk}/palette/?format=gpl&scene={night}")
    assert out["Content-Disposition"].split('"')[1] == "Boxy v1 night.gpl"
    swatches = {swatch.name: swatch.color for swatch in read_palette(out.content, "x.gpl").swatches}
    assert swatches[coat] == (1, 2, 3, 255)
    assert "moon" not in swatches
    strange = write_palette(palette_of([Swatch("moon", (9, 9, 9, 255))]), ".gpl")
    refused = client_of(world.mika).post(address, {"file": upload("moon.gpl", strange)})
    assert (refused.status_code, refused.json()["error"]["code"]) == (400, "bad_upload")
    assert client_of(world.ren).post(address, {"file": upload("night.gpl", data)}).status_code == 403


def test_the_picture_of_a_scene_is_small_too(world: World) -> None:
    night = scene_of(world, tint="#000000")
    small = picture(client_of(world.yuki), world.drawings[0], f"?lines=none&width=40&scene={night}")
    assert small.shape == (30, 40, 4)
    assert np.unique(small[..., :3]).tolist() == [0]
