"""Tools that paint many segments with one gesture, and take it back with one undo."""

from typing import Any

import numpy as np
import pytest
from playwright.sync_api import Response, expect

from tests.frontend.desk import PATIENCE, Desk, Spot, is_correction
from tests.processes import wait_for

pytestmark = pytest.mark.browser
MARGIN = 12  # px around what a rectangle shall hold


def sent(desk: Desk) -> list[Response]:
    """What is saved from now on."""
    found: list[Response] = []
    desk.page.on("response", lambda answer: found.append(answer) if is_correction(answer) else None)
    return found


def look(desk: Desk, frame: int) -> list[tuple[int, int]]:
    painting = desk.painting(frame)
    return list(zip(painting["entry"], painting["tone"], strict=True))


def box(desk: Desk, frame: int, segment: int) -> tuple[int, int, int, int]:
    """left, top, right, bottom of a segment, in px of the drawing."""
    labels = desk.labels(frame)
    ys, xs = np.nonzero(labels == segment)
    return int(xs.min()), int(ys.min()), int(xs.max()), int(ys.max())


def drag_around(desk: Desk, left: int, top: int, right: int, bottom: int, *, lasso: bool) -> None:
    ends = [(left, top), (right, bottom)]
    corners = [(left, top), (right, top), (right, bottom), (left, bottom), (left, top)] if lasso else ends
    desk.drag([Spot(0, x, y) for x, y in corners])


def wholly_inside(desk: Desk, frame: int, left: int, top: int, right: int, bottom: int) -> set[int]:
    """As the pixels say."""
    labels = desk.labels(frame)
    inside = set(np.unique(labels[top : bottom + 1, left : right + 1]).tolist())
    outside = labels.copy()
    outside[top : bottom + 1, left : right + 1] = 0
    return inside - set(np.unique(outside).tolist()) - {0}


@pytest.mark.parametrize("key", ["r", "y"])
def test_an_outline_paints_the_segments_wholly_inside_as_one_deed_and_one_undo(desk: Desk, key: str) -> None:
    desk.go_to(4)
    before = look(desk, 4)
    target = desk.spots(4, 12)[-1]
    left, top, right, bottom = box(desk, 4, target.segment)
    edges = (left - MARGIN, top - MARGIN, right + MARGIN, bottom + MARGIN)
    expected = wholly_inside(desk, 4, *edges)
    assert target.segment in expected
    desk.page.keyboard.press(key)
    colour = desk.choose("mouth, normal")
    found = sent(desk)
    drag_around(desk, *edges, lasso=key == "y")
    desk.wait_for_colour(target, colour)
    desk.saved()
    assert len(found) == 1
    # A hand's lasso is not exact to the pixel: what touches its outline may be in or out.
    painted = set(found[0].json()["segments"])
    assert target.segment in painted
    assert painted <= wholly_inside(desk, 4, edges[0] - 2, edges[1] - 2, edges[2] + 2, edges[3] + 2)
    desk.page.keyboard.press("Control+z")
    wait_for("all is as before", lambda: look(desk, 4) == before)


def test_only_unpainted_holds_for_a_rectangle_too(desk: Desk) -> None:
    desk.go_to(5)
    desk.page.keyboard.press("v")  # without carrying
    spot = desk.spots(5, 12)[-1]
    left, top, right, bottom = box(desk, 5, spot.segment)
    desk.page.keyboard.press("e")
    desk.click(spot)
    desk.saved()
    desk.choose("mouth, normal")
    desk.page.keyboard.press("u")
    desk.page.keyboard.press("r")
    found = sent(desk)
    drag_around(desk, left - 60, top - 60, right + 60, bottom + 60, lasso=False)
    desk.saved()
    assert found[0].json()["segments"] == [spot.segment]
    desk.page.keyboard.press("u")
    desk.page.keyboard.press("Control+z")
    desk.page.keyboard.press("Control+z")
    desk.page.keyboard.press("v")
    desk.saved()


def test_several_segments_are_chosen_and_painted_with_enter(desk: Desk) -> None:
    desk.go_to(6)
    spots = desk.spots(6, 3)
    before = look(desk, 6)
    desk.page.keyboard.press("z")
    colour = desk.choose("scarf, shadow")
    for spot in (*spots, spots[2]):  # the last one is let go again
        desk.click(spot)
    found = sent(desk)
    desk.page.keyboard.press("Enter")
    desk.wait_for_colour(spots[0], colour)
    desk.saved()
    assert found[0].json()["segments"] == sorted(spot.segment for spot in spots[:2])
    desk.page.keyboard.press("Control+z")
    wait_for("all is as before", lambda: look(desk, 6) == before)
    desk.saved()  # the server was faster than its answer
    assert len(found) == 2


