"""Semantic strokes: kept beside the drawing, heard by the engine, over HTTP and with the real engine."""

import uuid
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest

from tests.webapp.painting.shots import COAT, PAPER, SKIN, drawings_of, line_drawing, little_shot
from tests.webapp.studio import JSON, client_of, labels_of, member
from webapp.accounts.models import Role, User
from webapp.events.models import Event
from webapp.painting import colouring, tasks
from webapp.painting.colouring import run_colour
from webapp.painting.models import PartStroke, Proposal, Run
from webapp.painting.preparing import drawing_prepare, shot_prepare
from webapp.painting.recolouring import drawing_recolour
from webapp.painting.services.closures import closure_add
from webapp.painting.services.corrections import correction_add
from webapp.painting.services.runs import run_start
from webapp.painting.sweep import sweep_unrecoloured
from webapp.productions.models import ColorEntry, Drawing, Shot

HEAD, COAT_AT = (70, 30), (70, 85)
OVER_COAT = [[50, 80], [90, 90]]
OVER_HEAD = [[60, 28], [80, 32]]


class Desk:
    """A shot whose sheet tells skin from clothes, painted by a run, and the people around it."""

    def __init__(self, drawings: int = 1, *, view: bool = True) -> None:
        self.shot: Shot = little_shot([line_drawing(4 * number) for number in range(drawings)], view=view)
        ColorEntry.objects.filter(sheet=self.shot.sheet, key=SKIN).update(category="skin")
        ColorEntry.objects.filter(sheet=self.shot.sheet, key=PAPER).update(category="background")
        self.ren = member("ren", Role.PAINTER, self.shot.production.studio)
        self.yuki = member("yuki", Role.VIEWER, self.shot.production.studio)
        shot_prepare(self.shot.pk)

    @property
    def drawing(self) -> Drawing:
        return drawings_of(self.shot)[0]

    def colour(self) -> Run:
        run = run_start(shot=self.shot, by=None)
        run_colour(str(run.pk))
        return run

    def work(self, drawing: Drawing | None = None) -> None:
        """What a worker does when the message comes."""
        drawing_recolour((drawing or self.drawing).pk)

    def at(self, x: int, y: int, drawing: Drawing | None = None) -> int:
        """The entry that shows there."""
        drawing = drawing or self.drawing
        shown = client_of(self.yuki).get(f"/api/v1/drawings/{drawing.pk}/painting/").json()
        return int(shown["entry"][labels_of(drawing)[y, x]])

    def draw(self, part: str, points: Any, user: User | None = None, client: str = "", drawing: Any = None) -> Any:
        body = {"part": part, "points": points, "client": client or str(uuid.uuid4())}
        return post(user or self.ren, f"drawings/{(drawing or self.drawing).pk}/strokes/", body)

    def switch(self, stroke: int, active: bool, user: User | None = None) -> Any:
        client = client_of(user or self.ren)
        return client.patch(f"/api/v1/strokes/{stroke}/", {"active": active}, content_type=JSON)

    def strokes(self) -> list[dict[str, Any]]:
        listed: list[dict[str, Any]] = (
            client_of(self.yuki).get(f"/api/v1/drawings/{self.drawing.pk}/strokes/").json()["strokes"]
        )
        return listed


def post(user: User, path: str, body: Any) -> Any:
    return client_of(user).post(f"/api/v1/{path}", body, content_type=JSON)


def kinds(since: int = 0) -> list[str]:
    return list(Event.objects.filter(number__gt=since).order_by("number").values_list("kind", flat=True))


@pytest.fixture
def open_desk(db: None, settings: Any, tmp_path: Path) -> type[Desk]:
    settings.MEDIA_ROOT = tmp_path / "media"
    return Desk


@pytest.fixture
def desk(open_desk: type[Desk]) -> Desk:
    return open_desk()


def test_a_stroke_colours_its_drawing_again_with_the_entries_of_its_part(desk: Desk) -> None:
    desk.colour()
    assert (desk.at(*HEAD), desk.at(*COAT_AT)) == (SKIN, COAT)
    seen = Event.objects.latest("number").number

    answer = desk.draw("skin", OVER_COAT)
    assert answer.status_code == 201
    assert answer.json()["part"] == "skin"
    assert answer.json()["by"]["name"] == "ren"
    desk.work()
    assert (desk.at(*HEAD), desk.at(*COAT_AT)) == (SKIN, SKIN)
    assert kinds(seen) == ["strokes.changed", "painting.proposed"]
    assert Event.objects.latest("number").payload["run"] is None


def test_other_is_neither_hair_nor_skin_and_a_part_without_entries_changes_nothing(desk: Desk) -> None:
    desk.draw("other", OVER_HEAD)
    desk.work()
    assert desk.at(*HEAD) in (PAPER, COAT)
    desk.draw("hair", OVER_COAT)
    desk.work()
    assert desk.at(*COAT_AT) == COAT


def test_a_run_hears_the_strokes_too_and_what_people_painted_stays(desk: Desk) -> None:
    desk.draw("skin", OVER_COAT)
    desk.colour()
    assert desk.at(*COAT_AT) == SKIN
    coat = int(labels_of(desk.drawing)[COAT_AT[1], COAT_AT[0]])
    correction_add(drawing=desk.drawing, by=desk.ren, segments=[coat], entry=PAPER)
    desk.draw("skin", OVER_COAT)
    desk.work()
    assert desk.at(*COAT_AT) == PAPER


def test_before_the_first_run_a_stroke_colours_from_the_sheet(open_desk: type[Desk]) -> None:
    two = open_desk(2)
    second = drawings_of(two.shot)[1]
    two.draw("other", OVER_HEAD, drawing=second)
    two.work(second)
    assert two.at(*COAT_AT, second) == COAT
    assert two.at(*HEAD, second) in (PAPER, COAT)


