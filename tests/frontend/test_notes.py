"""Notes pinned to drawings, by two people and a keyboard. What a test pins, it takes away."""

import re
import uuid
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.frontend.conftest import OpenShot, Visit
from tests.frontend.demo import SUPERVISOR, VIEWER, signed_headers
from tests.frontend.desk import PATIENCE, Desk, Spot
from tests.frontend.test_part_strokes import READ_OVERLAY
from tests.processes import wait_for

pytestmark = pytest.mark.browser

HEAD = 19  # CSS pixels from a pin's tip up to the middle of its head, as in shot/note_look.js


def pinned(page: Page) -> list[dict[str, Any]]:
    """The notes as the server has them."""
    listed: list[dict[str, Any]] = page.request.get("/api/v1/shots/1/notes/").json()["notes"]
    return listed


def pin(page: Page, drawing: int, spot: Spot, text: str) -> None:
    """Without the page."""
    body = {"x": spot.x, "y": spot.y, "text": text, "client": str(uuid.uuid4())}
    answer = page.request.post(f"/api/v1/drawings/{drawing}/notes/", data=body, headers=signed_headers(page))
    assert answer.ok, answer.text()


def take_all_away(page: Page) -> None:
    """The notes of the one whose page it is."""
    for one in pinned(page):
        address = f"/api/v1/notes/{one['id']}/"
        assert page.request.patch(address, data={"active": False}, headers=signed_headers(page)).ok


def has_pin(desk: Desk, spot: Spot) -> bool:
    """Is a pin's head over the place?"""
    x, y = desk.point(spot)
    return bool(desk.page.evaluate(READ_OVERLAY, [x + 6, y - HEAD - 3])[3] == 255)


def write(page: Page, text: str) -> None:
    """Into the note that was just begun: the cursor is there already."""
    expect(page.get_by_label("What is to be done here?")).to_be_focused(timeout=PATIENCE)
    page.keyboard.type(text)
    page.keyboard.press("Control+Enter")


def note(page: Page, text: str) -> Locator:
    return page.locator(".pinned-note", has_text=text)


@pytest.fixture
def desk(desk: Desk) -> Iterator[Desk]:
    """The list folded up before, the notes taken away after."""
    if desk.page.locator(".notes").is_visible():
        desk.page.keyboard.press("Shift+M")
    desk.go_to(1)
    yield desk
    take_all_away(desk.page)


def test_a_note_is_pinned_answered_resolved_and_opened_again_before_everybodys_eyes(
    desk: Desk, open_shot: OpenShot
) -> None:
    ren, mika = desk.page, open_shot(SUPERVISOR).page
    theirs = Desk(mika)
    spot = desk.spots(1, 1)[0]
    ren.keyboard.press("Shift+P")
    desk.click(spot)
    write(ren, "The scarf is red\nin this light")
    wait_for("the pin is there", lambda: has_pin(desk, spot) and has_pin(theirs, spot))
    (kept,) = pinned(ren)
    assert (kept["x"], kept["y"], kept["segment"]) == (spot.x, spot.y, spot.segment)
    expect(mika.locator(".frame").first.locator(".thumb-notes")).to_have_text("1", timeout=PATIENCE)
    expect(mika.locator(".frame").first).to_have_attribute(
        "aria-label", re.compile("^Frame 1, .*, 1 open note$"), timeout=PATIENCE
    )
    expect(mika.get_by_role("button", name="Notes of the shot, 1 open")).to_be_visible(timeout=PATIENCE)

    # Mika opens the thread and answers while ren writes: his words and his cursor stay.
    note(ren, "The scarf").get_by_role("button").first.click()
    ren.get_by_label("Answer").fill("Shall I")
    mika.keyboard.press("Shift+M")
    note(mika, "The scarf").get_by_role("button").first.click()
    mika.get_by_label("Answer").fill("Like on the sheet")
    mika.get_by_role("button", name="Send").click()
    expect(note(ren, "The scarf").locator(".note-replies")).to_contain_text("Like on the sheet", timeout=PATIENCE)
    expect(mika.get_by_label("Answer")).to_have_value("", timeout=PATIENCE)
    expect(ren.get_by_label("Answer")).to_be_focused(timeout=PATIENCE)
    ren.keyboard.type(" redo the skirt too?")
    ren.keyboard.press("Control+Enter")
    expect(note(mika, "The scarf").locator(".note-replies li")).to_have_count(2, timeout=PATIENCE)

    note(mika, "The scarf").get_by_role("button", name="Resolve").click()
    expect(ren.get_by_role("button", name="Resolved 1")).to_be_visible(timeout=PATIENCE)
    expect(note(ren, "The scarf")).to_have_count(0, timeout=PATIENCE)
    wait_for("its pin is gone", lambda: not has_pin(desk, spot))
    expect(ren.locator(".thumb-notes:visible")).to_have_count(0, timeout=PATIENCE)
    ren.get_by_role("button", name="Resolved 1").click()
    note(ren, "The scarf").get_by_role("button").first.click()
    expect(note(ren, "The scarf")).to_contain_text("Resolved by Mika", timeout=PATIENCE)
    expect(mika.get_by_role("button", name="Take back")).to_have_count(0)  # hers to resolve, not to take away
    note(ren, "The scarf").get_by_role("button", name="Open again").click()
    wait_for("it is back", lambda: has_pin(theirs, spot))


