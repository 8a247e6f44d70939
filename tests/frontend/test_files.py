"""Levels, timesheets and palettes through the browser: in, seen, and out again."""

import re
import zipfile
from pathlib import Path

import cv2
import numpy as np
import pytest
from playwright.sync_api import Page, expect

from inference.formats import read_image, write_png, xdts
from inference.formats.timesheet import Column, Drawing, Timesheet
from tests.frontend.conftest import Visit
from tests.frontend.demo import PAINTER, SUPERVISOR, signed_headers, zipped
from tests.frontend.desk import PATIENCE, READ_PIXEL
from tests.frontend.test_uploading import HOUSE, drop
from tests.processes import wait_for

pytestmark = pytest.mark.browser

LINES = HOUSE / "shot" / "line"


def held(*runs: tuple[int | None, int]) -> tuple[Drawing | None, ...]:
    """``(2, 3)``: drawing 2 for three frames; ``(None, 1)``: nothing for one."""
    return tuple(None if number is None else Drawing(number) for number, length in runs for _ in range(length))


# A: 1 for three frames, 2 for two, 1 again for one, nothing for two; drawing 3 never. B: one drawing all the time.
SHEET = Timesheet(
    columns=(
        Column(level="A", drawings=held((1, 3), (2, 2), (1, 1), (None, 2))),
        Column(level="B", drawings=held((1, 8))),
    ),
    name="timed",
)


TWO_LEVELS = [
    (f"{name}.png", (LINES / f"A{source:04}.png").read_bytes())
    for name, source in (("A0001", 1), ("A0002", 2), ("A0003", 3), ("B0001", 9))
]


def open_new_shot(page: Page, name: str, files: list[tuple[str, bytes]]) -> None:
    """A new shot, not coloured, opened."""
    answer = page.request.post(
        "/api/v1/productions/1/shots/",
        multipart={
            "name": name,
            "sheet": "1",
            "files": {"name": "cut.zip", "mimeType": "application/zip", "buffer": zipped(files)},
        },
        headers=signed_headers(page),
    )
    assert answer.ok, answer.text()
    page.goto(f"/shots/{answer.json()['id']}")
    expect(page.locator(".connection")).to_have_text("Saved", timeout=PATIENCE)
    expect(page.locator(".wait")).to_be_hidden(timeout=PATIENCE)


def test_two_levels_follow_their_timesheet(visit: Visit) -> None:
    page = visit(PAINTER, "/productions/1")
    page.get_by_role("button", name="New shot").click()
    drop(page, "Line drawings", [("cut.zip", zipped(TWO_LEVELS)), ("cut.xdts", xdts.write(SHEET))])
    page.get_by_label("Name").fill("two levels")
    sheets = page.get_by_label("Sheet", exact=True)
    sheets.select_option(label=sheets.locator("option", has_text="Nuri v1").first.inner_text())
    page.get_by_label("Start colouring at once").uncheck()
    page.get_by_role("button", name="Upload shot").click()
    page.wait_for_url("**/shots/*")
    expect(page.locator(".wait")).to_be_hidden(timeout=PATIENCE)
    levels = page.get_by_role("group", name="Level to paint")
    levels.get_by_role("button", name="A", exact=True).click()
    frames = page.locator(".filmstrip .frame")
    expect(frames).to_have_count(3)  # drawing 1 shows twice, and is there once
    expect(frames.nth(0)).to_contain_text("1-3, 6")
    expect(frames.nth(2)).to_have_attribute("aria-label", "Not in the timesheet, not coloured yet")
    expect(page.locator(".strip-break")).to_have_text("not in the timesheet")
    assert page.locator(".xsheet-row.active .xsheet-block").count() == 3

    number = page.locator(".frame-number")
    expect(number).to_have_text("1 / 8")
    page.keyboard.press("ArrowRight")
    expect(number).to_have_text("4 / 8")  # holds are stepped over
    page.keyboard.press("ArrowRight")
    expect(number).to_have_text("6 / 8")
    expect(page.locator(".filmstrip .frame.chosen")).to_have_attribute(
        "aria-label", "Frames 1-3, 6, 4 in all, not coloured yet"
    )
    page.keyboard.press("End")
    expect(page.locator(".wait")).to_contain_text("shows nothing at this frame")
    frames.nth(2).click()  # what no frame shows can be looked at all the same
    expect(number).to_have_text("- / 8")
    expect(page.locator(".wait")).to_be_hidden(timeout=PATIENCE)

    levels.get_by_role("button", name="B", exact=True).click()
    expect(frames).to_have_count(1)
    page.keyboard.press("Home")
    page.keyboard.press("p")
    wait_for("the fifth frame", lambda: int(number.inner_text().split("/")[0]) >= 5)
    page.keyboard.press("p")
    expect(frames.first).to_have_class("frame waiting chosen")


