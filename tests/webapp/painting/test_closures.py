"""Gaps are closed, drawings cut anew, and what people decided stays: over HTTP, with the real engine."""

import io
import uuid
from pathlib import Path
from typing import Any
from unittest.mock import patch

import numpy as np
import pytest
from PIL import Image, ImageDraw

from tests.webapp.painting.shots import COAT, PAPER, SIZE, SKIN, drawings_of, little_shot, png
from tests.webapp.studio import JSON, client_of, labels_of, member
from webapp.accounts.models import Role, User
from webapp.events.models import Event
from webapp.painting import engine
from webapp.painting.colouring import run_colour
from webapp.painting.models import Carry, Closure, Proposal
from webapp.painting.preparing import shot_prepare
from webapp.painting.services.runs import run_start
from webapp.painting.sweep import sweep_uncut
from webapp.painting.tasks import prepare_drawing, prepare_shot
from webapp.productions.models import Drawing, Shot

GAP = (40, 84, 88)  # a column, and the rows in which the coat's left side is open


def open_drawing() -> bytes:
    """The head above the coat; the coat's left side has a gap of 5 px, so coat and paper are one area."""
    image = Image.new("RGBA", SIZE, "white")
    draw = ImageDraw.Draw(image)
    draw.ellipse((50, 10, 90, 50), outline="black", width=2)
    draw.rectangle((40, 60, 100, 110), outline="black", width=2)
    draw.rectangle((GAP[0], GAP[1], GAP[0] + 1, GAP[2]), fill="white")
    return png(image)


STROKE = [[40, 83], [40, 89]]


class Desk:
    """A shot of one open drawing, and the people around it."""

    def __init__(self) -> None:
        self.shot: Shot = little_shot([open_drawing()])
        self.ren = member("ren", Role.PAINTER, self.shot.production.studio)
        self.yuki = member("yuki", Role.VIEWER, self.shot.production.studio)
        self.work()

    @property
    def drawing(self) -> Drawing:
        return drawings_of(self.shot)[0]

    def work(self) -> None:
        """What a worker does when the message comes."""
        shot_prepare(self.shot.pk)

    def painting(self) -> dict[str, Any]:
        shown: dict[str, Any] = client_of(self.yuki).get(f"/api/v1/drawings/{self.drawing.pk}/painting/").json()
        return shown

    def at(self, x: int, y: int) -> int:
        """The segment there."""
        return int(labels_of(self.drawing)[y, x])

    def shown_at(self, x: int, y: int) -> tuple[int, int, bool]:
        shown, segment = self.painting(), self.at(x, y)
        return shown["entry"][segment], shown["tone"][segment], shown["by_person"][segment]

    def paint(self, x: int, y: int, entry: int, tone: int = 0, **more: Any) -> Any:
        body = {"segments": [self.at(x, y)], "entry": entry, "tone": tone, "client": str(uuid.uuid4()), **more}
        return post(self.ren, f"drawings/{self.drawing.pk}/corrections/", body)

    def undo(self, correction: int) -> Any:
        return post(self.ren, f"corrections/{correction}/undo/", {"client": str(uuid.uuid4())})

    def close(self, points: Any = STROKE, client: str | None = None, user: User | None = None) -> Any:
        body = {"points": points, "client": client or str(uuid.uuid4())}
        return post(user or self.ren, f"drawings/{self.drawing.pk}/closures/", body)

    def switch(self, closure: int, active: bool) -> Any:
        return patched(self.ren, f"closures/{closure}/", {"active": active})

    def gaps(self, **gaps: Any) -> Any:
        return patched(self.ren, f"shots/{self.shot.pk}/", {"gaps": gaps})

    def closures(self) -> list[dict[str, Any]]:
        answer = client_of(self.yuki).get(f"/api/v1/drawings/{self.drawing.pk}/closures/")
        listed: list[dict[str, Any]] = answer.json()["closures"]
        return listed

    def carried(self) -> Any:
        """What the latest cut says about what it carried."""
        return Event.objects.filter(kind="drawing.ready").latest("number").payload["carried"]


def post(user: User, path: str, body: Any) -> Any:
    return client_of(user).post(f"/api/v1/{path}", body, content_type=JSON)


def patched(user: User, path: str, body: Any) -> Any:
    return client_of(user).patch(f"/api/v1/{path}", body, content_type=JSON)


@pytest.fixture
def desk(db: None, settings: Any, tmp_path: Path) -> Desk:
    settings.MEDIA_ROOT = tmp_path / "media"
    return Desk()


HEAD, INSIDE, OUTSIDE = (70, 30), (70, 85), (10, 10)


def test_a_coat_with_an_open_side_is_one_area_with_the_paper(desk: Desk) -> None:
    assert desk.drawing.segment_count == 2
    assert desk.at(*INSIDE) == desk.at(*OUTSIDE)
    assert desk.closures() == []


