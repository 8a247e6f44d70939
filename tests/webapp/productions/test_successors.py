"""Entries in use do not vanish: they become one with another, are split, and change their places. All over HTTP."""

from typing import Any

import pytest

from tests.webapp.painting.shots import COAT, COLORS, PAPER, SKIN
from tests.webapp.productions.test_editions import ask, coat_in_export, publish, use
from tests.webapp.productions.test_scenes import recolour, rgba, scene_of
from tests.webapp.productions.test_sheets import CAPE, entries
from tests.webapp.studio import World
from webapp.events.models import Event
from webapp.painting.models import Correction, Proposal
from webapp.productions.models import ColorEntry

pytestmark = pytest.mark.filterwarnings("ignore:StreamingHttpResponse must consume asynchronous iterators")


def painted(world: World) -> list[int]:
    answer = ask(world, "GET", f"drawings/{world.drawings[0].pk}/painting/", who=world.yuki)
    return list(answer.json()["entry"])


def keys_in_order(world: World) -> list[int]:
    return [entry["key"] for entry in ask(world, "GET", f"sheets/{world.sheet.pk}/").json()["entries"]]


def merge(world: World, key: int, successor: int) -> Any:
    return entries(world, "DELETE", f"{key}/?successor={successor}")


def test_two_entries_become_one_and_nothing_painted_is_edited(world: World) -> None:
    before = list(Proposal.objects.values_list("entry", flat=True))
    assert painted(world) == [0, PAPER, SKIN, COAT]
    assert merge(world, COAT, SKIN).status_code == 204
    assert painted(world) == [0, PAPER, SKIN, SKIN]
    assert coat_in_export(world) == {rgba(COLORS[SKIN])}
    event = Event.objects.filter(kind="sheet.changed").latest("number")
    assert event.payload["successors"] == {str(COAT): SKIN}
    assert list(Proposal.objects.values_list("entry", flat=True)) == before
    # What comes from the engine's old choices is offered under the new key, too.
    queue = ask(world, "GET", f"shots/{world.shot.pk}/queue/").json()
    assert all(choice["entry"] != COAT for item in queue["items"] for choice in item["choices"])


def test_a_chain_of_successors_ends_at_the_entry_that_is_there(world: World) -> None:
    cape = entries(world, "POST", body=CAPE).json()["key"]
    drawing = world.drawings[0]
    Correction.objects.create(drawing=drawing, labels=drawing.labels, segments=[2], entry=cape)
    assert merge(world, cape, COAT).status_code == 204
    assert merge(world, COAT, PAPER).status_code == 204
    assert painted(world) == [0, PAPER, PAPER, PAPER]
    assert merge(world, SKIN, SKIN).status_code == 404
    assert merge(world, SKIN, cape).status_code == 404
    assert entries(world, "DELETE", f"{PAPER}/").json()["error"]["code"] == "entry_in_use"


def test_going_back_parts_what_became_one(world: World) -> None:
    edition = publish(world)
    merge(world, COAT, SKIN)
    merged = publish(world, name="one colour less")
    use(world, sheet=merged["id"])
    assert painted(world) == [0, PAPER, SKIN, SKIN]  # an edition remembers what became one in it
    use(world, sheet=edition["id"])
    assert painted(world) == [0, PAPER, SKIN, COAT]
    use(world, sheet=world.sheet.pk)
    assert painted(world) == [0, PAPER, SKIN, SKIN]
    restored = ask(world, "POST", f"sheets/{world.sheet.pk}/restore/", {"edition": edition["id"]}).json()
    assert (restored["kept_as"], restored["kept"], restored["sheet"]["successors"]) == (None, [], {})
    assert painted(world) == [0, PAPER, SKIN, COAT]


def test_an_entry_is_split_into_two_of_the_same_colours_in_every_light(world: World) -> None:
    night = scene_of(world)
    recolour(world, night, SKIN, normal="#402030")
    answer = ask(world, "POST", f"sheets/{world.sheet.pk}/entries/{SKIN}/split/", {"name": "lips"})
    assert answer.status_code == 201
    lips = answer.json()
    assert (lips["name"], lips["normal"], lips["category"]) == ("lips", COLORS[SKIN], "clothes")
    assert keys_in_order(world) == [PAPER, SKIN, lips["key"], COAT]
    (scene,) = ask(world, "GET", f"sheets/{world.sheet.pk}/").json()["scenes"]
    assert [(c["key"], c["normal"]) for c in scene["colors"]] == [(SKIN, "#402030ff"), (lips["key"], "#402030ff")]
    assert painted(world) == [0, PAPER, SKIN, COAT]


def test_entries_are_put_in_order(world: World) -> None:
    assert ask(world, "PUT", f"sheets/{world.sheet.pk}/order/", {"keys": [COAT, PAPER]}).status_code == 200
    assert keys_in_order(world) == [COAT, PAPER, SKIN]
    assert ask(world, "PUT", f"sheets/{world.sheet.pk}/order/", {"keys": "x"}).status_code == 400
    assert ask(world, "PUT", f"sheets/{world.sheet.pk}/order/", {"keys": []}, world.ren).status_code == 403
    assert ColorEntry.objects.count() == len(COLORS)