def entries(desk: Desk) -> dict[str, Any]:
    return {e["name"]: e for e in desk.page.request.get("/api/v1/sheets/1/").json()["entries"]}


def clicks(desk: Desk) -> int:
    return int(desk.page.request.get(f"/api/v1/shots/{desk.shot['id']}/queue/").json()["clicks"])


def shaded(desk: Desk, frame: int) -> tuple[Spot, int]:
    """A segment of the hair that trace lines part from others, and its entry."""
    hair = entries(desk)["hair"]["key"]
    shown = look(desk, frame)
    fits = [spot for spot in desk.spots(frame, 30) if shown[spot.segment] == (hair, 0)]
    return fits[0], hair


def test_one_click_paints_base_highlight_and_shadow_across_trace_lines(desk: Desk) -> None:
    desk.go_to(1)
    desk.page.keyboard.press("v")
    base, hair = shaded(desk, 1)
    before, count = look(desk, 1), clicks(desk)
    desk.choose("scarf, normal")
    desk.page.keyboard.press("Shift+U")
    desk.click(base)
    wait_for("it is painted", lambda: look(desk, 1) != before)
    desk.saved()
    after = look(desk, 1)
    changed = [label for label, (old, new) in enumerate(zip(before, after, strict=True)) if old != new]
    tones = {after[label][1] for label in changed}
    assert base.segment in changed
    assert len({after[label][0] for label in changed}) == 1
    assert len(tones) > 1
    assert {before[label][0] for label in changed} == {hair}  # nothing beyond the black lines
    same = [label for label in changed if before[label][1] == after[label][1]]
    assert len(same) >= 0.6 * len(changed)  # the truth's tones, for the most part
    assert clicks(desk) == count + 1
    desk.page.keyboard.press("Control+z")
    wait_for("one undo takes back all tones", lambda: look(desk, 1) == before)
    desk.page.keyboard.press("Shift+U")
    desk.page.keyboard.press("v")


def test_a_colour_is_replaced_by_another_in_chosen_frames_with_one_undo_for_all(desk: Desk) -> None:
    desk.go_to(2)
    sheet = entries(desk)
    old, new = sheet["scarf"]["key"], sheet["mouth"]["key"]
    before = [look(desk, frame) for frame in range(1, 6)]
    desk.page.keyboard.press("Shift+X")
    dialog = desk.page.get_by_role("dialog", name="Replace a colour")
    dialog.get_by_label("Colour to replace").select_option("scarf")
    dialog.get_by_label("New colour").select_option("mouth")
    dialog.get_by_label("Where").select_option("range")
    dialog.get_by_label("First frame").fill("2")
    dialog.get_by_label("Last frame").fill("4")
    expect(dialog.get_by_role("status")).to_contain_text("in 3 drawings")
    dialog.get_by_role("button", name="Replace").click()
    desk.saved()

    def has(frame: int, entry: int) -> bool:
        return any(found == entry for found, _ in look(desk, frame))

    assert [has(frame, old) for frame in range(1, 6)] == [True, False, False, False, True]
    assert all(has(frame, new) for frame in range(2, 5))
    assert desk.frame == 2
    desk.page.keyboard.press("Control+z")
    wait_for("all is as before", lambda: [look(desk, f) for f in range(1, 6)] == before)
    assert desk.frame == 2


def test_what_one_click_did_is_still_one_undo_after_the_page_was_opened_again(desk: Desk) -> None:
    desk.go_to(1)
    desk.page.keyboard.press("v")
    base, _ = shaded(desk, 1)
    before = look(desk, 1)
    desk.choose("scarf, normal")
    desk.page.keyboard.press("Shift+U")
    desk.click(base)
    desk.saved()
    desk.page.reload()
    expect(desk.page.locator(".connection")).to_have_text("Saved", timeout=PATIENCE)
    expect(desk.page.locator(".wait")).to_be_hidden(timeout=PATIENCE)
    desk.page.keyboard.press("Control+z")
    wait_for("one undo takes back all tones", lambda: look(desk, 1) == before)
    desk.page.keyboard.press("v")
