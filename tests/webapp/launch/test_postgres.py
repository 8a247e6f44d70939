"""Our own Postgres: it keeps what was committed, heals stale locks, and dies with us."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from webapp.launch.postgres import Postgres, server_binaries

pytestmark = pytest.mark.integration


@pytest.fixture
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Postgres]:
    base = tmp_path_factory.getbasetemp()
    for outer in (base, *base.parents):  # as root the server runs as nobody, who must get through
        if outer == base or outer.name.startswith("pytest-"):
            outer.chmod(0o711)
    folder = tmp_path_factory.mktemp("pg")
    folder.chmod(0o711)
    server = Postgres(folder / "home", log=folder / "postgres.log", durable=False)
    server.start()
    yield server
    server.stop()


def remember(server: Postgres, what: str) -> None:
    with psycopg.connect(server.url()) as connection:
        connection.execute("CREATE TABLE IF NOT EXISTS memory (what text)")
        connection.execute("INSERT INTO memory VALUES (%s)", [what])


def remembered(server: Postgres) -> list[str]:
    with psycopg.connect(server.url()) as connection:
        return [row[0] for row in connection.execute("SELECT what FROM memory")]


def test_what_was_committed_is_there_after_a_stop_and_a_new_start(server: Postgres) -> None:
    remember(server, "仕上げ")
    server.stop()
    assert not server.answers()
    server.start()
    assert remembered(server) == ["仕上げ"]


def test_what_was_committed_is_there_after_kill_9(server: Postgres) -> None:
    remember(server, "kept")
    assert server.process
    server.process.kill()
    server.process.wait()
    server.start()
    assert remembered(server) == ["kept"]


def test_a_lock_whose_process_number_now_belongs_to_a_stranger_is_cleared(server: Postgres) -> None:
    server.stop()
    (server.cluster / "postmaster.pid").write_text(f"{os.getpid()}\n")
    server.start()
    assert server.answers()


def test_the_server_listens_on_no_network_port(server: Postgres) -> None:
    with psycopg.connect(server.url()) as connection:
        assert connection.execute("SHOW listen_addresses").fetchone() == ("",)


def test_only_its_owner_may_enter_the_folder_of_the_socket(server: Postgres) -> None:
    assert server.socket_dir.stat().st_mode & 0o077 == 0


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can act as somebody else")
def test_another_user_of_the_machine_is_refused(server: Postgres) -> None:
    # `nobody` owns the server's files, so it gets as far as the socket; the server still turns it away.
    psql = server_binaries() / "psql"
    called = subprocess.run([psql, server.url(), "-c", "SELECT 1"], user="nobody", capture_output=True, text=True)
    assert called.returncode == 2
    assert "Peer authentication failed" in called.stderr


def test_the_server_goes_when_the_process_that_started_it_is_killed(server: Postgres, tmp_path: Path) -> None:
    server.stop()
    script = (
        "import sys, time; from pathlib import Path; from webapp.launch.postgres import Postgres\n"
        f"server = Postgres(Path({str(server.home)!r}), log=Path({str(server.log)!r}), durable=False)\n"
        "server.start(); print(server.process.pid, flush=True); time.sleep(600)"
    )
    parent = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True)
    assert parent.stdout
    pid = int(parent.stdout.readline())
    parent.send_signal(signal.SIGKILL)
    parent.wait()
    while Path(f"/proc/{pid}").exists() and "Z" not in Path(f"/proc/{pid}/stat").read_text().split()[2]:
        time.sleep(0.02)
    assert not server.answers()
