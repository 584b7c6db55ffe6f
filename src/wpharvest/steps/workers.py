"""Pure functions in several processes: the same values in the same order as in one."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from itertools import islice
from types import TracebackType
from typing import TypeVar

T = TypeVar("T")
R = TypeVar("R")

WORTH_IT = 100  # documents for each process: it takes as long to start as a few dozen of them take
CHUNK = 8  # tasks that are handed over at once
AHEAD = 3  # chunks for each process that are under way or wait to be collected: what bounds the memory


def fitting(documents: int) -> int:
    """How many processes so many documents are worth on this machine."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return max(1, min(cores, documents // WORTH_IT))


class Workers:
    """So many processes, started when the first work comes; with one, the work is done in this one.

    They are started anew (`spawn`) on every system, so functions and values must be such that `pickle` takes
    them. Used as a context: at its end they are gone; after an interruption once each has done its chunk.
    """

    def __init__(self, jobs: int = 1) -> None:
        self.jobs = jobs
        self._pool: ProcessPoolExecutor | None = None

    def map(self, function: Callable[[T], R], tasks: Iterable[T]) -> Iterator[R]:
        """`function` of each task, in the order of the tasks, which are taken only as they are needed."""
        if self.jobs == 1:
            yield from map(function, tasks)
            return
        waiting: deque[Future[list[R]]] = deque()
        rest = iter(tasks)
        while chunk := list(islice(rest, CHUNK)):
            waiting.append(self._started().submit(_each, function, chunk))
            if len(waiting) > AHEAD * self.jobs:
                yield from waiting.popleft().result()
        while waiting:
            yield from waiting.popleft().result()

    def __enter__(self) -> Workers:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._pool is not None:
            self._pool.shutdown(wait=error is None, cancel_futures=True)

    def _started(self) -> ProcessPoolExecutor:
        if self._pool is None:
            context = multiprocessing.get_context("spawn")
            self._pool = ProcessPoolExecutor(self.jobs, context, initializer=_follow)
        return self._pool


def _each(function: Callable[[T], R], chunk: list[T]) -> list[R]:
    return [function(task) for task in chunk]


def _follow() -> None:
    """Leave Ctrl-C to the process that was asked, and end when it ends, however that comes."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = multiprocessing.parent_process()
    assert parent is not None  # this is only ever run in a worker

    def wait() -> None:
        parent.join()
        os._exit(1)

    threading.Thread(target=wait, daemon=True).start()
