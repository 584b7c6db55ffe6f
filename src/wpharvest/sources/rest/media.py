"""Media files: streamed to disk with their digest, gone on with where they broke off, checked, and capped.

A file is written to `NAME.part`; beside it `NAME.json` holds what the server said of it (`ETag`,
`Last-Modified`), so that the next try, also that of another run, asks only for the rest (RFC 9110, 14.2 and
13.1.5). Whoever stores the finished file moves it.
"""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Iterable, Iterator
from functools import partial
from pathlib import Path

import msgspec
import requests

from wpharvest.config import Harvest
from wpharvest.errors import SourceError, StorageError, UnreachableError
from wpharvest.model.items import Resource
from wpharvest.model.notices import Notice
from wpharvest.sources import Wanted
from wpharvest.sources.rest.addresses import Mapping
from wpharvest.sources.rest.ahead import ahead
from wpharvest.sources.rest.faults import WIRE, explain
from wpharvest.sources.rest.inflating import DECODERS, STEP, Plain
from wpharvest.sources.rest.session import Session, is_private
from wpharvest.urls import split_url

RULE = "media"
GIVE_UP = 20  # files in a row that the site doesn't give
SLOWEST = 4096  # bytes a second, on average, before a file is left for the next run

_NO_FILES = frozenset({"text/html", "application/xhtml+xml"})  # a page about the file, or about its absence
_WHOLE, _PART, _NOT_THAT = 200, 206, 416


class Part(msgspec.Struct, frozen=True):
    """What is known of a half fetched file: `validator` names the very version that it is half of."""

    url: str
    validator: str = ""


class NotAFileError(Exception):
    """The server answers, but not with this file: asking again wouldn't help."""


class Downloads:
    """Fetches the files of one site into a folder."""

    def __init__(self, session: Session, mapping: Mapping, options: Harvest, folder: Path) -> None:
        self._session, self._mapping, self._folder = session, mapping, folder
        self._limit = options.max_media_size * 2**20
        self._tries = options.retries + 1
        self._patience = options.deadline
        self._at_home = is_private(split_url(mapping.reached).hostname or "")

    def read(self, wanted: Iterable[Wanted], width: int) -> Iterator[Resource | Notice]:
        """One Resource a file, in order; a Notice for each that can't be had or isn't what was announced."""
        failed = 0
        for events in ahead((partial(self._one, each) for each in wanted), width):
            yield from events
            failed = failed + 1 if any(isinstance(each, Notice) and each.lost for each in events) else 0
            if failed >= GIVE_UP:
                what = f"{failed} media files in a row couldn't be had: no more are fetched"
                yield Notice(RULE, what, lost=True)
                return

    def _one(self, wanted: Wanted) -> tuple[Resource | Notice, ...]:
        try:
            file, sha, kind = self._fetch(wanted)
        except NotAFileError as error:
            return (Notice(RULE, f"{wanted.url} couldn't be fetched: {error}", wanted.key, lost=True),)
        except UnreachableError as error:
            return (Notice(RULE, f"{wanted.url} couldn't be fetched: {error.why}", wanted.key, lost=True),)
        except SourceError as error:
            return (Notice(RULE, str(error), wanted.key, lost=True),)
        size = file.stat().st_size
        resource = Resource(wanted.path, "media", wanted.url, b"", kind, wanted.key, str(file), sha)
        if wanted.size is None or wanted.size == size:
            return (resource,)
        what = f"{wanted.url} has {size} bytes, where the media library says {wanted.size}"
        return (resource, Notice(RULE, what, wanted.key))

    def _fetch(self, wanted: Wanted) -> tuple[Path, str, str]:
        url = self._mapping.ask(wanted.url)
        self._check(url)
        if wanted.size is not None and wanted.size > self._limit:
            raise NotAFileError(self._too_large(wanted.size))
        for attempt in range(self._tries):
            try:
                return self._attempt(url)
            except WIRE as error:
                why, again = explain(error)
                if not again or attempt + 1 == self._tries:
                    raise UnreachableError(url, why) from error
            self._session.pause(url, attempt)
        raise UnreachableError(url, "it was never asked")

    def _check(self, url: str) -> None:
        """Refuse what no visitor's browser should be sent to: other schemes, and a private network."""
        parts = split_url(url)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise NotAFileError("it isn't an http address")
        if not self._at_home and is_private(parts.hostname):
            raise NotAFileError("its address is inside a private network")

    def _attempt(self, url: str) -> tuple[Path, str, str]:
        name = hashlib.sha256(url.encode()).hexdigest()[:32]
        file = _File(self._folder / f"{name}.part", self._folder / f"{name}.json", url)
        have = file.size
        headers = {"Accept-Encoding": "identity"}
        if have:
            headers |= {"Range": f"bytes={have}-", "If-Range": file.validator}
        with self._session.opened(url, headers) as response:
            if response.status_code == _NOT_THAT:
                file.forget()
                raise ConnectionAbortedError("what was fetched before isn't a part of the file any more")
            start = have if _goes_on(response, have) else 0
            if response.status_code != _WHOLE and not start:
                raise NotAFileError(f"status {response.status_code}")
            kind = response.headers.get("content-type", "").split(";")[0].strip().lower()
            if kind in _NO_FILES and not split_url(url).path.lower().endswith((".html", ".htm")):
                raise NotAFileError("the server answers with an HTML page")
            declared = response.headers.get("content-length", "")
            if declared.isdigit() and start + int(declared) > self._limit:
                raise NotAFileError(self._too_large(start + int(declared)))
            file.begin(start, _validator(response))
            sha = self._stream(response, file)
        return file.path, sha, kind

    def _stream(self, response: requests.Response, file: _File) -> str:
        decoder = DECODERS.get(response.headers.get("content-encoding", "").strip().lower(), Plain)()
        came, ends = 0, self._session.now() + self._patience
        with file:
            while piece := response.raw.read1(STEP, decode_content=False):
                came += len(piece)
                try:
                    file.write(decoder.feed(piece, self._limit - file.written))
                except zlib.error as error:
                    raise ConnectionAbortedError("the compressed answer is damaged") from error
                if file.written > self._limit:
                    file.forget()
                    raise NotAFileError(self._too_large(file.written))
                if self._session.now() > ends + came / SLOWEST:
                    raise UnreachableError(file.url, "it comes too slowly; the next run goes on with it")
        declared = response.headers.get("content-length", "")
        if not decoder.whole() or (declared.isdigit() and came < int(declared)):
            raise ConnectionAbortedError("the answer was cut off")
        return file.digest

    def _too_large(self, size: int) -> str:
        return f"it has {size / 2**20:,.0f} MB or more, over the limit of {self._limit / 2**20:,.0f} MB"


