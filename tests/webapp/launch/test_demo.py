"""`make demo` as a newcomer meets it: real processes, a folder of its own, a port of its own."""

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
import pytest

from tests.processes import PATIENCE, children_of, free_port, is_alive, running, wait_for
from webapp.launch.postgres import Postgres, server_home

pytestmark = pytest.mark.integration

ROOT = Path(__file__).parents[3]
COMMAND = [sys.executable, "-m", "webapp.launch"]


@dataclass
class Running:
    """A demo that said it is ready."""

    process: subprocess.Popen[bytes]
    folder: Path
    port: int
    log: Path

    @property
    def said(self) -> str:
        return self.log.read_text()

    def query(self, sql: str) -> list[tuple[Any, ...]]:
        server = Postgres(server_home(self.folder), log=self.log)
        with psycopg.connect(server.url()) as connection:
            return list(connection.execute(sql))

    def child(self, words: str) -> int:
        """The process id of the child whose command line has these words; 0 if there is none."""
        return next((pid for pid, line in children_of(self.process.pid).items() if words in line), 0)

    def kill(self, words: str) -> None:
        os.kill(self.child(words), signal.SIGKILL)

    def answers(self) -> bool:
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{self.port}/api/v1/session/", timeout=5).close()
        except urllib.error.HTTPError as answer:
            return answer.code == 401
        except OSError:
            return False
        return True

    def family(self) -> list[int]:
        """This process and all that it started."""
        found = [self.process.pid]
        for pid in found:
            found += children_of(pid) if is_alive(pid) else []
        return found


def environment(folder: Path, port: int, **more: str) -> dict[str, str]:
    ours = {"SHIAGE_DATA_DIR": str(folder), "PORT": str(port), **more}
    left_out = {"DATABASE_URL", "DRAMATIQ_BROKER_URL", "SECRET_KEY", "DJANGO_SETTINGS_MODULE"}
    return {**{key: value for key, value in os.environ.items() if key not in left_out}, **ours}


@contextmanager
def demo(folder: Path, **more: str) -> Iterator[Running]:
    port = free_port()
    log = folder / f"terminal-{port}"
    with running(COMMAND, log=log, env=environment(folder, port, **more), cwd=ROOT) as process:
        started = Running(process, folder, port, log)
        wait_for("the ready line", lambda: "is ready" in started.said or process.poll() is not None)
        assert f"Shiage is ready at http://127.0.0.1:{port}\n" in started.said, started.said
        yield started


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    """A short path that `nobody` can reach, kept for the whole module as a newcomer keeps theirs."""
    made = Path(tempfile.mkdtemp(prefix="shiage-demo-"))
    made.chmod(0o711)
    yield made / "data"
    shutil.rmtree(made)


@pytest.fixture(scope="module")
def first(folder: Path) -> Iterator[Running]:
    folder.mkdir()
    with demo(folder) as started:
        yield started


def test_its_link_signs_in_once(first: Running) -> None:
    found = re.search(r"Sign in \(works once\): (http://127\.0\.0\.1:\d+/sign-in/link\?sesame=\S+)", first.said)
    assert found
    assert signed_in_by(found[1], first.port) == "mika"
    assert signed_in_by(found[1], first.port) is None


def signed_in_by(link: str, port: int) -> str | None:
    """The name of the person whom a link signs in."""
    browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor())
    browser.open(link, timeout=PATIENCE).close()
    try:
        with browser.open(f"http://127.0.0.1:{port}/api/v1/session/", timeout=PATIENCE) as answer:
            return str(json.load(answer)["user"]["username"])
    except urllib.error.HTTPError as refused:
        if refused.code != 401:
            raise
        return None


def test_the_run_goes_on_when_postgres_is_killed_under_it(first: Running) -> None:
    painted = "SELECT count(*) FROM painting_proposal"
    wait_for("two drawings are painted", lambda: first.query(painted)[0][0] >= 2)
    first.query(
        "INSERT INTO painting_correction"
        " (drawing_id, labels, segments, entry, tone, confidence, carry, uploaded, created_at)"
        " SELECT id, labels, '{1}', 1, 0, 255, false, false, now() FROM productions_drawing"
        " WHERE labels <> '' LIMIT 1 RETURNING id"
    )
    first.kill("/postgres -D")
    wait_for("Postgres runs again", lambda: "postgres runs again" in first.said and server_answers(first))
    wait_for("the run is over", lambda: first.query("SELECT status FROM painting_run") == [("done",)])
    assert first.query("SELECT count(*), count(DISTINCT drawing_id) FROM painting_proposal") == [(12, 12)]
    assert first.query("SELECT count(*) FROM painting_correction") == [(1,)]


def server_answers(running: Running) -> bool:
    return Postgres(server_home(running.folder), log=running.log).answers()


@pytest.mark.parametrize(("name", "words"), [("web", "uvicorn"), ("worker", "manage.py worker")])
def test_what_is_killed_runs_again(first: Running, name: str, words: str) -> None:
    killed = first.child(words)
    first.kill(words)
    wait_for("it runs again", lambda: first.child(words) not in {0, killed})
    assert f"{name} was killed by signal 9" in first.said
    wait_for("web answers", first.answers)


def test_a_second_demo_in_the_same_folder_is_refused(first: Running) -> None:
    tried = subprocess.run(
        COMMAND, env=environment(first.folder, free_port()), cwd=ROOT, capture_output=True, text=True, timeout=PATIENCE
    )
    assert tried.returncode == 2
    assert f"(process {first.process.pid}) already works in {first.folder}" in tried.stderr


def test_a_taken_port_is_refused_before_anything_starts(first: Running, tmp_path: Path) -> None:
    tried = subprocess.run(
        COMMAND,
        env=environment(tmp_path / "new", first.port),
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
    )
    assert tried.returncode == 2
    assert f"Port {first.port} cannot be used" in tried.stderr
    assert f"PORT={first.port + 1} make demo" in tried.stderr
    assert not (tmp_path / "new").exists()


@pytest.mark.parametrize("port", ["eighty", "0", "70000"])
def test_a_port_that_is_none_is_refused_by_name(port: str, tmp_path: Path) -> None:
    env = {**environment(tmp_path / "new", 1), "PORT": port}
    tried = subprocess.run(COMMAND, env=env, cwd=ROOT, capture_output=True, text=True, timeout=PATIENCE)
    assert (tried.returncode, tried.stderr) == (2, f"PORT={port}: expected a number from 1 to 65535\n")


def test_a_stopped_demo_leaves_nothing_behind_and_the_next_one_keeps_everything(first: Running) -> None:
    family = first.family()
    assert len(family) >= 4
    made_at = first.query("SELECT id, created_at FROM painting_run")
    first.process.terminate()
    assert first.process.wait(PATIENCE) == 0
    assert [pid for pid in family if is_alive(pid)] == []
    ended = once(first.folder)
    assert ended.returncode == 0, ended.stderr
    lines = re.findall(r"^(A\d{4}\.png): (\d+) of (\d+) segments painted, \d+ unsure$", ended.stdout, re.MULTILINE)
    assert len(lines) == 12
    with demo(first.folder) as again:
        assert again.query("SELECT id, created_at FROM painting_run") == made_at
        family = again.family()
        again.process.kill()
        again.process.wait()
        wait_for("nothing is left of a killed demo", lambda: not any(is_alive(pid) for pid in family))


def once(folder: Path) -> subprocess.CompletedProcess[str]:
    env = environment(folder, free_port(), ONCE="1")
    return subprocess.run(COMMAND, env=env, cwd=ROOT, capture_output=True, text=True, timeout=PATIENCE)
