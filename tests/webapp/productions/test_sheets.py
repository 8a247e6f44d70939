"""Design sheets over HTTP."""

import io
import json
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from tests.webapp.painting.shots import COLORS, line_drawing, painted_drawing, png
from tests.webapp.studio import JSON, World, client_of, files_stored
from webapp.events.models import Event
from webapp.painting.models import Correction
from webapp.productions.models import Character, ColorEntry, DesignSheet, ReferenceView
from webapp.productions.naming import category_of

CAPE = {"name": "cape", "category": "clothes", "normal": "#112233"}


def entries(world: World, method: str, path: str = "", body: Any = None) -> Any:
    address = f"/api/v1/sheets/{world.sheet.pk}/entries/{path}"
    return client_of(world.mika).generic(method, address, json.dumps(body), content_type=JSON)


def sheets(world: World, body: dict[str, Any]) -> Any:
    address = f"/api/v1/characters/{world.sheet.character_id}/sheets/"
    return client_of(world.mika).post(address, body, content_type=JSON)


def pictures(world: World, address: str, **files: Any) -> Any:
    fields = {n: SimpleUploadedFile(f"{n}.png", f) if isinstance(f, bytes) else f for n, f in files.items()}
    return client_of(world.mika).post(f"/api/v1/{address}", fields)


def noise() -> bytes:
    """Thousands of colours."""
    grey = Image.effect_noise((64, 64), 90)
    return png(Image.merge("RGB", [grey, grey.rotate(90), grey.rotate(180)]))


def test_a_sheet_shows_its_entries_in_order_and_its_views(world: World) -> None:
    shown = client_of(world.yuki).get(f"/api/v1/sheets/{world.sheet.pk}/").json()
    assert (shown["version"], shown["role"], shown["production"]) == (1, "viewer", world.production.pk)
    assert shown["character"] == {"id": world.sheet.character_id, "name": "Boxy"}
    assert [(entry["key"], entry["normal"]) for entry in shown["entries"]] == list(COLORS.items())
    assert shown["entries"][0]["highlight"] is None
    (view,) = shown["views"]
    assert (view["name"], view["width"], view["height"]) == ("front", 160, 120)
    for which in ("line_url", "painted_url"):
        answer = client_of(world.yuki).get(view[which])
        assert answer.status_code == 200
        assert Image.open(io.BytesIO(answer.content)).size == (160, 120)


def test_a_new_entry_gets_a_key_of_its_own_and_everybody_hears_of_it(world: World) -> None:
    answer = entries(world, "POST", body={**CAPE, "shadow": "#AABBCC80"})
    assert answer.status_code == 201
    entry = {
        **CAPE,
        "key": 4,
        "normal": "#112233ff",
        "highlight": None,
        "shadow": "#aabbcc80",
        "second_shadow": None,
        "group": "",
        "order": 4,
    }
    assert answer.json() == entry
    event = Event.objects.get(kind="sheet.changed")
    assert event.payload["sheet"] == world.sheet.pk
    assert [row["key"] for row in event.payload["entries"]] == [1, 2, 3, 4]
    assert event.payload["entries"][-1] == entry


def test_a_changed_tone_keeps_everything_else(world: World) -> None:
    answer = entries(world, "PATCH", "2/", {"shadow": "#000000"})
    assert answer.status_code == 200
    assert (answer.json()["normal"], answer.json()["shadow"]) == (COLORS[2], "#000000ff")
    assert entries(world, "PATCH", "2/", {"shadow": None}).json()["shadow"] is None
    assert Event.objects.filter(kind="sheet.changed").count() == 2


def test_a_name_proposes_a_category_and_a_persons_choice_stays(world: World) -> None:
    assert entries(world, "POST", body=CAPE).status_code == 201
    assert entries(world, "PATCH", "4/", {"name": "Hair, front"}).json()["category"] == "hair"
    assert entries(world, "PATCH", "4/", {"name": "中身"}).json()["category"] == "hair"  # tells nothing
    assert entries(world, "PATCH", "4/", {"name": "白目", "category": "hat"}).json()["category"] == "hat"
    assert entries(world, "PATCH", "4/", {"name": "瞳"}).json()["category"] == "hat"


