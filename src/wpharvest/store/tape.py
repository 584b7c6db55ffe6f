"""A run's exchanges with the site as a WARC 1.1 file, and where in it each of them is.

`http.warc.gz` holds, for each exchange, a `response` record and its `request`, each a gzip member of its own;
for an answer whose bytes an earlier record holds already, a `revisit` that names it (WARC 1.1, 6.7). Beside
it `http.jsonl` has a line for each exchange: it tells the next run what is there already, and where a
killed run's file was whole. https://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/
"""

from __future__ import annotations

import hashlib
import zlib
from base64 import b32encode
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import msgspec
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from wpharvest import __version__
from wpharvest.model.exchanges import Exchange, Headers
from wpharvest.store import bag
from wpharvest.store.disk import Disk, make_folders, storing
from wpharvest.store.journal import INCOMING

WARC, LINES = "http.warc.gz", "http.jsonl"
STEP = 2**16  # bytes
LEVEL = 4  # of gzip; 9, the usual one, takes more than twice as long for a fourteenth less
VERSION = "WARC/1.1"
INFO = {
    "software": f"wpharvest {__version__}",
    "format": "WARC File Format 1.1",
    "conformsTo": "http://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/",
}


class Told(msgspec.Struct, frozen=True):
    """A line of `http.jsonl`: an exchange, the digest of its body, and where its records end in the file.

    `first_url` and `first_at` name the record that has the body, where this exchange's is a `revisit`.
    """

    url: str
    at: str
    status: int
    media_type: str
    digest: str
    size: int
    end: int
    first_url: str = ""
    first_at: str = ""


class Tape:
    """Writes the exchanges of a run below the snapshot's `.incoming`; goes on with a killed run's.

    For one thread; `behind.Behind` gives it one.
    """

    def __init__(self, root: Path, disk: Disk, earlier: Iterable[Told] = ()) -> None:
        self._disk, self._root = disk, root
        self.warc, self.lines = root / INCOMING / WARC, root / INCOMING / LINES
        self._end = 0
        self._bodies: dict[str, tuple[str, str]] = {}  # digest -> address and time of the record that has it
        for told in (*earlier, *self._resume()):
            self._remember(told)

    @property
    def files(self) -> dict[str, Path]:
        """What was written, by the name it has in its run's folder."""
        return {WARC: self.warc, LINES: self.lines} if self._end else {}

    def record(self, exchange: Exchange) -> None:
        """Keep one exchange, and close its body. Raises StorageError."""
        with exchange.body, storing(self._root):
            digest = _digest(exchange)
            make_folders(self._disk, self.warc.parent)
            if not self._end:
                self._write(lambda writer: [writer.create_warcinfo_record(WARC, INFO)])
            first = self._bodies.get(digest) if exchange.size and not exchange.cut else None
            self._write(lambda writer: _records(writer, exchange, digest, first))
            kind = next((value for name, value in exchange.answered if name.lower() == "content-type"), "")
            told = Told(
                *(exchange.url, exchange.at, exchange.status, kind.partition(";")[0].strip().lower()),
                *(digest, exchange.size, self._end, *(first or ())),
            )
            self._disk.append(self.lines, msgspec.json.encode(told) + b"\n")
            self._remember(told, whole=not exchange.cut)

    def _remember(self, told: Told, *, whole: bool = True) -> None:
        if told.size and whole:
            self._bodies.setdefault(told.digest, (told.first_url or told.url, told.first_at or told.at))

    def _resume(self) -> list[Told]:
        """What a killed run wrote whole; the rest of its file is cut off."""
        if not self.warc.is_file():
            return []
        known = list(read_lines(self.lines)) if self.lines.is_file() else []
        size = self.warc.stat().st_size
        known = [told for told in known if told.end <= size]
        with storing(self._root):
            self._end = known[-1].end if known else 0
            self._disk.cut(self.warc, self._end)
            self._disk.write(self.lines, b"".join(msgspec.json.encode(told) + b"\n" for told in known))
        return known

    def _write(self, records: Any) -> None:
        out = _Members(self._disk, self.warc)
        writer = WARCWriter(out, gzip=False, warc_version=VERSION)
        for record in records(writer):
            writer.write_record(record)
        out.finish()
        self._end += out.size


