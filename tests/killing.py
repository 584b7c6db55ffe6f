"""Kill a piece of work at its n-th change of the disk, whoever makes it.

The system calls are counted where every library reaches them, in `os`; the work runs in a forked process.
A kill loses nothing that the system has taken, so what only waits for the medium isn't waited for.
"""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from typing import Any

CHANGES = ("write", "fsync", "replace", "rename", "unlink", "mkdir", "rmdir")


def in_child(work: Callable[[], object]) -> int:
    """Run something in a forked process; its wait status."""
    child = os.fork()
    if not child:
        try:
            work()
            os._exit(0)
        finally:  # whatever was raised: the tests of the parent aren't to be run here
            os._exit(1)
    return os.waitpid(child, 0)[1]


def kill() -> None:
    """End this process as a power cut would: nothing is tidied up."""
    os.kill(os.getpid(), signal.SIGKILL)


def killed_at(count: int, work: Callable[[], object]) -> bool:
    """Run some work and kill it at its `count`-th change of the disk; False if it came to its end before."""

    def run() -> None:
        _arm(count)
        work()

    status = in_child(run)
    assert not os.WIFEXITED(status) or not os.WEXITSTATUS(status), "the work failed by itself"
    return os.WIFSIGNALED(status)


def _arm(at: int) -> None:
    done = 0

    def counted(name: str, real: Callable[..., Any]) -> Callable[..., Any]:
        def call(*arguments: Any, **named: Any) -> Any:
            nonlocal done
            done += 1
            if done == at:
                if name == "write":  # a kill may come when half of it is there
                    real(arguments[0], memoryview(arguments[1])[: len(arguments[1]) // 2])
                kill()
            return None if name == "fsync" else real(*arguments, **named)

        return call

    for name in CHANGES:
        setattr(os, name, counted(name, getattr(os, name)))
