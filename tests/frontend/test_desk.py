"""The shot page without painting: keys, views, playing."""

import pytest
from playwright.sync_api import expect

from tests.frontend.desk import Desk
from tests.processes import wait_for

pytestmark = pytest.mark.browser

FOCUS = """document.activeElement === document.body ? "the browser's own bar"
    : getComputedStyle(document.activeElement).outlineStyle"""
PICTURE = "document.querySelector('.stage-canvas').toDataURL()"


def test_every_command_is_on_the_shortcuts_sheet_and_every_button_has_a_name(desk: Desk) -> None:
    page = desk.page
    page.keyboard.press("?")
    sheet = page.get_by_role("dialog", name="Shortcuts")
    commands = page.evaluate("""async () => {
        const { COMMANDS } = await import(new URL('commands/index.js', document.querySelector('[type=module]').src));
        return COMMANDS.map(({ title, shortcuts, group }) => [title, shortcuts, group]);
    }""")
    for title, shortcuts, _ in commands:
        assert shortcuts, title
        expect(sheet.get_by_text(title, exact=True)).to_be_visible()
    # While a question is asked, the queue's keys come before what they mean otherwise.
    for in_queue in (True, False):
        keys = [key for _, shortcuts, group in commands for key in shortcuts if (group == "Queue") == in_queue]
        shared = {key for key in keys if keys.count(key) > 1}
        assert shared <= {"Enter"}, shared  # it paints what is chosen, else what is marked
    page.keyboard.press("Escape")
    expect(sheet).to_have_count(0)
    nameless = page.evaluate(
        "[...document.querySelectorAll('button')].filter((b) => !b.ariaLabel && !b.textContent.trim()).length"
    )
    assert nameless == 0


def test_the_page_of_a_shot_asks_once_and_at_once_for_what_the_first_drawing_needs(desk: Desk) -> None:
    shot, drawing = desk.shot, desk.drawing(1)
    parts = ("session", f"shots/{shot['id']}", f"sheets/{shot['sheet']}", f"productions/{shot['production']}")
    asked = [*(f"/api/v1/{part}/" for part in parts), drawing["labels_url"], drawing["line_url"]]
    seen = desk.page.evaluate("""performance.getEntriesByType('resource')
        .map((entry) => [new URL(entry.name).pathname, entry.initiatorType])""")
    assert sorted(entry for entry in seen if entry[0] in asked) == sorted([address, "link"] for address in asked)


def test_a_shot_is_corrected_without_a_mouse(desk: Desk) -> None:
    desk.go_to(1)
    keys = desk.page.keyboard
    keys.press("End")
    expect(desk.page.locator(".frame-number")).to_have_text("12 / 12")
    keys.press("ArrowLeft")
    keys.press(".")
    assert desk.frame == 12
    keys.press("/")
    keys.type("blouse")
    keys.press("Enter")
    expect(desk.page.locator(".now-text")).to_contain_text("blouse")
    keys.press("n")
    marked = desk.page.locator(".tip")
    expect(marked).to_contain_text("unsure")
    keys.press("Enter")
    expect(marked).to_contain_text("by hand")
    desk.saved()
    frame = desk.frame
    assert sum(desk.painting(frame)["by_person"]) >= 1
    keys.press("Control+z")
    expect(marked).not_to_contain_text("by hand")
    desk.saved()


def test_the_keyboard_goes_through_the_page_in_a_visible_way(desk: Desk) -> None:
    page = desk.page
    page.keyboard.press("Escape")  # on the canvas Tab asks the queue's next question; Esc gives it back to the page
    outlines = set()
    for _ in range(14):
        page.keyboard.press("Tab")
        outlines.add(page.evaluate(FOCUS))
    assert outlines - {"the browser's own bar"} == {"solid"}


def test_zoom_keeps_pixels_crisp_and_fit_brings_everything_back(desk: Desk) -> None:
    desk.go_to(1)
    zoom = desk.page.locator(".zoom-number")
    fitted = zoom.inner_text()
    spot = desk.spots(1, 1)[0]
    desk.page.mouse.move(*desk.on_page(spot))
    desk.page.mouse.wheel(0, -900)
    expect(zoom).not_to_have_text(fitted)
    colours = desk.page.evaluate("""() => {
        const canvas = document.querySelector('.stage-canvas');
        const data = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data;
        return new Set(new Uint32Array(data.buffer)).size;
    }""")
    assert colours < 40  # only the drawing's own colours: nothing is blended
    desk.page.keyboard.press("1")
    expect(zoom).to_have_text("100 %")
    desk.page.keyboard.press("0")
    expect(zoom).to_have_text(fitted)


def test_playing_runs_through_the_frames_and_stops_where_it_is(desk: Desk) -> None:
    desk.go_to(1)
    desk.page.keyboard.press("p")
    wait_for("the fifth frame", lambda: desk.frame >= 5)
    desk.page.keyboard.press("p")
    expect(desk.page.get_by_role("button", name="Play or pause")).to_have_attribute("aria-pressed", "false")
    stopped = desk.frame
    assert stopped > 1
    assert desk.page.locator(".filmstrip .frame.chosen").count() == 1


def test_lines_onion_skin_confidence_and_leaks_change_what_is_seen(desk: Desk) -> None:
    desk.go_to(2)
    desk.page.keyboard.press("1")  # pixel for pixel: no smoothing that comes a moment later
    usual = _picture_other_than(desk, "")
    for key, presses in (("l", 3), ("o", 2), ("c", 2), ("k", 2)):
        for _ in range(presses - 1):
            desk.page.keyboard.press(key)
            _picture_other_than(desk, usual)
        if key in "ck":
            expect(desk.page.locator(".legend:visible")).to_have_count(1)
        desk.page.keyboard.press(key)
        wait_for("the usual picture", lambda: desk.page.evaluate(PICTURE) == usual)


def _picture_other_than(desk: Desk, known: str) -> str:
    wait_for("another picture", lambda: desk.page.evaluate(PICTURE) != known)
    return str(desk.page.evaluate(PICTURE))


def test_the_sheet_and_the_keys_fit_a_small_screen(desk: Desk) -> None:
    page = desk.page
    overflow = page.evaluate("[document.documentElement.scrollWidth, document.documentElement.scrollHeight]")
    assert overflow == [1280, 720]
    assert page.locator(".tools").evaluate("rail => rail.scrollHeight <= rail.clientHeight")  # no tool is out of sight
