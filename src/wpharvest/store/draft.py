"""A state in the making: what a run puts, compared with what was there, and committed as one."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import msgspec

from wpharvest.model.items import Json, Key, RawItem, Resource, SiteInfo, digest
from wpharvest.store import bag, progress
from wpharvest.store.behind import Behind
from wpharvest.store.changes import changes
from wpharvest.store.comparing import Former, Verdict
from wpharvest.store.disk import Disk, storing
from wpharvest.store.journal import STAGE, discard
from wpharvest.store.names import Places, html_path, item_path, paths_of, tomb_path
from wpharvest.store.pieces import read_object, split
from wpharvest.store.rows import (
    KEYED,
    Commit,
    Identity,
    Row,
    Tombstone,
    dump,
    identity_of,
    item_row,
    resource_row,
    text_of,
    tomb_row,
    write_index,
)
from wpharvest.store.staging import Record, Staging
from wpharvest.store.state import State
from wpharvest.store.tape import Tape, earlier


class Placed(msgspec.Struct, frozen=True):
    """One thing that was put: its row, how it compares, its files (path below the snapshot, SHA-256)."""

    row: Row
    verdict: Verdict
    files: dict[str, str]


class Draft:
    """Takes objects and resources one by one; holds their rows in memory, never their bodies.

    `began_at` is when the work began: earlier than this run where it goes on with a killed one, whose
    objects and resources are in `resumed` and whose notes in `notes`.
    """

    def __init__(
        self, path: Path, started_at: str, disk: Disk, before: State | None, claim: str = ""
    ) -> None:
        self.path = path
        self._started_at, self._disk, self._before = started_at, disk, before
        self._staging = Staging(path, disk, before)
        self._former = Former(path, before)
        self._places = Places()
        for row in self._former.rows.values():
            self._hold(row)
        self._placed: dict[Identity, Placed] = {}
        self._buried: set[str] = set()
        self._committed = False
        self._tape: Behind | None = None
        self.notes: list[Json] = []
        self.resumed: dict[Identity, Row] = {}
        base = before.tags.get(bag.MANIFEST, "") if before else ""
        self._progress = self._take_over(progress.Header(claim, base, started_at))
        self.began_at = self._progress.header.began_at

    @property
    def info(self) -> SiteInfo | None:
        """The site as the last run found it; None before the first."""
        return self._before.info if self._before else None

    @property
    def run(self) -> Json:
        """The last run's record."""
        return self._before.run if self._before else {}

    @property
    def resumable(self) -> bool:
        """Whether what was put so far is worth keeping for the next run."""
        return not self._committed and (self.path / progress.LOG).is_file()

    def rows(self) -> Iterator[Row]:
        """What there is so far: of the last state, and in its place what was put since."""
        placed = {identity: each.row for identity, each in self._placed.items()}
        yield from (self._former.rows | placed).values()

    def has(self, row: Row) -> bool:
        """Whether the files of a row are there."""
        placed = self._placed.get(identity_of(row))
        files = placed.files if placed else self._former.files(row)
        return bool(files) and all(self._staging.where(name).is_file() for name in files)

    def value(self, key: Key) -> Json | None:
        """An object as it is stored so far; None if it isn't."""
        row = self._row(key)
        if row is None or not self.has(row):
            return None
        names = (f"{bag.PAYLOAD}/{path}" for path in paths_of(row.path, row.role))
        return read_object(map(self._staging.where, names))

    def body(self, row: Row) -> bytes:
        """The bytes of a resource as they are stored so far."""
        return self._staging.where(f"{bag.PAYLOAD}/{row.path}").read_bytes()

    def keep(self, key: Key) -> bool:
        """An object is still as the last run stored it. False if that isn't stored (any more)."""
        identity: Identity = ("item", key.language, key.kind, key.id)
        row = self._former.rows.get(identity)
        if identity in self._placed:
            return True
        if row is None or not self.has(row):
            return False
        self._place(row, "same", {})
        return True

    def bury(self, row: Row, stone: Tombstone) -> None:
        """An object is no longer on the site: its files go, a tombstone stays."""
        body = dump(msgspec.to_builtins(stone), indent=1) + b"\n"
        place = tomb_path(row.language, row.kind, row.id)
        tomb = tomb_row(row, place, hashlib.sha256(body).hexdigest())
        self._buried.add(row.path)
        self._place(tomb, "new", {place: body})

    def tape(self) -> Behind:
        """Where this run's exchanges are kept; they become part of the version. Raises StorageError."""
        self._progress.wake()
        known = earlier(self.path, self._before.tags if self._before else ())
        self._tape = Behind(Tape(self.path, self._disk, known))
        return self._tape

    def close(self) -> None:
        """Nothing is written any more once this is done, be the draft committed or not."""
        self._staging.close()
        if self._tape:
            self._tape.close()

    def note(self, value: Json) -> None:
        """Something that a later run finds in `notes`, should this one be killed."""
        self._progress.add(progress.Line(note=value))

    def put(self, item: RawItem, value: Json | None = None) -> Verdict:
        """Store an object, and say how it compares with the last run. A second put of a key replaces the
        first. `value` is the item's, where it is parsed already.

        Raises StorageError, and ValueError if its body isn't a JSON object.
        """
        value = item.value if value is None else value
        if not isinstance(value, dict):
            raise ValueError(f"{item.key} is not a JSON object")
        row = item_row(item, value, item_path(item, text_of(value, "slug")), digest(value))
        row, known = self._former.item(row, value)
        if known == "same":
            return self._place(row, known, {})
        fields, html = split(value)
        files = {row.path: fields} if html is None else {row.path: fields, html_path(row.path): html}
        return self._place(row, known, files)

    def put_resource(self, resource: Resource) -> Verdict:
        """Store a head, a page, a sitemap or a media file, and say how it compares. Raises StorageError.

        A resource whose bytes are in a file hands that file over: it is moved, never read into memory.
        """
        sha = resource.sha256 if resource.file else hashlib.sha256(resource.body).hexdigest()
        row = resource_row(resource, self._places.path(resource), sha)
        if resource.file:
            return self._place_file(row, self._former.verdict(row), Path(resource.file))
        row, known = self._former.resource(row, resource.body)
        return self._place(row, known, {} if known == "same" else {row.path: resource.body})

    def commit(self, info: SiteInfo, run: dict[str, Any], gone: Callable[[Row], bool]) -> Commit:
        """Make it the snapshot's state, once.

        Rows of the last state that weren't put again go if `gone(row)` says so, else they stay. If nothing
        differs, neither in the data nor in `run["harvest"]`, not a byte is written. Raises StorageError; the
        last state stands then, or (after the point of no return) the new one, once the snapshot is opened.
        """
        if self._committed:
            raise RuntimeError("a draft can be committed only once")
        self._committed = True
        rest = [row for identity, row in self._former.rows.items() if identity not in self._placed]
        goes = {row.path for row in rest if row.path in self._buried or self._is_back(row) or gone(row)}
        counts = Counter(each.verdict for each in self._placed.values() if each.row.role != "deleted")
        lost = sum(row.role != "deleted" for row in rest if row.path in goes)
        payload = self._payload([row for row in rest if row.path not in goes])
        home = {bag.SITE: dump(msgspec.to_builtins(info), indent=1) + b"\n"}
        rows = [each.row for each in self._placed.values()] + [row for row in rest if row.path not in goes]
        home[bag.INDEX] = write_index(rows)
        with storing(self.path):
            payload |= {name: self._stage(name, body) for name, body in home.items()}
            written = self._differs(payload, run)
            if written:
                found = tuple(changes(self._former.rows.values(), rows))
                self._staging.replace(
                    payload,
                    Record(info.home, run, self._started_at, found, self._tape.files if self._tape else {}),
                )
        return Commit(counts["new"], counts["changed"], counts["same"], lost, written)

    def _place(self, row: Row, verdict: Verdict, bodies: dict[str, bytes]) -> Verdict:
        with storing(self.path):
            named = {f"{bag.PAYLOAD}/{path}": body for path, body in bodies.items()}
            files = {name: self._stage(name, body) for name, body in named.items()}
        return self._placed_as(Placed(row, verdict, files or self._former.files(row)))

    def _place_file(self, row: Row, verdict: Verdict, file: Path) -> Verdict:
        name = f"{bag.PAYLOAD}/{row.path}"
        with storing(self.path):
            self._staging.take(name, row.sha256, file)
        return self._placed_as(Placed(row, verdict, {name: row.sha256}))

    def _placed_as(self, placed: Placed) -> Verdict:
        if self._tape:
            self._tape.settle()  # what a killed run has put, its tape has, too
        self._placed[identity_of(placed.row)] = placed
        with storing(self.path):
            self._progress.add(progress.Line(placed.row, placed.verdict, placed.files))
        return placed.verdict

    @property
    def before(self) -> tuple[Row, ...]:
        """The rows of the last state."""
        return tuple(self._former.rows.values())

    def _row(self, key: Key) -> Row | None:
        identity: Identity = ("item", key.language, key.kind, key.id)
        placed = self._placed.get(identity)
        return placed.row if placed else self._former.rows.get(identity)

    def _is_back(self, row: Row) -> bool:
        """Whether a tombstone stands for an object that is there again."""
        return row.role == "deleted" and ("item", row.language, row.kind, row.id) in self._placed

    def _take_over(self, header: progress.Header) -> progress.Progress:
        """Go on with what a killed run of the same work had put, if there is one; else begin anew."""
        found = progress.read(self.path, header)
        if found is None:
            discard(self._disk, self.path)
            return progress.Progress(self.path, self._disk, header)
        header, lines = found
        for line in lines:
            if line.note is not None:
                self.notes.append(line.note)
            elif line.row is not None and self._found(line.files):
                identity = identity_of(line.row)
                self.resumed[identity] = line.row
                self._hold(line.row)
                verdict: Verdict = line.verdict  # type: ignore[assignment]
                self._placed[identity] = Placed(line.row, verdict, line.files)
                if line.row.role == "deleted":
                    self._buried.add(self._former.rows["item", *identity[1:]].path)
        return progress.Progress(self.path, self._disk, header, awake=True)

    def _hold(self, row: Row) -> None:
        if row.role not in KEYED:
            self._places.hold(row.name or row.path, row.path)

    def _found(self, files: Mapping[str, str]) -> bool:
        """Whether all these are staged, or there already, as they were written."""
        for name, sha in files.items():
            size = progress.whole(self.path / STAGE, name, sha)
            if size >= 0:
                self._staging.staged[name] = (sha, size)
            elif not self._staging.has(name, sha):
                return False
        return bool(files)

    def _stage(self, name: str, body: bytes) -> str:
        self._progress.wake()
        return self._staging.write(name, body)

    def _payload(self, stays: list[Row]) -> dict[str, str]:
        payload: dict[str, str] = {}
        for row in stays:
            payload |= self._former.files(row)
        for each in self._placed.values():
            payload |= each.files
        return payload

    def _differs(self, payload: dict[str, str], run: dict[str, Any]) -> bool:
        if self._before is None or payload != self._staging.manifest or self._staging.moves(payload):
            return True
        return dump(run.get("harvest")) != dump(self._before.run.get("harvest"))
