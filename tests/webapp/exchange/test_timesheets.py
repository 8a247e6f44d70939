"""Timesheets: a held drawing is one drawing, whatever the sheet says about its frames. All over HTTP."""

import io
import json
import zipfile
from typing import Any

import pytest
from django.test import Client

from inference.formats import xdts
from inference.formats.timesheet import Column, Timesheet
from inference.formats.timesheet import Drawing as Cell
from tests.webapp.exchange.files import LINE, upload
from tests.webapp.studio import World, client_of
from webapp.events.models import Event
from webapp.productions.models import Drawing, Exposure, Shot


def cells(text: str) -> tuple[Cell | None, ...]:
    """``1 1 2a -`` is drawing 1 for two frames, 2a, nothing."""
    words = (word for word in text.split())
    return tuple(None if w == "-" else Cell(int(w.rstrip("ab")), w.lstrip("0123456789")) for w in words)


def xdts_of(**columns: str) -> bytes:
    return xdts.write(Timesheet(tuple(Column(level, cells(text)) for level, text in columns.items()), name="cut"))


BOUNDARY = "----timesheet"
MULTIPART = f"multipart/form-data; boundary={BOUNDARY}"


def put(client: Client, shot: int, data: bytes) -> Any:
    return client.put(f"/api/v1/shots/{shot}/timesheet/", packed(data), content_type=MULTIPART)


def packed(data: bytes) -> bytes:
    head = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="cut.xdts"\r\n\r\n'
    return head.encode() + data + f"\r\n--{BOUNDARY}--\r\n".encode()


def test_a_drawing_that_is_held_is_painted_once_and_shows_at_each_of_its_frames(world: World) -> None:
    before = Drawing.objects.count()
    answer = put(client_of(world.ren), world.shot.pk, xdts_of(A="1 1 1 2 2 - - 1 1"))
    first, second = (drawing.pk for drawing in world.drawings)
    assert answer.status_code == 200
    shot = answer.json()
    assert shot["levels"][0]["exposures"] == [[1, first], [4, second], [6, None], [8, first]]
    assert (shot["frames"], Drawing.objects.count()) == (9, before)
    assert Event.objects.latest("number").kind == "shot.changed"


def test_without_its_timesheet_a_shot_shows_one_drawing_after_the_other(world: World) -> None:
    client = client_of(world.ren)
    put(client, world.shot.pk, xdts_of(A="2 2 2 1"))
    shot = client.delete(f"/api/v1/shots/{world.shot.pk}/timesheet/").json()
    assert shot["levels"][0]["exposures"] == [[1, world.drawings[0].pk], [2, world.drawings[1].pk]]
    assert shot["frames"] == 2


def test_a_timesheet_that_shows_drawings_that_are_not_there_is_refused_and_lists_them(world: World) -> None:
    before = list(Exposure.objects.values_list("frame", "drawing"))
    answer = put(client_of(world.ren), world.shot.pk, xdts_of(A="1 2 3 3 2a", B="1"))
    error = answer.json()["error"]
    assert (answer.status_code, error["code"]) == (400, "bad_upload")
    named = ["drawing 3 of level A", "drawing 2a of level A", "drawing 1 of level B"]
    assert [problem["code"] for problem in error["details"]] == ["no_such_drawing"] * 3
    for problem, name in zip(error["details"], named, strict=True):
        assert name in problem["message"]
    assert list(Exposure.objects.values_list("frame", "drawing")) == before


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"hello", None),
        (b"", "truncated"),
        (xdts.write(Timesheet((Column("A", ()),))), "nothing_in_it"),
        (xdts.write(Timesheet((Column("A", cells("1")), Column("a", cells("2"))))), "same_level"),
    ],
    ids=["a text", "nothing", "no frames", "two columns of one level"],
)
def test_a_timesheet_that_cannot_be_used_is_refused(world: World, data: bytes, code: str | None) -> None:
    answer = put(client_of(world.ren), world.shot.pk, data)
    assert (answer.status_code, answer.json()["error"]["code"]) == (400, "bad_upload")
    if code:
        assert [problem["code"] for problem in answer.json()["error"]["details"]] == [code]


