"""A supervisor's sheet: scenes and editions, in the browser. One after the other on one sheet."""

import io
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from playwright.sync_api import Browser, Page, Route, expect

from inference.formats import read_image
from tests.frontend.conftest import Visits
from tests.frontend.demo import PAINTER, SUPERVISOR, Demo
from tests.frontend.desk import PATIENCE, RGB, Desk, Spot
from tests.processes import wait_for

pytestmark = pytest.mark.browser

NIGHT = (0x0A, 0x14, 0x30)


@pytest.fixture(scope="module")
def supervisor(demo: Demo, browser: Browser) -> Iterator[Page]:
    """The sheet's page on the supervisor's screen."""
    visits = Visits(demo, browser)
    page = visits.open(SUPERVISOR, "/sheets/1", quiet=False)  # one removal is refused first
    expect(page.get_by_role("button", name="Day", exact=True)).to_be_visible(timeout=PATIENCE)
    yield page
    visits.close()


def set_colour(page: Page, label: str, value: str) -> None:
    """Type a number as a supervisor does."""
    number = page.get_by_label(f"{label}: number", exact=True)
    number.fill(value)
    number.press("Enter")


def exported(page: Page, desk: Desk, spot: Spot, folder: Path, scene: str | None) -> set[tuple[int, ...]]:
    """The colours of a segment in the first drawing of an export."""
    page.get_by_role("button", name="Export").click()
    if scene:
        page.get_by_role("dialog").get_by_label(scene, exact=False).check()
    with page.expect_download() as download:
        page.get_by_role("button", name="Download zip").click()
    download.value.save_as(folder / "shot.zip")
    archive = zipfile.ZipFile(io.BytesIO((folder / "shot.zip").read_bytes()))
    name = next(name for name in archive.namelist() if name.endswith(".png"))
    pixels = read_image(archive.read(name), name)
    raw = page.request.get(desk.drawing(1)["labels_url"]).body()
    inside = np.frombuffer(raw, "<u2").reshape(pixels.shape[:2]) == spot.segment
    return {tuple(map(int, pixel)) for pixel in pixels[inside]}


def test_a_night_palette_is_made_edited_seen_and_exported_exactly(desk: Desk, supervisor: Page, tmp_path: Path) -> None:
    page = desk.page
    desk.go_to(1)
    spot = desk.spots(1, 1)[0]
    day = desk.choose("blouse, normal")
    desk.click(spot)
    desk.saved()
    runs = page.request.get("/api/v1/shots/1/runs/").json()
    supervisor.get_by_role("button", name="Scene", exact=True).click()
    supervisor.get_by_role("dialog").get_by_label("Name").fill("night")
    supervisor.get_by_role("button", name="Make the scene").click()
    night = supervisor.get_by_role("button", name="night", exact=True)
    expect(night).to_have_attribute("aria-pressed", "true", timeout=PATIENCE)
    expect(page.get_by_label("Scene", exact=True)).to_be_visible(timeout=PATIENCE)  # open canvases hear of it
    assert desk.colour_at(spot) == day
    page.keyboard.press("Shift+S")
    filtered: RGB = tuple(round(a * b / 255) for a, b in zip(day, (0x6F, 0x7F, 0xC0), strict=True))  # type: ignore[assignment]
    desk.wait_for_colour(spot, filtered)
    swatch = page.get_by_role("button", name="blouse, normal", exact=True).element_handle()
    set_colour(supervisor, "blouse, Normal", "#0a1430")
    desk.wait_for_colour(spot, NIGHT)
    # The palette stays where it is: whoever points at it goes on pointing at the same thing.
    assert swatch.evaluate("it => [it.isConnected, it.style.getPropertyValue('--colour')]") == [True, "#0a1430ff"]
    expect(supervisor.locator("td.own").first).to_be_visible(timeout=PATIENCE)
    assert exported(page, desk, spot, tmp_path, None) == {(*day, 255)}
    assert exported(page, desk, spot, tmp_path, "night") == {(*NIGHT, 255)}
    # What it was exported in is the shot's scene now, for everybody.
    wait_for("the shot is in the night", lambda: page.request.get("/api/v1/shots/1/").json()["scene"] is not None)
    expect(page.get_by_label("Scene", exact=True)).to_contain_text("night · this shot", timeout=PATIENCE)
    page.keyboard.press("Shift+S")
    desk.wait_for_colour(spot, day)
    page.get_by_role("button", name="Use for this shot").click()
    expect(page.get_by_role("button", name="Use for this shot")).to_be_hidden(timeout=PATIENCE)
    assert page.request.get("/api/v1/shots/1/").json()["scene"] is None
    assert page.request.get("/api/v1/shots/1/runs/").json() == runs  # it is looked up, nothing runs


