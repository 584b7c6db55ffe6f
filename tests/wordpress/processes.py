"""Starting and ending the programs that a WordPress needs, so that none outlives the tests."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

# A shell in between: asked to end, it asks the whole group (PHP would leave its workers) and waits.
GUARD = ("sh", "-c", 'trap "trap : TERM; kill 0; wait" TERM; "$@" & wait $!', "guard")
PATIENCE = 60.0  # seconds until a program must be ready


class NotReadyError(RuntimeError):
    """A program ended, or wasn't ready in time; its last words are in the message."""


def program(name: str) -> str | None:
    """Where a program is; the folders for administrators count too, though they may not be on the PATH."""
    return shutil.which(name, path=f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin:/sbin")


def free_port() -> int:
    """A TCP port of the loopback that nobody uses now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def answers(port: int) -> bool:
    """Does somebody listen there?"""
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


@contextmanager
def running(
    command: Sequence[str], ready: Callable[[], bool], log: Path, environment: Mapping[str, str]
) -> Iterator[subprocess.Popen[bytes]]:
    """Run a program until the block ends, in a process group of its own.

    Should the tests be killed, the kernel asks the guard to end it (`setpriv --pdeathsig`).
    """
    setpriv = program("setpriv")
    guard = [setpriv, "--pdeathsig", "TERM", *GUARD] if setpriv else []
    with log.open("wb") as out:
        process = subprocess.Popen(
            [*guard, *command],
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=subprocess.STDOUT,
            env={**os.environ, **environment},
            start_new_session=True,
        )
    try:
        _wait(process, ready, log)
        yield process
    finally:
        _end(process)


def _wait(process: subprocess.Popen[bytes], ready: Callable[[], bool], log: Path) -> None:
    until = time.monotonic() + PATIENCE
    while not ready():
        if process.poll() is not None or time.monotonic() > until:
            words = log.read_text(errors="replace")[-2000:]
            raise NotReadyError(f"{process.args!r} isn't ready; it said:\n{words}")
        time.sleep(0.02)


def _end(process: subprocess.Popen[bytes]) -> None:
    # The group, not the process: PHP's workers would stay.
    for way in (signal.SIGTERM, signal.SIGKILL):
        try:
            os.killpg(process.pid, way)
            process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            continue
        except ProcessLookupError:
            break
    process.wait(timeout=10)
