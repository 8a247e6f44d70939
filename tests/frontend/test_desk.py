"""The shot page without painting: keys, views, playing."""

import pytest
from playwright.sync_api import expect

from tests.frontend.conftest import OpenShot
from tests.frontend.demo import PAINTER

pytestmark = pytest.mark.browser


def test_every_command_is_on_the_shortcuts_sheet_and_every_button_has_a_name(open_shot: OpenShot) -> None:
    page = open_shot(PAINTER).page
    page.keyboard.press("?")
    sheet = page.get_by_role("dialog", name="Shortcuts")
    commands = page.evaluate("""async () => {
        const { COMMANDS } = await import('/static/commands/index.js');
        return COMMANDS.map(({ title, shortcuts }) => [title, shortcuts]);
    }""")
    for title, shortcuts in commands:
        assert shortcuts, title
        expect(sheet.get_by_text(title, exact=True)).to_be_visible()
    keys = [shortcut for _, shortcuts in commands for shortcut in shortcuts]
    assert len(keys) == len(set(keys)), "two commands share a key"
    page.keyboard.press("Escape")
    expect(sheet).to_have_count(0)
    nameless = page.evaluate(
        "[...document.querySelectorAll('button')].filter((b) => !b.ariaLabel && !b.textContent.trim()).length"
    )
    assert nameless == 0


def test_a_shot_is_corrected_without_a_mouse(open_shot: OpenShot) -> None:
    desk = open_shot(PAINTER)
    keys = desk.page.keyboard
    keys.press("End")
    expect(desk.page.locator(".frame-number")).to_have_text("12 / 12")
    keys.press("ArrowLeft")
    keys.press(".")
    assert desk.frame == 12
    keys.press("/")
    keys.type("belt")
    keys.press("Enter")
    expect(desk.page.locator(".now-text")).to_contain_text("belt")
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


def test_the_keyboard_goes_through_the_page_in_a_visible_way(open_shot: OpenShot) -> None:
    page = open_shot(PAINTER).page
    outlines = []
    for _ in range(14):
        page.keyboard.press("Tab")
        outlines.append(page.evaluate("getComputedStyle(document.activeElement).outlineStyle"))
    assert set(outlines) == {"solid"}


def test_zoom_keeps_pixels_crisp_and_fit_brings_everything_back(open_shot: OpenShot) -> None:
    desk = open_shot(PAINTER)
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


def test_playing_runs_through_the_frames_and_stops_where_it_is(open_shot: OpenShot) -> None:
    desk = open_shot(PAINTER)
    desk.page.keyboard.press("p")
    desk.page.wait_for_function("parseInt(document.querySelector('.frame-number').textContent) > 4")
    desk.page.keyboard.press("p")
    expect(desk.page.get_by_role("button", name="Play or pause")).to_have_attribute("aria-pressed", "false")
    stopped = desk.frame
    assert stopped > 1
    assert desk.page.locator(".filmstrip .frame.chosen").count() == 1


def test_lines_onion_skin_and_confidence_change_what_is_seen(open_shot: OpenShot) -> None:
    desk = open_shot(PAINTER, frame=2)
    picture = "document.querySelector('.stage-canvas').toDataURL()"
    seen = {desk.page.evaluate(picture)}
    for key in ("l", "l", "o", "o", "c"):
        desk.page.keyboard.press(key)
        desk.page.wait_for_timeout(400)
        seen.add(desk.page.evaluate(picture))
    expect(desk.page.locator(".legend")).to_be_visible()
    assert len(seen) == 4  # as usual, without lines, with onion skin, with confidence


def test_the_sheet_and_the_keys_fit_a_small_screen(open_shot: OpenShot) -> None:
    page = open_shot(PAINTER).page
    overflow = page.evaluate("[document.documentElement.scrollWidth, document.documentElement.scrollHeight]")
    assert overflow == [1280, 720]
