"""``manage.py worker``: one process that colours."""

import logging
import os
import signal
import threading
from pathlib import Path
from typing import Any

import dramatiq
from django.core.management.base import BaseCommand, CommandParser
from django.utils.module_loading import autodiscover_modules

log = logging.getLogger(__name__)

# ms, twice: for jobs and for the broker. A run in hand is handed over first, so nothing is lost when it is up.
SHUTDOWN_PATIENCE = 700


class Command(BaseCommand):
    help = "Take up runs and colour their shots until told to stop (SIGTERM, Ctrl-C)."

    def add_arguments(self, parser: CommandParser) -> None:
        """One thread colours one shot at a time; a second one lets a short job pass a long one."""
        parser.add_argument("--threads", type=int, default=1, help="How many jobs at a time (default: 1).")
        parser.add_argument("--queues", nargs="*", default=None, help="Take jobs from these queues only.")

        parser.add_argument("--ready-file", type=Path, help="Make this empty file when jobs are taken.")

    def handle(
        self, *, threads: int, queues: list[str] | None, ready_file: Path | None, **options: Any
    ) -> None:  # fmt: skip
        """Runs until SIGTERM or SIGINT."""
        asked_to_stop = threading.Event()
        for how in (signal.SIGTERM, signal.SIGINT):
            signal.signal(how, lambda *_: asked_to_stop.set())
        worker = _start(threads, queues)
        if ready_file:
            ready_file.touch()
        log.info("takes jobs now")
        asked_to_stop.wait()
        _stop(worker)
        # A job may still be inside torch, and a thread that Python takes down there aborts the process.
        logging.shutdown()
        os._exit(0)


def _start(threads: int, queues: list[str] | None) -> dramatiq.Worker:
    # Loads the engine: seconds that the first run shall not wait for.
    from webapp.painting import engine  # noqa: F401
    from webapp.painting.sweep import Sweeper

    autodiscover_modules("tasks")
    broker = dramatiq.get_broker()
    broker.add_middleware(Sweeper())
    worker = dramatiq.Worker(broker, queues=set(queues) if queues else None, worker_threads=threads)
    worker.queue_prefetch = threads  # take no more than is worked on: others may be free
    worker.start()
    return worker


def _stop(worker: dramatiq.Worker) -> None:
    from webapp.painting.claims import release_held

    release_held()
    worker.stop(timeout=SHUTDOWN_PATIENCE)
