"""The real thing behind the pages: what ``make demo`` launches, with its house production."""

import io
import os
import signal
import sys
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from subprocess import Popen
from urllib.error import HTTPError
from urllib.request import urlopen

from playwright.sync_api import Browser, Page, StorageState

from tests.processes import children_of, free_port, running, wait_for

PASSWORD = "cels-and-gouache-1963"
SUPERVISOR, PAINTER, VIEWER = "mika", "ren", "yuki"
INHERITED_TO_LEAVE_OUT = {"DATABASE_URL", "DRAMATIQ_BROKER_URL", "DJANGO_SETTINGS_MODULE", "SHIAGE_DATA_DIR"}


@dataclass(frozen=True)
class Demo:
    """A running Shiage."""

    address: str
    launcher: Popen[bytes]
    cookies: dict[str, StorageState] = field(default_factory=dict)

    def answers(self) -> bool:
        """Does the web process answer?"""
        try:
            urlopen(f"{self.address}/api/v1/session/", timeout=2).close()
        except HTTPError as answer:
            return answer.code == 401
        except OSError:
            return False
        return True

    def kill_web(self) -> None:
        """As a crash would; the launcher starts it again a moment later."""
        web = next(pid for pid, line in children_of(self.launcher.pid).items() if "uvicorn" in line)
        os.kill(web, signal.SIGKILL)
        wait_for("the web process is gone", lambda: not self.answers())

    def signed_in(self, browser: Browser, who: str) -> StorageState:
        """Somebody's cookies. Through the API and once a person: only one test needs the page for it."""
        if who not in self.cookies:
            context = browser.new_context(base_url=self.address)
            context.request.get("/sign-in")
            token = next(cookie["value"] for cookie in context.cookies() if cookie["name"] == "csrftoken")
            answer = context.request.post(
                "/api/v1/session/",
                data={"username": who, "password": PASSWORD},
                headers={"X-CSRFToken": token, "Referer": self.address},
            )
            assert answer.ok, answer.text()
            self.cookies[who] = context.storage_state()
            context.close()
        return self.cookies[who]


def signed_headers(page: Page) -> dict[str, str]:
    """What a request of a signed-in page must carry to change something."""
    token = next(cookie["value"] for cookie in page.context.cookies() if cookie["name"] == "csrftoken")
    return {"X-CSRFToken": token, "Referer": page.url}


def zipped(files: list[tuple[str, bytes]]) -> bytes:
    """Files of a shot as one: Playwright sends one file a field."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name, data in files:
            archive.writestr(name, data)
    return made.getvalue()


@contextmanager
def launched(folder: Path) -> Iterator[Demo]:
    """Raises TimeoutError when it does not come up; its words are in ``folder``."""
    port = free_port()
    env = {name: value for name, value in os.environ.items() if name not in INHERITED_TO_LEAVE_OUT}
    env |= {"SHIAGE_DATA_DIR": str(folder / "data"), "PORT": str(port), "SHIAGE_DEMO_PASSWORD": PASSWORD}
    log = folder / "launch.log"
    with running([sys.executable, "-m", "webapp.launch"], log=log, env=env) as launcher:
        wait_for(
            f"Shiage is ready ({log})", lambda: "is ready at" in log.read_text() or launcher.poll() is not None, 300
        )
        assert launcher.poll() is None, log.read_text()
        yield Demo(f"http://127.0.0.1:{port}", launcher)
        launcher.send_signal(signal.SIGTERM)
        launcher.wait(10)


class Watch:
    """Everything that a page must not do: speak to another host, complain, fail."""

    def __init__(self, page: Page, address: str) -> None:
        self.complaints: list[str] = []
        self.elsewhere: list[str] = []
        page.on("console", lambda message: self._hear(message.type, message.text))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("response", lambda answer: self._hear_answer(answer.status, answer.url))
        page.on("request", lambda request: self._see(request.url, address))

    def _hear(self, kind: str, text: str) -> None:
        # The tests themselves read the canvas back, which Chromium remarks upon.
        if kind in {"error", "warning"} and "willReadFrequently" not in text:
            self.complaints.append(text)

    def _hear_answer(self, status: int, url: str) -> None:
        if status >= 400:
            self.complaints.append(f"{status} {url}")

    def _see(self, url: str, address: str) -> None:
        if not url.startswith((address, "blob:", "data:")):
            self.elsewhere.append(url)

    def must_be_quiet(self) -> None:
        """Nothing but our own server, and no word of complaint."""
        assert not self.complaints, self.complaints
        assert not self.elsewhere, self.elsewhere


def page_for(demo: Demo, browser: Browser, who: str, path: str = "", size: tuple[int, int] = (1280, 720)) -> Page:
    """A browser of somebody's own, signed in, showing a page. Its context closes with ``page.context.close()``."""
    context = browser.new_context(
        viewport={"width": size[0], "height": size[1]},
        base_url=demo.address,
        storage_state=demo.signed_in(browser, who),
    )
    page = context.new_page()
    if path:
        page.goto(path)
    return page
