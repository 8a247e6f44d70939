"""A real Chromium; see ``demo.py`` for the real server behind it.

Everything lives as long as this package's tests: while Playwright runs, Django refuses the database to this thread.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.frontend.browser import CHROMIUM, chromium
from tests.frontend.modules import serve_modules
from tests.processes import skip_or_fail


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
