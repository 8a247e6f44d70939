"""Corrections carried on, and the queue that asks for the fewest of them."""

import re

import pytest
from playwright.sync_api import expect

from tests.frontend.desk import PATIENCE, Desk
from tests.processes import wait_for

pytestmark = pytest.mark.browser


def tied(desk: Desk) -> None:
    """Until the worker has compared the drawings."""
    url = f"/api/v1/shots/{desk.shot['id']}/queue/"
    wait_for("the drawings are tied", lambda: desk.page.request.get(url).json()["tied"], patience=120)


def untouched(desk: Desk) -> int:
    """A frame from which a correction can go on: nobody has corrected anything in it or in the next."""
    touched = [any(desk.painting(frame)["by_person"]) for frame in range(1, 13)]
    return next(at + 1 for at in range(1, 11) if not any(touched[at : at + 2]))


def test_a_correction_is_carried_on_shown_and_taken_back_with_one_undo(desk: Desk) -> None:
    tied(desk)
    frame = untouched(desk)
    desk.go_to(frame)
    spot = desk.spots(frame, 1)[0]
    before = [desk.painting(one)["entry"] for one in range(1, 13)]
    colour = desk.choose("scarf, shadow")
    desk.click(spot)
    assert desk.colour_at(spot) == colour
    toast = desk.page.locator(".toast", has_text="Carried on to")
    expect(toast).to_be_visible(timeout=PATIENCE)
    words = toast.inner_text()
    found = re.search(r"(\d+) segments? in (\d+) other", words)
    assert found, words
    desk.saved()
    after = [desk.painting(one)["entry"] for one in range(1, 13)]
    changed = [at + 1 for at in range(12) if before[at] != after[at]]
    assert len(changed) == int(found[2]) + 1
    assert frame in changed
    assert any(one > frame for one in changed)
    desk.page.keyboard.press("m")
    expect(desk.page.locator(".tip strong")).to_contain_text("scarf")
    assert desk.frame in changed
    assert desk.frame != frame
    desk.page.keyboard.press("Control+z")
    wait_for("all is as before", lambda: [desk.painting(f)["entry"] for f in range(1, 13)] == before)


def test_tab_asks_digits_answer_and_enter_accepts(desk: Desk) -> None:
    tied(desk)
    count = desk.page.locator(".queue-number").first
    expect(count).not_to_have_text("-", timeout=PATIENCE)
    clicks = int(count.inner_text())
    desk.page.keyboard.press("Tab")
    chip = desk.page.locator(".question-chip")
    expect(chip).to_be_visible(timeout=PATIENCE)
    expect(chip.locator(".answer")).to_have_count(3)
    share = [int(text.strip(" %")) for text in chip.locator(".answer-share").all_inner_texts()]
    assert share == sorted(share, reverse=True)
    first = desk.page.locator(".tip").inner_text()
    with desk.page.expect_response(lambda r: r.url.endswith("/corrections/")) as answer:
        desk.page.keyboard.press("2")
    assert answer.value.status == 201
    expect(count).to_have_text(str(clicks + 1), timeout=PATIENCE)
    expect(chip).to_be_visible(timeout=PATIENCE)
    assert desk.page.locator(".tip").inner_text() != first  # the next question is asked at once
    with desk.page.expect_response(lambda r: r.url.endswith("/corrections/")) as answer:
        desk.page.keyboard.press("Enter")
    assert answer.value.json()["entry"] > 0
    expect(count).to_have_text(str(clicks + 2), timeout=PATIENCE)
    desk.page.keyboard.press("Control+z")
    desk.page.keyboard.press("Control+z")
    desk.saved()


def test_escape_leaves_the_queue_and_gives_tab_back_to_the_page(desk: Desk) -> None:
    desk.page.keyboard.press("Tab")
    chip = desk.page.locator(".question-chip")
    expect(chip).to_be_visible(timeout=PATIENCE)
    desk.page.keyboard.press("Escape")
    expect(chip).to_be_hidden()
    desk.page.keyboard.press("Tab")
    expect(chip).to_be_hidden()
    assert desk.page.evaluate("document.activeElement !== document.body")
    desk.page.evaluate("document.activeElement.blur()")


def test_with_carrying_switched_off_only_the_clicked_segment_changes(desk: Desk) -> None:
    tied(desk)
    desk.go_to(7)
    desk.page.keyboard.press("v")
    spot = desk.spots(7, 4)[-1]
    before = desk.painting(8)["entry"]
    desk.choose("scarf, shadow")
    with desk.page.expect_response(lambda r: r.url.endswith("/corrections/")) as answer:
        desk.click(spot)
    assert answer.value.json()["carried"] == {"drawings": 0, "segments": 0, "later": False}
    assert desk.painting(8)["entry"] == before
    desk.page.keyboard.press("Control+z")
    desk.page.keyboard.press("v")
    desk.saved()
