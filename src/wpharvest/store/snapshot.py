"""A snapshot, opened for reading (as it is, or as it was) or drafted for writing."""

from __future__ import annotations

import hashlib
import mimetypes
from collections.abc import Iterator
from contextlib import AbstractContextManager
from pathlib import Path

from wpharvest.model.items import Json, RawItem, Resource, SiteInfo
from wpharvest.store import bag, journal
from wpharvest.store.disk import Disk
from wpharvest.store.draft import Draft
from wpharvest.store.drafting import drafting
from wpharvest.store.names import html_path
from wpharvest.store.pieces import join
from wpharvest.store.rows import Role, Row, digest_like, dump, order, self_link, text_of
from wpharvest.store.state import State, damaged, load, payload
from wpharvest.store.versions import Version, find, state_at, versions

_TYPES = {"head": "text/html", "page": "text/html", "sitemap": "application/xml"}


class Snapshot:
    """What was harvested from one site. Reading checks every file against its digest."""

    def __init__(self, path: Path, state: State, latest: State) -> None:
        self.path = path
        self._state, self._latest = state, latest

    @classmethod
    def open(cls, path: Path, disk: Disk | None = None, *, version: str = "") -> Snapshot:
        """Open a snapshot for reading. A commit that was interrupted is done to its end first.

        `version` is one of those that were (`v3`, or a time: `2026-11-23`), as it was then; else the latest.
        Raises SnapshotMissingError, SnapshotLayoutError, UnknownNameError for a version that isn't there, and
        where a commit has to be finished SnapshotBusyError (it is still going on) and StorageError.
        """
        journal.recover(disk or Disk(), path)
        latest = load(path)
        if not version:
            return cls(path, latest, latest)
        return cls(path, latest, latest).at(version)

    def at(self, version: str) -> Snapshot:
        """The same snapshot as it was at a version. Raises UnknownNameError, SnapshotLayoutError."""
        chosen = find(self.versions(), version)
        return Snapshot(self.path, state_at(self.path, self._latest, chosen), self._latest)

    def versions(self) -> tuple[Version, ...]:
        """All versions, the oldest first. Raises SnapshotLayoutError."""
        return versions(self.path, self._latest)

    @property
    def version(self) -> Version:
        """The version that is open."""
        return next(each for each in self.versions() if each.run == self._state.run_name)

    @property
    def manifest_digest(self) -> str:
        """SHA-256 of the version's payload manifest, which names all that the version holds."""
        return hashlib.sha256(bag.write_manifest(self._state.manifest)).hexdigest()

    @staticmethod
    def draft(
        path: Path, started_at: str, disk: Disk | None = None, *, claim: str = ""
    ) -> AbstractContextManager[Draft]:
        """A new state for the snapshot at `path`, made if need be; `started_at` is UTC in ISO 8601.

        `claim` says which work it is: what a killed run of the same claim had put is taken over. Without one,
        what isn't committed is thrown away.

        Raises SnapshotBusyError, SnapshotLayoutError, StorageError when the block is entered.
        """
        return drafting(path, started_at, disk or Disk(), claim)

    @property
    def info(self) -> SiteInfo:
        """What the site says about itself."""
        return self._state.info

    @property
    def run(self) -> Json:
        """The run's `run.json`."""
        return self._state.run

    def rows(self) -> tuple[Row, ...]:
        """The index, sorted by path."""
        return self._state.rows

    def items(self, kind: str | None = None, language: str | None = None) -> Iterator[RawItem]:
        """The objects, sorted by key, one at a time from the disk. Raises SnapshotLayoutError."""
        rows = (row for row in self.rows() if row.role == "item")
        wanted = (row for row in rows if kind in (None, row.kind) and language in (None, row.language))
        for row in sorted(wanted, key=order):
            yield self.item(row)

    def resources(self, role: Role | None = None) -> Iterator[Resource]:
        """The heads, pages, sitemaps and media files, sorted by path. Raises SnapshotLayoutError."""
        for row in self.rows():
            if row.role != "item" and row.role != "deleted" and role in (None, row.role):
                kind = _TYPES.get(row.role) or mimetypes.guess_type(row.path)[0] or "application/octet-stream"
                key = row.key if row.kind else None
                yield Resource(row.name or row.path, row.role, row.url, self._body(row.path), kind, key)

    def files(self) -> Iterator[Resource]:
        """The media files, sorted by path, each as the file that it is (`Resource.file`); none is read."""
        for row in self.rows():
            if row.role == "media":
                kind = mimetypes.guess_type(row.path)[0] or "application/octet-stream"
                name = f"{bag.PAYLOAD}/{row.path}"
                file = self.path / self._state.places.get(name, name)
                yield Resource(row.name or row.path, "media", row.url, b"", kind, None, str(file), row.sha256)

    def sizes(self) -> dict[str, int]:
        """Bytes by role; a file that isn't there has none."""
        found: dict[str, int] = {}
        for row in self.rows():
            for path in (row.path, html_path(row.path)) if row.role == "item" else (row.path,):
                found[row.role] = found.get(row.role, 0) + self._size(path)
        return found

    def item(self, row: Row) -> RawItem:
        """The object of a row of the role `item`. Raises SnapshotLayoutError."""
        html = html_path(row.path)
        beside = self._body(html) if f"{bag.PAYLOAD}/{html}" in self._state.manifest else None
        fields = self._body(row.path)
        with damaged(self.path, row.path):
            value = join(fields, beside)
            if digest_like(row, value) != row.sha256:
                raise ValueError("it isn't what the index says")
        url = self_link(value) or text_of(value, "link")
        return RawItem(kind=row.kind, id=row.id, language=row.language, url=url, body=dump(value))

    def _size(self, path: str) -> int:
        name = f"{bag.PAYLOAD}/{path}"
        try:
            return (self.path / self._state.places.get(name, name)).stat().st_size
        except OSError:
            return 0

    def _body(self, path: str) -> bytes:
        name = f"{bag.PAYLOAD}/{path}"
        with damaged(self.path, name):
            return payload(self.path, name, self._state)
