"""The one HTML page that every page starts from, and what belongs to it."""

import json
import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.frontend.modules import serve_modules
from tests.webapp.api.test_packing import MODULES, SAID, written
from webapp.api.packing import pack
from webapp.api.served import STARTS

FRONTEND = Path("frontend")


def modules() -> list[Path]:
    """All of ours."""
    return [path for path in FRONTEND.rglob("*.js") if "node_modules" not in path.parts]


def name(path: Path) -> str:
    """As the pages write it."""
    return path.relative_to(FRONTEND).as_posix()


def test_every_module_is_packed_into_the_page_or_its_worker() -> None:
    packed = "".join(pack(FRONTEND, start) for start in STARTS)
    assert {name(path) for path in modules() if f"// {name(path)}\n" not in packed} == set()


@pytest.mark.browser
def test_packed_modules_do_what_they_do_one_by_one(browser: Browser, tmp_path: Path) -> None:
    (written(tmp_path, MODULES) / "packed.js").write_text(pack(tmp_path, "app.js"))
    (tmp_path / "icon.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg"/>')
    with serve_modules(tmp_path) as address:
        page = browser.new_page()
        page.goto(address)
        for start in ("app.js", "packed.js"):
            assert page.evaluate(f"import('/{start}').then(() => self.said)") == SAID
        page.close()


def test_nothing_of_the_page_is_inline_or_from_elsewhere() -> None:
    shell = (FRONTEND / "index.html").read_text()
    assert not re.search(r"<script(?![^>]*\bsrc=)", shell)
    assert "style=" not in shell
    assert "http" not in shell


def test_every_module_is_checked_for_types() -> None:
    assert [path for path in modules() if not path.read_text().startswith("// @ts-check\n")] == []


def test_only_one_room_talks_to_the_server_and_has_one_door() -> None:
    talking = re.compile(r"\bfetch\((?:[\"'`]|url)|new WebSocket|new XMLHttpRequest")
    found = {name(path) for path in modules() if talking.search(path.read_text())}
    assert found == {"api/requests.js", "api/stream.js"}
    behind = re.compile(r"from \"(\./|\.\./)+api/")
    assert {name(path) for path in modules() if behind.search(path.read_text())} == {"api.js"}


def test_pixels_know_nothing_of_the_page() -> None:
    for path in (FRONTEND / "canvas").glob("*.js"):
        assert not re.search(r"\bdocument\b|\bwindow\b|HTMLElement", path.read_text()), path


def test_the_lock_file_names_no_host() -> None:
    lock = json.loads((FRONTEND / "package-lock.json").read_text())
    assert all("resolved" not in package for package in lock["packages"].values())