@pytest.mark.parametrize("gaps", [{"mode": "tangent", "max": 8}, {"mode": "ball", "radius": 4}])
def test_with_gap_closing_on_every_drawing_is_cut_anew(
    desk: Desk, gaps: dict[str, Any], django_capture_on_commit_callbacks: Any
) -> None:
    with patch.object(prepare_shot, "send") as sent, django_capture_on_commit_callbacks(execute=True):
        shown = desk.gaps(**gaps).json()
    sent.assert_called_once_with(desk.shot.pk)
    assert shown["gaps"] == {"mode": "off", "max": 8, "radius": 3, **gaps}
    desk.work()
    assert desk.drawing.segment_count == 3
    assert desk.at(*INSIDE) != desk.at(*OUTSIDE)
    (closure,) = desk.closures()
    assert 0 < closure["score"] <= 1
    assert (closure["active"], closure["by"]) == (True, None)
    kinds = list(Event.objects.order_by("-number").values_list("kind", flat=True)[:3])
    assert kinds == ["closures.changed", "drawing.ready", "shot.changed"]


def test_a_narrower_limit_leaves_the_gap_open(desk: Desk) -> None:
    desk.gaps(mode="tangent", max=3)
    desk.work()
    assert (desk.drawing.segment_count, desk.closures()) == (2, [])


def test_a_preview_shows_the_gaps_and_saves_nothing(desk: Desk) -> None:
    address = f"/api/v1/drawings/{desk.drawing.pk}/closures/preview/"
    client = client_of(desk.yuki)
    events = Event.objects.count()
    (found,) = client.get(f"{address}?mode=tangent&max=8").json()["closures"]
    assert set(found) == {"points", "score", "by", "active"}
    assert all(GAP[1] - 2 <= y <= GAP[2] + 2 for _, y in found["points"])
    assert client.get(f"{address}?mode=tangent&max=3").json() == {"closures": []}
    assert client.get(address).json() == {"closures": []}  # the shot's own: off
    assert (Closure.objects.count(), Event.objects.count()) == (0, events)
    assert client.get(f"{address}?mode=glue").status_code == 400
    assert client.get(f"{address}?max=0").status_code == 400


def test_a_painters_stroke_parts_what_it_closes_and_is_never_a_line(desk: Desk) -> None:
    answer = desk.close()
    assert answer.status_code == 201
    closure = answer.json()
    assert (closure["points"], closure["score"], closure["active"]) == (STROKE, None, True)
    assert closure["by"] == {"id": desk.ren.pk, "name": "ren"}
    desk.work()
    assert desk.closures() == [closure]
    assert desk.at(*INSIDE) != desk.at(*OUTSIDE)
    line = np.array(Image.open(io.BytesIO(open_drawing())))[..., 0] == 0
    assert ((labels_of(desk.drawing) == 0) == line).all()
    desk.paint(*INSIDE, COAT)
    desk.paint(*OUTSIDE, PAPER)
    picture = client_of(desk.yuki).get(f"/api/v1/drawings/{desk.drawing.pk}/painted.png?lines=none")
    alpha = np.array(Image.open(io.BytesIO(picture.content)))[..., 3]
    assert alpha[85, 40] == 255  # the gap is painted as what lies beside it


def test_a_stroke_sent_twice_is_one_stroke(desk: Desk) -> None:
    client = str(uuid.uuid4())
    first, again = desk.close(client=client), desk.close(client=client)
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json() == again.json()
    assert Drawing.objects.get(pk=desk.drawing.pk).cut_asked == 1


@pytest.mark.parametrize(
    "points", [[], [[1, 1]], [[1, 1], [160, 5]], [[1, 1], [5, 120]], [[1, -1], [2, 2]], [[1, 1, 1], [2, 2, 2]], "x"]
)
def test_a_stroke_that_cannot_be_drawn_is_refused(desk: Desk, points: Any) -> None:
    assert desk.close(points).status_code == 400
    assert not Closure.objects.exists()


def test_who_only_looks_closes_nothing(desk: Desk) -> None:
    closure = desk.close().json()
    assert desk.close(user=desk.yuki).status_code == 403
    assert patched(desk.yuki, f"closures/{closure['id']}/", {"active": False}).status_code == 403
    assert patched(desk.yuki, f"shots/{desk.shot.pk}/", {"gaps": {"mode": "ball"}}).status_code == 403
    stranger = User.objects.create(username="stranger")
    assert patched(stranger, f"closures/{closure['id']}/", {"active": False}).status_code == 404
    assert client_of(stranger).get(f"/api/v1/drawings/{desk.drawing.pk}/closures/").status_code == 404