def test_a_stroke_is_rubbed_out_and_brought_back_by_rows_that_are_only_added(desk: Desk) -> None:
    desk.colour()
    stroke = desk.draw("skin", OVER_COAT).json()["id"]
    assert [row["id"] for row in desk.strokes()] == [stroke]
    for active, entry in ((False, COAT), (True, SKIN), (False, COAT)):
        answer = desk.switch(stroke, active)
        assert answer.status_code == 200
        assert answer.json()["active"] is active
        desk.switch(stroke, active)  # once more changes nothing
        desk.work()
        assert desk.at(*COAT_AT) == entry
        assert [row["id"] for row in desk.strokes()] == [stroke] * active
    assert [(row.of_id, row.active) for row in PartStroke.objects.all()] == [
        (None, True), (stroke, False), (stroke, True), (stroke, False),
    ]  # fmt: skip


def test_of_many_messages_the_first_does_the_work(desk: Desk) -> None:
    desk.colour()
    before = Proposal.objects.count()
    for part in ("skin", "other", "skin"):
        desk.draw(part, OVER_COAT)
    for _ in range(3):
        desk.work()
    assert Proposal.objects.count() == before + 1
    assert desk.at(*COAT_AT) == SKIN


def test_a_stroke_drawn_while_a_worker_colours_has_it_coloured_once_more(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Any
) -> None:
    heard = colouring.strokes_in_force

    def and_then_the_painter_draws(drawing: Drawing) -> Any:
        found = heard(drawing)
        PartStroke.objects.create(drawing=drawing, part="skin", points=OVER_COAT)
        return found

    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(colouring, "strokes_in_force", and_then_the_painter_draws)
        with patch.object(tasks.recolour_drawing, "send") as sent, django_capture_on_commit_callbacks(execute=True):
            desk.colour()
    sent.assert_called_once_with(desk.drawing.pk)
    assert desk.at(*COAT_AT) == COAT
    desk.work()
    assert desk.at(*COAT_AT) == SKIN


def test_a_stroke_sends_a_message_and_a_lost_one_is_sent_again(
    desk: Desk, django_capture_on_commit_callbacks: Any
) -> None:
    with patch.object(tasks.recolour_drawing, "send") as sent:
        with django_capture_on_commit_callbacks(execute=True):
            desk.draw("skin", OVER_COAT)
        sent.assert_called_once_with(desk.drawing.pk)
        assert sweep_unrecoloured() == 0  # it may still come
        PartStroke.objects.update(created_at="2020-01-01T00:00:00Z")
        assert sweep_unrecoloured() == 1
        desk.work()
        assert sweep_unrecoloured() == 0


def test_a_stroke_stays_where_it_is_when_segments_are_cut_anew(desk: Desk) -> None:
    desk.draw("skin", [[45, 65], [60, 105]])  # over the coat's left half
    desk.work()
    closure_add(drawing=desk.drawing, by=desk.ren, points=[[70, 60], [70, 110]])
    drawing = desk.drawing
    drawing_prepare(drawing)
    desk.colour()
    assert (desk.at(50, 85), desk.at(90, 85)) == (SKIN, COAT)


def test_without_anything_to_colour_from_the_painter_hears_why_once(open_desk: type[Desk]) -> None:
    bare = open_desk(view=False)
    bare.draw("skin", OVER_COAT)
    bare.work()
    bare.work()
    refused = Event.objects.filter(kind="painting.refused")
    assert [event.payload["drawing"] for event in refused] == [bare.drawing.pk]
    assert "reference view" in refused[0].payload["reason"]


def test_the_same_request_twice_counts_once(desk: Desk) -> None:
    client = str(uuid.uuid4())
    first, second = (desk.draw("hair", OVER_COAT, client=client) for _ in range(2))
    assert (first.status_code, second.status_code) == (201, 200)
    assert first.json() == second.json()
    assert len(desk.strokes()) == 1


@pytest.mark.parametrize(
    ("part", "points", "code"),
    [
        ("skin", [[10, 10], [160, 10]], "bad_stroke"),
        ("nose", OVER_COAT, "bad_request"),
        ("skin", [], "bad_request"),
        ("skin", [[1, 2, 3]], "bad_request"),
        ("skin", [[-1, 2]], "bad_request"),
    ],
)
def test_a_stroke_off_the_page_or_of_no_part_is_refused(desk: Desk, part: str, points: Any, code: str) -> None:
    answer = desk.draw(part, points)
    assert answer.status_code == 400
    assert answer.json()["error"]["code"] == code
    assert desk.strokes() == []


def test_who_may_only_look_draws_and_rubs_out_nothing_and_strangers_see_nothing(desk: Desk) -> None:
    stroke = desk.draw("skin", OVER_COAT).json()["id"]
    stranger = User.objects.create(username="stranger")
    assert desk.draw("skin", OVER_COAT, user=desk.yuki).status_code == 403
    assert desk.switch(stroke, False, user=desk.yuki).status_code == 403
    assert desk.draw("skin", OVER_COAT, user=stranger).status_code == 404
    assert desk.switch(stroke, False, user=stranger).status_code == 404
    assert client_of(stranger).get(f"/api/v1/drawings/{desk.drawing.pk}/strokes/").status_code == 404
    assert len(desk.strokes()) == 1


def test_a_row_that_rubs_out_is_no_stroke_itself(desk: Desk) -> None:
    stroke = desk.draw("skin", OVER_COAT).json()["id"]
    desk.switch(stroke, False)
    row = PartStroke.objects.latest("id")
    assert desk.switch(row.pk, False).status_code == 404
