"""Ask for the next things while the last ones are being stored, and hand them over in their order."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import islice
from typing import TypeVar

T = TypeVar("T")


def ahead(calls: Iterable[Callable[[], T]], width: int) -> Generator[T, None, None]:
    """The results of the calls, in order, with at most `width` of them under way and as many waiting.

    The first calls are under way at once, before the first result is asked for. Closing the iterator drops
    what hasn't begun. An exception comes out at its place in the order.
    """
    pool = ThreadPoolExecutor(max_workers=width)
    rest = iter(calls)
    # Twice as many as are under way, so that no connection idles while the results are stored.
    return _results(pool, rest, deque(pool.submit(call) for call in islice(rest, 2 * width)))


def _results(
    pool: ThreadPoolExecutor, rest: Iterator[Callable[[], T]], waiting: deque[Future[T]]
) -> Generator[T, None, None]:
    try:
        while waiting:
            result = waiting.popleft().result()
            waiting.extend(pool.submit(call) for call in islice(rest, 1))
            yield result
    finally:
        pool.shutdown(wait=False, cancel_futures=True)