def test_a_group_stays_with_its_entry_in_a_copy_and_in_what_is_split_off(world: World) -> None:
    assert entries(world, "PATCH", "2/", {"group": " school uniform "}).json()["group"] == "school uniform"
    assert entries(world, "PATCH", "2/", {"name": "long coat"}).json()["group"] == "school uniform"
    assert entries(world, "POST", "2/split/", {"name": "lining"}).json()["group"] == "school uniform"
    copy = sheets(world, {"from_sheet": world.sheet.pk}).json()
    assert [entry["group"] for entry in copy["entries"]] == ["", "school uniform", "school uniform", ""]
    assert entries(world, "PATCH", "2/", {"group": ""}).json()["group"] == ""


@pytest.mark.parametrize(
    ("name", "category"),
    [
        ("EyeWhites", "eyes"), ("hair_ribbon", "clothes"), ("Shoe sole 2", "shoes"), ("BODY", "skin"),
        ("teeth", "mouth"),
        ("髪リボン", "clothes"), ("靴下(影)", "socks"), ("手袋", "clothes"), ("まつ毛", "eyes"), ("後ろ髪", "hair"),
        ("タイツ", "socks"), ("#aabbcc", None), ("chair", None), ("", None),
    ],
)  # fmt: skip
def test_names_tell_what_a_colour_is_for(name: str, category: str | None) -> None:
    assert category_of(name) == category


@pytest.mark.parametrize(
    "wrong",
    [
        {"normal": "red"}, {"normal": "#12345"}, {"normal": "#12345g"}, {"normal": "112233"}, {"normal": None},
        {"normal": ""}, {"highlight": "#1"}, {"category": "sword"}, {"name": ""}, {"name": "x" * 101}, {"order": -1},
        {"group": "x" * 61},
        {"normal": 112233},
    ],
)  # fmt: skip
def test_an_entry_that_makes_no_sense_is_refused(world: World, wrong: dict[str, Any]) -> None:
    before = list(ColorEntry.objects.values())
    for answer in (entries(world, "POST", body={**CAPE, **wrong}), entries(world, "PATCH", "2/", wrong)):
        assert answer.status_code == 400
        assert list(answer.json()["error"]["details"]) == list(wrong)
    assert list(ColorEntry.objects.values()) == before


def test_an_entry_that_a_drawing_is_painted_with_stays(world: World) -> None:
    answer = entries(world, "DELETE", "3/")
    assert (answer.status_code, answer.json()["error"]["code"]) == (409, "entry_in_use")
    assert answer.json()["error"]["details"] == {"drawings": [drawing.pk for drawing in world.drawings]}
    assert ColorEntry.objects.filter(sheet=world.sheet, key=3).exists()


def test_an_entry_that_was_painted_over_everywhere_can_go(world: World) -> None:
    for drawing in world.drawings:
        Correction.objects.create(drawing=drawing, labels=drawing.labels, segments=[3], entry=2)
    assert entries(world, "DELETE", "3/").status_code == 204
    assert not ColorEntry.objects.filter(sheet=world.sheet, key=3).exists()
    assert [row["key"] for row in Event.objects.get(kind="sheet.changed").payload["entries"]] == [1, 2]


def test_the_key_of_a_deleted_entry_is_never_given_again(world: World) -> None:
    assert entries(world, "POST", body=CAPE).json()["key"] == 4
    assert entries(world, "DELETE", "4/").status_code == 204
    assert entries(world, "POST", body=CAPE).json()["key"] == 5