def test_paint_goes_to_the_level_that_is_chosen_and_both_levels_show(visit: Visit) -> None:
    page = visit(PAINTER, "/sign-in")
    open_new_shot(page, "painted levels", TWO_LEVELS)
    levels = page.get_by_role("group", name="Level to paint")
    box = page.locator(".stage").bounding_box()
    assert box
    corner = (box["width"] / 2 - 200, box["height"] / 2 - 180)  # paper on both levels
    shown = {}
    for name, swatch in (("A", "skirt, normal"), ("B", "tongue, normal")):
        levels.get_by_role("button", name=name, exact=True).click()
        expect(page.locator(".wait")).to_be_hidden(timeout=PATIENCE)
        page.get_by_role("button", name=swatch, exact=True).click()
        page.mouse.move(box["x"] + corner[0], box["y"] + corner[1])
        expect(page.locator(".tip")).to_contain_text("unpainted", timeout=PATIENCE)
        page.mouse.down()
        page.mouse.up()
        shown[name] = page.evaluate(READ_PIXEL, list(corner))[:3]
        expect(page.locator(".connection")).to_have_text("Saved", timeout=PATIENCE)
    assert shown["A"] != shown["B"]  # B lies over A
    shot = page.request.get(f"/api/v1/shots/{page.url.rsplit('/', 1)[1]}/").json()
    entries = {}
    for level in shot["levels"]:
        painting = page.request.get(f"/api/v1/drawings/{level['drawings'][0]['id']}/painting/").json()
        entries[level["name"]] = {entry for entry in painting["entry"] if entry}
    assert len(entries["A"]) == len(entries["B"]) == 1
    assert entries["A"] != entries["B"]


def test_a_timesheet_goes_in_comes_out_and_goes_again(visit: Visit, tmp_path: Path) -> None:
    page = visit(PAINTER, "/sign-in")
    open_new_shot(page, "timed", TWO_LEVELS)
    expect(page.locator(".frame-number")).to_have_text("1 / 3")
    page.keyboard.press("Shift+T")
    drop(page, "Timesheet", [("cut.xdts", xdts.write(SHEET))])
    page.get_by_role("button", name="Use this timesheet").click()
    expect(page.locator(".frame-number")).to_have_text("1 / 8")
    page.keyboard.press("Shift+T")
    with page.expect_download() as download:
        page.get_by_role("link", name="Download as XDTS").click()
    download.value.save_as(tmp_path / "out.xdts")
    again = xdts.read((tmp_path / "out.xdts").read_bytes(), "out.xdts")
    assert [column.drawings for column in again.columns] == [column.drawings for column in SHEET.columns]
    page.get_by_role("button", name="One frame per drawing again").click()
    expect(page.locator(".frame-number")).to_have_text("1 / 3")


