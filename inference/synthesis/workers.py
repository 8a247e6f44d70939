"""Work spread over processes, results in the order of the work."""

import multiprocessing
import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from typing import TypeVar, TypeVarTuple

from inference.errors import ShiageError

Arguments = TypeVarTuple("Arguments")
Result = TypeVar("Result")

_AHEAD = 3  # results per worker that may wait to be taken


class WorkerLost(ShiageError):
    """A process that drew was ended from outside."""

    code = "worker_lost"


def in_order(
    work: Callable[[*Arguments], Result], items: Iterable[tuple[*Arguments]], workers: int
) -> Iterator[Result]:
    """``work(*item)`` for every item, in the items' order, on ``workers`` processes; endless items are fine.

    Raises WorkerLost when one of them is killed. None outlives this process.
    """
    if workers <= 1:
        yield from (work(*item) for item in items)
        return
    # Forked children of a process with threads (torch, numba) may hang.
    spawn = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(workers, mp_context=spawn, initializer=_follow_parent) as pool:
        waiting: deque[Future[Result]] = deque()
        try:
            for item in items:
                waiting.append(pool.submit(work, *item))
                if len(waiting) >= _AHEAD * workers:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        except BrokenProcessPool as error:
            raise WorkerLost(
                f"one of {workers} processes was killed, as happens when memory runs out. "
                "Run it again with fewer workers: it goes on where it was."
            ) from error
        finally:
            for future in waiting:
                future.cancel()


def _follow_parent() -> None:
    """Stop when the parent says so or is gone, a killed one included; a key press is for the parent."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_end_after, args=(parent.join,), daemon=True).start()


def _end_after(wait: Callable[[], object]) -> None:
    wait()
    os._exit(1)
