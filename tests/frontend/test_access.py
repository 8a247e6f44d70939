"""For everybody: WCAG 2.2 AA as far as a program can see it, in both languages; a pen instead of a mouse."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.frontend.conftest import Visit
from tests.frontend.demo import PAINTER, SUPERVISOR, Demo
from tests.frontend.desk import Desk

pytestmark = pytest.mark.browser

WCAG_AA = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}}
# What shows less than it says, or is wider than the page. A name that ends in dots has a tooltip.
CUT_OFF = """() => [...document.querySelectorAll('button, a, h1, h2, h3, label, th, td, p, .hint')]
    .filter((e) => e.offsetParent && e.clientWidth > 0 && e.scrollWidth > e.clientWidth + 1 && !e.closest('[title]')
        && getComputedStyle(e).display !== 'inline' && !e.closest('.visually-hidden'))
    .map((e) => e.textContent.trim())"""
SIDEWAYS = "document.documentElement.scrollWidth > innerWidth"


def must_be_usable(page: Page) -> None:
    """Nothing that axe-core finds, nothing that is cut off."""
    found = Axe().run(page, options=WCAG_AA).response["violations"]
    assert [(one["id"], one["help"], [node["html"] for node in one["nodes"]]) for one in found] == []
    assert page.evaluate(CUT_OFF) == []
    assert not page.evaluate(SIDEWAYS)


def speak(page: Page, language: str, demo: Demo) -> None:
    """As the switch does, from the next page on."""
    page.context.add_cookies([{"name": "django_language", "value": language, "url": demo.address}])


@pytest.mark.parametrize("language", ["en", "ja"])
def test_the_pages_of_a_supervisor_are_usable(demo: Demo, visit: Visit, language: str) -> None:
    page = visit(SUPERVISOR, "/sign-in")
    speak(page, language, demo)
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


@pytest.mark.parametrize("language", ["en", "ja"])
def test_the_shot_page_and_its_panels_are_usable(demo: Demo, visit: Visit, language: str) -> None:
    page = visit(PAINTER, "/sign-in")
    speak(page, language, demo)
    page.goto("/shots/1")
    page.locator(".run.done").wait_for(timeout=180_000)
    expect(page.locator(".wait")).to_be_hidden()
    must_be_usable(page)
    page.keyboard.press("Tab")
    expect(page.locator(".question-chip")).to_be_visible()
    must_be_usable(page)
    page.keyboard.press("Escape")
    panels = [("Shift+G", ".gaps"), ("w", ".parts-bar"), ("c", ".legend"), ("Shift+E", "dialog"), ("?", "dialog")]
    for key, there in panels:
        page.keyboard.press(key)
        expect(page.locator(there).first).to_be_visible()
        must_be_usable(page)
        if there == "dialog":
            page.keyboard.press("Escape")


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
