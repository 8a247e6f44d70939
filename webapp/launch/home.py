"""The folder where a demo keeps everything: secret key, Postgres, blobs, logs. One demo at a time works on it."""

import fcntl
import os
import secrets
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from webapp.launch.errors import CannotStart
from webapp.launch.postgres import runs_as

REPOSITORY = Path(__file__).resolve().parents[2]
LOG_MAX = 5 * 2**20  # bytes; a longer log is put aside at the next start


@dataclass(frozen=True)
class Home:
    """A demo's folder, ours as long as ``lock`` is open."""

    path: Path
    lock: IO[str]

    @property
    def logs(self) -> Path:
        """One file per process."""
        return self.path / "logs"

    def log(self, name: str) -> Path:
        """The log of one process."""
        return self.logs / f"{name}.log"

    def secret_key(self) -> str:
        """Django's key for signatures: made once, readable by its owner only."""
        file = self.path / "secret-key"
        if not file.exists():
            # Whole or not at all: half a key would be kept for ever.
            half = file.with_suffix(".new")
            half.unlink(missing_ok=True)
            descriptor = os.open(half, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(descriptor, "w") as output:
                output.write(secrets.token_urlsafe(48))
            half.rename(file)
        return file.read_text()


def open_home(path: Path) -> Home:
    """Make the folder if it is not there and lock it. Raises CannotStart when another demo works on it."""
    path.mkdir(parents=True, exist_ok=True)
    # As root, Postgres runs as somebody else, who must get through (but may not look around).
    path.chmod(0o711 if runs_as() else 0o700)
    lock = (path / "lock").open("a+")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        lock.seek(0)
        holder = lock.read().strip() or "unknown"
        raise CannotStart(
            f"Another Shiage (process {holder}) already works in {path}. Stop it first, "
            "or give this one a folder of its own: SHIAGE_DATA_DIR=/some/folder make demo"
        ) from None
    lock.truncate(0)
    lock.write(f"{os.getpid()}\n")
    lock.flush()
    home = Home(path, lock)
    for folder in (home.logs, path / "media"):
        folder.mkdir(exist_ok=True)
        folder.chmod(0o700)
    _put_aside_long_logs(home.logs)
    return home


def _put_aside_long_logs(logs: Path) -> None:
    for log in logs.glob("*.log"):
        if log.stat().st_size > LOG_MAX:
            log.replace(log.with_suffix(".old"))