def test_who_only_looks_cannot_time_a_shot(world: World) -> None:
    client = client_of(world.yuki)
    assert put(client, world.shot.pk, xdts_of(A="1")).status_code == 403
    assert client.delete(f"/api/v1/shots/{world.shot.pk}/timesheet/").status_code == 403
    assert client.get(f"/api/v1/shots/{world.shot.pk}/timesheet.xdts").status_code == 200
    assert put(client_of(world.stranger), world.shot.pk, xdts_of(A="1")).status_code == 404


def test_a_timesheet_goes_out_as_it_came_in(world: World) -> None:
    client = client_of(world.ren)
    put(client, world.shot.pk, xdts_of(A="- 1 1 2 2 - 1 1"))
    answer = client.get(f"/api/v1/shots/{world.shot.pk}/timesheet.xdts")
    assert answer["Content-Disposition"] == 'attachment; filename="c001.xdts"'
    (column,) = xdts.read(answer.content, "c001.xdts").columns
    assert (column.level, column.drawings) == ("A", cells("- 1 1 2 2 - 1 1"))


def send(world: World, *files: tuple[str, bytes]) -> Any:
    form = {"name": "timed", "sheet": world.sheet.pk, "files": [upload(*file) for file in files]}
    return client_of(world.ren).post(f"/api/v1/productions/{world.production.pk}/shots/", form)


def test_a_timesheet_among_the_drawings_times_the_shot_and_stacks_its_levels(world: World) -> None:
    sheet = xdts_of(B="1 1 1 1", A="1 1 12a 12a")
    files = [("A0001.png", LINE), ("A0012a.png", LINE), ("B0001.png", LINE), ("C0001.png", LINE)]
    shot = send(world, ("cut.xdts", sheet), *files).json()
    assert [level["name"] for level in shot["levels"]] == ["B", "A", "C"]
    assert [[frame for frame, _ in level["exposures"]] for level in shot["levels"]] == [[1], [1, 3], [1]]
    rows = client_of(world.ren).get(f"/api/v1/productions/{world.production.pk}/shots/").json()
    assert [row["frames"] for row in rows if row["name"] == "timed"] == [4] == [shot["frames"]]


def test_a_shot_whose_timesheet_shows_what_is_not_there_does_not_come_in(world: World) -> None:
    answer = send(world, ("A0001.png", LINE), ("cut.xdts", xdts_of(A="1 2")))
    assert [problem["code"] for problem in answer.json()["error"]["details"]] == ["no_such_drawing"]
    two = send(world, ("A0001.png", LINE), ("a.xdts", xdts_of(A="1")), ("b.xdts", xdts_of(A="1")))
    assert [problem["code"] for problem in two.json()["error"]["details"]] == ["same_number"]
    assert not Shot.objects.filter(name="timed").exists()


@pytest.mark.filterwarnings("ignore:StreamingHttpResponse must consume asynchronous iterators")
def test_a_timesheet_goes_along_with_an_export_when_it_says_more_than_one_by_one(world: World) -> None:
    client = client_of(world.ren)

    def names() -> list[str]:
        answer = client.get(f"/api/v1/shots/{world.shot.pk}/export/")
        archive = zipfile.ZipFile(io.BytesIO(b"".join(answer)))
        assert json.loads(archive.read("report.json"))["shot"] == "c001"
        return [name for name in archive.namelist() if name.endswith(".xdts")]

    assert names() == []
    put(client, world.shot.pk, xdts_of(A="1 1 2"))
    assert names() == ["c001.xdts"]
    client.delete(f"/api/v1/shots/{world.shot.pk}/timesheet/")
    assert names() == []