def test_a_sheet_is_published_compared_and_brought_back(desk: Desk, supervisor: Page) -> None:
    page = desk.page
    supervisor.get_by_role("button", name="Day", exact=True).click()
    set_colour(supervisor, "blouse, Normal", "#ffffff")
    supervisor.get_by_role("button", name="Publish").click()
    supervisor.get_by_role("dialog").get_by_label("Name").fill("First colours")
    supervisor.get_by_label("Note (optional)").fill("As approved")
    supervisor.get_by_role("button", name="Publish v1.1").click()
    edition = supervisor.locator(".edition", has_text="First colours")
    expect(edition).to_contain_text("Mika", timeout=PATIENCE)
    expect(edition).to_contain_text("As approved", timeout=PATIENCE)
    set_colour(supervisor, "blouse, Normal", "#123456")
    set_colour(supervisor, "blouse, Shadow", "#001122")
    desk.go_to(1)
    spot = desk.spots(1, 1)[0]
    desk.wait_for_colour(spot, (0x12, 0x34, 0x56))
    # The shot holds on to the edition: its colours, and the name of its sheet.
    page.get_by_role("button", name="Another sheet or edition for this shot").click()
    page.get_by_role("dialog").get_by_label(re.compile("First colours")).check()
    page.get_by_role("button", name="Use this sheet").click()
    desk.wait_for_colour(spot, (255, 255, 255))
    expect(page.get_by_title("The colour design sheet")).to_have_text("Nuri v1.1", timeout=PATIENCE)
    set_colour(supervisor, "blouse, Normal", "#654321")
    # Side by side.
    edition.get_by_role("link", name="Compare with now").click()
    row = supervisor.locator("tr", has_text="blouse")
    expect(row.locator(".pair").first).to_contain_text("#ffffff", timeout=PATIENCE)
    expect(row.locator(".pair").first).to_contain_text("#654321", timeout=PATIENCE)
    expect(supervisor.get_by_text("1 changed", exact=False)).to_be_visible(timeout=PATIENCE)
    # And back: what it was is an edition, too.
    supervisor.get_by_role("button", name="Go back to v1.1").click()
    supervisor.get_by_role("dialog").get_by_role("button", name="Go back", exact=True).click()
    expect(supervisor.locator(".toast")).to_contain_text("What it was is v1.2 now", timeout=PATIENCE)
    expect(supervisor.get_by_label("blouse, Normal: number", exact=True)).to_have_value("#ffffff", timeout=PATIENCE)
    expect(supervisor.locator(".edition", has_text="Before going back to v1.1")).to_be_visible(timeout=PATIENCE)
    page.get_by_role("button", name="Another sheet or edition for this shot").click()
    page.get_by_role("dialog").get_by_role("radio", name=re.compile("Nuri v1 The working sheet")).check()
    page.get_by_role("button", name="Use this sheet").click()
    expect(page.get_by_title("The colour design sheet")).to_have_text("Nuri v1", timeout=PATIENCE)


def test_a_renamed_entrys_controls_say_its_new_name_at_once(supervisor: Page) -> None:
    for old, new in (("teeth", "fangs"), ("fangs", "teeth")):
        row = supervisor.locator(".entries tr", has=supervisor.get_by_label(f"{old}, Normal: pick", exact=True))
        name = row.get_by_label("Name")
        name.fill(new)
        name.press("Tab")
        for label in (f"{new}, Shadow: number", f"{new}, Normal: pick", f"Category of {new}", f"Remove {new}"):
            expect(supervisor.get_by_label(label, exact=True)).to_have_count(1, timeout=PATIENCE)
        expect(supervisor.get_by_label(f"Category of {new}")).to_be_focused()  # where Tab went to


def test_a_group_is_a_heading_of_the_palette_and_proposed_to_other_entries(desk: Desk, supervisor: Page) -> None:
    palette = desk.page.get_by_label("Colours of the sheet")
    headed = palette.locator(".palette-group", has=desk.page.get_by_role("heading", name="School uniform"))
    for shown in (["blouse"], ["blouse", "skirt"]):
        group = supervisor.get_by_label(f"Group of {shown[-1]}", exact=True)
        group.focus()
        offered = [option.get_attribute("value") for option in group.locator("+ datalist option").all()]
        assert offered == ["School uniform"][: len(shown) - 1]
        group.fill("School uniform")
        group.press("Enter")
        expect(headed.locator(".entry-name")).to_have_text(shown, timeout=PATIENCE)
    for colour in ("blouse", "skirt"):
        supervisor.get_by_label(f"Group of {colour}", exact=True).fill("")
        supervisor.get_by_label(f"Group of {colour}", exact=True).press("Enter")
    expect(headed).to_have_count(0, timeout=PATIENCE)


