"""Connections whose every read ends at a deadline, headers included.

The timeouts of requests are times of silence: a server that sends one byte of its headers, or of the size of
a chunk, now and then keeps a client for ever. Here every read from the socket knows when it is too late.
"""

from __future__ import annotations

import io
import math
import socket
import threading
from collections.abc import Callable
from functools import partial
from http.client import HTTPResponse
from typing import Any

import requests
from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool


class LateError(TimeoutError):
    """An answer that took longer than it may."""


class Deadline(threading.local):
    """Until when the answer that this thread reads must have ended."""

    def __init__(self, monotonic: Callable[[], float]) -> None:
        self._monotonic = monotonic
        self._ends, self._seconds = math.inf, math.inf

    def start(self, seconds: float) -> None:
        """From now on, so many seconds."""
        self._ends, self._seconds = self._monotonic() + seconds, seconds

    def left(self) -> float:
        """Seconds that are left; raises LateError if none are."""
        left = self._ends - self._monotonic()
        if left <= 0:
            raise self.late()
        return left

    def late(self) -> LateError:
        """The error that says so."""
        return LateError(f"it took longer than {self._seconds:g} s to answer")


class _Reads(io.RawIOBase):
    """What a socket sends, until the deadline."""

    def __init__(self, sock: socket.socket, deadline: Deadline) -> None:
        self._sock, self._deadline = sock, deadline
        self._raw = sock.makefile("rb", buffering=0)
        silence = sock.gettimeout()
        self._silence = math.inf if silence is None else silence

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int | None:
        left = self._deadline.left()
        self._sock.settimeout(min(self._silence, left))
        try:
            return self._raw.readinto(buffer)
        except TimeoutError as error:
            if left <= self._silence:
                raise self._deadline.late() from error
            raise

    def close(self) -> None:
        self._raw.close()
        super().close()


class _Socket:
    """The one thing that `http.client` does with a socket when it reads an answer."""

    def __init__(self, sock: socket.socket, deadline: Deadline) -> None:
        self._sock, self._deadline = sock, deadline

    def makefile(self, mode: str) -> io.BufferedReader:
        return io.BufferedReader(_Reads(self._sock, self._deadline))


def _response(sock: socket.socket, *args: Any, deadline: Deadline, **more: Any) -> HTTPResponse:
    response = HTTPResponse(_Socket(sock, deadline), *args, **more)  # type: ignore[arg-type]  # a socket to it
    response.address = sock.getpeername()[0]  # type: ignore[attr-defined]  # whom `recording` says we talked to
    return response


class Unled(requests.Session):
    """A session that leaves redirects alone. By itself requests reads the whole body of each."""

    def get_redirect_target(self, resp: requests.Response) -> None:
        """None: who follows a redirect, and how far, is `session`'s affair."""


class Adapter(HTTPAdapter):
    """What requests sends through: its connections read until the deadline of their thread."""

    def __init__(self, deadline: Deadline, connections: int) -> None:
        response = partial(_response, deadline=deadline)
        plain = type("Plain", (HTTPConnection,), {"response_class": response})
        secure = type("Secure", (HTTPSConnection,), {"response_class": response})
        self._pools: dict[str, type[HTTPConnectionPool]] = {
            "http": type("PlainPool", (HTTPConnectionPool,), {"ConnectionCls": plain}),
            "https": type("SecurePool", (HTTPSConnectionPool,), {"ConnectionCls": secure}),
        }
        super().__init__(pool_maxsize=connections)

    def init_poolmanager(self, *args: Any, **more: Any) -> None:
        """Make the pools of connections."""
        super().init_poolmanager(*args, **more)
        self.poolmanager.pool_classes_by_scheme = self._pools

    def proxy_manager_for(self, proxy: str, **more: Any) -> Any:
        """Make those that go through a proxy."""
        manager = super().proxy_manager_for(proxy, **more)
        manager.pool_classes_by_scheme = self._pools
        return manager
