"""Correcting a shot: what a painter does three hundred times a night."""

import pytest
from playwright.sync_api import expect

from tests.frontend.conftest import OpenShot
from tests.frontend.demo import SUPERVISOR, VIEWER
from tests.frontend.desk import PATIENCE, Desk, is_correction

pytestmark = pytest.mark.browser


def test_a_click_paints_a_segment_at_once_and_for_good(desk: Desk) -> None:
    desk.go_to(1)
    spot = desk.spots(1, 1)[0]
    colour = desk.choose("scarf, shadow")
    with desk.page.expect_response(is_correction) as answer:
        desk.click(spot)
        assert desk.colour_at(spot) == colour  # before the server has said anything
    assert answer.value.status == 201
    painting = desk.painting(1)
    assert painting["by_person"][spot.segment]
    assert painting["tone"][spot.segment] == 2
    desk.page.reload()
    desk.wait_for_colour(spot, colour)


def test_a_stroke_over_three_segments_is_one_deed_and_one_undo(desk: Desk) -> None:
    desk.go_to(2)
    spots = desk.spots(2, 3)
    before = [desk.colour_at(spot) for spot in spots]
    colour = desk.choose("hair, highlight")
    sent: list[str] = []
    desk.page.on("response", lambda r: sent.append(r.url) if is_correction(r) else None)
    desk.drag(spots)
    assert [desk.colour_at(spot) for spot in spots] == [colour] * 3
    desk.saved()
    assert len(sent) == 1
    desk.page.keyboard.press("Control+z")
    for spot, old in zip(spots, before, strict=True):
        desk.wait_for_colour(spot, old)
    desk.page.keyboard.press("Control+Shift+z")
    for spot in spots:
        desk.wait_for_colour(spot, colour)
    desk.saved()
    painting = desk.painting(2)
    assert all(painting["by_person"][spot.segment] for spot in spots)


def test_undo_still_works_after_the_page_was_opened_again(desk: Desk) -> None:
    desk.go_to(3)
    spot = desk.spots(3, 1)[0]
    before = desk.colour_at(spot)
    desk.choose("mouth, normal")
    desk.click(spot)
    desk.saved()
    desk.page.reload()
    expect(desk.page.locator(".connection")).to_have_text("Saved", timeout=PATIENCE)
    desk.go_to(3)
    desk.page.keyboard.press("Control+z")
    desk.wait_for_colour(spot, before)


def test_eraser_and_eyedropper(desk: Desk) -> None:
    desk.go_to(4)
    first, second = desk.spots(4, 2)
    colour = desk.colour_at(second)
    desk.page.keyboard.press("e")
    desk.click(first)
    desk.saved()
    assert desk.painting(4)["entry"][first.segment] == 0
    expect(desk.page.locator(".filmstrip .frame").nth(3)).to_contain_text("1")
    desk.page.keyboard.down("Alt")
    desk.click(second)
    desk.page.keyboard.up("Alt")
    desk.page.keyboard.press("b")
    desk.click(first)
    assert desk.colour_at(first) == colour
    desk.saved()


def test_two_people_on_one_shot_see_each_others_corrections(desk: Desk, open_shot: OpenShot) -> None:
    ren, mika = desk, open_shot(SUPERVISOR, frame=5)
    ren.go_to(5)
    one, other = ren.spots(5, 2)
    before = ren.colour_at(one)
    pink, yellow = ren.choose("tongue, normal"), mika.choose("hair tie, normal")
    ren.click(one)
    mika.wait_for_colour(one, pink)
    mika.click(other)
    ren.wait_for_colour(other, yellow)
    ren.page.keyboard.press("Control+z")  # takes back one's own, not the last
    mika.wait_for_colour(one, before)
    ren.saved()
    assert not ren.painting(5)["by_person"][one.segment]
    assert mika.colour_at(other) == ren.colour_at(other) == yellow


def test_a_correction_survives_a_new_run(desk: Desk) -> None:
    desk.go_to(9)
    spot = desk.spots(9, 1)[0]
    colour = desk.choose("pupil, normal")
    desk.click(spot)
    desk.saved()
    desk.page.get_by_role("button", name="Colour again").click()
    expect(desk.page.locator(".run.running, .run.queued")).to_be_visible(timeout=PATIENCE)
    desk.page.locator(".run.done").wait_for(timeout=180_000)
    assert desk.painting(9)["by_person"][spot.segment]
    desk.wait_for_colour(spot, colour)


def test_a_supervisors_swatch_recolours_the_open_shot_at_once(desk: Desk, open_shot: OpenShot) -> None:
    desk.go_to(10)
    spot = desk.spots(10, 1)[0]
    desk.choose("teeth, normal")
    desk.click(spot)
    desk.saved()
    supervisor = open_shot(SUPERVISOR).page
    supervisor.goto(f"/sheets/{desk.shot['sheet']}")
    number = supervisor.get_by_label("teeth, Normal: number")
    number.fill("#12ab34")
    number.press("Enter")
    desk.wait_for_colour(spot, (0x12, 0xAB, 0x34))


def test_a_viewer_is_told_why_nothing_happens(open_shot: OpenShot) -> None:
    desk = open_shot(VIEWER, frame=11)
    spot = desk.spots(11, 1)[0]
    before = desk.colour_at(spot)
    desk.click(spot)
    expect(desk.page.locator(".toast")).to_contain_text("not paint in it")
    assert desk.colour_at(spot) == before
