"""How fast is the desk? ``python -m tests.frontend.benchmark_canvas`` prints a table.

Everything is real: server, worker, Chromium, mouse. The drawing is made here: 1920 x 1080 with about 1,500 segments.

  handler          from the first listener of the press to the end of the last one: the pixels are in the canvas
  with readback    the same and one pixel read back, so that nothing is left undone
  next frame       share of clicks whose colour is in the canvas when the next animation frame begins
  server's answer  the request of a correction, from being sent to being answered
  other browser    from the press to the animation frame in which another person's canvas shows the colour
  swatch           from Enter on the sheet's page to the animation frame in which a painter's canvas shows the colour
  large            3840 x 2160 with about 5,000 segments in a window of 1280 x 720: clicks as above; script of a frame
                   while panning and zooming: the handlers since the last frame and the animation frame's own callbacks
  100 frames       from the request to the first painted drawing on the canvas, nothing cached
"""

import os
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
from playwright.sync_api import Browser, Page
from rich.console import Console
from rich.table import Table

from tests.frontend.benchmark_shots import cells_png, hundred_frames, upload
from tests.frontend.browser import chromium
from tests.frontend.demo import PAINTER, SUPERVISOR, Demo, launched, page_for
from tests.frontend.desk import READ_PIXEL, Desk, Spot

SIZE = (1920, 1080)
SEGMENTS = 1500
LARGE, LARGE_SEGMENTS = (3840, 2160), 5000
CLICKS = 200
SHARED_CLICKS = 60
SWATCHES = 30  # by day, and as many in a scene
OPENINGS = 5
COLOURS = ("hair, normal", "skin, shadow", "hair, highlight", "bag, normal")

# Listeners around the page's own: the first in the capture phase, the last in the bubble phase.
WATCH_CLICKS = f"""() => {{
    const read = {READ_PIXEL};
    const now = () => performance.timeOrigin + performance.now();
    window.measured = [];
    let pressed = 0;
    addEventListener('pointerdown', () => {{ pressed = now(); }}, {{ capture: true }});
    addEventListener('pointerdown', (event) => {{
        if (!event.target.matches('.overlay')) return;
        const handled = now();
        const box = document.querySelector('.stage').getBoundingClientRect();
        const at = [event.clientX - box.left, event.clientY - box.top];
        const colour = String(read(at));
        const seen = now();
        const times = {{ pressed, handler: handled - pressed, readback: seen - pressed }};
        requestAnimationFrame(() => window.measured.push({{ ...times, same: String(read(at)) === colour }}));
    }});
}}"""

WAIT_FOR_COLOUR = f"""([at, colour]) => new Promise((resolve) => {{
    const read = {READ_PIXEL};
    const look = () => String(read(at)) === colour
        ? resolve(performance.timeOrigin + performance.now()) : requestAnimationFrame(look);
    look();
}})"""

# Everything that a moved view costs: what listens to the pointer, and what the next animation frame then does.
WATCH_FRAMES = """() => {
    window.spent = [];
    let begun = 0;
    let handled = 0;
    const native = requestAnimationFrame;
    window.requestAnimationFrame = (draw) => native((time) => {
        const start = performance.now();
        draw(time);
        window.spent.push(performance.now() - start + handled);
        handled = 0;
    });
    for (const kind of ['wheel', 'pointermove']) {
        addEventListener(kind, () => { begun = performance.now(); }, { capture: true });
        addEventListener(kind, () => { handled += performance.now() - begun; });
    }
}"""

ANSWERS = """performance.getEntriesByType('resource')
    .filter((entry) => entry.name.endsWith('/corrections/')).map((entry) => entry.duration)"""