def test_a_number_typed_while_the_one_before_is_saved_stays(supervisor: Page) -> None:
    held: list[Route] = []
    supervisor.route("**/entries/**", lambda route: held.append(route))  # the server is slow to answer
    number = supervisor.get_by_label("blouse, Normal: number", exact=True)
    before = number.input_value()
    set_colour(supervisor, "blouse, Normal", "#fefefe")
    wait_for("the first number is sent", lambda: supervisor.wait_for_timeout(50) or held)
    number.fill("#fdfdfd")
    with supervisor.expect_response("**/entries/**"):
        held[0].continue_()
    supervisor.unroute("**/entries/**")
    supervisor.wait_for_timeout(100)  # the page has read the answer
    with supervisor.expect_response("**/entries/**") as saved:
        number.press("Enter")
    assert saved.value.json()["normal"] == "#fdfdfdff"
    set_colour(supervisor, "blouse, Normal", before)
    expect(number).to_have_value(before)


def test_an_entry_in_use_asks_for_its_successor(desk: Desk, supervisor: Page) -> None:
    desk.go_to(1)
    spot = desk.spots(1, 1)[0]
    scarf = desk.choose("scarf, normal")
    desk.choose("sole, normal")
    desk.click(spot)
    desk.saved()
    supervisor.get_by_role("button", name="Remove sole").click()
    dialog = supervisor.get_by_role("dialog", name="What takes the place of sole?")
    dialog.get_by_label(re.compile("^scarf")).check(timeout=PATIENCE)
    dialog.get_by_role("button", name="Put it in its place").click()
    expect(dialog).to_have_count(0, timeout=PATIENCE)
    expect(supervisor.get_by_role("button", name="Remove sole")).to_have_count(0)
    desk.wait_for_colour(spot, scarf)
    key = next(e["key"] for e in supervisor.request.get("/api/v1/sheets/1/").json()["entries"] if e["name"] == "scarf")
    assert desk.painting(1)["entry"][spot.segment] == key


def test_what_one_points_at_is_lit_up_in_all_frames_and_on_the_view(desk: Desk) -> None:
    page = desk.page
    desk.go_to(1)
    (lit, dark) = desk.spots(1, 2)
    desk.choose("scarf, normal")
    desk.click(lit)
    desk.choose("skirt, normal")
    desk.click(dark)
    desk.saved()
    page.locator(".entry", has_text="scarf").hover()
    wait_for("all but the scarf goes dark", lambda: (veil_at(desk, lit), veil_at(desk, dark)) == (0, 190))
    expect(page.locator(".thumb-veil:visible").first).to_be_visible(timeout=PATIENCE)
    page.mouse.move(*desk.on_page(dark))
    expect(page.locator(".entry.lit")).to_contain_text("skirt")
    expect(page.locator(".tip")).to_contain_text("skirt")
    expect(page.locator(".dock-veil")).to_be_visible(timeout=PATIENCE)
    expect(page.locator(".thumb-veil:visible")).to_have_count(0)
    assert veil_at(desk, lit) == 0


def veil_at(desk: Desk, spot: Spot) -> int:
    """How dark the veil over the canvas is there, of 255."""
    read = """([x, y]) => {
        const canvas = document.querySelector('.overlay');
        const scale = canvas.width / canvas.getBoundingClientRect().width;
        return canvas.getContext('2d').getImageData(Math.round(x * scale), Math.round(y * scale), 1, 1).data[3];
    }"""
    return int(desk.page.evaluate(read, list(desk.point(spot))))


def test_an_edition_cannot_be_edited_and_the_production_says_what_a_shot_holds_on_to(
    visits_of_a_painter: Page, supervisor: Page
) -> None:
    supervisor.locator(".edition a", has_text="First colours").click()
    expect(supervisor.get_by_text("It stays as it is.")).to_be_visible(timeout=PATIENCE)
    expect(supervisor.locator(".picker")).to_have_count(0, timeout=PATIENCE)
    expect(supervisor.get_by_role("button", name="night", exact=True)).to_be_visible(timeout=PATIENCE)
    supervisor.go_back()
    card = visits_of_a_painter.locator(".card", has_text="Wave")
    expect(card).to_contain_text("Nuri v1", timeout=PATIENCE)
    expect(visits_of_a_painter.get_by_role("link", name=re.compile("v1.1 First colours"))).to_be_visible(
        timeout=PATIENCE
    )


@pytest.fixture
def visits_of_a_painter(demo: Demo, browser: Browser) -> Iterator[Page]:
    """The production's page on a painter's screen."""
    visits = Visits(demo, browser)
    yield visits.open(PAINTER, "/productions/1")
    visits.close()
