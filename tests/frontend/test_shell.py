"""The one HTML page that every page starts from, and what belongs to it."""

import json
import re
from pathlib import Path

FRONTEND = Path("frontend")
NOT_IMPORTED_BY_A_PAGE = {"app.js", "canvas/prepare_worker.js"}  # the start, and a worker of its own


def modules() -> list[Path]:
    """All of ours."""
    return [path for path in FRONTEND.rglob("*.js") if "node_modules" not in path.parts]


def name(path: Path) -> str:
    """As the pages write it."""
    return path.relative_to(FRONTEND).as_posix()


def test_the_shell_asks_for_every_module_at_once() -> None:
    preloaded = re.findall(r'modulepreload" href="/static/([^"]+)"', (FRONTEND / "index.html").read_text())
    assert set(preloaded) == {name(path) for path in modules()} - NOT_IMPORTED_BY_A_PAGE


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
