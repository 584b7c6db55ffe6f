"""Ctrl-C and `kill`: the run ends at once, what it had is kept, and one line says how to go on."""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import NoReturn

import typer

STOPPED = 1  # exit code
SIGNALS = (signal.SIGINT, signal.SIGTERM)


class Interrupted(BaseException):
    """A person or the system wants the program to end. `str()` is the signal's name."""


@contextmanager
def interruptible() -> Iterator[None]:
    """Inside, SIGINT and SIGTERM raise Interrupted, once: a second one ends the program where it stands."""
    if threading.current_thread() is not threading.main_thread():
        yield  # only the main thread gets signals
        return
    before = {number: signal.getsignal(number) for number in SIGNALS}
    for number in SIGNALS:
        signal.signal(number, _interrupt)
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _interrupt(number: int, frame: FrameType | None) -> None:
    for each in SIGNALS:
        signal.signal(each, signal.SIG_DFL)
    raise Interrupted(signal.Signals(number).name)


def leave(line: str) -> NoReturn:
    """Say the line and end the program now, without waiting for requests that are under way."""
    typer.secho(line, err=True, fg="red")
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(STOPPED)
