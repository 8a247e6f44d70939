"""Child processes that never outlive their parent."""

import ctypes
import os
import signal
import subprocess
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import IO

_PR_SET_PDEATHSIG = 1  # linux/prctl.h
_libc = ctypes.CDLL(None, use_errno=True)


def die_with_parent(death_signal: signal.Signals, parent: int) -> None:
    """Ask the kernel to send us ``death_signal`` as soon as the thread that started us is gone.

    ``parent`` is the process id that the parent knew itself by: if it died before we could ask, we leave at once.
    """
    _libc.prctl(_PR_SET_PDEATHSIG, int(death_signal), 0, 0, 0)
    if os.getppid() != parent:
        os._exit(1)


def _before_exec(death_signal: signal.Signals) -> Callable[[], None]:
    parent = os.getpid()
    return lambda: die_with_parent(death_signal, parent)


def start_child(
    command: Sequence[str | Path],
    *,
    output: IO[bytes] | int,
    env: Mapping[str, str] | None = None,
    cwd: Path | None = None,
    user: str | None = None,
    death_signal: signal.Signals = signal.SIGTERM,
) -> subprocess.Popen[bytes]:
    """Start a process that gets ``death_signal`` when the calling *thread* ends: call it from the main thread.

    It gets a session of its own, so that Ctrl-C reaches only the parent, which then stops its children in order.
    ``user`` (as root only) runs it as somebody else.
    """
    return subprocess.Popen(
        [str(word) for word in command],
        stdin=subprocess.DEVNULL,
        stdout=output,
        stderr=subprocess.STDOUT,
        env=env,
        cwd=cwd,
        user=user,
        group=_group_of(user),
        extra_groups=[] if user else None,
        start_new_session=True,
        # Runs after the change of user, which would clear it, and before exec.
        preexec_fn=_before_exec(death_signal),
    )


def _group_of(user: str | None) -> int | None:
    import pwd

    return pwd.getpwnam(user).pw_gid if user else None


def stop_child(process: subprocess.Popen[bytes], how: signal.Signals, patience: float) -> None:
    """Ask a child to stop and wait ``patience`` seconds, then kill it."""
    if process.poll() is not None:
        return
    process.send_signal(how)
    try:
        process.wait(patience)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
