"""The public demo in a visitor's browser."""

from collections.abc import Iterator
from io import BytesIO

import pytest
from PIL import Image
from playwright.sync_api import Browser, Page, expect

from tests.frontend.demo import Demo, Watch
from tests.processes import wait_for
from webapp.exchange.house import house_folder

DONE = 240_000  # ms; only a hang reaches it
GROUND = "getComputedStyle(document.body).backgroundColor"
SKIRT = (607, 572)  # px of the house shot's first drawing


@pytest.fixture
def visitor(demo: Demo, browser: Browser) -> Iterator[Page]:
    """Somebody who has not signed in, on the demo's page."""
    context = browser.new_context(viewport={"width": 1440, "height": 900}, base_url=demo.address)
    page = context.new_page()
    watch = Watch(page, demo.address)
    page.goto("/demo/")
    page.get_by_role("button", name="Try the house example").wait_for()
    yield page
    assert watch.elsewhere == []
    context.close()


def frame(page: Page) -> Image.Image:
    """The picture in view, as the server sent it."""
    address = page.locator("#frame img").get_attribute("src")
    assert address
    return Image.open(BytesIO(page.request.get(address).body())).convert("RGBA")


def click_pixel(page: Page, where: str, x: int, y: int, size: tuple[int, int]) -> None:
    """Click a pixel of a picture that is shown as large as fits."""
    box = page.locator(f"{where} img").bounding_box()
    assert box
    scale = min(box["width"] / size[0], box["height"] / size[1])
    left, top = (box["width"] - size[0] * scale) / 2, (box["height"] - size[1] * scale) / 2
    page.mouse.click(box["x"] + left + x * scale, box["y"] + top + y * scale)


def test_a_visitor_sees_the_house_shot_coloured_corrects_a_region_and_runs_again(visitor: Page) -> None:
    visitor.get_by_role("button", name="Try the house example").click()
    expect(visitor.get_by_text("Done: 12 of 12")).to_be_visible(timeout=DONE)
    before = frame(visitor)
    blue = before.getpixel(SKIRT)
    visitor.get_by_role("button", name="skin, normal").press("Enter")
    expect(visitor.get_by_text("In hand: skin")).to_be_visible(timeout=DONE)
    visitor.locator("#frame img").scroll_into_view_if_needed()
    click_pixel(visitor, "#frame", *SKIRT, before.size)
    wait_for("the click is painted", lambda: frame(visitor).getpixel(SKIRT) != blue)
    skin = frame(visitor).getpixel(SKIRT)
    assert skin == (255, 230, 211, 255)
    visitor.get_by_role("button", name="Run again").click()
    expect(visitor.get_by_text("Colouring: ")).to_be_visible(timeout=DONE)
    expect(visitor.get_by_text("Done: 12 of 12")).to_be_visible(timeout=DONE)
    assert frame(visitor).getpixel(SKIRT) == skin


def test_the_demo_follows_the_browser_where_nothing_is_chosen(demo: Demo, browser: Browser) -> None:
    context = browser.new_context(locale="ja-JP", color_scheme="dark", base_url=demo.address)
    page = context.new_page()
    page.goto("/demo/")
    expect(page.get_by_role("button", name="サンプルを試す")).to_be_visible()
    expect(page.get_by_text("ファイルをここにドロップ").first).to_be_visible()  # Gradio's own words
    assert page.locator("html").get_attribute("lang") == "ja"
    dark = page.evaluate(GROUND)
    page.emulate_media(color_scheme="light")
    assert page.evaluate(GROUND) != dark
    context.close()


def test_a_visitors_own_frames_are_coloured_from_one_painted_frame(visitor: Page) -> None:
    shot = house_folder() / "shot"
    files = visitor.locator("input[type=file]")
    files.nth(0).set_input_files([shot / "line" / f"A000{n}.png" for n in (1, 2, 3)])
    files.nth(1).set_input_files(shot / "gt" / "A0001.png")
    expect(visitor.get_by_text("A0001.png").or_(visitor.get_by_text("A0001"))).not_to_have_count(0)
    visitor.get_by_role("button", name="Colour", exact=True).click()
    expect(visitor.get_by_text("Done: 3 of 3")).to_be_visible(timeout=DONE)
    with Image.open(shot / "gt" / "A0001.png") as truth:
        assert frame(visitor).getpixel(SKIRT) == truth.convert("RGBA").getpixel(SKIRT)


def test_a_picture_that_is_no_line_art_is_refused_with_its_name(visitor: Page) -> None:
    painted = house_folder() / "shot" / "gt" / "A0001.png"
    files = visitor.locator("input[type=file]")
    files.nth(0).set_input_files({"name": "notes1.png", "mimeType": "image/png", "buffer": b"just words"})
    files.nth(1).set_input_files(painted)
    visitor.get_by_role("button", name="Colour", exact=True).click()
    expect(visitor.get_by_text("notes1.png: ").first).to_be_visible(timeout=DONE)
