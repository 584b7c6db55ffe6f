"""What a run stages is brought onto the medium while the run goes on, so that its commit waits for little."""

from __future__ import annotations

from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

from wpharvest.store.disk import Disk

EVERY = 1000  # files


class Settling:
    """Settles the file system of `top` each time that so many files were staged, in a thread of its own."""

    def __init__(self, disk: Disk, top: Path) -> None:
        self._disk, self._top = disk, top
        self._count = 0
        self._thread: ThreadPoolExecutor | None = None
        self._last: Future[bool] | None = None

    def staged(self) -> None:
        """One file more is there. Raises OSError if the files before didn't get onto the medium."""
        self._count += 1
        if self._count % EVERY or (self._last and not self._last.done()):
            return
        if self._last and not self._last.result():
            return  # a system that can't
        self._thread = self._thread or ThreadPoolExecutor(1, thread_name_prefix="settling")
        self._last = self._thread.submit(self._disk.settle_system, self._top)

    def end(self) -> None:
        """Wait for what is under way. The system tells an error once: here, or to `staged`, as OSError."""
        self.close()
        if self._last:
            self._last.result()

    def close(self) -> None:
        """Begin nothing more, and wait for what is under way."""
        if self._thread:
            self._thread.shutdown()
