"""How many clicks to a perfect shot? ``python -m tests.frontend.benchmark_clicks`` prints a table.

Everything is real: server, worker, database. A perfect painter, who knows the truth of the house shot, corrects what a
run has painted, over the API that the shot page uses, until every segment has its true colour.

  plain          turns from drawing to drawing; every wrong segment is clicked
  carried        the same, with corrections carried on to the other drawings
  queue          takes the questions of the queue whose segments are wrong, in its order, with carrying; answers with a
                 digit where the true colour is one of the three, else chooses the swatch and clicks

  answers        segments painted: clicks on the canvas, or digits
  swatches       clicks on the palette: whenever the next segment needs another colour than the one in hand
  passed         questions of the queue that were right already: Tab goes on to the next, nothing is clicked
  ms             of a correction's request, carrying included
"""

import io
import tempfile
import time
import uuid
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from playwright.sync_api import APIRequestContext, Page
from rich.console import Console
from rich.table import Table

from inference.formats import read_image
from tests.frontend.browser import chromium
from tests.frontend.demo import PAINTER, launched, page_for
from tests.processes import wait_for

HOUSE = Path(__file__).parents[2] / "fixtures" / "house_production"
TONES = ("normal", "highlight", "shadow", "second_shadow")
Color = tuple[int, int]  # entry, tone


class Effort(NamedTuple):
    """What it took."""

    answers: int
    swatches: int
    passed: int
    ms: list[float]


class Painter:
    """Who knows the truth, at one shot."""

    def __init__(self, page: Page) -> None:
        self._ask: APIRequestContext = page.request
        self._headers = {"X-CSRFToken": _token(page), "Referer": page.url}
        self._done: list[int] = []
        self.sheet = self._get("/api/v1/sheets/1/")
        self.hex = {
            (entry["key"], tone): entry[name] or entry["normal"]
            for entry in self.sheet["entries"]
            for tone, name in enumerate(TONES)
        }
        self.by_hex: dict[str, Color] = {}
        for color, value in self.hex.items():
            self.by_hex.setdefault(value, color)

    def upload(self, name: str) -> None:
        """The house shot once more, coloured by a run, its segments tied."""
        lines = sorted((HOUSE / "shot" / "line").glob("*.png"))
        form: dict[str, Any] = {"name": name, "sheet": "1"}
        # Playwright sends one file a field: a zip of them is one.
        form["files"] = {"name": "A.zip", "mimeType": "application/zip", "buffer": _zip(lines)}
        answer = self._ask.post("/api/v1/productions/1/shots/", headers=self._headers, multipart=form)
        if not answer.ok:
            raise RuntimeError(answer.text())
        self.shot = int(answer.json()["id"])
        self._post(f"/api/v1/shots/{self.shot}/runs/", {})
        wait_for("the run is done", lambda: self._run()["status"] == "done", patience=300)
        drawings = self._get(f"/api/v1/shots/{self.shot}/")["levels"][0]["drawings"]
        self.drawings = [int(drawing["id"]) for drawing in drawings]
        truths = sorted((HOUSE / "shot" / "gt").glob("*.png"))
        self.truth = [self._truth(d, path) for d, path in zip(drawings, truths, strict=True)]
        queue = f"/api/v1/shots/{self.shot}/queue/"
        wait_for("the drawings are tied", lambda: self._get(queue)["tied"], patience=300)

    def _run(self) -> Any:
        return self._get(f"/api/v1/shots/{self.shot}/")["run"]

    def _truth(self, drawing: dict[str, Any], path: Path) -> list[str]:
        """The true colour of each segment: that of most of its pixels."""
        rgba = read_image(path.read_bytes(), path.name)
        raw = self._ask.get(drawing["labels_url"]).body()
        labels = np.frombuffer(raw, "<u2").reshape(rgba.shape[:2])
        packed = rgba.astype(np.uint32) @ np.array([1 << 24, 1 << 16, 1 << 8, 1], np.uint32)
        key, count = np.unique(labels.ravel().astype(np.uint64) << 32 | packed.ravel(), return_counts=True)
        truth = [""] * (int(drawing["segments"]) + 1)
        for at in np.argsort(count):  # the commonest of a segment comes last
            truth[int(key[at] >> 32)] = f"#{int(key[at] & 0xFFFFFFFF):08x}"
        return truth

    def wrong(self) -> list[list[int]]:
        """For each drawing the segments that do not show their true colour."""
        paintings = self._get(f"/api/v1/shots/{self.shot}/paintings/")["paintings"]
        return [self._wrong(at, paintings[str(drawing)]) for at, drawing in enumerate(self.drawings)]

    def _wrong(self, at: int, painting: dict[str, Any]) -> list[int]:
        shown = list(zip(painting["entry"], painting["tone"], strict=True))
        return [s for s in range(1, len(shown)) if self.hex.get(shown[s]) != self.truth[at][s]]

    def turning(self, *, carry: bool) -> Effort:
        """Drawing by drawing, colour by colour; once more from the start when carrying has spoilt something."""
        answers = swatches = 0
        ms: list[float] = []
        hand = ""
        while any(self.wrong()):
            for at, drawing in enumerate(self.drawings):
                truth = self.truth[at]
                wrong = self._wrong(at, self._get(f"/api/v1/drawings/{drawing}/painting/"))
                # What the colour in hand can paint comes first.
                for segment in sorted(wrong, key=lambda s: (truth[s] != hand, truth[s], s)):
                    swatches += truth[segment] != hand
                    hand = truth[segment]
                    ms.append(self._timed(at, segment, self.by_hex[hand], carry=carry))
                    answers += 1
        return Effort(answers, swatches, 0, ms)

    def queueing(self) -> Effort:
        """As the queue asks; what it never asks is found by turning the pages."""
        answers = swatches = 0
        ms: list[float] = []
        right: set[tuple[int, int]] = set()
        hand = ""
        while True:
            items = self._get(f"/api/v1/shots/{self.shot}/queue/?limit=500")["items"]
            wrong = self.wrong()
            places = [(self.drawings.index(item["drawing"]), item["segment"]) for item in items]
            first = next((i for i, (at, segment) in enumerate(places) if segment in wrong[at]), None)
            right.update(places[:first])
            if first is None:
                break
            at, segment = places[first]
            color = self.truth[at][segment]
            digits = [(c["entry"], c["tone"]) for c in items[first]["choices"]]
            digit = next((choice for choice in digits if self.hex.get(choice) == color), None)
            if digit is None:
                swatches += color != hand
                hand = color
            ms.append(self._timed(at, segment, digit or self.by_hex[color], carry=True))
            answers += 1
        rest = self.turning(carry=True)
        return Effort(answers + rest.answers, swatches + rest.swatches, len(right), ms + rest.ms)

    def undo_all(self) -> None:
        """Take every answer back, the last first."""
        for correction in reversed(self._done):
            self._post(f"/api/v1/corrections/{correction}/undo/", {"client": str(uuid.uuid4())})
        self._done = []

    def clicks(self) -> int:
        """As the shot page counts them."""
        return int(self._get(f"/api/v1/shots/{self.shot}/queue/")["clicks"])

    def left(self) -> int:
        """How many the shot page expects."""
        return int(self._get(f"/api/v1/shots/{self.shot}/queue/")["left"])

    def _timed(self, at: int, segment: int, color: Color, *, carry: bool) -> float:
        start = time.perf_counter()
        self._correct(at, segment, color, carry=carry)
        return 1000 * (time.perf_counter() - start)

    def _correct(self, at: int, segment: int, color: Color, *, carry: bool) -> Any:
        body = {"segments": [segment], "entry": color[0], "tone": color[1], "client": str(uuid.uuid4()), "carry": carry}
        answer = self._post(f"/api/v1/drawings/{self.drawings[at]}/corrections/", body)
        self._done.append(int(answer["id"]))
        return answer

    def _get(self, path: str) -> Any:
        return _answer(self._ask.get(path))

    def _post(self, path: str, body: dict[str, Any]) -> Any:
        return _answer(self._ask.post(path, headers=self._headers, data=body))


