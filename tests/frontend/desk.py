"""The shot page in a painter's hands."""

from dataclasses import dataclass
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray
from playwright.sync_api import Locator, Page, Response, expect

from tests.processes import wait_for

AIR = 20  # CSS pixels around a drawing that fits, as in shot/stage.js
PATIENCE = 60_000  # ms; only a hang reaches it

READ_PIXEL = """([x, y]) => {
    const canvas = document.querySelector('.stage-canvas');
    const box = canvas.getBoundingClientRect();
    const scale = canvas.width / box.width;
    return [...canvas.getContext('2d').getImageData(Math.round(x * scale), Math.round(y * scale), 1, 1).data];
}"""

RGB = tuple[int, int, int]


@dataclass(frozen=True)
class Spot:
    """A segment, and a point well inside it."""

    segment: int
    x: int  # px of the drawing
    y: int


class Desk:
    """One person's open shot page."""

    def __init__(self, page: Page) -> None:
        self.page = page
        expect(page.locator(".connection")).to_have_text("Saved", timeout=PATIENCE)
        expect(page.locator(".wait")).to_be_hidden(timeout=PATIENCE)
        self.shot: dict[str, Any] = self._get(f"/api/v1/shots/{page.url.rsplit('/', 1)[1]}/").json()
        self.level = self.shot["levels"][0]

    def _get(self, path: str) -> Any:
        answer = self.page.request.get(path)
        assert answer.ok, answer.text()
        return answer

    @property
    def frame(self) -> int:
        """The frame that shows."""
        return int(self.page.locator(".frame-number").inner_text().split("/")[0])

    def go_to(self, frame: int) -> None:
        """By a click into the filmstrip."""
        self.page.locator(".filmstrip .frame").nth(frame - 1).click()
        expect(self.page.locator(".wait")).to_be_hidden(timeout=PATIENCE)

    def drawing(self, frame: int) -> dict[str, Any]:
        """What the API says about a frame's drawing."""
        return cast("dict[str, Any]", self.level["drawings"][frame - 1])

    def painting(self, frame: int) -> dict[str, Any]:
        """The colours as the server has them."""
        return cast("dict[str, Any]", self._get(f"/api/v1/drawings/{self.drawing(frame)['id']}/painting/").json())

    def labels(self, frame: int) -> NDArray[np.uint16]:
        """(H, W) which segment every pixel of a frame's drawing belongs to."""
        raw = self._get(self.drawing(frame)["labels_url"]).body()
        return np.frombuffer(raw, "<u2").reshape(self.level["height"], self.level["width"])

    def spots(self, frame: int, count: int, every: int = 1) -> list[Spot]:
        """The roomiest segments of a drawing (every n-th of them), but for the paper around it."""
        labels = self.labels(frame)
        area = np.bincount(labels.ravel())
        area[[0, labels[0, 0]]] = 0
        return [_spot(labels, int(segment)) for segment in np.argsort(-area)[: count * every : every]]

    def point(self, spot: Spot) -> tuple[float, float]:
        """Where a spot lies on the fitted stage, from its top left corner."""
        box = self._stage
        width, height = self.level["width"], self.level["height"]
        scale = min((box["width"] - 2 * AIR) / width, (box["height"] - 2 * AIR) / height)
        left, top = (box["width"] - width * scale) / 2, (box["height"] - height * scale) / 2
        return round(left) + (spot.x + 0.5) * scale, round(top) + (spot.y + 0.5) * scale

    @property
    def _stage(self) -> Any:
        return self.page.locator(".stage").bounding_box()

    def on_page(self, spot: Spot) -> tuple[float, float]:
        """The same in the page's coordinates, for the mouse."""
        x, y = self.point(spot)
        return self._stage["x"] + x, self._stage["y"] + y

    def colour_at(self, spot: Spot) -> RGB:
        """The pixel that a person sees there."""
        r, g, b, _ = self.page.evaluate(READ_PIXEL, list(self.point(spot)))
        return r, g, b

    def wait_for_colour(self, spot: Spot, colour: RGB) -> None:
        """Until a person sees that colour there."""
        # Not wait_for_function: it needs eval, which the pages' security policy forbids.
        wait_for(f"{spot} shows {colour}", lambda: self.colour_at(spot) == colour)

    def choose(self, name: str) -> RGB:
        """A swatch by its name, as in "hair, shadow". Returns its colour."""
        swatch: Locator = self.page.get_by_role("button", name=name, exact=True)
        swatch.click()
        value = swatch.evaluate("element => element.style.getPropertyValue('--colour')")
        return int(value[1:3], 16), int(value[3:5], 16), int(value[5:7], 16)

    def click(self, spot: Spot) -> None:
        """With the tool in hand."""
        self.page.mouse.click(*self.on_page(spot))

    def drag(self, spots: list[Spot]) -> None:
        """One stroke over several spots."""
        mouse = self.page.mouse
        mouse.move(*self.on_page(spots[0]))
        mouse.down()
        for spot in spots[1:]:
            mouse.move(*self.on_page(spot), steps=12)
        mouse.up()

    def saved(self) -> None:
        """Until the server has everything."""
        expect(self.page.locator(".connection")).to_have_text("Saved", timeout=PATIENCE)


def is_correction(response: Response) -> bool:
    """An answer to a correction or an undo."""
    return response.request.method == "POST" and response.url.endswith(("/corrections/", "/undo/"))


def _spot(labels: NDArray[np.uint16], segment: int) -> Spot:
    """The middle of the longest run in the row that holds most of the segment."""
    inside = labels == segment
    best = Spot(segment, 0, 0)
    longest = 0
    for y in np.argsort(-inside.sum(axis=1))[:20]:
        edges = np.flatnonzero(np.diff(np.concatenate(([0], inside[y].astype(np.int8), [0]))))
        if len(edges) == 0:
            break  # the rows that follow hold none of it either
        starts, ends = edges[::2], edges[1::2]
        run = int(np.argmax(ends - starts))
        if ends[run] - starts[run] > longest:
            longest = int(ends[run] - starts[run])
            best = Spot(segment, int(starts[run] + ends[run]) // 2, int(y))
    return best