def test_a_closure_that_a_person_switched_off_stays_off_when_it_is_found_again(desk: Desk) -> None:
    desk.gaps(mode="tangent")
    desk.work()
    (closure,) = desk.closures()
    assert desk.switch(closure["id"], False).json() == {**closure, "active": False}
    desk.work()
    assert desk.at(*INSIDE) == desk.at(*OUTSIDE)
    assert desk.closures() == [{**closure, "active": False}]
    desk.gaps(mode="off")
    desk.work()
    assert desk.closures() == []
    desk.gaps(mode="tangent")
    desk.work()
    assert desk.closures() == [{**closure, "active": False}]
    desk.switch(closure["id"], True)
    desk.work()
    assert desk.at(*INSIDE) != desk.at(*OUTSIDE)


def test_what_is_painted_stays_where_the_segments_stay(desk: Desk) -> None:
    desk.paint(*HEAD, SKIN, tone=2)
    desk.close()
    desk.work()
    assert desk.shown_at(*HEAD) == (SKIN, 2, True)
    assert desk.carried() == {"kept": 1, "lost": []}
    assert desk.painting()["labels"] == desk.drawing.labels == Carry.objects.get().to_labels


def test_an_area_that_is_cut_in_two_keeps_its_colour_on_both_sides(desk: Desk) -> None:
    desk.paint(*OUTSIDE, PAPER)
    desk.close()
    desk.work()
    assert desk.shown_at(*OUTSIDE) == desk.shown_at(*INSIDE) == (PAPER, 0, True)
    desk.paint(*INSIDE, COAT)
    assert desk.shown_at(*OUTSIDE) == (PAPER, 0, True)
    assert desk.shown_at(*INSIDE) == (COAT, 0, True)


def test_when_two_areas_become_one_the_larger_keeps_its_colour_and_the_other_is_listed(desk: Desk) -> None:
    stroke = desk.close().json()
    desk.work()
    desk.paint(*INSIDE, COAT, tone=1)
    desk.paint(*OUTSIDE, PAPER)
    coat = int((labels_of(desk.drawing) == desk.at(*INSIDE)).sum())
    desk.switch(stroke["id"], False)
    desk.work()
    assert desk.shown_at(*INSIDE) == (PAPER, 0, True)
    carried = desk.carried()
    (lost,) = carried["lost"]
    assert carried["kept"] == 1
    assert (lost["area"], lost["entry"], lost["tone"]) == (coat, COAT, 1)
    assert desk.at(lost["x"], lost["y"]) == desk.at(*INSIDE)


def test_closing_the_gap_again_brings_back_what_was_painted_on_either_side(desk: Desk) -> None:
    stroke = desk.close().json()
    desk.work()
    desk.paint(*INSIDE, COAT)
    desk.paint(*OUTSIDE, PAPER)
    for active in (False, True):
        desk.switch(stroke["id"], active)
        desk.work()
    assert desk.shown_at(*INSIDE) == (COAT, 0, True)
    assert desk.shown_at(*OUTSIDE) == (PAPER, 0, True)


def test_what_was_painted_in_between_wins_over_what_was_painted_before(desk: Desk) -> None:
    stroke = desk.close().json()
    desk.work()
    desk.paint(*OUTSIDE, PAPER)
    desk.switch(stroke["id"], False)
    desk.work()
    desk.paint(*OUTSIDE, SKIN)
    desk.switch(stroke["id"], True)
    desk.work()
    assert desk.shown_at(*OUTSIDE)[0] == SKIN
    assert Carry.objects.count() == 3


def test_an_earlier_correction_can_still_be_undone_and_says_what_changed_now(desk: Desk) -> None:
    correction = desk.paint(*HEAD, SKIN).json()
    desk.close()
    desk.work()
    undone = desk.undo(correction["id"]).json()
    assert undone["changes"]["segments"] == [desk.at(*HEAD)]
    assert undone["changes"]["entry"] == [0]
    assert desk.shown_at(*HEAD) == (0, 0, False)
    redone = desk.undo(undone["id"]).json()
    assert redone["changes"]["entry"] == [SKIN]
    assert desk.shown_at(*HEAD) == (SKIN, 0, True)


def test_a_click_on_segments_that_were_cut_anew_meanwhile_is_not_lost(desk: Desk) -> None:
    labels = desk.drawing.labels
    head = desk.at(*HEAD)
    desk.close([[55, 30], [85, 30]])  # nothing is closed, but the numbers may change
    desk.close()
    desk.work()
    body = {"segments": [head], "entry": SKIN, "client": str(uuid.uuid4()), "labels": labels}
    answer = post(desk.ren, f"drawings/{desk.drawing.pk}/corrections/", body)
    assert answer.status_code == 201
    assert answer.json()["changes"]["entry"] == [SKIN] * len(answer.json()["changes"]["segments"])
    assert desk.shown_at(*HEAD) == (SKIN, 0, True)
    strange = {**body, "labels": "0" * 64, "client": str(uuid.uuid4())}
    assert post(desk.ren, f"drawings/{desk.drawing.pk}/corrections/", strange).status_code == 400


