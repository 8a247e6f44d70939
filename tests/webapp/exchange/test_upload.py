"""A shot goes in whole, or not at all. Everything over HTTP."""

import io
import json
import random
from typing import Any
from unittest.mock import patch

import pytest
from django.test import Client
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from PIL import Image

from tests.webapp.exchange.files import (
    LINE,
    TGA,
    animated,
    huge_header,
    photograph,
    sized,
    upload,
    zipped,
)
from tests.webapp.painting.shots import line_drawing, painted_drawing, png
from tests.webapp.studio import World, client_of, files_stored
from webapp.events.models import Event
from webapp.painting.models import Correction
from webapp.painting.tasks import prepare_shot
from webapp.productions.blobs import blob_get
from webapp.productions.models import Drawing, Exposure, Level, Shot

Files = list[tuple[str, bytes]]

JPEG = io.BytesIO()
Image.new("RGB", (64, 64), "white").save(JPEG, "JPEG")
STRIPES = sized(160, 120)


def send(client: Client, world: World, files: Files, painted: Files | None = None, /, **fields: Any) -> Any:
    form = {
        "name": "c002",
        "sheet": world.sheet.pk,
        "files": [upload(*file) for file in files],
        "painted": [upload(*file) for file in painted or []],
        **fields,
    }
    return client.post(f"/api/v1/productions/{world.production.pk}/shots/", form)


def counts() -> tuple[Any, ...]:
    models = (Shot, Level, Drawing, Exposure, Event, Correction)
    return (*(model._default_manager.count() for model in models), files_stored())


