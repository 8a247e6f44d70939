"""For everybody: WCAG 2.2 AA as far as a program can see it, in both languages, light and dark; a pen for a mouse."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.frontend.conftest import Visit
from tests.frontend.demo import PAINTER, SUPERVISOR, VIEWER, Demo
from tests.frontend.desk import Desk, Spot
from tests.frontend.test_notes import pin, take_all_away

pytestmark = pytest.mark.browser

WCAG_AA = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}}
# What shows less than it says, or is wider than the page. A name that ends in dots has a tooltip.
CUT_OFF = """() => [...document.querySelectorAll('button, a, h1, h2, h3, label, th, td, p, .hint')]
    .filter((e) => e.offsetParent && e.clientWidth > 0 && e.scrollWidth > e.clientWidth + 1 && !e.closest('[title]')
        && getComputedStyle(e).display !== 'inline' && !e.closest('.visually-hidden'))
    .map((e) => e.textContent.trim())"""
SIDEWAYS = "document.documentElement.scrollWidth > innerWidth"


# Gradio's message is a button to fold it, around one to close it: neither theme, texts nor styles reach that.
GRADIOS_OWN = {("nested-interactive", ".toast-header")}


def must_be_usable(page: Page) -> None:
    """Nothing that axe-core finds, nothing that is cut off."""
    found = Axe().run(page, options=WCAG_AA).response["violations"]
    nodes = [(one, node) for one in found for node in one["nodes"] if (one["id"], *node["target"]) not in GRADIOS_OWN]
    assert [(one["id"], one["help"], node["html"]) for one, node in nodes] == []
    assert page.evaluate(CUT_OFF) == []
    assert not page.evaluate(SIDEWAYS)


def wear(page: Page, language: str, theme: str, demo: Demo) -> None:
    """As the switches do, from the next page on."""
    worn = {"django_language": language, "theme": theme}
    page.context.add_cookies([{"name": name, "value": value, "url": demo.address} for name, value in worn.items()])


# Contrast knows no language, and what is cut off knows no light.
each_look = pytest.mark.parametrize(("language", "theme"), [("en", "light"), ("ja", "dark")])


@each_look
def test_the_pages_of_a_supervisor_are_usable(demo: Demo, visit: Visit, language: str, theme: str) -> None:
    page = visit(SUPERVISOR, "/sign-in")
    wear(page, language, theme, demo)
    for path, there in (
        ("/sign-in", "form"),
        ("/", ".card"),
        ("/productions/1", ".card.shot"),
        ("/sheets/1", ".entries tbody tr"),
    ):
        page.goto(path)
        page.locator(there).first.wait_for()
        must_be_usable(page)
        assert page.locator("html").get_attribute("lang") == language


@each_look
def test_the_shot_page_and_its_panels_are_usable(demo: Demo, visit: Visit, language: str, theme: str) -> None:
    page = visit(PAINTER, "/sign-in")
    wear(page, language, theme, demo)
    page.goto("/shots/1")
    page.locator(".run.done").wait_for(timeout=180_000)
    expect(page.locator(".wait")).to_be_hidden()
    must_be_usable(page)
    pin(page, page.request.get("/api/v1/shots/1/").json()["levels"][0]["drawings"][0]["id"], Spot(1, 9, 9), "Redder")
    page.keyboard.press("Tab")
    expect(page.locator(".question-chip")).to_be_visible()
    must_be_usable(page)
    page.keyboard.press("Escape")
    panels = [
        ("Shift+G", ".gaps"),
        ("w", ".parts-bar"),
        ("c", ".legend"),
        ("Shift+E", "dialog"),
        ("?", "dialog"),
        ("Shift+M", ".notes"),
    ]
    for key, there in panels:
        page.keyboard.press(key)
        expect(page.locator(there).first).to_be_visible()
        must_be_usable(page)
        if there == "dialog":
            page.keyboard.press("Escape")
    page.locator(".pinned-note button").first.click()
    must_be_usable(page)
    page.keyboard.press("Shift+Enter")
    expect(page.locator(".words-form").first).to_be_visible()
    must_be_usable(page)
    take_all_away(page)


@each_look
def test_the_public_demo_is_usable_and_looks_like_the_pages(
    demo: Demo, browser: Browser, language: str, theme: str
) -> None:
    context = browser.new_context(viewport={"width": 1440, "height": 900}, base_url=demo.address)
    page = context.new_page()
    wear(page, language, theme, demo)
    page.goto("/sign-in")
    page.locator("form").wait_for()
    ours = page.evaluate(COLOURS, [":root", ".button.primary"])
    page.goto("/demo/")
    expect(page.locator("#advice")).to_be_visible()
    expect(page.locator("#house")).to_have_text({"en": "Try the house example", "ja": "サンプルを試す"}[language])
    assert page.locator("html").get_attribute("lang") == language
    assert page.evaluate(COLOURS, ["body", "button.primary"]) == ours
    must_be_usable(page)
    page.locator("button.primary").first.click()  # with nothing to colour
    expect(page.locator(".toast-body")).to_be_visible()
    expect(page.locator(".toast-title")).to_be_hidden()
    must_be_usable(page)
    page.set_viewport_size({"width": 390, "height": 844})
    box = page.locator("#advice").bounding_box()
    assert box
    assert box["width"] > 250  # beneath the files, not squeezed beside them
    must_be_usable(page)
    page.set_viewport_size({"width": 1440, "height": 900})
    page.locator("#house").click()
    expect(page.locator("#frames img")).to_have_count(12)
    expect(page.locator("#advice")).to_be_hidden()
    page.locator("#sheet button").first.click()
    expect(page.locator("#sheet button").first).to_have_attribute("aria-pressed", "true")
    must_be_usable(page)
    context.close()


COLOURS = "selectors => selectors.map((one) => getComputedStyle(document.querySelector(one)).backgroundColor)"
GROUND = "getComputedStyle(document.documentElement).backgroundColor"
AROUND = "getComputedStyle(document.querySelector('.stage-box')).backgroundColor"


def test_the_page_follows_the_system_until_somebody_chooses_and_keeps_the_choice(visit: Visit) -> None:
    page = visit(VIEWER, "/sign-in")
    grounds, around = [], []
    page.goto("/shots/1")
    for system in ("light", "dark"):
        page.emulate_media(color_scheme=system)
        expect(page.get_by_role("button", name="Light page" if system == "dark" else "Dark page")).to_be_visible()
        grounds.append(page.evaluate(GROUND))
        around.append([int(value) for value in re.findall(r"\d+", page.evaluate(AROUND))])
    assert grounds[0] != grounds[1]
    assert all(len(set(colour)) == 1 for colour in around)  # grey, so that it tints no colour that is judged beside it
    page.get_by_role("button", name="Light page").click()
    assert page.evaluate(GROUND) == grounds[0]
    page.goto("/productions/1")
    expect(page.get_by_role("button", name="Dark page")).to_be_visible()
    assert page.evaluate(GROUND) == grounds[0]
    assert page.locator("html").get_attribute("data-theme") == "light"  # with the page, before any module runs


def test_a_pen_paints_and_two_fingers_zoom(demo: Demo, browser: Browser) -> None:
    """On a tablet: 1024 x 768, touch."""
    context = browser.new_context(
        viewport={"width": 1024, "height": 768},
        has_touch=True,
        base_url=demo.address,
        storage_state=demo.signed_in(browser, PAINTER),
    )
    page = context.new_page()
    page.goto("/shots/1")
    page.locator(".run.done").wait_for(timeout=180_000)
    desk = Desk(page)
    desk.go_to(4)
    assert not page.evaluate(SIDEWAYS)
    wire = context.new_cdp_session(page)
    spot = desk.spots(4, 1)[0]
    green = desk.choose("iris, normal")
    x, y = desk.on_page(spot)
    for kind in ("mouseMoved", "mousePressed", "mouseReleased"):
        pressed = {"buttons": 1, "force": 0.6} if kind == "mousePressed" else {}
        wire.send(
            "Input.dispatchMouseEvent",
            {"type": kind, "x": x, "y": y, "button": "left", "clickCount": 1, "pointerType": "pen", **pressed},
        )
    desk.wait_for_colour(spot, green)
    desk.saved()
    page.keyboard.press("Control+z")
    desk.saved()

    zoom = page.locator(".zoom-number")
    before = int(re.sub(r"\D", "", zoom.inner_text()))
    for apart in (40, 80, 120):
        points = [{"x": x - apart, "y": y, "id": 0}, {"x": x + apart, "y": y, "id": 1}]
        kind = "touchStart" if apart == 40 else "touchMove"
        wire.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})
    wire.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    expect(zoom).not_to_have_text(f"{before} %")
    assert int(re.sub(r"\D", "", zoom.inner_text())) > 2 * before
    context.close()
