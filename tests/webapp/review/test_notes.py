"""Notes pinned to places of drawings: over HTTP, with real label maps."""

import csv
import io
import uuid
import zipfile
from typing import Any

import pytest

from tests.webapp.painting.shots import COAT
from tests.webapp.studio import JSON, World, client_of, labels_of
from webapp.accounts.models import User
from webapp.events.models import Event
from webapp.painting.preparing import one_prepare
from webapp.painting.services.closures import closure_add
from webapp.productions.models import Drawing
from webapp.review.models import LONGEST, Note

COAT_AT = {"x": 70, "y": 85}
HEAD_AT = {"x": 70, "y": 30}
HEAD = ("Note no.", "Drawing", "First frame", "x", "y", "State", "Written by", "Answers")


def pin(user: User, drawing: Drawing, text: str = "The coat is red", **fields: Any) -> Any:
    body = {**COAT_AT, "text": text, "client": str(uuid.uuid4()), **fields}
    return client_of(user).post(f"/api/v1/drawings/{drawing.pk}/notes/", body, content_type=JSON)


def change(user: User, note: int, **fields: bool) -> Any:
    return client_of(user).patch(f"/api/v1/notes/{note}/", fields, content_type=JSON)


def answer(user: User, note: int, text: str, client: str = "") -> Any:
    body = {"text": text, "client": client or str(uuid.uuid4())}
    return client_of(user).post(f"/api/v1/notes/{note}/replies/", body, content_type=JSON)


def notes(world: World, query: str = "") -> list[dict[str, Any]]:
    listed: list[dict[str, Any]] = (
        client_of(world.yuki).get(f"/api/v1/shots/{world.shot.pk}/notes/{query}").json()["notes"]
    )
    return listed


def error(refusal: Any) -> tuple[int, str, str]:
    told = refusal.json()["error"]
    return refusal.status_code, told["code"], told["message"]


def test_a_note_is_pinned_to_a_pixel_and_finds_its_segment_by_itself(world: World) -> None:
    drawing = world.drawings[0]
    made = pin(world.ren, drawing)
    assert made.status_code == 201
    (note,) = notes(world)
    assert note == made.json()
    coat = int(labels_of(drawing)[COAT_AT["y"], COAT_AT["x"]])
    assert (note["number"], note["x"], note["y"], note["segment"]) == (1, 70, 85, coat)
    assert (note["text"], note["by"]["name"], note["resolved"], note["replies"]) == ("The coat is red", "ren", None, [])
    event = Event.objects.latest("number")
    assert event.kind == "notes.changed"
    assert event.payload == {"shot": world.shot.pk, "drawing": drawing.pk, "open": 1}


def test_a_note_stays_where_it_is_when_the_drawing_is_cut_anew(world: World) -> None:
    drawing = world.drawings[0]
    pin(world.ren, drawing, x=45, y=105)
    before = notes(world)[0]["segment"]
    closure_add(drawing=drawing, by=world.ren, points=[[40, 70], [101, 70]])  # the coat in two, hers is the lower one
    one_prepare(drawing.pk)
    drawing.refresh_from_db()
    (note,) = notes(world)
    assert (note["x"], note["y"]) == (45, 105)
    assert note["segment"] == int(labels_of(drawing)[105, 45]) != before


def test_a_note_is_answered_resolved_by_anybody_who_paints_and_opened_again(world: World) -> None:
    note = pin(world.mika, world.drawings[0]).json()["id"]
    assert answer(world.ren, note, "Like this?").status_code == 201
    answer(world.mika, note, "Yes.")
    assert [(reply["by"]["name"], reply["text"]) for reply in notes(world)[0]["replies"]] == [
        ("ren", "Like this?"), ("mika", "Yes."),
    ]  # fmt: skip
    assert change(world.ren, note, resolved=True).json()["resolved"]["by"]["name"] == "ren"
    change(world.mika, note, resolved=True)
    assert notes(world)[0]["resolved"]["by"]["name"] == "ren"  # who was first
    assert [len(notes(world, query)) for query in ("", "?resolved=true", "?resolved=false")] == [1, 1, 0]
    assert Event.objects.latest("number").payload["open"] == 0
    assert change(world.mika, note, resolved=False).json()["resolved"] is None
    assert len(notes(world, "?resolved=false")) == 1


def test_only_its_author_takes_a_note_back_and_brings_it_back_with_its_answers(world: World) -> None:
    note = pin(world.ren, world.drawings[0]).json()["id"]
    answer(world.mika, note, "Done.")
    code, name, message = error(change(world.mika, note, active=False))
    assert (code, name) == (403, "not_allowed")
    assert "resolve it instead" in message
    assert change(world.ren, note, active=False).status_code == 200
    assert notes(world) == []
    assert error(answer(world.mika, note, "Where is it?"))[0] == 404
    assert error(change(world.mika, note, resolved=True))[0] == 404
    change(world.ren, note, active=True)
    assert [reply["text"] for reply in notes(world)[0]["replies"]] == ["Done."]


