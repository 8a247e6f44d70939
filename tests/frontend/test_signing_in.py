"""The way in."""

import pytest
from playwright.sync_api import Browser, expect

from tests.frontend.conftest import Visit
from tests.frontend.demo import PAINTER, PASSWORD, VIEWER, Demo

pytestmark = pytest.mark.browser


def test_a_painter_signs_in_with_the_keyboard_and_comes_back_to_the_page_they_wanted(
    demo: Demo, browser: Browser
) -> None:
    page = browser.new_page(base_url=demo.address)
    page.goto("/productions/1")
    expect(page).to_have_url(f"{demo.address}/sign-in?next=/productions/1")
    page.keyboard.type(PAINTER)
    page.keyboard.press("Tab")
    page.keyboard.type("wrong")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("wrong")
    page.keyboard.type(PASSWORD)  # the refused password is selected
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Shots")).to_be_visible()
    expect(page).to_have_url(f"{demo.address}/productions/1")
    page.close()


def test_the_way_back_never_leads_to_another_host(demo: Demo, browser: Browser) -> None:
    page = browser.new_page(base_url=demo.address)
    page.goto("/sign-in?next=//example.com/")
    page.get_by_label("User name").fill(PAINTER)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page).to_have_url(f"{demo.address}/")
    page.close()


def test_a_viewer_sees_the_productions_but_no_way_to_change_them(visit: Visit) -> None:
    page = visit(VIEWER, "/")
    page.get_by_role("link", name="House production").click()
    expect(page.get_by_role("link", name="Wave")).to_be_visible()
    expect(page.get_by_role("button", name="New shot")).to_have_count(0)
    expect(page.get_by_role("button", name="New sheet")).to_have_count(0)


def test_a_page_that_is_not_there_says_so(visit: Visit) -> None:
    page = visit(PAINTER, "/shots/999999", quiet=False)
    expect(page.get_by_role("heading", name="Nothing here for you")).to_be_visible()
    expect(page.get_by_role("link", name="All productions")).to_be_visible()
    page.context.close()


def test_the_page_speaks_japanese_and_english_again_by_keyboard_alone(demo: Demo, browser: Browser) -> None:
    page = browser.new_page(base_url=demo.address)
    page.goto("/sign-in")
    expect(page.get_by_label("User name")).to_be_focused()
    for _ in range(3):
        page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="日本語")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_label("ユーザー名")).to_be_focused()
    expect(page.locator("html")).to_have_attribute("lang", "ja")
    page.get_by_label("ユーザー名").fill(PAINTER)
    page.get_by_label("パスワード").fill(PASSWORD)
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{demo.address}/")
    page.get_by_role("button", name="English").click()
    expect(page.get_by_role("button", name="日本語")).to_be_visible()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    page.close()
