"""A WACZ 1.1.1 of the exchanges of all runs: ReplayWeb.page and pywb open it.

Source: https://specs.webrecorder.net/wacz/1.1.1/. The index is cdxj-indexer's (the extra `archive`); the rest
is a zip with five files, where the library that writes it brings a data framework along.
"""

from __future__ import annotations

import hashlib
import tempfile
import zipfile
from collections.abc import Iterator
from io import TextIOWrapper
from pathlib import Path
from typing import Any, BinaryIO

import msgspec
from warcio.archiveiterator import ArchiveIterator

from wpharvest import __version__, head
from wpharvest.errors import MissingExtraError
from wpharvest.store.packing import warc
from wpharvest.store.packing.contents import Contents
from wpharvest.store.packing.zipped import EPOCH, add

VERSION = "1.1.1"
DATA = "data.warc.gz"
PAGES = "pages/pages.jsonl"
_HTML = ("text/html", "application/xhtml+xml")


def write(contents: Contents, out: BinaryIO) -> None:
    """A WACZ 1.1.1 of the exchanges of all runs: ReplayWeb.page and pywb open it."""
    with tempfile.TemporaryDirectory() as name, zipfile.ZipFile(out, "w") as archive:
        folder = Path(name)
        with (folder / DATA).open("wb") as data:
            warc.write(contents, data)
        _index(folder)
        pages = list(_pages(folder / DATA, contents))
        (folder / "pages.jsonl").write_bytes(_lines(contents, pages))
        files = {
            f"archive/{DATA}": (folder / DATA, False),
            "indexes/index.cdx.gz": (folder / "index.cdx.gz", False),
            "indexes/index.idx": (folder / "index.idx", True),
            PAGES: (folder / "pages.jsonl", True),
        }
        described = _described(contents, {path: file for path, (file, _) in files.items()}, pages)
        digest = {"path": "datapackage.json", "hash": f"sha256:{hashlib.sha256(described).hexdigest()}"}
        for path, (file, squeeze) in files.items():
            add(archive, path, file, squeeze=squeeze)
        archive.writestr(zipfile.ZipInfo("datapackage.json", EPOCH), described)
        archive.writestr(zipfile.ZipInfo("datapackage-digest.json", EPOCH), msgspec.json.encode(digest))


def _index(folder: Path) -> None:
    try:
        from cdxj_indexer.main import CDXJIndexer  # an extra that few need
    except ImportError as error:
        raise MissingExtraError("--as wacz", "archive") from error
    index, lines = folder / "index.idx", folder / "index.cdx.gz"
    with index.open("wb") as raw, lines.open("wb") as packed:
        CDXJIndexer(
            TextIOWrapper(raw, "utf-8", write_through=True),
            str(folder / DATA),
            sort=True,
            post_append=True,
            compress=packed,
            digest_records=True,
            fields="referrer",
            data_out_name="index.cdx.gz",
            filename=DATA,
        ).process_all()


def _pages(data: Path, contents: Contents) -> Iterator[dict[str, Any]]:
    """The HTML pages that were read whole, each at its last time; the home page in any case, first."""
    found: dict[str, dict[str, Any]] = {}
    with data.open("rb") as stream:
        for record in ArchiveIterator(stream):
            url, at = record.rec_headers["WARC-Target-URI"], record.rec_headers["WARC-Date"]
            if record.rec_type != "response" or record.http_headers.get_statuscode() != "200":
                continue
            kind = (record.http_headers.get_header("Content-Type") or "").partition(";")[0].strip().lower()
            home = url.rstrip("/") == contents.home.rstrip("/")
            if kind in _HTML and (home or not record.rec_headers["WARC-Truncated"]):
                title = head.read(record.content_stream().read(), url).title
                found[url] = {"url": url, "ts": at, "title": title or url}
    for number, url in enumerate(sorted(found, key=lambda each: (len(each), each)), 1):
        yield {"id": f"page-{number}", **found[url]}


def _lines(contents: Contents, pages: list[dict[str, Any]]) -> bytes:
    top = {"format": "json-pages-1.0", "id": "pages", "title": contents.title}
    return b"".join(msgspec.json.encode(each) + b"\n" for each in (top, *pages))


def _described(contents: Contents, files: dict[str, Path], pages: list[dict[str, Any]]) -> bytes:
    """`datapackage.json`: each file with its size and digest, and where to begin reading."""
    main = {"mainPageUrl": pages[0]["url"], "mainPageDate": pages[0]["ts"]} if pages else {}
    value = {
        "profile": "data-package",
        "resources": [_resource(path, file) for path, file in files.items()],
        "wacz_version": VERSION,
        "title": contents.title,
        "created": contents.made_at,
        "software": f"wpharvest {__version__}",
        **main,
    }
    return msgspec.json.format(msgspec.json.encode(value), indent=2)


def _resource(path: str, file: Path) -> dict[str, Any]:
    with file.open("rb") as opened:
        digest = hashlib.file_digest(opened, "sha256").hexdigest()
    return {
        "name": Path(path).name.lower(),
        "path": path,
        "hash": f"sha256:{digest}",
        "bytes": file.stat().st_size,
    }
