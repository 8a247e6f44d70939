"""Work spread over processes, results in the order of the work."""

import multiprocessing
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from typing import TypeVar, TypeVarTuple

Arguments = TypeVarTuple("Arguments")
Result = TypeVar("Result")

_AHEAD = 3  # results per worker that may wait to be taken


def in_order(
    work: Callable[[*Arguments], Result], items: Iterable[tuple[*Arguments]], workers: int
) -> Iterator[Result]:
    """``work(*item)`` for every item, in the items' order, on ``workers`` processes; endless items are fine."""
    if workers <= 1:
        yield from (work(*item) for item in items)
        return
    # Forked children of a process with threads (torch, numba) may hang.
    spawn = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(workers, mp_context=spawn) as pool:
        waiting: deque[Future[Result]] = deque()
        try:
            for item in items:
                waiting.append(pool.submit(work, *item))
                if len(waiting) >= _AHEAD * workers:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        finally:
            for future in waiting:
                future.cancel()
