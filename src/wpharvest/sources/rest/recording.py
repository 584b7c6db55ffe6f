"""What goes over the wire, told to a recorder: every request, and its answer's bytes as they came.

Credentials are left out: the headers that carry them aren't told, and an answer that repeats a secret isn't
recorded at all (`doorman.betrayed_by`).
"""

from __future__ import annotations

import tempfile
import threading
import zlib
from collections.abc import Callable
from typing import Any, BinaryIO, cast

import requests

from wpharvest.model.exchanges import Exchange, Headers, Recorder
from wpharvest.sources.rest.inflating import DECODERS, STEP, Plain

IN_MEMORY = 2**20  # bytes of a body, before it goes to a file
LONGEST = 1024  # bytes of a secret
MOST = 2**24  # bytes that a piece of a body may become when it is inflated
SECRET = frozenset({"authorization", "proxy-authorization", "cookie"})
PROTOCOLS = {10: "HTTP/1.0", 11: "HTTP/1.1", 20: "HTTP/2"}

Betrayed = Callable[[bytes], bool]  # whether these bytes repeat a secret


class Recording:
    """Follows the answers of one session. What is said before there is a recorder waits for it.

    `betrayed_by` is None where there is no secret: no answer is read for one then.
    """

    def __init__(self, on: bool, betrayed_by: Betrayed | None) -> None:
        self._on = on
        self._betrayed_by = betrayed_by
        self._recorder: Recorder | None = None
        self._waiting: list[Exchange] = []
        self._lock = threading.Lock()

    def tell(self, recorder: Recorder | None) -> None:
        """From here on this one is told, also what was said before; None: nobody is, and nothing is kept."""
        with self._lock:
            self._on, self._recorder = recorder is not None, recorder
            waiting, self._waiting = self._waiting, []
        for exchange in waiting:
            self._hand_over(exchange)

    def follow(self, response: requests.Response, at: str) -> None:
        """Record this answer once it is closed."""
        if self._on:
            response.raw = _Teed(response, at, self._take)

    def _take(self, exchange: Exchange) -> None:
        with self._lock:
            if self._recorder is None:
                self._waiting.append(exchange)
                return
        self._hand_over(exchange)

    def _hand_over(self, exchange: Exchange) -> None:
        if self._recorder is not None and not self._repeats_a_secret(exchange):
            self._recorder.record(exchange)  # which closes its body
        else:
            exchange.body.close()

    def _repeats_a_secret(self, exchange: Exchange) -> bool:
        if self._betrayed_by is None:
            return False
        heads = {name.lower(): value for name, value in exchange.answered}
        said = "\n".join((exchange.url, *heads.values())).encode()
        decoder = DECODERS.get(heads.get("content-encoding", "").strip().lower(), Plain)()
        found = self._betrayed_by(said)
        before = b""  # a secret may begin in one piece and end in the next
        for piece in iter(lambda: exchange.body.read(STEP), b""):
            try:
                plain = decoder.feed(piece, MOST)
            except zlib.error:
                plain = piece
            found = found or self._betrayed_by(before + plain)
            before = plain[-LONGEST:]
        exchange.body.seek(0)
        return found


class _Teed:
    """An answer's raw stream that keeps what is read from it, and tells all when it is closed."""

    def __init__(self, response: requests.Response, at: str, take: Callable[[Exchange], None]) -> None:
        self._response, self._raw, self._at, self._take = response, response.raw, at, take
        # Closed by whoever takes the exchange.
        self._kept = cast(BinaryIO, tempfile.SpooledTemporaryFile(IN_MEMORY))  # noqa: SIM115
        self._size, self._ended, self._told = 0, False, False

    def __getattr__(self, name: str) -> Any:
        return getattr(self._raw, name)

    def read1(self, *args: Any, **more: Any) -> bytes:
        piece: bytes = self._raw.read1(*args, **more)
        self._kept.write(piece)
        self._size += len(piece)
        self._ended = not piece
        return piece

    def close(self) -> None:
        self._raw.close()
        if not self._told:
            self._told = True
            self._kept.seek(0)
            self._take(self._exchange())

    def _exchange(self) -> Exchange:
        request, raw = self._response.request, self._raw
        asked = tuple((str(name), str(value)) for name, value in request.headers.items())
        wire = getattr(raw, "_original_response", None)
        return Exchange(
            url=request.url or "",
            target=request.path_url,
            asked=tuple(each for each in asked if each[0].lower() not in SECRET),
            protocol=PROTOCOLS.get(raw.version, "HTTP/1.1"),
            status=raw.status,
            reason=raw.reason or "",
            answered=_served(raw),
            body=self._kept,
            size=self._size,
            address=getattr(wire, "address", ""),
            at=self._at,
            cut=not self._ended and raw.headers.get("content-length", "") != str(self._size),
        )


def _served(raw: Any) -> Headers:
    """The answer's headers in their order, each as often as it came."""
    return tuple((str(name), str(value)) for name, value in raw.headers.iteritems())
