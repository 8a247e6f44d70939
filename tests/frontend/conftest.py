"""A real Chromium and the real server behind its pages.

Everything lives as long as this package's tests: while Playwright runs, Django refuses the database to this thread.
"""

import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.frontend.browser import CHROMIUM, chromium
from tests.frontend.demo import Demo, Watch, launched, page_for
from tests.frontend.desk import Desk
from tests.frontend.modules import serve_modules
from tests.processes import skip_or_fail

Visit = Callable[..., Page]
OpenShot = Callable[..., Desk]


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """One browser for all tests; each test gets contexts of its own."""
    if not CHROMIUM.exists():
        skip_or_fail(f"browser tests need {CHROMIUM} (Debian: apt install chromium)")
    with chromium() as found:
        yield found


@pytest.fixture(scope="package")
def modules_page(browser: Browser) -> Iterator[Page]:
    """An empty page beside the modules, for those that need no server."""
    with serve_modules(Path("frontend")) as address:
        page = browser.new_page()
        page.goto(address)
        yield page
        page.close()


@pytest.fixture(scope="package")
def demo(browser: Browser) -> Iterator[Demo]:
    """Postgres, web and worker with the house production, which the worker colours meanwhile."""
    # Not under pytest's folders: as root, Postgres runs as somebody else, and every pytest session locks them anew.
    with tempfile.TemporaryDirectory(prefix="shiage-demo-", ignore_cleanup_errors=True) as folder:
        Path(folder).chmod(0o711)
        with launched(Path(folder)) as found:
            yield found


@pytest.fixture
def visit(demo: Demo, browser: Browser) -> Iterator[Visit]:
    """``visit("ren", "/shots/1")``: a browser of ren's own on that page. It must stay quiet till the end."""
    watched: list[tuple[Page, Watch]] = []

    def open_page(who: str, path: str, *, quiet: bool = True) -> Page:
        page = page_for(demo, browser, who, "/static/icon.svg")
        watch = Watch(page, demo.address)
        page.goto(path)
        if quiet:
            watched.append((page, watch))
        return page

    yield open_page
    for page, watch in watched:
        watch.must_be_quiet()
        page.context.close()


@pytest.fixture
def open_shot(visit: Visit) -> OpenShot:
    """``open_shot("ren")``: the house shot on ren's screen, coloured."""

    def open_it(who: str, *, frame: int = 1, quiet: bool = True) -> Desk:
        page = visit(who, "/shots/1", quiet=quiet)
        desk = Desk(page)
        page.locator(".run.done").wait_for(timeout=60_000)
        desk.go_to(frame)
        return desk

    return open_it
