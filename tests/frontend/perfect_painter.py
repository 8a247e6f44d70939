"""A painter who knows the truth of a clip and corrects what a run has painted, over the API of the shot page."""

import time
import uuid
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from playwright.sync_api import APIRequestContext, Page

from inference.formats import read_image
from tests.frontend.clips import Clip
from tests.frontend.demo import signed_headers, zipped
from tests.processes import wait_for

HOUSE_PRODUCTION, HOUSE_SHEET = 1, 1
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
        self._headers = signed_headers(page)

    def upload(self, clip: Clip) -> None:
        """The clip under its sheet, coloured by a run, its segments tied."""
        self._done: list[int] = []
        sheet = self._new_sheet(clip) if clip.character else HOUSE_SHEET
        self._know(self._get(f"/api/v1/sheets/{sheet}/"))
        # Playwright sends one file a field: a zip of them is one.
        files = _file("A.zip", zipped(clip.drawings()))
        shots = f"/api/v1/productions/{HOUSE_PRODUCTION}/shots/"
        self.shot = int(self._send(shots, {"name": clip.name, "sheet": str(sheet), "files": files})["id"])
        self._post(f"/api/v1/shots/{self.shot}/runs/", {})
        wait_for("the run is done", lambda: self._run()["status"] == "done", patience=300)
        drawings = self._get(f"/api/v1/shots/{self.shot}/")["levels"][0]["drawings"]
        self.drawings = [int(drawing["id"]) for drawing in drawings]
        self.truth = [self._truth(d, path) for d, path in zip(drawings, clip.truths, strict=True)]
        queue = f"/api/v1/shots/{self.shot}/queue/"
        wait_for("the drawings are tied", lambda: self._get(queue)["tied"], patience=300)

    def _new_sheet(self, clip: Clip) -> int:
        character = self._post(f"/api/v1/productions/{HOUSE_PRODUCTION}/characters/", {"name": clip.name})["id"]
        sheet = int(self._post(f"/api/v1/characters/{character}/sheets/", {"entries": clip.entries()})["id"])
        for painted, line in clip.views():
            files = {part: _file(path.name, path.read_bytes()) for part, path in (("painted", painted), ("line", line))}
            self._send(f"/api/v1/sheets/{sheet}/views/", {"name": painted.stem, **files})
        return sheet

    def _know(self, sheet: dict[str, Any]) -> None:
        """Which colours there are."""
        entries = sheet["entries"]
        self.hex = {(e["key"], tone): e[name] or e["normal"] for e in entries for tone, name in enumerate(TONES)}
        self.by_hex: dict[str, Color] = {}
        for color, value in self.hex.items():
            self.by_hex.setdefault(value, color)

    def _run(self) -> Any:
        return self._get(f"/api/v1/shots/{self.shot}/")["run"]

    def _truth(self, drawing: dict[str, Any], path: Path) -> list[str]:
        """The true colour of each segment: that of most of its pixels."""
        rgba = read_image(path.read_bytes(), path.name)
        raw = self._ask.get(drawing["labels_url"]).body()
        labels = np.frombuffer(raw, "<u2").reshape(rgba.shape[:2])
        rgba = np.where(rgba[..., 3:] == 0, np.array([255, 255, 255, 0], np.uint8), rgba)  # no two kinds of nothing
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

    def _send(self, path: str, form: dict[str, Any]) -> Any:
        return _answer(self._ask.post(path, headers=self._headers, multipart=form))

    def _post(self, path: str, body: dict[str, Any]) -> Any:
        return _answer(self._ask.post(path, headers=self._headers, data=body))


def _answer(answer: Any) -> Any:
    if not answer.ok:
        raise RuntimeError(f"{answer.status} {answer.url}: {answer.text()[:500]}")
    return answer.json()


def _file(name: str, data: bytes) -> Any:
    return {"name": name, "mimeType": "application/octet-stream", "buffer": data}