def click_all(desk: Desk, spots: list[Spot]) -> list[dict[str, Any]]:
    """Click one segment after the other, in changing colours."""
    desk.page.evaluate(WATCH_CLICKS)
    for number, spot in enumerate(spots):
        if number % 10 == 0:
            desk.choose(COLOURS[number // 10 % len(COLOURS)])
        desk.click(spot)
    desk.page.wait_for_timeout(200)
    desk.saved()
    measured: list[dict[str, Any]] = desk.page.evaluate("window.measured")
    return measured


def frames_moving(desk: Desk) -> list[float]:
    """ms of script of each frame while the view is dragged and zoomed."""
    page = desk.page
    page.evaluate(WATCH_FRAMES)
    page.keyboard.press("h")
    for turn in range(6):
        page.mouse.move(300, 250)
        page.mouse.down()
        page.mouse.move(300 + 40 * turn, 380, steps=40)
        page.mouse.up()
        for direction in (-120, 120):
            for _ in range(12):
                page.mouse.wheel(0, direction)
    page.wait_for_timeout(500)
    spent: list[float] = page.evaluate("window.spent")
    return spent


def share_clicks(one: Desk, other: Desk, spots: list[Spot]) -> list[float]:
    """ms from one person's press to the other person's frame."""
    delays = []
    one.page.evaluate(WATCH_CLICKS)
    for number, spot in enumerate(spots):
        r, g, b = one.choose(COLOURS[number % len(COLOURS)])
        one.click(spot)
        shown = other.page.evaluate(WAIT_FOR_COLOUR, [list(other.point(spot)), f"{r},{g},{b},255"])
        delays.append(shown - one.page.evaluate("window.measured.at(-1).pressed"))
    return delays


def edit_swatches(sheet: Page, desk: Desk, spot: Spot) -> list[float]:
    """ms from Enter behind a number on the sheet's page to the painter's frame; ``spot`` is painted in hair, normal."""
    sheet.evaluate("""addEventListener('keydown', () => {
        window.pressed = performance.timeOrigin + performance.now(); }, { capture: true })""")
    delays = []
    for n in range(SWATCHES):
        color = (3 * n, 200 - n, 77)
        number = sheet.get_by_label("hair, Normal: number", exact=True)
        number.fill("#{:02x}{:02x}{:02x}".format(*color))
        number.press("Enter")
        shown = desk.page.evaluate(WAIT_FOR_COLOUR, [list(desk.point(spot)), f"{color[0]},{color[1]},{color[2]},255"])
        delays.append(shown - sheet.evaluate("window.pressed"))
    return delays


def opening_times(demo: Demo, browser: Browser, shot: int) -> list[float]:
    """ms from the request to the first painted drawing on the canvas, nothing cached."""
    times = []
    for _ in range(OPENINGS):
        page = page_for(demo, browser, PAINTER)
        start = time.perf_counter()
        page.goto(f"/shots/{shot}", wait_until="commit")
        painted = page.locator(".stage-box:has(.wait[hidden]) .overlay")
        painted.wait_for()
        times.append(1000 * (time.perf_counter() - start))
        page.context.close()
    return times


@contextmanager
def everything() -> Iterator[tuple[Demo, Browser]]:
    """Server, worker and browser."""
    with tempfile.TemporaryDirectory(prefix="shiage-benchmark-") as name:
        folder = Path(name)
        folder.chmod(0o711)  # as root, Postgres runs as somebody else who must get through
        with launched(folder) as demo, chromium() as browser:
            yield demo, browser


def main() -> None:
    """Measure and print."""
    table = Table("what", "n", "p50 ms", "p95 ms", "max ms", title="Shiage's desk in Chromium")

    def row(what: str, values: list[float]) -> None:
        p50, p95 = np.percentile(values, [50, 95])
        table.add_row(what, str(len(values)), f"{p50:.2f}", f"{p95:.2f}", f"{max(values):.2f}")

    with everything() as (demo, browser):
        house = page_for(demo, browser, PAINTER, "/shots/1")
        house.locator(".run.done").wait_for(timeout=600_000)
        shot = upload(house, "cells", files=[("A0001.png", cells_png(SIZE, SEGMENTS))])
        large = upload(house, "large", files=[("A0001.png", cells_png(LARGE, LARGE_SEGMENTS))])
        long = upload(house, "long", **hundred_frames())
        house.context.close()
        row("open the house shot", opening_times(demo, browser, 1))
        row("open 100 frames", opening_times(demo, browser, long))
        desk = Desk(page_for(demo, browser, PAINTER, f"/shots/{large}"))
        row("large: click, handler", [click["handler"] for click in click_all(desk, desk.spots(1, CLICKS, every=20))])
        row("large: script of a frame", frames_moving(desk))
        in_large = desk.drawing(1)["segments"]
        desk.page.context.close()
        one = Desk(page_for(demo, browser, PAINTER, f"/shots/{shot}", SIZE))
        spots = one.spots(1, CLICKS, every=7)  # large ones and small ones
        clicks = click_all(one, spots)
        row("click, handler", [click["handler"] for click in clicks])
        row("click, with readback", [click["readback"] for click in clicks])
        other = Desk(page_for(demo, browser, SUPERVISOR, f"/shots/{shot}", SIZE))
        delays = share_clicks(one, other, spots[:SHARED_CLICKS])
        row("the server's answer", one.page.evaluate(ANSWERS)[-SHARED_CLICKS:])
        row("in the other browser", delays)
        one.choose(COLOURS[0])
        one.click(spots[0])
        sheet = page_for(demo, browser, SUPERVISOR, "/sheets/1")
        row("swatch, by day", edit_swatches(sheet, one, spots[0]))
        sheet.get_by_role("button", name="Scene", exact=True).click()
        sheet.get_by_role("dialog").get_by_label("Name").fill("night")
        sheet.get_by_role("button", name="Make the scene").click()
        sheet.get_by_role("button", name="night", exact=True).wait_for()
        one.page.get_by_label("Scene", exact=True).select_option(label="night")
        row("swatch, in a scene", edit_swatches(sheet, one, spots[0]))
        segments = one.drawing(1)["segments"]
    console = Console()
    console.print(table)
    in_time = sum(click["same"] for click in clicks)
    console.print(f"{segments} segments, {in_large} in the large drawing; load {os.getloadavg()[0]:.1f}")
    console.print(f"presented in the next animation frame: {in_time} of {len(clicks)} clicks")


if __name__ == "__main__":
    main()