def test_a_copy_is_the_next_version_with_the_same_keys_and_views(world: World) -> None:
    answer = sheets(world, {"from_sheet": world.sheet.pk})
    assert answer.status_code == 201
    copy = answer.json()
    assert copy["version"] == 2
    original = client_of(world.mika).get(f"/api/v1/sheets/{world.sheet.pk}/").json()
    assert copy["entries"] == original["entries"]
    assert [view["name"] for view in copy["views"]] == ["front"]


def test_a_copy_for_another_character_gets_keys_of_its_own(world: World) -> None:
    rival = Character.objects.create(production=world.production, name="Rival")
    address = f"/api/v1/characters/{rival.pk}/sheets/"
    client = client_of(world.mika)
    client.post(address, {"entries": [CAPE]}, content_type=JSON)
    copy = client.post(address, {"from_sheet": world.sheet.pk}, content_type=JSON).json()
    assert (copy["version"], [entry["key"] for entry in copy["entries"]]) == (2, [2, 3, 4])


def test_a_sheet_from_a_list_is_as_given(world: World) -> None:
    answer = sheets(world, {"entries": [CAPE, {**CAPE, "name": "lining", "highlight": "#ffffff"}]})
    assert [(e["key"], e["name"], e["highlight"]) for e in answer.json()["entries"]] == [
        (4, "cape", None),
        (5, "lining", "#ffffffff"),
    ]


def test_a_painted_picture_and_its_lines_become_a_sheet_with_a_view(world: World) -> None:
    address = f"characters/{world.sheet.character_id}/sheets/from-picture/"
    answer = pictures(world, address, painted=painted_drawing(), line=line_drawing(), name="front")
    assert answer.status_code == 201
    sheet = answer.json()
    assert {entry["normal"] for entry in sheet["entries"]} == set(COLORS.values())
    assert all(entry["shadow"] is None for entry in sheet["entries"])
    assert [view["name"] for view in sheet["views"]] == ["front"]


def test_a_painted_picture_alone_gives_colours_without_its_lines(world: World) -> None:
    address = f"characters/{world.sheet.character_id}/sheets/from-picture/"
    sheet = pictures(world, address, painted=painted_drawing()).json()
    assert {entry["normal"] for entry in sheet["entries"]} == set(COLORS.values())
    assert sheet["views"] == []


@pytest.mark.parametrize(
    ("files", "code"),
    [
        ({"painted": b"x"}, "not_an_image"),
        ({"painted": painted_drawing()[:-12]}, "truncated"),
        ({"painted": painted_drawing(), "line": png(Image.new("RGBA", (161, 120), "white"))}, "sizes_differ"),
        ({"painted": painted_drawing(), "line": b"x"}, "not_an_image"),
        ({"painted": noise()}, "too_many_colors"),
    ],
)
def test_a_picture_that_cannot_be_a_sheet_is_refused_whole(world: World, files: dict[str, Any], code: str) -> None:
    before = (DesignSheet.objects.count(), ColorEntry.objects.count(), ReferenceView.objects.count(), files_stored())
    answer = pictures(world, f"characters/{world.sheet.character_id}/sheets/from-picture/", **files)
    assert answer.status_code == 400
    assert [problem["code"] for problem in answer.json()["error"]["details"]] == [code]
    after = (DesignSheet.objects.count(), ColorEntry.objects.count(), ReferenceView.objects.count(), files_stored())
    assert after == before


def test_views_come_and_go(world: World) -> None:
    address = f"sheets/{world.sheet.pk}/views/"
    answer = pictures(world, address, painted=painted_drawing(2), line=line_drawing(2), name="back")
    assert answer.status_code == 201
    taken = pictures(world, address, painted=painted_drawing(2), line=line_drawing(2), name="back")
    assert (taken.status_code, taken.json()["error"]["code"]) == (409, "name_taken")
    client = client_of(world.mika)
    assert client.delete(f"/api/v1/{address}{answer.json()['id']}/").status_code == 204
    assert list(ReferenceView.objects.values_list("name", flat=True)) == ["front"]
