"""One demo from start to stop: Postgres, web and worker as children of this process.

Everything happens in the main thread: the kernel ends a child with the *thread* that started it.
"""

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Sequence
from pathlib import Path

from rich.console import Console

from webapp.launch.children import start_child, stop_child
from webapp.launch.errors import BrokenOff, CannotStart
from webapp.launch.home import REPOSITORY, Home
from webapp.launch.postgres import Postgres, server_home
from webapp.launch.services import Service, last_lines

LOOK_EVERY = 0.2  # s
READY_PATIENCE = 180.0  # s; the first import of everything on a slow disk
STOP_PATIENCE = 2.5  # s, for web and worker together


class Stopped(Exception):
    """Somebody asked us to stop."""


def port_must_be_free(port: int) -> None:
    """Raises CannotStart when somebody listens on the port."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            raise CannotStart(
                f"Port {port} cannot be used ({error.strerror}). Take another one: PORT={port + 1} make demo"
            ) from None


class Demo:
    """Starts everything, keeps it running, stops it."""

    def __init__(self, home: Home, port: int, console: Console) -> None:
        self.home = home
        self.port = port
        self.console = console
        self.address = f"http://127.0.0.1:{port}"
        self.postgres = self._own_postgres()
        self.services: list[Service] = []
        self._others: list[subprocess.Popen[bytes]] = []
        self._ready_file = home.path / "worker-ready"
        self.env = self._environment()

    def start(self) -> str:
        """Up to the ready line; returns path and query of a one-time sign-in link. Raises BrokenOff, PostgresFailed."""
        if self.postgres:
            self._say(f"Starting Postgres in {self.postgres.home}")
            self.postgres.start()
            self.services.append(self._postgres_service(self.postgres))
        self._say("Making the tables and loading the house production")
        link = self._prepare()
        self._say("Starting web and worker")
        self._start_web_and_worker()
        self._wait(lambda: self._ready_file.exists() and self._web_answers())
        return link

    def keep(self, until: Callable[[], bool] = lambda: False) -> None:
        """Start again whatever dies, until told to stop (raises Stopped, from a signal) or ``until`` is true."""
        while not until():
            self._look()
            time.sleep(LOOK_EVERY)

    def stop(self) -> None:
        """Stop everything, the database last. At most 4 s."""
        running = [s.process for s in self.services if s.process and s.name != "postgres"] + self._others
        for process in running:
            if process.poll() is None:
                process.terminate()
        deadline = time.monotonic() + STOP_PATIENCE
        for process in running:
            stop_child(process, signal.SIGTERM, max(0.0, deadline - time.monotonic()))
        if self.postgres:
            self.postgres.stop()

    def child(self, name: str, arguments: Sequence[str], *, to_terminal: bool = False) -> subprocess.Popen[bytes]:
        """A Python process of ours; it dies with us, and ``stop`` stops it."""
        command = [sys.executable, *arguments]
        if to_terminal:
            process = start_child(command, output=sys.stdout.fileno(), env=self.env, cwd=REPOSITORY)
        else:
            with self.home.log(name).open("ab") as log:
                process = start_child(command, output=log, env=self.env, cwd=REPOSITORY)
        self._others.append(process)
        return process

    def _own_postgres(self) -> Postgres | None:
        if os.environ.get("DATABASE_URL"):
            return None
        return Postgres(server_home(self.home.path), log=self.home.log("postgres"))

    def _environment(self) -> dict[str, str]:
        ours = {
            "DJANGO_SETTINGS_MODULE": "webapp.settings",
            "SHIAGE_DATA_DIR": str(self.home.path),
            "SECRET_KEY": os.environ.get("SECRET_KEY") or self.home.secret_key(),
            "GRADIO_ANALYTICS_ENABLED": "False",
            "PYTHONUNBUFFERED": "1",
        }
        if self.postgres:
            ours["DATABASE_URL"] = self.postgres.url()
        return {**os.environ, **ours}

    def _postgres_service(self, postgres: Postgres) -> Service:
        def again() -> subprocess.Popen[bytes]:
            return postgres.launch()

        service = Service("postgres", postgres.log, again)
        service.process = postgres.process
        return service

    def _prepare(self) -> str:
        answer = self.home.path / "prepared.json"
        process = self.child("prepare", ["manage.py", "prepare_demo", str(answer)])
        while process.poll() is None:
            self._look()
            time.sleep(LOOK_EVERY)
        self._others.remove(process)
        if process.returncode != 0:
            log = self.home.log("prepare")
            raise BrokenOff(f"The database could not be prepared:\n{last_lines(log)}\nAll: {log}")
        link = str(json.loads(answer.read_text())["link"])
        answer.unlink()  # the link in it lets anybody in
        return link

    def _start_web_and_worker(self) -> None:
        self._ready_file.unlink(missing_ok=True)
        web = [
            "-m", "uvicorn", "webapp.asgi:application", "--host", "127.0.0.1", "--port", str(self.port),
            "--timeout-graceful-shutdown", "1", "--no-access-log",
        ]  # fmt: skip
        worker = ["manage.py", "worker", "--ready-file", str(self._ready_file)]
        for name, arguments in (("web", web), ("worker", worker)):
            service = Service(name, self.home.log(name), self._starter(name, arguments))
            service.start()
            self.services.append(service)

    def _starter(self, name: str, arguments: Sequence[str]) -> Callable[[], subprocess.Popen[bytes]]:
        def start() -> subprocess.Popen[bytes]:
            process = self.child(name, arguments)
            self._others.remove(process)  # a service knows its own process
            return process

        return start

    def _wait(self, ready: Callable[[], bool]) -> None:
        deadline = time.monotonic() + READY_PATIENCE
        while not ready():
            self._look()
            for service in self.services:
                service.must_come_up()
            if time.monotonic() > deadline:
                raise BrokenOff(f"Web and worker are not ready after {READY_PATIENCE:.0f} s; see {self.home.logs}")
            time.sleep(LOOK_EVERY)

    def _web_answers(self) -> bool:
        try:
            urllib.request.urlopen(f"{self.address}/api/v1/session/", timeout=5).close()
        except urllib.error.HTTPError as answer:
            return answer.code == 401  # nobody is signed in, as it should be
        except OSError:
            return False
        return True

    def _look(self) -> None:
        for service in self.services:
            if news := service.look():
                self._say(news)

    def _say(self, what: str) -> None:
        self.console.print(what, highlight=False, soft_wrap=True, markup=False)


def data_dir() -> Path:
    """Where the demo keeps its things: SHIAGE_DATA_DIR, or .shiage in the repository."""
    return Path(os.environ.get("SHIAGE_DATA_DIR") or REPOSITORY / ".shiage").absolute()