REFUSED: dict[str, tuple[str, Files]] = {
    "a text named png": ("not_an_image", [("A0001.png", b"hello, this is no picture")]),
    "a JPEG": ("not_an_image", [("A0001.png", JPEG.getvalue())]),
    "a GIF": ("not_an_image", [("A0001.gif", animated("GIF"))]),
    "noise named tga": ("not_an_image", [("A0001.tga", random.Random(0).randbytes(5000))]),
    "an empty file": ("truncated", [("A0001.png", b"")]),
    "half a PNG": ("truncated", [("A0001.png", LINE[: len(LINE) // 2])]),
    "a PNG without its end": ("truncated", [("A0001.png", LINE[:-12])]),
    "a PNG with a hole": ("truncated", [("A0001.png", LINE[:60] + bytes(40) + LINE[100:])]),
    "half a TGA": ("truncated", [("A0001.tga", TGA[: len(TGA) // 2])]),
    "an animated PNG": ("animated", [("A0001.png", animated("PNG"))]),
    "an animated PNG among drawings": ("animated", [("A0001.png", LINE), ("A0002.png", animated("PNG"))]),
    "an animated PNG in a zip": ("animated", [("a.zip", zipped({"A0001.png": animated("PNG")}))]),
    "too wide": ("too_large", [("A0001.png", huge_header(8193, 10))]),
    "too high": ("too_large", [("A0001.png", huge_header(10, 8193))]),
    "a bomb": ("too_large", [("A0001.png", huge_header(2**31 - 1, 2**31 - 1))]),
    "a TGA that is too wide": ("too_large", [("A0001.tga", TGA[:12] + b"\x01\x20" + TGA[14:])]),
    "more than 64 MB": ("too_large", [("A0001.png", LINE + bytes(64 * 2**20))]),
    "more than 64 MB in a zip": ("too_large", [("a.zip", zipped({"A0001.png": LINE + bytes(64 * 2**20)}))]),
    "one wider than the others": (
        "sizes_differ",
        [("A0001.png", LINE), ("A0002.png", LINE), ("A0003.png", sized(161, 120))],
    ),
    "one higher than the others": (
        "sizes_differ",
        [("A0001.png", sized(160, 121)), ("A0002.png", LINE), ("A0003.png", LINE)],
    ),
    "turned by a quarter": ("sizes_differ", [("c1.png", sized(120, 160)), ("c2.png", LINE), ("c3.png", LINE)]),
    "two files with one number": ("same_number", [("A0001.png", LINE), ("A1.png", STRIPES)]),
    "a PNG and a TGA with one number": ("same_number", [("A0001.png", LINE), ("A0001.tga", TGA)]),
    "one number in two folders of a zip": (
        "same_number",
        [("a.zip", zipped({"x/A0001.png": LINE, "y/A0001.png": STRIPES}))],
    ),
    "one number in a zip and beside it": ("same_number", [("a.zip", zipped({"A1.png": LINE})), ("a_1.png", LINE)]),
    "a zip that climbs out": ("bad_zip_path", [("a.zip", zipped({"../../A0001.png": LINE}))]),
    "a zip that climbs out by backslashes": ("bad_zip_path", [("a.zip", zipped({"..\\..\\A0001.png": LINE}))]),
    "a zip with an absolute path": ("bad_zip_path", [("a.zip", zipped({"/etc/A0001.png": LINE}))]),
    "a zip with a drive": ("bad_zip_path", [("a.zip", zipped({"C:\\A0001.png": LINE}))]),
    "a zip with a link": ("bad_zip_path", [("a.zip", zipped({"A0001.png": b"/etc/passwd"}, external_attr=0xA1FF0000))]),
    "a zip that is cut short": ("bad_zip", [("a.zip", zipped({"A0001.png": LINE})[:-30])]),
    "a text named zip": ("bad_zip", [("a.zip", b"hello")]),
    "a zip in a zip": ("bad_zip", [("a.zip", zipped({"b.zip": zipped({"A0001.png": LINE})}))]),
    "a zip with a password": (
        "bad_zip",
        [("a.zip", zipped({"A0001.png": LINE}).replace(b"\x14\x00\x00\x00\x08", b"\x14\x00\x01\x00\x08"))],
    ),
    "an empty zip": ("nothing_in_it", [("a.zip", zipped({"__MACOSX/A0001.png": LINE, ".DS_Store": b"x"}))]),
    "a zip without anything": ("nothing_in_it", [("a.zip", b"PK\x05\x06" + bytes(18))]),
    "no number in the name": ("bad_name", [("cover.png", LINE)]),
    "a number that is too large": ("bad_name", [("A1000000.png", LINE)]),
    "no number in a zip": ("bad_name", [("a.zip", zipped({"A0001.png": LINE, "model.png": LINE}))]),
    "a photograph": ("not_line_art", [("A0001.png", photograph())]),
    "a photograph among drawings": ("not_line_art", [("A0001.png", LINE), ("B0001.png", photograph())]),
    "a photograph in a zip": ("not_line_art", [("a.zip", zipped({"A0001.png": photograph()}))]),
}


@pytest.mark.parametrize("what", REFUSED)
def test_a_bad_upload_is_refused_with_its_reason_and_leaves_nothing_behind(world: World, what: str) -> None:
    code, files = REFUSED[what]
    before = counts()
    answer = send(client_of(world.ren), world, files)
    assert answer.status_code == 400
    error = answer.json()["error"]
    assert error["code"] == "bad_upload"
    assert [problem["code"] for problem in error["details"]] == [code]
    (problem,) = error["details"]
    assert problem["message"] == error["message"]
    assert problem["file"].split("/")[-1] in problem["message"]
    assert counts() == before


@pytest.mark.parametrize(
    "files",
    [
        [("a.zip", zipped({f"A{n}.png": STRIPES + bytes(400_000) for n in range(3)}))],
        [(f"{n}.zip", zipped({f"A{n}.png": LINE + bytes(600_000)})) for n in range(2)],
        [("a.zip", zipped({"A0001.png": LINE, "notes.txt": bytes(1_100_000)}))],
    ],
    ids=["many files", "several zips together", "one large file"],
)
def test_a_zip_that_unpacks_to_too_much_is_refused(world: World, settings: Any, files: Files) -> None:
    settings.UPLOAD_UNPACKED_MAX_BYTES = 2**20
    before = counts()
    answer = send(client_of(world.ren), world, files)
    assert answer.status_code == 400
    assert "zip_too_large" in [problem["code"] for problem in answer.json()["error"]["details"]]
    assert counts() == before


def test_everything_that_is_wrong_is_said_at_once(world: World) -> None:
    files = [
        ("A0001.png", LINE), ("A0002.png", b"x"), ("cover.png", LINE), ("A0003.png", LINE[:-12]),
        ("A1.png", LINE), ("A0004.png", sized(200, 100)), ("a.zip", zipped({"../A0009.png": LINE})),
    ]  # fmt: skip
    before = counts()
    problems = send(client_of(world.ren), world, files).json()["error"]["details"]
    assert {(problem["file"], problem["code"]) for problem in problems} == {
        ("A0002.png", "not_an_image"), ("cover.png", "bad_name"), ("A0003.png", "truncated"),
        ("A1.png", "same_number"), ("A0004.png", "sizes_differ"), ("a.zip", "bad_zip_path"),
    }  # fmt: skip
    assert counts() == before


@pytest.mark.parametrize(
    ("painted", "code"),
    [
        ([("A0009.png", painted_drawing())], "no_such_drawing"),
        ([("B0001.png", painted_drawing())], "no_such_drawing"),
        ([("A0001.png", sized(100, 100))], "sizes_differ"),
        ([("A0001.png", painted_drawing()), ("A1.png", painted_drawing())], "same_number"),
        ([("A0001.png", b"x")], "not_an_image"),
        ([("A0001.png", painted_drawing()[:-12])], "truncated"),
    ],
)
def test_a_painting_that_fits_no_drawing_is_refused(world: World, painted: Files, code: str) -> None:
    before = counts()
    answer = send(client_of(world.ren), world, [("A0001.png", LINE)], painted)
    assert [problem["code"] for problem in answer.json()["error"]["details"]] == [code]
    assert counts() == before


@pytest.mark.parametrize(
    "fields",
    [
        {"name": ""},
        {"name": "x" * 101},
        {"sheet": "x"},
        {"sheet": ""},
        {"fps": 0},
        {"fps": 121},
        {"files": []},
        {"files": "x"},
    ],
)
def test_a_field_that_makes_no_sense_is_named(world: World, fields: dict[str, Any]) -> None:
    before = counts()
    answer = send(client_of(world.ren), world, [("A0001.png", LINE)], **fields)
    assert answer.status_code == 400
    assert answer.json()["error"]["code"] == "bad_request"
    assert list(answer.json()["error"]["details"]) == list(fields)
    assert counts() == before


def test_a_name_that_a_shot_has_already_is_refused(world: World) -> None:
    before = counts()
    answer = send(client_of(world.ren), world, [("A0001.png", STRIPES)], name=world.shot.name)
    assert (answer.status_code, answer.json()["error"]["code"]) == (409, "name_taken")
    assert counts() == before


def test_png_and_tga_of_two_levels_become_drawings_in_order(
    world: World, django_capture_on_commit_callbacks: Any
) -> None:
    files = [("c0002.tga", TGA), ("A0010.png", LINE), ("A0002.png", line_drawing(3)), ("c0001.tga", TGA)]
    with patch.object(prepare_shot, "send") as sent, django_capture_on_commit_callbacks(execute=True):
        answer = send(client_of(world.ren), world, files, fps=12)
    assert answer.status_code == 201
    shot = answer.json()
    sent.assert_called_once_with(shot["id"])
    assert (shot["name"], shot["fps"], shot["sheet"], shot["frames"]) == ("c002", 12, world.sheet.pk, 2)
    names = [[drawing["name"] for drawing in level["drawings"]] for level in shot["levels"]]
    assert names == [["A0002", "A0010"], ["C0001", "C0002"]]
    assert [level["order"] for level in shot["levels"]] == [0, 1]
    for level in shot["levels"]:
        ids = [drawing["id"] for drawing in level["drawings"]]
        assert level["exposures"] == [[1, ids[0]], [2, ids[1]]]
    event = Event.objects.get(kind="shot.created")
    assert event.payload == {"shot": shot["id"], "name": "c002"}


def test_the_artists_file_is_kept_byte_for_byte(world: World) -> None:
    shot = send(client_of(world.ren), world, [("A0001.tga", TGA), ("B0001.png", LINE)]).json()
    kept = {d.file_name: blob_get(d.line) for d in Drawing.objects.filter(level__shot=shot["id"])}
    assert kept == {"A0001.tga": TGA, "B0001.png": LINE}


def test_a_zip_with_folders_is_as_good_as_its_files(world: World) -> None:
    files = zipped(
        {"cut/A0001.png": LINE, "cut/A0002.png": STRIPES, "__MACOSX/cut/._A0001.png": b"x", "cut/.DS_Store": b"x"}
    )
    shot = send(client_of(world.ren), world, [("cut.zip", files)]).json()
    assert [drawing["file_name"] for drawing in shot["levels"][0]["drawings"]] == ["A0001.png", "A0002.png"]


def test_a_painting_comes_with_the_drawing_of_its_number(world: World) -> None:
    painted = painted_drawing()
    files = [("A0001.png", LINE), ("A0002.png", line_drawing(4))]
    shot = send(client_of(world.ren), world, files, [("gt_A_1.png", painted)]).json()
    first, second = Drawing.objects.filter(level__shot=shot["id"])
    assert (blob_get(first.painted), second.painted) == (painted, "")


def test_the_same_drawing_twice_is_stored_once(world: World) -> None:
    before = files_stored()
    send(client_of(world.ren), world, [("A0001.png", STRIPES), ("A0002.png", STRIPES), ("B0001.png", LINE)])
    assert len(files_stored() - before) == 2


def test_when_the_rows_cannot_be_saved_the_new_files_go_and_shared_ones_stay(world: World) -> None:
    before = counts()
    client = client_of(world.ren)
    client.raise_request_exception = False
    with patch("webapp.exchange.services.event_record", side_effect=RuntimeError("the disk is full")):
        answer = send(client, world, [("A0001.png", STRIPES), ("A0002.png", line_drawing())])
    assert answer.status_code == 500
    assert counts() == before
    assert blob_get(world.drawings[0].line) == line_drawing()


@hypothesis_settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    places=st.sets(st.tuples(st.sampled_from("ABCZ"), st.integers(0, 9999)), min_size=1, max_size=8),
    seed=st.integers(0, 99),
)
def test_in_whatever_order_drawings_come_they_lie_in_the_order_of_their_names(
    world: World, places: set[tuple[str, int]], seed: int
) -> None:
    files = [(f"{level}{number:04}.png", LINE) for level, number in places]
    random.Random(seed).shuffle(files)
    answer = send(client_of(world.ren), world, files, name=f"h{Shot.objects.count()}")
    levels = json.loads(answer.content)["levels"]
    found = [(level["name"], drawing["number"]) for level in levels for drawing in level["drawings"]]
    assert found == sorted(places)
    for level in levels:
        assert [frame for frame, _ in level["exposures"]] == list(range(1, len(level["drawings"]) + 1))


def test_a_page_without_any_line_is_a_drawing_too(world: World) -> None:
    blank = png(Image.new("RGBA", (160, 120), (0, 0, 0, 0)))
    assert send(client_of(world.ren), world, [("A0001.png", blank)]).status_code == 201
