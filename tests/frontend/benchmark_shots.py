"""Shots to measure the desk on: drawn here, and the house drawings over and over."""

import io
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from playwright.sync_api import Page

from tests.frontend.demo import signed_headers, zipped
from tests.processes import wait_for

HOUSE = Path(__file__).parents[2] / "fixtures" / "house_production" / "shot"


def cells_png(size: tuple[int, int], segments: int) -> bytes:
    """Black lines between the cells of random points, on transparent paper."""
    width, height = size
    random = np.random.default_rng(2)
    points = random.uniform((0, 0), size, (segments, 2))
    seeds = np.full((height, width), 255, np.uint8)
    seeds[points[:, 1].astype(int), points[:, 0].astype(int)] = 0
    _, nearest = cv2.distanceTransformWithLabels(seeds, cv2.DIST_L2, 5, labelType=cv2.DIST_LABEL_PIXEL)
    edge = np.zeros((height, width), bool)
    edge[:, 1:] |= nearest[:, 1:] != nearest[:, :-1]
    edge[1:] |= nearest[1:] != nearest[:-1]
    line = cv2.dilate(edge.astype(np.uint8), np.ones((2, 2), np.uint8))
    ok, png = cv2.imencode(".png", np.dstack([np.zeros((height, width, 3), np.uint8), line * 255]))
    if not ok:
        raise RuntimeError("OpenCV wrote no PNG")
    return io.BytesIO(png.tobytes()).getvalue()


def hundred_frames() -> dict[str, list[tuple[str, bytes]]]:
    """The house drawings over and over, painted already."""
    lines, painted = (sorted((HOUSE / part).glob("*.png")) for part in ("line", "gt"))

    def again(files: list[Path]) -> list[tuple[str, bytes]]:
        return [(f"A{n + 1:04}.png", files[n % len(files)].read_bytes()) for n in range(100)]

    return {"files": again(lines), "painted": again(painted)}


def upload(page: Page, name: str, **files: list[tuple[str, bytes]]) -> int:
    """Drawings (``files``, ``painted``) as a shot of its own, when all of them are cut."""
    zips = {
        kind: {"name": "all.zip", "mimeType": "application/zip", "buffer": zipped(each)} for kind, each in files.items()
    }
    fields: dict[str, Any] = {"name": name, "sheet": "1", **zips}
    answer = page.request.post("/api/v1/productions/1/shots/", headers=signed_headers(page), multipart=fields)
    if not answer.ok:
        raise RuntimeError(answer.text())
    shot = int(answer.json()["id"])

    def cut() -> bool:
        (level,) = page.request.get(f"/api/v1/shots/{shot}/").json()["levels"]
        return all(drawing["segments"] for drawing in level["drawings"])

    wait_for(f"the segments of {name} are cut", cut, 600)
    return shot
