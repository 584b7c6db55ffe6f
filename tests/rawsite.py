"""A site below HTTP: a socket server that answers with the very bytes a test wrote.

Libraries that mock above the socket can't lie about lengths, cut a body or reset a connection; this can.
"""

from __future__ import annotations

import contextlib
import json
import socket
import ssl
import struct
import threading
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import msgspec


class Asked(msgspec.Struct, frozen=True):
    """One request: path, query and headers (names in lower case)."""

    path: str
    query: dict[str, str]
    headers: dict[str, str]


class Sent(msgspec.Struct, frozen=True):
    """What goes over the wire: pieces, and whether the connection is reset instead of closed."""

    pieces: tuple[bytes, ...]
    reset: bool = False


Site = Callable[[Asked], Sent]


def sent(
    body: bytes | str = b"",
    status: int = 200,
    headers: dict[str, str] | None = None,
    kind: str = "application/json; charset=UTF-8",
    length: int | None = -1,
) -> Sent:
    """An answer. `length` is what Content-Length says: -1 the truth, None leaves the header out."""
    data = body.encode() if isinstance(body, str) else body
    lines = {"Content-Type": kind, "Connection": "close", **(headers or {})}
    if length is not None:
        lines["Content-Length"] = str(len(data) if length < 0 else length)
    top = f"HTTP/1.1 {status} X\r\n" + "".join(f"{name}: {value}\r\n" for name, value in lines.items())
    return Sent((top.encode("latin-1") + b"\r\n", data))


def as_json(value: Any, status: int = 200, headers: dict[str, str] | None = None) -> Sent:
    """A JSON answer as PHP writes it."""
    return sent(json.dumps(value).replace("/", "\\/"), status, headers)


@contextlib.contextmanager
def serving(
    site: Site, *, robots: bool = False, tls: ssl.SSLContext | None = None
) -> Iterator[tuple[str, list[Asked]]]:
    """Serve a site on a loopback port: its address and the requests it gets; over `tls`, where given.

    Unless `robots`, it has no robots.txt, and the log doesn't hold that it was asked for.
    """
    log: list[Asked] = []
    listener = socket.create_server(("127.0.0.1", 0))
    thread = threading.Thread(target=_accept, args=(listener, site, log, robots, tls), daemon=True)
    thread.start()
    try:
        yield f"http{'s' if tls else ''}://127.0.0.1:{listener.getsockname()[1]}", log
    finally:
        with contextlib.suppress(OSError):
            listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        thread.join(5)


def _accept(
    listener: socket.socket, site: Site, log: list[Asked], robots: bool, tls: ssl.SSLContext | None
) -> None:
    while True:
        try:
            connection, _ = listener.accept()
        except OSError:
            return
        threading.Thread(target=_answer, args=(connection, site, log, robots, tls), daemon=True).start()


def _answer(
    connection: socket.socket, site: Site, log: list[Asked], robots: bool, tls: ssl.SSLContext | None
) -> None:
    with contextlib.suppress(OSError):  # of a handshake, or of an answer
        connection.settimeout(10)
        connection = tls.wrap_socket(connection, server_side=True) if tls else connection
    with connection, contextlib.suppress(OSError):
        asked = _read(connection)
        if asked.path == "/robots.txt" and not robots:
            answer = sent(b"", 404)
        else:
            log.append(asked)
            answer = site(asked)
        for piece in answer.pieces:
            connection.sendall(piece)
        if answer.reset:
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


def _read(connection: socket.socket) -> Asked:
    data = b""
    while b"\r\n\r\n" not in data and not data.startswith(b"\x16"):  # 0x16 opens a TLS handshake
        piece = connection.recv(65536)
        if not piece:
            break
        data += piece
    first, *lines = data.decode("latin-1").split("\r\n")
    parts = urlsplit(first.split(" ")[1] if " " in first else "/")
    pairs = (line.split(": ", 1) for line in lines if ": " in line)
    headers = {name.lower(): value for name, value in pairs}
    return Asked(parts.path, dict(parse_qsl(parts.query, keep_blank_values=True)), headers)
