"""Serve a WSGI application for as long as a `with` lasts."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from waitress.server import create_server

from wpharvest.errors import UsageError

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

THREADS = 8
LONGEST_GOODBYE = 10.0  # seconds that requests under way get to end


@contextmanager
def serving(app: WSGIApplication, host: str = "127.0.0.1", port: int = 0) -> Iterator[str]:
    """Serve `app` and yield its address (`http://127.0.0.1:8080`); port 0 takes a free one.

    It answers in threads of its own; when the `with` ends, it stops listening, lets go of its connections
    and its threads have ended. Raises `UsageError` if the address can't be listened on.
    """
    listener = _listen(host, port)
    name = f"[{host}]" if listener.family == socket.AF_INET6 else host
    sockets: dict[int, Any] = {}
    server = create_server(app, map=sockets, sockets=[listener], threads=THREADS, ident=None)
    thread = threading.Thread(target=server.run, name="wpharvest-serving", daemon=True)
    thread.start()
    try:
        yield f"http://{name}:{listener.getsockname()[1]}"
    finally:
        # Closed from inside waitress's own loop: closing a socket that another thread selects on is a race.
        # The trigger stays open until nobody is left who could pull it, this line among them.
        server.trigger.pull_trigger(lambda: _close(sockets, server.trigger))
        thread.join(LONGEST_GOODBYE)
        server.task_dispatcher.shutdown(timeout=LONGEST_GOODBYE)
        server.trigger.close()


def _listen(host: str, port: int) -> socket.socket:
    try:
        family, _, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        return socket.create_server(address[:2], family=family)
    except (OSError, OverflowError) as error:
        raise UsageError(f"can't listen on {host}:{port}: {error}") from error


def _close(sockets: dict[int, Any], trigger: Any) -> None:
    for each in list(sockets.values()):
        if each is not trigger:
            each.close()
    sockets.clear()