def test_a_painted_shot_is_exported_as_an_opentoonz_level(visit: Visit, tmp_path: Path) -> None:
    page = visit(PAINTER, "/shots/1")
    page.locator(".run.done").wait_for(timeout=180_000)
    page.keyboard.press("Shift+E")
    page.get_by_label("TLV + TPL").check()
    page.get_by_label("Lines painted over").check()
    with page.expect_download() as download:
        page.get_by_role("button", name="Download zip").click()
    download.value.save_as(tmp_path / "shot.zip")
    names = zipfile.ZipFile(tmp_path / "shot.zip").namelist()
    assert {Path(name).suffix for name in names} >= {".tlv", ".tpl", ".txt"}


def test_colours_go_out_as_a_palette_and_come_back_as_the_next_version(visit: Visit, tmp_path: Path) -> None:
    page = visit(SUPERVISOR, "/sheets/1")
    before = page.request.get("/api/v1/sheets/1/").json()
    page.get_by_role("button", name="Palette file").click()
    with page.expect_download() as download:
        page.locator(".file-link", has_text="GIMP").click()
    download.value.save_as(tmp_path / "nuri.gpl")
    page.keyboard.press("Escape")
    page.get_by_role("button", name="From a palette").click()
    drop(page, "Palette file", [("nuri.gpl", (tmp_path / "nuri.gpl").read_bytes())])
    page.get_by_role("button", name="Make the next version").click()
    page.wait_for_url("**/sheets/*")
    expect(page.get_by_text(f"Sheet v{before['version'] + 1}", exact=False)).to_be_visible()
    after = page.request.get(f"/api/v1/sheets/{page.url.rsplit('/', 1)[1]}/").json()
    assert {entry["name"]: entry["key"] for entry in after["entries"]} == {
        entry["name"]: entry["key"] for entry in before["entries"]
    }


def test_a_view_is_added_to_a_sheet_and_taken_away(visit: Visit) -> None:
    page = visit(SUPERVISOR, "/sheets/1")
    expect(page.locator(".view")).to_have_count(2)
    page.get_by_role("button", name="Add a view").click()
    drop(page, "Painted picture", [("front.png", (HOUSE / "ref" / "gt" / "front.png").read_bytes())])
    drop(page, "Its line drawing", [("front.png", (HOUSE / "ref" / "line" / "front.png").read_bytes())])
    page.get_by_label("Name of the view").fill("third")
    page.get_by_role("dialog").get_by_role("button", name="Add the view").click()
    expect(page.locator(".view")).to_have_count(3, timeout=PATIENCE)
    page.get_by_role("button", name="Remove the view third").click()
    page.get_by_role("dialog").get_by_role("button", name="Remove the view", exact=True).click()
    expect(page.locator(".view")).to_have_count(2, timeout=PATIENCE)


def test_the_reader_of_lines_says_what_it_made_of_a_soft_scan(visit: Visit) -> None:
    page = visit(PAINTER, "/sign-in")
    rgba = read_image((LINES / "A0001.png").read_bytes(), "A0001.png")
    ink = np.where(rgba[..., 3] > 0, rgba[..., :3].min(-1), 255).astype(np.uint8)
    grey = cv2.GaussianBlur(ink, (0, 0), 1.1).astype(np.uint8)
    open_new_shot(page, "scanned", [("A0001.png", write_png(np.dstack([grey, grey, grey, np.full_like(grey, 255)])))])
    expect(page.locator(".reader-note")).to_contain_text("grey lines")
    expect(page.locator(".filmstrip .frame")).to_have_attribute("title", re.compile("grey lines"))


def test_a_shot_is_deleted_only_after_a_second_thought(visit: Visit) -> None:
    page = visit(PAINTER, "/sign-in")
    open_new_shot(page, "to be deleted", [("A0001.png", (LINES / "A0001.png").read_bytes())])
    page.goto("/productions/1")
    card = page.locator(".card", has_text="to be deleted")
    expect(card).to_be_visible()
    for answer, left in (("Keep it", 1), ("Delete the shot", 0)):
        card.hover()
        page.get_by_role("button", name="Delete to be deleted").click()
        page.get_by_role("dialog").get_by_role("button", name=answer).click()
        expect(page.get_by_role("dialog")).to_have_count(0)
        expect(card).to_have_count(left)
