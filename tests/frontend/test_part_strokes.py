"""Semantic strokes: drawn roughly over a drawing, they colour it again while the painter looks."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.frontend.conftest import Visit
from tests.frontend.demo import PAINTER, SUPERVISOR, VIEWER
from tests.frontend.desk import PATIENCE, Desk, Spot
from tests.frontend.test_files import LINES, open_new_shot
from tests.processes import wait_for

pytestmark = pytest.mark.browser

READ_OVERLAY = """([x, y]) => {
    const canvas = document.querySelector('.overlay');
    const scale = canvas.width / canvas.getBoundingClientRect().width;
    return [...canvas.getContext('2d').getImageData(Math.round(x * scale), Math.round(y * scale), 1, 1).data];
}"""


def over(desk: Desk, spot: Spot) -> list[int]:
    """The pixel of what lies over the drawing there."""
    read: list[int] = desk.page.evaluate(READ_OVERLAY, list(desk.point(spot)))
    return read


def strokes(page: Page, drawing: int) -> list[dict[str, Any]]:
    """Those that hold, as the server has them."""
    listed: list[dict[str, Any]] = page.request.get(f"/api/v1/drawings/{drawing}/strokes/").json()["strokes"]
    return listed


def entries_of(page: Page, desk: Desk, category: str) -> set[int]:
    """The keys of a category's entries."""
    sheet = page.request.get(f"/api/v1/sheets/{desk.shot['sheet']}/").json()
    return {entry["key"] for entry in sheet["entries"] if entry["category"] == category}


def entry_at(desk: Desk, spot: Spot) -> int:
    return int(desk.painting(1)["entry"][spot.segment])


def new_shot(page: Page, name: str) -> Desk:
    open_new_shot(page, name, [("A0001.png", (LINES / "A0001.png").read_bytes())])
    return Desk(page)


def across(desk: Desk, spot: Spot, length: int = 8) -> tuple[Spot, Spot]:
    return Spot(spot.segment, spot.x - length, spot.y), Spot(spot.segment, spot.x + length, spot.y)


def test_a_stroke_colours_the_drawing_again_and_is_undone_redone_and_rubbed_out(visit: Visit) -> None:
    page = visit(PAINTER, "/sign-in")
    desk = new_shot(page, "strokes")
    drawing = desk.drawing(1)["id"]
    spots = desk.spots(1, 8)
    hair, skin = entries_of(page, desk, "hair"), entries_of(page, desk, "skin")
    bar = page.get_by_role("toolbar", name="Semantic strokes")
    expect(bar).to_be_hidden()

    page.keyboard.press("a")
    expect(bar).to_be_visible()
    desk.drag(list(across(desk, spots[0])))
    wait_for("one stroke is kept", lambda: len(strokes(page, drawing)) == 1)
    wait_for("hair's colours", lambda: entry_at(desk, spots[0]) in hair)  # the shot was never coloured before
    desk.wait_for_colour(spots[0], shown_colour(page, desk, spots[0]))
    expect(bar.get_by_role("status")).to_have_text("", timeout=PATIENCE)
    assert over(desk, spots[0])[3] > 100  # the stroke lies there
    was = entry_at(desk, spots[1])

    page.keyboard.press("s")
    desk.drag(list(across(desk, spots[1])))
    wait_for("skin's colours", lambda: entry_at(desk, spots[1]) in skin)
    assert [stroke["part"] for stroke in strokes(page, drawing)] == ["hair", "skin"]
    page.keyboard.press("Control+z")
    wait_for("as it was", lambda: entry_at(desk, spots[1]) == was)
    page.keyboard.press("Control+Shift+z")
    wait_for("skin again", lambda: entry_at(desk, spots[1]) in skin)

    page.keyboard.press("q")
    page.mouse.move(*desk.on_page(spots[1]))
    expect(page.locator(".tip")).to_contain_text("click to rub it out")
    desk.click(spots[1])
    wait_for("rubbed out", lambda: [stroke["part"] for stroke in strokes(page, drawing)] == ["hair"])
    wait_for("as it was", lambda: entry_at(desk, spots[1]) == was)
    page.mouse.move(5, 5)
    wait_for("nothing lies there", lambda: over(desk, spots[1])[3] == 0)
    page.keyboard.press("Control+z")
    wait_for("it is back", lambda: len(strokes(page, drawing)) == 2)
    wait_for("and lies there", lambda: over(desk, spots[1])[3] > 100)


def shown_colour(page: Page, desk: Desk, spot: Spot) -> tuple[int, int, int]:
    """What the sheet says the server's painting looks like there."""
    painting = desk.painting(1)
    sheet = page.request.get(f"/api/v1/sheets/{desk.shot['sheet']}/").json()
    entry = next(entry for entry in sheet["entries"] if entry["key"] == painting["entry"][spot.segment])
    tone = ("normal", "highlight", "shadow", "second_shadow")[painting["tone"][spot.segment]]
    value = entry[tone] or entry["normal"]
    return int(value[1:3], 16), int(value[3:5], 16), int(value[5:7], 16)


def test_others_see_the_strokes_come_and_their_layer_can_be_hidden(visit: Visit) -> None:
    page = visit(PAINTER, "/sign-in")
    desk = new_shot(page, "seen by two")
    other = visit(SUPERVISOR, page.url.removeprefix(page.url.split("/shots")[0]))
    their = Desk(other)
    spot = desk.spots(1, 1)[0]
    page.keyboard.press("d")
    desk.drag(list(across(desk, spot)))
    wait_for("it comes to both", lambda: over(their, spot)[3] > 100 and over(desk, spot)[3] > 100)
    other.keyboard.press("Shift+w")
    wait_for("hidden", lambda: over(their, spot)[3] == 0)
    other.keyboard.press("w")  # who draws wants to see it
    wait_for("shown again", lambda: over(their, spot)[3] > 100)


def test_a_dot_is_enough_a_second_finger_or_escape_gives_up_and_a_viewer_draws_nothing(visit: Visit) -> None:
    page = visit(PAINTER, "/sign-in")
    desk = new_shot(page, "dots")
    drawing = desk.drawing(1)["id"]
    spots = desk.spots(1, 2)
    page.keyboard.press("w")
    page.mouse.move(*desk.on_page(spots[0]))
    page.mouse.down()
    page.keyboard.press("Escape")
    page.mouse.up()
    touch = page.context.new_cdp_session(page)

    def fingers(kind: str, *at: tuple[float, float]) -> None:
        points = [{"x": x, "y": y, "id": number} for number, (x, y) in enumerate(at)]
        touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    one, two = desk.on_page(spots[0]), desk.on_page(spots[1])
    fingers("touchStart", one)
    fingers("touchStart", one, two)
    fingers("touchEnd")
    fingers("touchStart", two)
    fingers("touchMove", (two[0] + 3, two[1]))
    fingers("touchEnd")
    wait_for("one stroke by touch", lambda: len(strokes(page, drawing)) == 1)
    assert [[spots[1].x, spots[1].y]] != strokes(page, drawing)[0]["points"] != []
    page.keyboard.press("0")
    desk.click(spots[0])
    wait_for("a dot", lambda: len(strokes(page, drawing)) == 2)
    assert len(strokes(page, drawing)[1]["points"]) == 1

    viewer = visit(VIEWER, page.url.removeprefix(page.url.split("/shots")[0]))
    Desk(viewer)
    viewer.keyboard.press("w")
    expect(viewer.get_by_role("toolbar", name="Semantic strokes")).to_be_hidden()
