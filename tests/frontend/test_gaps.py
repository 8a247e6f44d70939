"""Open lines: leaks are seen, gaps closed by the engine and by hand, and what is painted stays where it was."""

import numpy as np
import pytest
from playwright.sync_api import Page, expect

from inference.formats import read_image, write_png
from tests.frontend.conftest import Visit
from tests.frontend.demo import PAINTER
from tests.frontend.desk import PATIENCE, Desk, Spot
from tests.frontend.test_files import LINES, open_new_shot
from tests.processes import wait_for

pytestmark = pytest.mark.browser

CUTS = 12
HALF = 2  # px to each side of a cut's middle


def cut_open(number: int) -> bytes:
    """A drawing of the house shot with gaps in its black lines."""
    name = f"A{number:04}.png"
    rgba = read_image((LINES / name).read_bytes(), name).copy()
    rows, columns = np.nonzero((rgba[..., :3].max(-1) < 60) & (rgba[..., 3] > 200))
    for at in np.random.default_rng(number).choice(len(rows), CUTS, replace=False):
        y, x = int(rows[at]), int(columns[at])
        rgba[max(0, y - HALF) : y + HALF + 1, max(0, x - HALF) : x + HALF + 1] = (255, 255, 255, 0)
    return write_png(rgba)


def segments(page: Page) -> int:
    """How many the first drawing has now."""
    shot = page.request.get(f"/api/v1/shots/{page.url.rsplit('/', 1)[1]}/").json()
    return int(shot["levels"][0]["drawings"][0]["segments"] or 0)


def wait_for_segments(page: Page, count: int) -> None:
    """Until the drawing is cut again."""
    wait_for(f"{count} segments", lambda: segments(page) == count)


def halves(desk: Desk, spot: Spot) -> tuple[tuple[float, float], tuple[float, float], Spot, Spot]:
    """A stroke from line to line down through a spot, and a spot on each side of it."""
    raw = desk.page.request.get(Desk(desk.page).drawing(1)["labels_url"]).body()
    labels = np.frombuffer(raw, "<u2").reshape(desk.level["height"], desk.level["width"])
    column, row = labels[:, spot.x] == spot.segment, labels[spot.y] == spot.segment
    top, bottom = spot.y, spot.y
    while column[top - 1]:
        top -= 1
    while column[bottom + 1]:
        bottom += 1
    left, right = spot.x, spot.x
    while row[left - 1]:
        left -= 1
    while row[right + 1]:
        right += 1
    ends = Spot(0, spot.x, top - 2), Spot(0, spot.x, bottom + 2)
    beside = Spot(0, (left + spot.x) // 2, spot.y), Spot(0, (right + spot.x) // 2, spot.y)
    return desk.on_page(ends[0]), desk.on_page(ends[1]), *beside


def test_gaps_are_previewed_then_closed_in_the_whole_shot(visit: Visit) -> None:
    page = visit(PAINTER, "/sign-in")
    open_new_shot(page, "open lines", [(f"A{n:04}.png", cut_open(n)) for n in (1, 2)])
    desk = Desk(page)
    spot = desk.spots(1, 1)[0]
    colour = desk.choose("skirt, normal")
    desk.click(spot)
    desk.saved()
    before = segments(page)

    page.keyboard.press("Shift+G")
    panel = page.get_by_role("region", name="Gaps")
    panel.get_by_role("button", name="Tangent").click()
    count = panel.locator(".gaps-count")
    expect(count).to_contain_text("would be closed", timeout=PATIENCE)
    few = count.inner_text()
    slider = panel.get_by_role("slider", name="Largest gap")
    slider.fill("1")
    expect(count).not_to_have_text(few, timeout=PATIENCE)
    slider.fill("8")
    expect(count).to_have_text(few, timeout=PATIENCE)
    assert segments(page) == before  # so far it was only a look

    panel.get_by_role("button", name="Apply to the shot").click()
    expect(count).to_contain_text("in this drawing", timeout=PATIENCE)
    wait_for("the drawing is cut again", lambda: segments(page) > before)
    desk.wait_for_colour(spot, colour)
    closures = page.request.get(f"/api/v1/drawings/{desk.drawing(1)['id']}/closures/").json()["closures"]
    expect(count).to_contain_text(f"{len(closures)} closure")
    panel.get_by_role("button", name="Close the panel").click()

    page.keyboard.press("x")  # a click switches a closure off
    after = segments(page)
    (x1, y1), (x2, y2) = closures[0]["points"][0], closures[0]["points"][-1]
    place = desk.on_page(Spot(0, (x1 + x2) // 2, (y1 + y2) // 2))
    page.mouse.move(*place)
    expect(page.locator(".tip")).to_contain_text("click to switch it off")
    page.mouse.down()
    page.mouse.up()
    wait_for("the areas run together again", lambda: segments(page) < after)
    page.keyboard.press("Control+z")
    wait_for_segments(page, after)


def test_a_closing_stroke_parts_an_area_until_it_is_undone_and_says_what_is_lost(visit: Visit) -> None:
    page = visit(PAINTER, "/sign-in")
    open_new_shot(page, "by hand", [("A0001.png", (LINES / "A0001.png").read_bytes())])
    desk = Desk(page)
    before = segments(page)
    start, end, left, right = halves(desk, desk.spots(1, 1)[0])
    page.keyboard.press("j")
    page.mouse.move(*start)
    page.mouse.down()
    page.mouse.move(*end, steps=6)
    page.mouse.up()
    wait_for("the area is parted", lambda: segments(page) > before)
    parted = segments(page)
    page.keyboard.press("k")
    wait_for("two colours", lambda: desk.colour_at(left) != desk.colour_at(right))
    page.keyboard.press("k")

    page.keyboard.press("Control+z")
    wait_for_segments(page, before)
    page.keyboard.press("Control+Shift+z")
    wait_for_segments(page, parted)
    page.keyboard.press("k")
    wait_for("two colours again", lambda: desk.colour_at(left) != desk.colour_at(right))
    page.keyboard.press("k")

    colours = []
    for spot, swatch in ((left, "skirt, normal"), (right, "tongue, normal")):
        colours.append(desk.choose(swatch))
        desk.click(spot)
        desk.saved()
    desk.wait_for_colour(left, colours[0])
    desk.wait_for_colour(right, colours[1])
    closure = page.request.get(f"/api/v1/drawings/{desk.drawing(1)['id']}/closures/").json()["closures"][0]
    page.keyboard.press("x")
    page.mouse.move((start[0] + end[0]) / 2, (start[1] + end[1]) / 2)
    expect(page.locator(".tip")).to_contain_text(f"drawn by {closure['by']['name']}")
    page.mouse.down()
    page.mouse.up()
    lost = page.locator(".lost")
    expect(lost).to_contain_text("1 decision could not be carried", timeout=PATIENCE)
    lost.get_by_role("button", name="click to see where").click()
    expect(page.locator(".tip")).to_contain_text("by hand")
    wait_for("one colour", lambda: desk.colour_at(left) == desk.colour_at(right))
    assert desk.colour_at(left) in colours  # never bare in between
    lost.get_by_role("button", name="Put this list away").click()
    expect(lost).to_be_hidden()