class _File:
    """A file on its way: the part that is there, its digest, and what it is a part of."""

    def __init__(self, path: Path, about: Path, url: str) -> None:
        self.path, self.url = path, url
        self._about = about
        self.validator = self._known()
        self.size = path.stat().st_size if self.validator and path.is_file() else 0
        self._sha = hashlib.sha256()
        self.written = 0

    def _known(self) -> str:
        try:
            part = msgspec.json.decode(self._about.read_bytes(), type=Part)
        except (OSError, msgspec.DecodeError):
            return ""
        return part.validator if part.url == self.url else ""

    def begin(self, start: int, validator: str) -> None:
        """Go on behind the first `start` bytes, or begin anew."""
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            self._about.write_bytes(msgspec.json.encode(Part(self.url, validator)))
            self._out = self.path.open("r+b" if start else "wb")
            while start > self.written:
                piece = self._out.read(min(STEP, start - self.written))
                if not piece:
                    break
                self._sha.update(piece)
                self.written += len(piece)
            self._out.truncate()
        except OSError as error:
            raise StorageError(str(self.path), error.strerror or str(error)) from error

    def write(self, piece: bytes) -> None:
        """Add to the file."""
        try:
            self._out.write(piece)
        except OSError as error:
            raise StorageError(str(self.path), error.strerror or str(error)) from error
        self._sha.update(piece)
        self.written += len(piece)

    def __enter__(self) -> _File:
        return self

    def __exit__(self, *_: object) -> None:
        self._out.close()

    def forget(self) -> None:
        """Throw away what is there."""
        self.path.unlink(missing_ok=True)
        self._about.unlink(missing_ok=True)

    @property
    def digest(self) -> str:
        """SHA-256 of what was written; the note beside the file has done its work."""
        self._about.unlink(missing_ok=True)
        return self._sha.hexdigest()


def _goes_on(response: requests.Response, have: int) -> bool:
    """Whether the answer is the rest of what is there."""
    said = response.headers.get("content-range", "")
    return bool(have) and response.status_code == _PART and said.startswith(f"bytes {have}-")


def _validator(response: requests.Response) -> str:
    """What names this very version; a weak ETag doesn't (RFC 9110, 8.8.1)."""
    tag = response.headers.get("etag", "")
    return tag if tag and not tag.startswith("W/") else response.headers.get("last-modified", "")
