"""A day in a paint department, from a painted picture to two exports, by hand in two browsers.

``python -m tests.frontend.day PICTURE DRAWING... [--line LINE] [--name HEX=NAME ...] [--paint HEX ...] --out FOLDER``
spends it with your own files and leaves a screenshot of every station in the folder.
"""

import argparse
import io
import tempfile
import zipfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from playwright.sync_api import Page, expect

from inference.formats import read_image
from tests.frontend.browser import chromium
from tests.frontend.demo import PAINTER, SUPERVISOR, launched, page_for
from tests.frontend.desk import PATIENCE, Desk
from tests.frontend.test_uploading import drop
from tests.processes import wait_for

TONES = ("normal", "highlight", "shadow", "second_shadow")
Look = Callable[[Page, str], None]


@dataclass(frozen=True)
class Cut:
    """What the day is about."""

    picture: Path  # the character, painted
    drawings: Sequence[Path]
    line: Path | None = None  # the picture's own line drawing
    names: Mapping[str, str] = field(default_factory=dict)  # colour as in "#rrggbb" -> what the supervisor calls it
    paint: Sequence[
        str
    ] = ()  # names of the colours that the painter gives the first drawing's largest segments by hand


@dataclass(frozen=True)
class Day:
    """Two people's pages, and what is looked at."""

    supervisor: Page
    painter: Page
    look: Look = lambda page, name: None

    def spend(self, cut: Cut) -> None:
        """All of it; every station asserts what it promises."""
        sheet = self.make_the_sheet(cut)
        desk = self.colour(cut, sheet)
        self.correct(desk, cut)
        self.change_a_swatch(desk, sheet)
        night = self.add_a_night(desk, sheet)
        self.export(desk, None)
        self.export(desk, night)

    def make_the_sheet(self, cut: Cut) -> int:
        """The picture's colours become a sheet; names propose categories."""
        page = self.supervisor
        page.get_by_role("button", name="New sheet").click()
        page.get_by_role("textbox", name="Character").fill(cut.picture.stem)
        drop(page, "Painted picture", [(cut.picture.name, cut.picture.read_bytes())])
        if cut.line:
            drop(page, "Its line drawing (optional)", [(cut.line.name, cut.line.read_bytes())])
        self.look(page, "1-new-sheet")
        page.get_by_role("button", name="Make the sheet").click()
        page.wait_for_url("**/sheets/*")
        expect(page.locator(".entries tbody tr").first).to_be_visible(timeout=PATIENCE)
        self.look(page, "2-sheet-from-picture")
        for colour, name in cut.names.items():
            box = page.locator(f".entries input[value='{colour}'][aria-label=Name]")
            box.fill(name)
            with page.expect_response(lambda answer: "/entries/" in answer.url) as answer:
                box.press("Enter")
            assert answer.value.ok
        self.look(page, "3-sheet-named")
        return int(page.url.rsplit("/", 1)[1])

    def colour(self, cut: Cut, sheet: int) -> Desk:
        """The shot comes in and is coloured; without a view to start from the painter gives it its first colours."""
        page = self.painter
        page.reload()
        page.get_by_role("button", name="New shot").click()
        drop(page, "Line drawings", [(path.name, path.read_bytes()) for path in cut.drawings])
        page.get_by_label("Name").fill(f"{cut.picture.stem} day")
        page.get_by_label("Sheet", exact=True).select_option(str(sheet))
        self.look(page, "4-new-shot")
        page.get_by_role("button", name="Upload shot").click()
        page.wait_for_url("**/shots/*")
        expect(page.locator(".filmstrip .frame")).to_have_count(len(cut.drawings), timeout=PATIENCE)
        wait_for("the drawings are ready", lambda: self._ready(page), patience=300)
        if cut.paint:
            page.reload()
            desk = Desk(page)
            for spot, name in zip(desk.spots(1, len(cut.paint)), cut.paint, strict=True):
                colour = desk.choose(f"{name}, normal")
                desk.click(spot)
                desk.wait_for_colour(spot, colour)
            desk.saved()
            self.look(page, "5-first-colours-by-hand")
            page.locator(".run-button, button").filter(has_text="Colour").first.click()
        page.locator(".run.done").wait_for(timeout=120_000)
        page.reload()
        desk = Desk(page)
        entries = [desk.painting(frame)["entry"] for frame in range(1, len(cut.drawings) + 1)]
        shares = [np.count_nonzero(entry[1:]) / (len(entry) - 1) for entry in entries]
        assert min(shares) > 0.5, shares
        self.look(page, "6-shot-coloured")
        return desk

    def correct(self, desk: Desk, cut: Cut) -> None:
        """A click, and an answer to the queue."""
        names = [entry["name"] for entry in self._sheet(desk)["entries"]]
        spot = desk.spots(1, 2)[-1]
        colour = desk.choose(f"{names[-1]}, normal")
        desk.click(spot)
        desk.wait_for_colour(spot, colour)
        desk.saved()
        self.look(desk.page, "7-corrected")
        desk.page.keyboard.press("Control+z")
        desk.saved()
        queue = f"/api/v1/shots/{desk.shot['id']}/queue/"
        wait_for("the drawings are tied", lambda: desk.page.request.get(queue).json()["tied"], patience=300)
        asked = desk.page.request.get(queue).json()["items"]
        if asked:
            desk.page.keyboard.press("Tab")
            expect(desk.page.locator(".question-chip")).to_be_visible(timeout=PATIENCE)
            self.look(desk.page, "8-queue")
            desk.page.keyboard.press("1")
            desk.saved()
            for key in ("Escape", "Home", "0"):  # out of the queue, back to the whole first frame
                desk.page.keyboard.press(key)
            expect(desk.page.locator(".wait")).to_be_hidden(timeout=PATIENCE)

    def change_a_swatch(self, desk: Desk, sheet: int) -> None:
        """The painter's open canvas follows at once."""
        key, spot = self._commonest(desk)
        entry = next(entry for entry in self._sheet(desk)["entries"] if entry["key"] == key)
        self.supervisor.reload()
        number = self.supervisor.get_by_label(f"{entry['name']}, Normal: number")
        number.fill("#12ab34")
        number.press("Enter")
        desk.wait_for_colour(spot, (0x12, 0xAB, 0x34))
        self.look(desk.page, "9-swatch-changed")

    def add_a_night(self, desk: Desk, sheet: int) -> int:
        """A scene palette, and the canvas in its light."""
        page = self.supervisor
        page.get_by_role("button", name="Scene", exact=True).click()
        dialog = page.get_by_role("dialog")
        dialog.get_by_role("textbox").first.fill("night")
        dialog.get_by_role("button", name="Make the scene").click()
        tab = page.get_by_role("button", name="night", exact=True)
        expect(tab).to_have_attribute("aria-pressed", "true", timeout=PATIENCE)
        self.look(page, "10-night-palette")
        scene = self._sheet(desk)["scenes"][0]
        key, spot = self._commonest(desk)
        expect(desk.page.get_by_label("Scene")).to_be_visible(timeout=PATIENCE)
        desk.page.get_by_label("Scene").select_option(label="night")
        desk.wait_for_colour(spot, _rgb(self._colors(desk, scene["id"])[key, 0]))
        self.look(desk.page, "11-night-canvas")
        return int(scene["id"])

    def export(self, desk: Desk, scene: int | None) -> None:
        """Every pixel of every painted segment has exactly its colour in that light."""
        page = desk.page
        page.keyboard.press("Shift+E")
        page.locator(f"input[name=scene][value='{scene or 0}']").check()
        self.look(page, f"12-export-{'night' if scene else 'day'}")
        with page.expect_download() as download:
            page.get_by_role("button", name="Download zip").click()
        expect(page.get_by_role("dialog")).to_be_hidden()
        archive = zipfile.ZipFile(io.BytesIO(Path(download.value.path()).read_bytes()))
        pictures = sorted(name for name in archive.namelist() if name.endswith(".png"))
        colors = self._colors(desk, scene)
        assert len(pictures) == len(desk.level["drawings"])
        for frame, name in enumerate(pictures, 1):
            wrong = _wrong_pixels(desk, frame, read_image(archive.read(name), name), colors)
            assert wrong == 0, f"{name}: {wrong} pixels"

    def _ready(self, page: Page) -> bool:
        shot = page.request.get(f"/api/v1/shots/{page.url.rsplit('/', 1)[1]}/").json()
        return all(drawing["labels_url"] for level in shot["levels"] for drawing in level["drawings"])

    def _sheet(self, desk: Desk) -> dict[str, Any]:
        found: dict[str, Any] = desk.page.request.get(f"/api/v1/sheets/{desk.shot['sheet']}/").json()
        return found

    def _commonest(self, desk: Desk) -> tuple[int, Any]:
        """A key of the character's own, and a roomy spot of frame 1 that shows its normal tone."""
        painting = desk.painting(1)
        own = {entry["key"] for entry in self._sheet(desk)["entries"] if entry["category"] != "background"}
        spots = desk.spots(1, 40)
        found = next(s for s in spots if painting["entry"][s.segment] in own and painting["tone"][s.segment] == 0)
        return int(painting["entry"][found.segment]), found

    def _colors(self, desk: Desk, scene: int | None) -> dict[tuple[int, int], str]:
        """(entry, tone) -> "#rrggbbaa" in a light, straight from what the server says of the sheet."""
        sheet = self._sheet(desk)
        own = {
            row["key"]: row for one in sheet["scenes"] if one["id"] == scene for row in one["colors"]
        }  # fmt: skip
        colors = {}
        for entry in sheet["entries"]:
            tones = [own.get(entry["key"], {}).get(tone) or entry[tone] for tone in TONES]
            colors |= {(entry["key"], tone): color or tones[0] for tone, color in enumerate(tones)}
        return colors


