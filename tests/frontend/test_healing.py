"""When the server is away, or says no."""

import pytest
from playwright.sync_api import expect

from tests.frontend.conftest import OpenShot
from tests.frontend.demo import PAINTER, SUPERVISOR, Demo
from tests.frontend.desk import PATIENCE
from tests.processes import wait_for

pytestmark = pytest.mark.browser


def test_what_is_painted_while_the_server_is_away_is_not_lost(open_shot: OpenShot, demo: Demo) -> None:
    desk = open_shot(PAINTER, frame=6, quiet=False)  # a browser complains about a server that is away
    spot, later = desk.spots(6, 2)
    colour = desk.choose("collar, normal")
    demo.kill_web()
    desk.click(spot)
    assert desk.colour_at(spot) == colour
    expect(desk.page.locator(".connection")).to_contain_text("1 correction kept here", timeout=PATIENCE)
    desk.saved()  # by itself, when the server is back
    assert desk.painting(6)["by_person"][spot.segment]
    with_someone = open_shot(SUPERVISOR, frame=6)
    with_someone.choose("skin, shadow")
    with_someone.click(later)
    desk.wait_for_colour(later, with_someone.colour_at(later))  # the stream has healed, too
    desk.page.context.close()


def test_a_correction_outlives_the_tab_that_could_not_send_it(open_shot: OpenShot) -> None:
    desk = open_shot(PAINTER, frame=7, quiet=False)
    spot = desk.spots(7, 1)[0]
    colour = desk.choose("bag, normal")
    desk.page.route("**/corrections/", lambda route: route.abort())
    desk.click(spot)
    expect(desk.page.locator(".connection")).to_contain_text("Saving")
    desk.page.unroute("**/corrections/")
    desk.page.reload()
    desk.saved()
    wait_for("the server has it", lambda: desk.painting(7)["by_person"][spot.segment])
    desk.go_to(7)
    desk.wait_for_colour(spot, colour)
    desk.page.context.close()


def test_a_refused_correction_is_taken_back_and_the_painter_is_told(open_shot: OpenShot) -> None:
    desk = open_shot(PAINTER, frame=8, quiet=False)
    spot = desk.spots(8, 1)[0]
    before = desk.colour_at(spot)
    refusal = '{"error": {"message": "entry 3 is not on the sheet", "code": "bad_correction", "details": null}}'
    desk.page.route("**/corrections/", lambda route: route.fulfill(status=400, body=refusal))
    desk.choose("brow, normal")
    desk.click(spot)
    expect(desk.page.locator(".toast")).to_contain_text("entry 3 is not on the sheet")
    desk.wait_for_colour(spot, before)
    desk.page.context.close()
