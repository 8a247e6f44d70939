"""A shot comes in by drag and drop, is refused or painted live."""

import base64
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.frontend.conftest import Visit
from tests.frontend.demo import PAINTER, SUPERVISOR
from tests.processes import wait_for

pytestmark = pytest.mark.browser

HOUSE = Path("fixtures/house_production")
LINES = [HOUSE / "shot" / "line" / f"A{number:04}.png" for number in (1, 2, 3)]
PAINTED = HOUSE / "shot" / "gt" / "A0001.png"

MAKE_TRANSFER = """(files) => {
    const transfer = new DataTransfer();
    for (const [name, data] of files) {
        transfer.items.add(new File([Uint8Array.from(atob(data), (c) => c.charCodeAt(0))], name));
    }
    return transfer;
}"""


def drop(page: Page, title: str, files: list[tuple[str, bytes]]) -> None:
    """Drop files on a zone, as from the desktop."""
    given = [[name, base64.b64encode(data).decode()] for name, data in files]
    transfer = page.evaluate_handle(MAKE_TRANSFER, given)
    zone = page.locator(".drop").filter(has=page.get_by_text(title, exact=True))
    zone.dispatch_event("drop", {"dataTransfer": transfer})


def test_a_shot_with_bad_files_is_refused_file_by_file_and_the_good_ones_are_painted_live(visit: Visit) -> None:
    page = visit(PAINTER, "/productions/1", quiet=False)  # a browser logs the 400 of a refusal
    page.get_by_role("button", name="New shot").click()
    good = [(path.name, path.read_bytes()) for path in LINES]
    bad = [("A0004.png", b"this is a letter"), ("A0005.png", good[0][1][:2000])]
    drop(page, "Line drawings", good + bad)
    page.get_by_label("Name").fill("drop test")
    page.get_by_label("Sheet", exact=True).select_option(label="Nuri v1")
    page.get_by_role("button", name="Upload shot").click()
    refusals = page.locator(".refusals")
    expect(refusals).to_contain_text("Nothing was saved")
    expect(refusals.locator("li")).to_have_count(2)
    expect(refusals).to_contain_text("A0004.png")
    expect(refusals).to_contain_text("A0005.png")

    drop(page, "Line drawings", good)
    drop(page, "Painted drawings (optional)", [(PAINTED.name, PAINTED.read_bytes())])
    page.get_by_role("button", name="Upload shot").click()
    page.wait_for_url("**/shots/*")
    page.locator(".run.done").wait_for(timeout=180_000)
    expect(page.locator(".filmstrip .frame")).to_have_count(3)
    expect(page.locator(".filmstrip .frame.waiting")).to_have_count(0, timeout=20_000)
    loaded = "[...document.querySelectorAll('.thumb')].every((t) => t.complete && t.naturalWidth > 0)"
    wait_for("every thumbnail has its picture", lambda: page.evaluate(loaded))
    page.context.close()


def test_a_sheet_is_made_from_one_painted_picture(visit: Visit) -> None:
    page = visit(SUPERVISOR, "/productions/1")
    page.get_by_role("button", name="New sheet").click()
    page.get_by_role("textbox", name="Character").fill("Nuri's double")
    view = HOUSE / "ref" / "gt" / "front.png"
    drop(page, "Painted picture", [(view.name, view.read_bytes())])
    line = HOUSE / "ref" / "line" / "front.png"
    drop(page, "Its line drawing (optional)", [(line.name, line.read_bytes())])
    page.get_by_role("button", name="Make the sheet").click()
    page.wait_for_url("**/sheets/*")
    expect(page.get_by_role("heading", name="Nuri's double")).to_be_visible()
    assert page.locator(".entries tbody tr").count() > 10
    expect(page.locator(".view")).to_have_count(1)
