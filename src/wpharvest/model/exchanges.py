"""What was said on the wire: a request and its answer, for whoever wants to keep them."""

from __future__ import annotations

from typing import BinaryIO, Protocol

import msgspec

Headers = tuple[tuple[str, str], ...]


class Exchange(msgspec.Struct, frozen=True):
    """One GET as it went over the wire, without credentials.

    `target` is what stands in the request line; `asked` and `answered` are the headers in their order, those
    of the answer as they were served; `body` is at its beginning and holds `size` bytes, still compressed
    where the server compressed it, with the transfer coding undone. `address` is the IP that was connected
    to, `at` UTC in ISO 8601 with microseconds. `cut`: the reading ended before the body did.
    """

    url: str
    target: str
    asked: Headers
    protocol: str
    status: int
    reason: str
    answered: Headers
    body: BinaryIO
    size: int
    address: str
    at: str
    cut: bool = False


class Recorder(Protocol):
    """Keeps exchanges. May be called from several threads."""

    def record(self, exchange: Exchange) -> None:
        """Keep one, and close its body once it is kept."""
        ...
