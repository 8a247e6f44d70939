"""A real Chromium and the real server behind its pages.

Everything lives as long as this package's tests: while Playwright runs, Django refuses the database to this thread.
"""

import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.frontend.browser import CHROMIUM, chromium
from tests.frontend.demo import PAINTER, Demo, Watch, launched, page_for
from tests.frontend.desk import PATIENCE, Desk
from tests.frontend.modules import serve_modules
from tests.processes import skip_or_fail

Visit = Callable[..., Page]
OpenShot = Callable[..., Desk]


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """One browser for all tests; each test gets contexts of its own."""
    if not CHROMIUM.exists():
        skip_or_fail(f"browser tests need {CHROMIUM} (Debian: apt install chromium)")
    expect.set_options(timeout=PATIENCE)  # cores are busy with other tests
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


class Visits:
    """Pages that were opened; they must have been quiet till their end."""

    def __init__(self, demo: Demo, browser: Browser) -> None:
        self._demo = demo
        self._browser = browser
        self._watched: list[tuple[Page, Watch]] = []

    def open(self, who: str, path: str, *, quiet: bool = True) -> Page:
        """A browser of somebody's own on a page."""
        page = page_for(self._demo, self._browser, who)
        watch = Watch(page, self._demo.address)
        page.goto(path)
        if quiet:
            self._watched.append((page, watch))
        return page

    def close(self) -> None:
        """All of them."""
        for page, _ in self._watched:
            page.context.close()
        for _, watch in self._watched:
            watch.must_be_quiet()


@pytest.fixture
def visit(demo: Demo, browser: Browser) -> Iterator[Visit]:
    """``visit("ren", "/shots/1")``."""
    visits = Visits(demo, browser)
    yield visits.open
    visits.close()


def house_shot(page: Page) -> Desk:
    """The house shot, coloured."""
    desk = Desk(page)
    page.locator(".run.done").wait_for(timeout=180_000)
    return desk


@pytest.fixture
def open_shot(visit: Visit) -> OpenShot:
    """``open_shot("ren")``: the house shot on ren's screen."""

    def open_it(who: str, *, frame: int = 1, quiet: bool = True) -> Desk:
        desk = house_shot(visit(who, "/shots/1", quiet=quiet))
        desk.go_to(frame)
        return desk

    return open_it


@pytest.fixture(scope="module")
def rens_page(demo: Demo, browser: Browser) -> Iterator[Page]:
    """The house shot on the painter's screen, for a module's tests one after the other."""
    visits = Visits(demo, browser)
    yield visits.open(PAINTER, "/shots/1")
    visits.close()


@pytest.fixture
def desk(rens_page: Page) -> Desk:
    """The painter's screen as at the start: bucket in hand, first frame, everything in sight."""
    found = house_shot(rens_page)
    for key in ("Escape", "b", "0", "Home"):
        rens_page.keyboard.press(key)
    return found