def test_numbers_are_counted_in_the_shot_and_never_used_again(world: World) -> None:
    first, second = world.drawings
    pin(world.ren, first)
    gone = pin(world.ren, second).json()["id"]
    change(world.ren, gone, active=False)
    assert pin(world.mika, first).json()["number"] == 3
    assert [note["number"] for note in notes(world)] == [1, 3]


def test_the_same_request_twice_counts_once(world: World) -> None:
    client = str(uuid.uuid4())
    one, again = (pin(world.ren, world.drawings[0], client=client) for _ in range(2))
    assert (one.status_code, again.status_code) == (201, 200)
    assert one.json() == again.json()
    note = one.json()["id"]
    assert [answer(world.ren, note, "Yes.", client).status_code for _ in range(2)] == [201, 200]
    assert len(notes(world)[0]["replies"]) == 1


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"text": ""}, "write what is to be done"),
        ({"text": " \n"}, "write what is to be done"),
        ({"text": "x" * (LONGEST + 1)}, "holds 2000 characters, this one has 2001"),
        ({"x": 160}, "leaves the page at 160,85; it is 160x120"),
        ({"mark": [[1, 1], [2, 120]]}, "leaves the page at 2,120"),
    ],
)
def test_a_note_without_words_or_off_the_page_is_refused_saying_why(
    world: World, fields: dict[str, Any], told: str
) -> None:
    code, name, message = error(pin(world.ren, world.drawings[0], **fields))
    assert (code, name) == (400, "bad_note")
    assert told in message
    assert Note.objects.count() == 0
    note = pin(world.ren, world.drawings[0]).json()["id"]
    if "text" in fields:
        assert told in error(answer(world.ren, note, fields["text"]))[2]


def test_the_list_of_shots_counts_what_is_open(world: World) -> None:
    open_one, settled, gone = (pin(world.ren, drawing).json()["id"] for drawing in [*world.drawings, world.drawings[0]])
    change(world.ren, settled, resolved=True)
    change(world.ren, gone, active=False)
    (shot,) = client_of(world.yuki).get(f"/api/v1/productions/{world.production.pk}/shots/").json()
    assert shot["notes"] == 1
    change(world.ren, open_one, resolved=True)
    (shot,) = client_of(world.yuki).get(f"/api/v1/productions/{world.production.pk}/shots/").json()
    assert shot["notes"] == 0


def test_the_retake_sheet_says_frame_place_and_colour_and_runs_no_formula(world: World) -> None:
    first, second = world.drawings
    note = pin(world.ren, second, '=HYPERLINK("x")', **HEAD_AT).json()["id"]
    answer(world.mika, note, "Mine")
    change(world.ren, pin(world.ren, first, "Collar, please").json()["id"], resolved=True)
    client = client_of(world.yuki)
    answered = client.get(f"/api/v1/shots/{world.shot.pk}/notes.csv")
    assert answered["Content-Disposition"] == 'attachment; filename="c001 notes.csv"'
    rows = list(csv.DictReader(io.StringIO(answered.content.decode("utf-8-sig"))))
    assert [rows[0][name] for name in HEAD] == [
        "1", "A0002", "2", "70", "30", "still open", "ren", "mika: Mine",
    ]  # fmt: skip
    assert rows[0]["Words"] == '\'=HYPERLINK("x")'
    entry = world.sheet.entries.get(key=COAT)
    assert (rows[1]["Colour there"], rows[1]["Tone"], rows[1]["State"]) == (entry.name, "normal", "resolved")
    client.cookies["django_language"] = "ja"
    assert "状態" in client.get(f"/api/v1/shots/{world.shot.pk}/notes.csv").content.decode()


@pytest.mark.filterwarnings("ignore:StreamingHttpResponse must consume asynchronous iterators")
def test_an_export_holds_no_notes(world: World) -> None:
    pin(world.ren, world.drawings[0], "Between us")
    answered = client_of(world.ren).get(f"/api/v1/shots/{world.shot.pk}/export/")
    archive = zipfile.ZipFile(io.BytesIO(b"".join(answered)))
    held = [(name, archive.read(name)) for name in archive.namelist()]
    assert held
    assert not [name for name, data in held if b"Between us" in data or b"notes" in data]


def test_notes_of_a_long_shot_take_few_queries(world: World, django_assert_max_num_queries: Any) -> None:
    for drawing in world.drawings * 4:
        answer(world.mika, pin(world.ren, drawing).json()["id"], "Yes.")
    client = client_of(world.yuki)
    with django_assert_max_num_queries(7):
        client.get(f"/api/v1/shots/{world.shot.pk}/notes/")