def earlier(root: Path, tags: Iterable[str]) -> Iterator[Told]:
    """What the runs of a snapshot have recorded, the oldest run first; `tags` are its tag files."""
    for path in sorted(tags):
        if path.startswith(f"{bag.RUNS}/") and path.endswith(f"/{LINES}") and (root / path).is_file():
            yield from read_lines(root / path)


def referred_to(root: Path, stays: Iterable[str], goes: Iterable[str]) -> frozenset[str]:
    """The files of the runs that go which `revisit` records of those that stay refer to."""
    named = {
        (told.first_url, told.first_at) for run in stays for told in _told_by(root, run) if told.first_url
    }
    return frozenset(
        bag.run_file(run, name)
        for run in goes
        if any((told.url, told.at) in named for told in _told_by(root, run))
        for name in (WARC, LINES)
    )


def _told_by(root: Path, run: str) -> Iterator[Told]:
    path = root / bag.run_file(run, LINES)
    return read_lines(path) if path.is_file() else iter(())


def read_lines(path: Path) -> Iterator[Told]:
    """The lines of a `http.jsonl`, as far as they are whole."""
    with path.open("rb") as file:
        for line in file:
            try:
                yield msgspec.json.decode(line, type=Told)
            except msgspec.DecodeError:
                return


def _records(writer: Any, exchange: Exchange, digest: str, first: tuple[str, str] | None) -> list[Any]:
    heads = StatusAndHeaders(
        f"{exchange.status} {exchange.reason}", _fitting(exchange.answered), protocol=exchange.protocol
    )
    about = {"WARC-Date": exchange.at, "WARC-IP-Address": exchange.address}
    about = {name: value for name, value in about.items() if value}
    if first:
        answer = writer.create_revisit_record(
            exchange.url, digest, *first, http_headers=heads, warc_headers_dict=about
        )
    else:
        cut = {"WARC-Truncated": "unspecified"} if exchange.cut else {}
        answer = writer.create_warc_record(
            exchange.url,
            "response",
            payload=exchange.body,
            length=exchange.size,
            http_headers=heads,
            warc_headers_dict=about | cut | {"WARC-Payload-Digest": digest},
        )
    line = StatusAndHeaders(f"GET {exchange.target} HTTP/1.1", list(exchange.asked), is_http_request=True)
    said = {**about, "WARC-Concurrent-To": answer.rec_headers.get_header("WARC-Record-ID")}
    asked = writer.create_warc_record(exchange.url, "request", http_headers=line, warc_headers_dict=said)
    return [answer, asked]


def _fitting(headers: Headers) -> list[tuple[str, str]]:
    """The headers; the transfer coding is undone, so its name no longer says what the bytes are."""
    return [
        (f"X-Archive-Orig-{name}" if name.lower() == "transfer-encoding" else name, value)
        for name, value in headers
    ]


def _digest(exchange: Exchange) -> str:
    """SHA-1 in base 32, as WARC tools write it; the body is at its beginning before and after."""
    found = hashlib.sha1(usedforsecurity=False)
    for piece in iter(lambda: exchange.body.read(STEP), b""):
        found.update(piece)
    exchange.body.seek(0)
    return f"sha1:{b32encode(found.digest()).decode()}"


class _Members:
    """What the writer writes to: the end of a file, a gzip member a record, in pieces worth a system call."""

    def __init__(self, disk: Disk, path: Path) -> None:
        self._disk, self._path = disk, path
        self._held = bytearray()
        self._member = _member()
        self.size = 0

    def write(self, piece: bytes) -> None:
        self._held += self._member.compress(piece)
        if len(self._held) >= STEP * 16:
            self.finish()

    def flush(self) -> None:
        """The end of a member: warcio says it after each record."""
        self._held += self._member.flush()
        self._member = _member()

    def finish(self) -> None:
        self._disk.append(self._path, bytes(self._held))
        self.size += len(self._held)
        self._held.clear()


def _member() -> Any:
    return zlib.compressobj(LEVEL, zlib.DEFLATED, zlib.MAX_WBITS + 16)
