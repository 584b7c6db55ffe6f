"""Undo gzip and deflate piece by piece: bombs stop at the limit, cut streams are noticed.

requests inflates whole pieces without a limit and takes a cut gzip stream for a whole one.
"""

from __future__ import annotations

import zlib
from typing import Any, Protocol

STEP = 65536
_GZIP = b"\x1f\x8b"


class Decoder(Protocol):
    """Takes pieces of a body as they came over the wire and gives them back as they were meant."""

    def feed(self, piece: bytes, room: int) -> bytes:
        """At most `room` + 1 bytes, so that the caller sees when a body is over its limit."""
        ...

    def whole(self) -> bool:
        """Whether the stream came to its own end."""
        ...


class Plain:
    """A body that isn't compressed."""

    def feed(self, piece: bytes, room: int) -> bytes:
        """The piece as it is."""
        return piece[: room + 1]

    def whole(self) -> bool:
        """Always: how long a plain body is, only the length header knows."""
        return True


class Inflated:
    """A gzip or deflate body. A body that says gzip but isn't comes through as it is."""

    def __init__(self) -> None:
        self._start = b""
        self._stream: Any = None
        self._plain = False

    def feed(self, piece: bytes, room: int) -> bytes:
        """The inflated bytes of one piece; raises `zlib.error` on a damaged stream."""
        if self._stream is None and not self._plain:
            self._start += piece
            if len(self._start) < 2:
                return b""
            piece, self._start = self._start, b""
            self._choose(piece)
        if self._plain:
            return piece[: room + 1]
        out = bytearray()
        while piece and len(out) <= room:
            if self._stream.eof:  # several gzip members in a row make one body
                if not piece.startswith(_GZIP):
                    break
                self._stream = zlib.decompressobj(31)
            out += self._stream.decompress(piece, room + 1 - len(out))
            piece = self._stream.unconsumed_tail or self._stream.unused_data
        return bytes(out)

    def _choose(self, start: bytes) -> None:
        if start.startswith(_GZIP):
            self._stream = zlib.decompressobj(31)
        elif start[0] & 0x0F == 8 and int.from_bytes(start[:2], "big") % 31 == 0:
            self._stream = zlib.decompressobj(15)
        elif start[:1] in b"[{<\xef \t\r\n":
            self._plain = True
        else:
            self._stream = zlib.decompressobj(-15)

    def whole(self) -> bool:
        """Whether the compressed stream reached its end mark; an empty body is whole."""
        if self._stream is None:
            return True
        return bool(self._stream.eof)


DECODERS: dict[str, type[Plain] | type[Inflated]] = {
    "": Plain,
    "identity": Plain,
    "gzip": Inflated,
    "x-gzip": Inflated,
    "deflate": Inflated,
}
