"""Ask for the next things while the last ones are being stored, and hand them over in their order."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

T = TypeVar("T")


def ahead(calls: Iterable[Callable[[], T]], width: int) -> Iterator[T]:
    """The results of the calls, in order, with at most `width` of them under way and as many waiting.

    Closing the iterator drops what hasn't begun. An exception comes out at its place in the order.
    """
    pool = ThreadPoolExecutor(max_workers=width)
    waiting: deque[Future[T]] = deque()
    try:
        for call in calls:
            waiting.append(pool.submit(call))
            if len(waiting) >= 2 * width:  # so that no connection idles while the results are stored
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
    finally:
        pool.shutdown(wait=False, cancel_futures=True)
