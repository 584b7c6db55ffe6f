"""The answers in a WARC file, each found again by its place: one pass to learn what is there.

A `revisit` is the answer whose body it names. A WACZ is a zip with WARC files in it.
"""

from __future__ import annotations

import shutil
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed

from wpharvest.errors import LocalSourceError

SUFFIXES = (".warc", ".warc.gz", ".wacz")


class Capture(msgspec.Struct, frozen=True):
    """One answer: where its body is (file, offset), and what its heads say. `at` is ISO 8601, UTC."""

    url: str
    at: str
    status: int
    media_type: str
    headers: dict[str, str]
    file: Path
    offset: int
    cut: bool


class Crawl:
    """The WARC files of one crawl. Use as a context: a WACZ is unpacked for as long."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._unpacked: tempfile.TemporaryDirectory[str] | None = None

    def captures(self) -> Iterator[Capture]:
        """Every answer with a body, in the order of the files. Raises LocalSourceError."""
        known: dict[str, tuple[Path, int]] = {}  # digest -> where the body is
        for file in self._files():
            try:
                yield from _captures(file, known)
            except (ArchiveLoadFailed, OSError, EOFError) as error:
                raise LocalSourceError(str(self._path), f"it can't be read as WARC: {error}") from error

    def body(self, capture: Capture) -> Iterator[bytes]:
        """The body of an answer in pieces, as it was meant: neither chunked nor compressed."""
        with capture.file.open("rb") as stream:
            stream.seek(capture.offset)
            record = next(iter(ArchiveIterator(stream)))
            content = record.content_stream()
            while piece := content.read(2**16):
                yield piece

    def _files(self) -> list[Path]:
        if self._path.suffix.lower() != ".wacz":
            return [self._path]
        if self._unpacked is None:
            self._unpacked = tempfile.TemporaryDirectory(prefix="wpharvest-")
            try:
                _unpack(self._path, Path(self._unpacked.name))
            except (zipfile.BadZipFile, OSError) as error:
                raise LocalSourceError(str(self._path), f"it can't be read as WACZ: {error}") from error
        return sorted(Path(self._unpacked.name).iterdir())


def _unpack(path: Path, folder: Path) -> None:
    with zipfile.ZipFile(path) as archive:
        inside = [name for name in archive.namelist() if name.startswith("archive/") and ".warc" in name]
        for number, name in enumerate(sorted(inside)):
            suffix = ".warc.gz" if name.endswith(".gz") else ".warc"
            with archive.open(name) as source, (folder / f"{number:04d}{suffix}").open("wb") as target:
                shutil.copyfileobj(source, target, 2**20)


def _captures(file: Path, known: dict[str, tuple[Path, int]]) -> Iterator[Capture]:
    with file.open("rb") as stream:
        records = ArchiveIterator(stream)
        for record in records:
            if record.rec_type not in ("response", "revisit") or record.http_headers is None:
                continue
            about, heads = record.rec_headers, record.http_headers
            digest = about["WARC-Payload-Digest"] or ""
            place = (file, int(records.get_record_offset()))
            if record.rec_type == "response" and digest:
                known.setdefault(digest, place)
            if record.rec_type == "revisit":
                if digest not in known:
                    continue
                place = known[digest]
            yield Capture(
                *(about["WARC-Target-URI"] or "", about["WARC-Date"] or "", _number(heads.get_statuscode())),
                (heads.get_header("Content-Type") or "").partition(";")[0].strip().lower(),
                {name.lower(): value for name, value in heads.headers},
                *(*place, bool(about["WARC-Truncated"])),
            )


def _number(text: Any) -> int:
    return int(text) if text and str(text).isdigit() else 0
