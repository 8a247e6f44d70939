"""A sheet's colours go to other programs and come back as its next version. All over HTTP."""

from typing import Any

import pytest

from inference.formats import read_palette, write_palette
from inference.formats.palette import Swatch, palette_of
from tests.webapp.exchange.files import upload
from tests.webapp.studio import JSON, World, client_of
from webapp.accounts.models import User
from webapp.productions.models import ColorEntry, DesignSheet

ENTRIES = [
    {"name": "fringe", "category": "hair", "normal": "#5a3c28ff", "highlight": "#8a6c58ff", "shadow": "#3a1c08ff"},
    {"name": "paper", "category": "background", "normal": "#ffffff00"},
    {"name": "fringe", "category": "clothes", "normal": "#5a3c28ff"},
    {"name": "coat", "category": "clothes", "group": "uniform", "normal": "#2a5aa0ff", "second_shadow": "#0a1a40ff"},
]


@pytest.fixture
def sheet(world: World) -> DesignSheet:
    """With tones, and with keys that are not 1, 2, 3."""
    made = client_of(world.mika).post(
        f"/api/v1/characters/{world.sheet.character_id}/sheets/", {"entries": ENTRIES}, content_type=JSON
    )
    return DesignSheet.objects.get(pk=made.json()["id"])


def rows(sheet_id: int) -> list[tuple[Any, ...]]:
    fields = ("key", "name", "category", "group", "normal", "highlight", "shadow", "second_shadow")
    return list(ColorEntry.objects.filter(sheet=sheet_id).values_list(*fields))


def load(user: User, sheet: DesignSheet, name: str, data: bytes) -> Any:
    return client_of(user).post(f"/api/v1/sheets/{sheet.pk}/palette/", {"file": upload(name, data)})


@pytest.mark.parametrize("kind", ["gpl", "aco", "ase", "tpl", "colorbook", "json"])
def test_a_palette_goes_out_and_comes_back_with_every_colour_and_key(
    world: World, sheet: DesignSheet, kind: str
) -> None:
    answer = client_of(world.yuki).get(f"/api/v1/sheets/{sheet.pk}/palette/?format={kind}")
    assert answer.status_code == 200
    name = answer["Content-Disposition"].split('"')[1]
    assert name == f"Boxy v{sheet.version}.{'yml' if kind == 'colorbook' else kind}"
    back = load(world.mika, sheet, name, answer.content)
    assert back.status_code == 201
    assert back.json()["version"] == sheet.version + 1
    assert rows(back.json()["id"]) == rows(sheet.pk)


def test_a_recoloured_palette_keeps_what_is_painted_and_adds_what_is_new(world: World, sheet: DesignSheet) -> None:
    swatches = [Swatch("coat", (1, 2, 3, 255)), Swatch("scarf", (4, 5, 6, 255))]
    back = load(world.mika, sheet, "night.gpl", write_palette(palette_of(swatches), ".gpl")).json()
    coat = ColorEntry.objects.get(sheet=sheet, name="coat")
    found = {entry["name"]: entry for entry in back["entries"]}
    assert list(found) == ["coat", "scarf"]
    assert (found["coat"]["key"], found["coat"]["normal"]) == (coat.key, "#010203ff")
    assert found["scarf"]["key"] > max(row[0] for row in rows(sheet.pk))
    assert len(rows(sheet.pk)) == 4  # the version before stays


def test_a_palette_that_knows_no_categories_leaves_them_as_they_are(world: World, sheet: DesignSheet) -> None:
    swatches = [Swatch("fringe", (1, 2, 3, 255)), Swatch("scarf", (4, 5, 6, 255))]
    back = load(world.mika, sheet, "bare.gpl", write_palette(palette_of(swatches), ".gpl")).json()
    assert [entry["category"] for entry in back["entries"]] == ["hair", "clothes"]


def test_the_next_version_shows_the_same_views(world: World) -> None:
    data = client_of(world.mika).get(f"/api/v1/sheets/{world.sheet.pk}/palette/?format=ase").content
    back = load(world.mika, world.sheet, "x.ase", data).json()
    assert [view["name"] for view in back["views"]] == ["front"]


def test_opentoonz_gets_a_style_per_tone_on_a_page_per_category(world: World, sheet: DesignSheet) -> None:
    data = client_of(world.yuki).get(f"/api/v1/sheets/{sheet.pk}/palette/?format=tpl").content
    found = {(swatch.page, swatch.name, swatch.color) for swatch in read_palette(data, "x.tpl").swatches}
    assert ("hair", "fringe shadow", (0x3A, 0x1C, 0x08, 255)) in found
    assert ("background", "paper", (255, 255, 255, 0)) in found


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("x.gpl", b"hello"),
        ("x.gpl", b""),
        ("x.ase", b"ASEF\x00\x01\x00\x00\x00\x00\x00\x09"),
        ("x.json", b"{"),
        ("x.json", b'{"entries": 3}'),
        ("x.json", b'{"entries": [{"key": 1, "name": "a", "category": "tail", "normal": "#000000"}]}'),
        ("x.yml", b"- - - -"),
        ("x.tpl", b"<palette>"),
        ("x.png", b"\x89PNG"),
        ("only_lines.gpl", write_palette(palette_of([Swatch("line", (0, 0, 0, 255))]), ".gpl")),
    ],
)
def test_a_palette_that_cannot_be_read_leaves_the_sheet_alone(world: World, name: str, data: bytes) -> None:
    answer = load(world.mika, world.sheet, name, data)
    assert (answer.status_code, answer.json()["error"]["code"]) == (400, "bad_upload")
    assert name in answer.json()["error"]["message"]
    assert DesignSheet.objects.count() == 1


def test_only_supervisors_load_palettes_and_only_members_see_them(world: World) -> None:
    address = f"/api/v1/sheets/{world.sheet.pk}/palette/"
    data = client_of(world.yuki).get(address).content
    assert load(world.ren, world.sheet, "x.gpl", data).status_code == 403
    assert client_of(world.stranger).get(address).status_code == 404
    assert client_of(world.yuki).get(f"{address}?format=exe").status_code == 400
