"""Real workers on real brokers: whatever is killed, the run completes."""

import os
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest
from django.db import connection

from tests.processes import PATIENCE, free_port, running, skip_or_fail, wait_for
from tests.webapp.painting.shots import drawings_of, line_drawing, little_shot, long_shot
from webapp.painting.models import Correction, Proposal, Run, RunStatus
from webapp.painting.services.corrections import correction_add
from webapp.painting.services.runs import run_start

pytestmark = [pytest.mark.integration, pytest.mark.django_db(transaction=True)]

ROOT = Path(__file__).parents[3]
Start = Callable[..., AbstractContextManager[subprocess.Popen[bytes]]]


@pytest.fixture(autouse=True)
def empty_queue(transactional_db: None) -> None:
    """Messages of other tests speak of rows that are gone."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM dramatiq.queue")


@pytest.fixture
def worker(process_env: dict[str, str], tmp_path: Path) -> Start:
    """Starts a worker and waits until it takes jobs."""

    @contextmanager
    def start(name: str = "worker", **env: str) -> Iterator[subprocess.Popen[bytes]]:
        ready, log = tmp_path / f"{name}-ready", tmp_path / f"{name}.log"
        command = [sys.executable, "manage.py", "worker", "--ready-file", str(ready)]
        with running(command, log=log, env={**process_env, **env}, cwd=ROOT) as process:
            wait_for("the worker takes jobs", lambda: ready.exists() or process.poll() is not None)
            assert process.poll() is None, log.read_text()
            yield process

    return start


def status(run: Run) -> tuple[str, str]:
    run.refresh_from_db()
    return run.status, run.reason


def until_painted(run: Run, count: int) -> None:
    wait_for(f"{count} drawings are painted", lambda: Proposal.objects.filter(run=run).count() >= count)


def until_over(run: Run) -> None:
    wait_for("the run is over", lambda: status(run)[0] not in ("queued", "running"))


def assert_painted_once_each(run: Run) -> None:
    assert status(run) == (RunStatus.DONE, "")
    painted = Counter(Proposal.objects.filter(run=run).values_list("drawing_id", flat=True))
    assert painted == Counter(drawing.pk for drawing in drawings_of(run.shot))


def test_a_worker_killed_in_mid_run_loses_nothing(worker: Start) -> None:
    shot = long_shot()
    with worker("first") as first:
        run = run_start(shot=shot, by=None)
        until_painted(run, 3)
        correction_add(drawing=drawings_of(shot)[0], by=None, segments=[1], entry=1)
        first.kill()
        first.wait()
        with worker("second"):
            until_over(run)
    assert_painted_once_each(run)
    assert Correction.objects.count() == 1
    assert run.attempt == 2


def test_a_worker_asked_to_stop_in_mid_run_hands_it_over_at_once(worker: Start) -> None:
    with worker("first") as first:
        run = run_start(shot=long_shot(), by=None)
        until_painted(run, 1)
        with worker("second"):
            assert status(run)[0] == RunStatus.RUNNING
            first.terminate()
            assert first.wait(PATIENCE) == 0
            until_over(run)
    assert_painted_once_each(run)
    assert run.attempt == 1


def test_redis_carries_a_run(worker: Start, process_env: dict[str, str], tmp_path: Path) -> None:
    server = shutil.which("redis-server") or skip_or_fail("redis-server is not installed")
    port = free_port()
    command = [str(server), "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--dir", str(tmp_path)]
    url = f"redis://127.0.0.1:{port}/0"
    with running(command, log=tmp_path / "redis.log", env=os.environ):
        wait_for("redis listens", lambda: "Ready to accept" in (tmp_path / "redis.log").read_text())
        assert_carries_a_run(url, worker, process_env)


def test_rabbitmq_carries_a_run(worker: Start, process_env: dict[str, str], tmp_path: Path) -> None:
    # Debian's /usr/sbin/rabbitmq-server changes to a user who may not enter our folder; this is what it starts.
    server = shutil.which("rabbitmq-server", path=f"/usr/lib/rabbitmq/bin:{os.environ['PATH']}")
    names = shutil.which("epmd")
    if not server or not names:
        skip_or_fail("rabbitmq-server is not installed")
    port, log = free_port(), tmp_path / "rabbitmq.log"
    env = {**os.environ, **_rabbit_of_its_own(tmp_path, port)}
    epmd = [str(names), "-port", env["ERL_EPMD_PORT"], "-address", "127.0.0.1"]
    with (
        running(epmd, log=tmp_path / "epmd.log", env=env, cwd=tmp_path),
        running([str(server)], log=log, env=env, cwd=tmp_path) as process,
    ):
        wait_for("rabbitmq listens", lambda: "startup complete" in log.read_text() or process.poll() is not None)
        assert process.poll() is None, log.read_text()[-2000:]
        assert_carries_a_run(f"amqp://guest:guest@127.0.0.1:{port}/", worker, process_env)


def _rabbit_of_its_own(folder: Path, port: int) -> dict[str, str]:
    (folder / "plugins").write_text("[].\n")
    return {
        "HOME": str(folder),  # for the Erlang cookie
        "ERL_EPMD_PORT": str(free_port()),
        "RABBITMQ_NODENAME": f"shiage{port}@localhost",
        "RABBITMQ_NODE_IP_ADDRESS": "127.0.0.1",
        "RABBITMQ_NODE_PORT": str(port),
        "RABBITMQ_DIST_PORT": str(free_port()),
        "RABBITMQ_MNESIA_BASE": str(folder / "mnesia"),
        "RABBITMQ_LOG_BASE": str(folder),
        "RABBITMQ_LOGS": "-",
        "RABBITMQ_ENABLED_PLUGINS_FILE": str(folder / "plugins"),
        "RABBITMQ_PID_FILE": str(folder / "pid"),
        "RABBITMQ_CONFIG_FILE": str(folder / "none"),
        "RABBITMQ_CONF_ENV_FILE": str(folder / "none"),
    }


def assert_carries_a_run(url: str, worker: Start, env: dict[str, str]) -> None:
    """A run started by a process that sends through ``url`` is done by a worker that listens there."""
    shot = little_shot([line_drawing(0), line_drawing(4)])
    with worker(DRAMATIQ_BROKER_URL=url):
        start = (
            "import django; django.setup()\n"
            "from webapp.painting.services.runs import run_start\n"
            "from webapp.productions.models import Shot\n"
            f"run_start(shot=Shot.objects.get(pk={shot.pk}), by=None)"
        )
        subprocess.run([sys.executable, "-c", start], env={**env, "DRAMATIQ_BROKER_URL": url}, cwd=ROOT, check=True)
        run = Run.objects.get(shot=shot)
        until_over(run)
    assert_painted_once_each(run)
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM dramatiq.queue")
        assert cursor.fetchone() == (0,)