def _rgb(color: str) -> tuple[int, int, int]:
    return int(color[1:3], 16), int(color[3:5], 16), int(color[5:7], 16)


def _wrong_pixels(desk: Desk, frame: int, rgba: Any, colors: Mapping[tuple[int, int], str]) -> int:
    painting = desk.painting(frame)
    raw = desk.page.request.get(desk.drawing(frame)["labels_url"]).body()
    labels = np.frombuffer(raw, "<u2").reshape(rgba.shape[:2])
    expected = np.zeros((len(painting["entry"]), 4), np.uint8)
    for segment, color in enumerate(zip(painting["entry"], painting["tone"], strict=True)):
        expected[segment] = list(bytes.fromhex(colors[color][1:])) if color in colors else 0
    shown = expected[labels]
    counts = (labels > 0) & (shown[..., 3] > 0)
    return int((rgba != shown)[counts].any(axis=1).sum())


def main() -> None:
    """Spend the day, keep its pictures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("picture", type=Path, metavar="PICTURE")
    parser.add_argument("drawings", type=Path, nargs="+", metavar="DRAWING")
    parser.add_argument("--line", type=Path)
    parser.add_argument("--name", nargs="*", default=[], metavar="HEX=NAME")
    parser.add_argument("--paint", nargs="*", default=[], metavar="NAME")
    parser.add_argument("--out", type=Path, required=True, metavar="FOLDER")
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    names = dict(pair.split("=", 1) for pair in options.name)
    cut = Cut(options.picture, options.drawings, options.line, names, options.paint)
    with tempfile.TemporaryDirectory(prefix="shiage-day-") as name:
        Path(name).chmod(0o711)  # as root, Postgres runs as somebody else who must get through
        with launched(Path(name)) as demo, chromium() as browser:
            pages = [page_for(demo, browser, who, "/productions/1") for who in (SUPERVISOR, PAINTER)]
            day = Day(*pages, lambda page, name: page.screenshot(path=options.out / f"{name}.png"))
            try:
                day.spend(cut)
            finally:
                for who, page in zip((SUPERVISOR, PAINTER), pages, strict=True):
                    day.look(page, f"end-{who}")


if __name__ == "__main__":
    main()
