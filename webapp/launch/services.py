"""The long-running processes of a demo, each started again when it dies."""

import subprocess
import time
from collections.abc import Callable
from pathlib import Path

from webapp.launch.errors import BrokenOff

FIRST_PAUSE = 0.25  # s before a dead process is started again; doubled each time
LONGEST_PAUSE = 8.0  # s
# s; who has lived this long starts with a short pause again.
SETTLED_AFTER = 20.0
# A process that dies this often before the demo was ready will not come up.
HOPELESS = 4


class Service:
    """One process that shall always run. ``start`` starts it and returns it."""

    def __init__(self, name: str, log: Path, start: Callable[[], subprocess.Popen[bytes]]) -> None:
        self.name = name
        self.log = log
        self._start = start
        self._pause = FIRST_PAUSE
        self._since = 0.0
        self._again_at: float | None = None
        self._deaths = 0
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it now."""
        self.process = self._start()
        self._since = time.monotonic()
        self._again_at = None

    def look(self) -> str | None:
        """Start it again if it died and its pause is over. Returns what is worth telling the user."""
        if self._again_at is not None:
            if time.monotonic() >= self._again_at:
                self.start()
                return f"{self.name} runs again"
            return None
        if self.process is None or self.process.poll() is None:
            return None
        return self._died(self.process.returncode)

    def _died(self, code: int) -> str:
        now = time.monotonic()
        if now - self._since > SETTLED_AFTER:
            self._pause, self._deaths = FIRST_PAUSE, 0
        self._deaths += 1
        self._again_at = now + self._pause
        self._pause = min(2 * self._pause, LONGEST_PAUSE)
        how = f"was killed by signal {-code}" if code < 0 else f"stopped with exit code {code}"
        return f"{self.name} {how} and is started again; its log: {self.log}"

    def must_come_up(self) -> None:
        """Raises BrokenOff when it has died too often to hope."""
        if self._deaths >= HOPELESS:
            raise BrokenOff(f"{self.name} does not come up; its last words:\n{last_lines(self.log)}\nAll: {self.log}")


def last_lines(log: Path, count: int = 12) -> str:
    """The end of a log, for the terminal."""
    if not log.exists():
        return "(no log)"
    return "\n".join(f"  {line}" for line in log.read_text(errors="replace").splitlines()[-count:])