def _answer(answer: Any) -> Any:
    if not answer.ok:
        raise RuntimeError(f"{answer.status} {answer.url}: {answer.text()[:500]}")
    return answer.json()


def _token(page: Page) -> str:
    return next(cookie["value"] for cookie in page.context.cookies() if cookie["name"] == "csrftoken")


def _zip(paths: list[Path]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for path in paths:
            archive.write(path, path.name)
    return buffer.getvalue()


@contextmanager
def painter() -> Iterator[Painter]:
    """At a server of their own."""
    with tempfile.TemporaryDirectory(prefix="shiage-benchmark-") as name:
        folder = Path(name)
        folder.chmod(0o711)  # as root, Postgres runs as somebody else who must get through
        with launched(folder) as demo, chromium() as browser:
            yield Painter(page_for(demo, browser, PAINTER, "/shots/1"))


def main() -> None:
    """Measure and print."""
    columns = (
        "way",
        "segments",
        "wrong",
        "expected",
        "answers",
        "swatches",
        "clicks",
        "passed",
        "of plain",
        "p50 ms",
        "max ms",
    )
    table = Table(*columns, title="Clicks to a perfect house shot")
    with painter() as someone:
        someone.upload("clicks")
        segments = sum(len(truth) - 1 for truth in someone.truth)
        wrong, expected, plain = someone.wrong(), someone.left(), 0
        for way in ("plain", "carried", "queue"):
            before = someone.clicks()
            effort = someone.queueing() if way == "queue" else someone.turning(carry=way == "carried")
            if someone.clicks() - before != effort.answers:
                raise RuntimeError(f"the page counts {someone.clicks() - before} clicks, not {effort.answers}")
            someone.undo_all()
            if someone.wrong() != wrong:
                raise RuntimeError("undoing everything does not bring back what there was")
            clicks = effort.answers + effort.swatches
            plain = plain or clicks
            numbers = (segments, sum(map(len, wrong)), expected, effort.answers, effort.swatches, clicks, effort.passed)
            times = f"{np.median(effort.ms):.0f}", f"{max(effort.ms):.0f}"
            table.add_row(way, *map(str, numbers), f"{clicks / plain:.0%}", *times)
    Console(width=120).print(table)


if __name__ == "__main__":
    main()