def test_the_latest_proposal_is_carried_and_a_later_run_speaks_of_the_new_segments(desk: Desk) -> None:
    run_colour(str(run_start(shot=desk.shot, by=None).pk))
    entry = desk.shown_at(*HEAD)[0]
    assert entry == SKIN
    desk.close()
    desk.work()
    assert desk.shown_at(*HEAD) == (SKIN, 0, False)
    run_colour(str(run_start(shot=desk.shot, by=None).pk))
    latest = Proposal.objects.latest("id")
    assert latest.labels == desk.drawing.labels
    assert [desk.shown_at(*place)[0] for place in (OUTSIDE, HEAD, INSIDE)] == [PAPER, SKIN, COAT]


def test_a_gap_that_is_closed_while_a_run_paints_keeps_the_runs_work(desk: Desk, monkeypatch: Any) -> None:
    before = desk.drawing.labels
    paints = engine.ShotPainter.from_sheet

    def and_a_painter_closes_the_gap(painter: engine.ShotPainter, drawing: Drawing, *strokes: Any) -> Any:
        painting = paints(painter, drawing, *strokes)
        desk.close()
        desk.work()
        return painting

    monkeypatch.setattr(engine.ShotPainter, "from_sheet", and_a_painter_closes_the_gap)
    run = run_start(shot=desk.shot, by=None)
    run_colour(str(run.pk))
    run.refresh_from_db()
    assert run.status == "done"
    assert Proposal.objects.get().labels == before != desk.drawing.labels
    assert desk.shown_at(*HEAD) == (SKIN, 0, False)


def test_a_run_cuts_what_is_to_be_cut_before_it_colours(desk: Desk) -> None:
    desk.gaps(mode="tangent")
    run_colour(str(run_start(shot=desk.shot, by=None).pk))
    assert desk.drawing.segment_count == 3
    assert Proposal.objects.get().labels == desk.drawing.labels
    assert desk.shown_at(*INSIDE)[0] == COAT


def test_a_cut_that_changes_nothing_says_so_and_carries_nothing(desk: Desk) -> None:
    desk.paint(*HEAD, SKIN)
    desk.close([[5, 5], [8, 5]])
    desk.work()
    assert desk.carried() == {"kept": 1, "lost": []}
    assert not Carry.objects.exists()


def test_the_message_twice_or_late_cuts_once(desk: Desk) -> None:
    desk.close()
    for _ in range(2):
        desk.work()
    assert Event.objects.filter(kind="drawing.ready").count() == 2
    assert (desk.drawing.cut_asked, desk.drawing.cut_made) == (1, 1)


def test_a_stroke_sends_one_drawing_to_the_workers_and_a_lost_message_is_sent_again(
    desk: Desk, settings: Any, django_capture_on_commit_callbacks: Any
) -> None:
    settings.RUN_STALE_AFTER = -60  # everything is long ago
    with patch.object(prepare_drawing, "send") as sent, django_capture_on_commit_callbacks(execute=True):
        desk.close()
    sent.assert_called_once_with(desk.drawing.pk)
    with patch.object(prepare_shot, "send") as sent:
        assert sweep_uncut() == 1
    sent.assert_called_once_with(desk.shot.pk)
    desk.work()
    assert sweep_uncut() == 0


def test_another_name_or_speed_cuts_nothing_anew(desk: Desk) -> None:
    shown = patched(desk.ren, f"shots/{desk.shot.pk}/", {"name": "c099", "fps": 12, "gaps": {"mode": "off"}}).json()
    assert (shown["name"], shown["fps"]) == ("c099", 12)
    assert desk.drawing.cut_asked == 0
    assert Event.objects.latest("number").payload == {"shot": desk.shot.pk}
    Shot.objects.create(production=desk.shot.production, sheet=desk.shot.sheet, name="taken")
    assert patched(desk.ren, f"shots/{desk.shot.pk}/", {"name": "taken"}).status_code == 409
    assert patched(desk.ren, f"shots/{desk.shot.pk}/", {"fps": 0}).status_code == 400


def test_a_thumbnail_follows_the_new_segments(desk: Desk) -> None:
    desk.paint(*OUTSIDE, PAPER)
    address = f"/api/v1/drawings/{desk.drawing.pk}/painted.png?width=40"
    tag = client_of(desk.yuki).get(address)["ETag"]
    desk.close()
    desk.work()
    assert client_of(desk.yuki).get(address)["ETag"] != tag
