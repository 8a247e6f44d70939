"""``make demo``: everything that Shiage needs on one machine, until Ctrl-C.

Environment: PORT (8000), ONCE=1 (stop when the house shot is painted), SHIAGE_DATA_DIR, DATABASE_URL.
Exit codes: 0 stopped as asked, 1 something did not come up or the run failed, 2 nothing was started.
"""

import argparse
import os
import signal
import sys
from types import FrameType

from rich.console import Console

from webapp.launch.children import die_with_parent
from webapp.launch.demo import Demo, Stopped, data_dir, port_must_be_free
from webapp.launch.errors import BrokenOff, CannotStart
from webapp.launch.home import open_home
from webapp.launch.postgres import PostgresFailed

STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


def main() -> int:
    """Returns the exit code."""
    arguments = _arguments()
    if arguments.stop_with_parent:
        die_with_parent(signal.SIGTERM, os.getppid())
    console = Console()
    for how in STOP_SIGNALS:
        signal.signal(how, _raise_stopped)
    try:
        port = _port()
        port_must_be_free(port)
        home = open_home(data_dir())
    except CannotStart as reason:
        print(reason, file=sys.stderr)
        return 2
    except Stopped:
        return 0
    return _run(Demo(home, port, console), once=os.environ.get("ONCE", "") not in {"", "0"})


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m webapp.launch", description=__doc__)
    parser.add_argument("--stop-with-parent", action="store_true", help="Stop when the process that started us ends.")
    return parser.parse_args()


def _port() -> int:
    text = os.environ.get("PORT") or "8000"
    if not text.isdigit() or not 1 <= int(text) <= 65535:
        raise CannotStart(f"PORT={text}: expected a number from 1 to 65535")
    return int(text)


def _raise_stopped(number: int, frame: FrameType | None) -> None:
    # Once only: a second Ctrl-C must not interrupt the stopping.
    for how in STOP_SIGNALS:
        signal.signal(how, signal.SIG_IGN)
    raise Stopped


def _run(demo: Demo, *, once: bool) -> int:
    try:
        link = demo.start()
        print(f"Shiage is ready at {demo.address}", flush=True)
        print(f"Sign in (works once): {demo.address}{link}", flush=True)
        if not once:
            print("Ctrl-C stops it.", flush=True)
            demo.keep()
        watcher = demo.child("watch", ["manage.py", "watch_house"], to_terminal=True)
        demo.keep(until=lambda: watcher.poll() is not None)
        return int(watcher.returncode != 0)
    except Stopped:
        return 0
    except (BrokenOff, PostgresFailed) as reason:
        print(reason, file=sys.stderr)
        return 1
    finally:
        for how in STOP_SIGNALS:
            signal.signal(how, signal.SIG_IGN)
        demo.stop()


sys.exit(main())