def test_undo_takes_ones_own_note_away_and_redo_brings_it_back(desk: Desk) -> None:
    page, spot = desk.page, desk.spots(1, 2)[1]
    page.keyboard.press("Shift+P")
    desk.click(spot)
    write(page, "Too dark")
    expect(note(page, "Too dark")).to_be_visible(timeout=PATIENCE)
    wait_for("the pin is there", lambda: has_pin(desk, spot))
    desk.page.locator(".frame").first.focus()
    page.keyboard.press("Control+z")
    wait_for("nothing is pinned", lambda: not pinned(page) and not has_pin(desk, spot))
    page.keyboard.press("Control+Shift+z")
    wait_for("it is back", lambda: len(pinned(page)) == 1 and has_pin(desk, spot))
    note(page, "Too dark").get_by_role("button").first.click()
    page.get_by_role("button", name="Take back").click()
    wait_for("taken back", lambda: not pinned(page))
    page.locator(".frame").first.focus()
    page.keyboard.press("Control+z")
    wait_for("and brought back", lambda: len(pinned(page)) == 1)


def test_a_drag_draws_a_mark_that_goes_with_the_note(desk: Desk) -> None:
    page = desk.page
    spots = desk.spots(1, 3)
    page.keyboard.press("Shift+P")
    desk.drag([spots[0], spots[2]])
    write(page, "This edge")
    wait_for("it is kept", lambda: len(pinned(page)) == 1)
    (kept,) = pinned(page)
    assert kept["mark"][0] == [kept["x"], kept["y"]] == [spots[0].x, spots[0].y]
    assert kept["mark"][-1] == [spots[2].x, spots[2].y]
    x, y = desk.point(spots[2])
    assert page.evaluate(READ_OVERLAY, [x, y])[3] > 150  # a veil under the cursor has 46


def test_a_click_in_the_list_goes_to_the_frame_and_the_place(desk: Desk) -> None:
    page, spot = desk.page, desk.spots(5, 1)[0]
    pin(page, desk.drawing(5)["id"], spot, "The hand is unpainted")
    page.keyboard.press("Shift+M")
    page.keyboard.press("0")
    for _ in range(6):
        page.keyboard.press("+")  # near, and somewhere else
    note(page, "The hand").get_by_role("button").first.click()
    expect(page.locator(".frame-number")).to_have_text("05 / 12", timeout=PATIENCE)
    expect(page.locator(".wait")).to_be_hidden(timeout=PATIENCE)
    inside = """() => {
        const at = window.getComputedStyle(document.querySelector('.notes')).width;
        return document.querySelector('.stage').clientWidth - parseFloat(at);
    }"""
    assert page.evaluate(inside) > 300
    page.keyboard.press("0")
    wait_for("the pin is there", lambda: has_pin(desk, spot))
    page.mouse.move(*desk.on_page(spot))
    expect(page.locator(".tip")).to_contain_text("The hand is unpainted", timeout=PATIENCE)


def test_a_note_is_pinned_read_and_resolved_without_a_mouse(desk: Desk) -> None:
    page = desk.page
    keys = page.keyboard
    keys.press("n")
    expect(page.locator(".tip")).to_contain_text("unsure", timeout=PATIENCE)
    segment = int(page.locator(".tip .dim").inner_text().split(",")[0].removeprefix("#"))
    keys.press("Shift+Enter")
    write(page, "Which colour is this?")
    wait_for("it is kept", lambda: len(pinned(page)) == 1)
    assert pinned(page)[0]["segment"] == segment
    head = note(page, "Which colour").get_by_role("button").first
    expect(head).to_be_focused(timeout=PATIENCE)
    keys.press("Enter")
    expect(head).to_have_attribute("aria-expanded", "true", timeout=PATIENCE)
    keys.press("Tab")
    expect(page.get_by_label("Answer")).to_be_focused(timeout=PATIENCE)
    for _ in range(3):
        keys.press("Tab")
    keys.press("Enter")
    wait_for("resolved", lambda: pinned(page)[0]["resolved"] is not None)


def test_a_viewer_reads_the_notes_and_the_list_of_shots_counts_them(desk: Desk, visit: Visit) -> None:
    spot = desk.spots(1, 1)[0]
    cards = visit(VIEWER, "/productions/1")
    expect(cards.locator(".card.shot").first).to_be_visible(timeout=PATIENCE)
    expect(cards.locator(".card-notes:visible")).to_have_count(0, timeout=PATIENCE)
    pin(desk.page, desk.drawing(1)["id"], spot, "Only for reading")
    expect(cards.locator(".card-notes:visible")).to_have_text("1 open note", timeout=PATIENCE)
    page = visit(VIEWER, "/shots/1")
    viewer = Desk(page)
    wait_for("the pin is there", lambda: has_pin(viewer, spot))
    x, y = viewer.on_page(spot)
    page.mouse.click(x, y - HEAD)
    expect(note(page, "Only for reading")).to_be_visible(timeout=PATIENCE)
    expect(page.locator(".notes textarea:visible")).to_have_count(0, timeout=PATIENCE)
    expect(page.get_by_role("button", name="Resolve", exact=True)).to_have_count(0, timeout=PATIENCE)
    page.keyboard.press("Shift+H")
    page.keyboard.press("Shift+M")
    wait_for("hidden", lambda: not has_pin(viewer, spot))
    with page.expect_download() as download:
        page.keyboard.press("Shift+M")
        page.get_by_role("link", name="Retake sheet (CSV)").click()
    assert download.value.suggested_filename.endswith("notes.csv")
