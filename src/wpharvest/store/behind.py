"""The exchanges of a run are written while the next ones go on: in a thread of their own.

Compressing and digesting an answer takes as long as a small site needs for the next one, and needs none of
Python's own time.
"""

from __future__ import annotations

import threading
from collections import deque
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

from wpharvest.model.exchanges import Exchange
from wpharvest.store.tape import Tape

MOST = 8  # exchanges that may wait; who brings another waits for the oldest


class Behind:
    """A tape that is written behind its callers' backs, in the order in which they call."""

    def __init__(self, tape: Tape) -> None:
        self._tape = tape
        self._writer = ThreadPoolExecutor(1, thread_name_prefix="tape")
        self._pending: deque[Future[None]] = deque()
        self._lock = threading.Lock()
        self._sound = True

    def record(self, exchange: Exchange) -> None:
        """Take one over. Raises StorageError, of this exchange or of one before."""
        with self._lock:
            self._wait(MOST - 1)
            self._pending.append(self._writer.submit(self._write, exchange))

    def settle(self) -> None:
        """Wait until all that was taken over is written. Raises StorageError."""
        if self._pending:
            with self._lock:
                self._wait(0)

    def close(self) -> None:
        """Write what waits, and take no more. What fails now fails silently: an error was told before."""
        self._writer.shutdown()

    @property
    def files(self) -> dict[str, Path]:
        """What was written, by the name it has in its run's folder. Raises StorageError."""
        self.settle()
        return self._tape.files

    def _wait(self, most: int) -> None:
        """Until no more than so many wait. The one that failed stays, so that whoever asks is told."""
        while self._pending and (len(self._pending) > most or self._pending[0].done()):
            self._pending[0].result()
            self._pending.popleft()

    def _write(self, exchange: Exchange) -> None:
        """One exchange; none after one that failed, for nobody knows where that one ends in the file."""
        if not self._sound:
            exchange.body.close()
            return
        self._sound = False
        self._tape.record(exchange)
        self._sound = True
