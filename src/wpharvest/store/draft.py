"""A state in the making: what a run puts, compared with what was there, and committed as one."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any, Literal

import msgspec

from wpharvest.model.items import RawItem, Resource, SiteInfo, digest
from wpharvest.store import bag
from wpharvest.store.disk import Disk, best_effort, make_folders, settle_all, storing
from wpharvest.store.journal import COMMIT, STAGE, Plan, discard, finish, promise
from wpharvest.store.lock import locked
from wpharvest.store.names import html_path, item_path, resource_path
from wpharvest.store.pieces import split
from wpharvest.store.rows import Commit, Row, dump, item_row, resource_row, text_of, write_index
from wpharvest.store.state import State, is_there, load

Verdict = Literal["new", "changed", "same"]
Identity = tuple[str, ...] | tuple[str, str, str, int | str]


class Placed(msgspec.Struct, frozen=True):
    """One thing that was put: its row, how it compares, its files (path below the snapshot, SHA-256)."""

    row: Row
    verdict: Verdict
    files: dict[str, str]


class Draft:
    """Takes objects and resources one by one; holds their rows in memory, never their bodies."""

    def __init__(self, path: Path, started_at: str, disk: Disk, before: State | None) -> None:
        self.path = path
        self._started_at, self._disk, self._before = started_at, disk, before
        self._manifest = before.manifest if before else {}
        self._rows = {_identity(row): row for row in before.rows} if before else {}
        self._placed: dict[Identity, Placed] = {}
        self._staged: dict[str, tuple[str, int]] = {}  # path below the snapshot: SHA-256, size
        self._committed = False

    def put(self, item: RawItem) -> Verdict:
        """Store an object, and say how it compares with the last run. A second put of a key replaces the
        first. Raises StorageError, and ValueError if its body isn't a JSON object.
        """
        value = item.value
        if not isinstance(value, dict):
            raise ValueError(f"{item.key} is not a JSON object")
        row = item_row(item, value, item_path(item, text_of(value, "slug")), digest(value))
        known = self._verdict(row)
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
        row = resource_row(resource, resource_path(resource), sha)
        known = self._verdict(row)
        if resource.file:
            return self._place_file(row, known, Path(resource.file))
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
        rest = [row for identity, row in self._rows.items() if identity not in self._placed]
        goes = {row.path for row in rest if gone(row)}
        counts = Counter(each.verdict for each in self._placed.values())
        payload = self._payload([row for row in rest if row.path not in goes])
        home = {bag.SITE: dump(msgspec.to_builtins(info), indent=1) + b"\n"}
        rows = [each.row for each in self._placed.values()] + [row for row in rest if row.path not in goes]
        home[bag.INDEX] = write_index(rows)
        with storing(self.path):
            payload |= {name: self._stage(name, body) for name, body in home.items()}
            written = self._differs(payload, run)
            if written:
                self._replace(payload, info.home, run)
        return Commit(counts["new"], counts["changed"], counts["same"], len(goes), written)

    def _verdict(self, row: Row) -> Verdict:
        before = self._rows.get(_identity(row))
        if before is None:
            return "new"
        # `verify` finds flipped bytes; a file that isn't there at all is put back without being asked.
        whole = before == row and all((self.path / name).is_file() for name in self._files_of(row))
        return "same" if whole else "changed"

    def _place(self, row: Row, verdict: Verdict, bodies: dict[str, bytes]) -> Verdict:
        with storing(self.path):
            named = {f"{bag.PAYLOAD}/{path}": body for path, body in bodies.items()}
            files = {name: self._stage(name, body) for name, body in named.items()}
        self._placed[_identity(row)] = Placed(row, verdict, files or self._files_of(row))
        return verdict

    def _place_file(self, row: Row, verdict: Verdict, file: Path) -> Verdict:
        name = f"{bag.PAYLOAD}/{row.path}"
        with storing(self.path):
            if verdict == "same" or self._manifest.get(name) == row.sha256:
                self._disk.remove(file)
            else:
                target = self.path / STAGE / name
                make_folders(self._disk, target.parent)
                self._staged[name] = (row.sha256, file.stat().st_size)
                self._disk.rename(file, target)
        self._placed[_identity(row)] = Placed(row, verdict, {name: row.sha256})
        return verdict

    @property
    def before(self) -> tuple[Row, ...]:
        """The rows of the last state."""
        return tuple(self._rows.values())

    def _files_of(self, row: Row) -> dict[str, str]:
        names = (f"{bag.PAYLOAD}/{path}" for path in _paths(row))
        return {name: self._manifest[name] for name in names if name in self._manifest}

    def _stage(self, name: str, body: bytes) -> str:
        sha = hashlib.sha256(body).hexdigest()
        if self._manifest.get(name) == sha and (self.path / name).is_file():
            return sha
        target = self.path / STAGE / name
        make_folders(self._disk, target.parent)
        self._disk.write(target, body)
        self._staged[name] = (sha, len(body))
        return sha

    def _payload(self, stays: list[Row]) -> dict[str, str]:
        payload: dict[str, str] = {}
        for row in stays:
            payload |= self._files_of(row)
        for each in self._placed.values():
            payload |= each.files
        return payload

    def _differs(self, payload: dict[str, str], run: dict[str, Any]) -> bool:
        if self._before is None or payload != self._manifest or self._moves(payload):
            return True
        return dump(run.get("harvest")) != dump(self._before.run.get("harvest"))

    def _moves(self, payload: dict[str, str]) -> list[str]:
        ready = {name for name, sha in payload.items() if self._staged.get(name, ("",))[0] == sha}
        return sorted(ready - {bag.INDEX, bag.SITE}) + sorted(ready & {bag.INDEX, bag.SITE})

    def _replace(self, payload: dict[str, str], home: str, run: dict[str, Any]) -> None:
        moves = self._moves(payload)
        removes = sorted(set(self._manifest) - set(payload))
        tags = self._tags(payload, home, run)
        ready = [name for name in tags if name in self._staged]
        promise(self._disk, self.path, Plan(tuple(removes), (*moves, *ready)))
        finish(self._disk, self.path)

    def _tags(self, payload: dict[str, str], home: str, run: dict[str, Any]) -> list[str]:
        """Stage the tag files; their names in the order in which they move in."""
        known = self._before.tags if self._before else {}
        name = _run_name(self._started_at, known)
        size = sum(self._size(each) for each in payload)
        bodies = {
            bag.BAGIT: bag.DECLARATION,
            bag.INFO: bag.write_info(home, self._started_at, name, size, len(payload)),
            bag.MANIFEST: bag.write_manifest(payload),
            f"{bag.RUNS}/{name}/run.json": dump(run, indent=1) + b"\n",
        }
        older = {path: sha for path, sha in known.items() if path.startswith(f"{bag.RUNS}/")}
        tags = older | {path: self._stage(path, body) for path, body in bodies.items()}
        self._stage(bag.TAGS, bag.write_manifest(tags))
        *first, last = bodies
        return [*first, bag.TAGS, last]

    def _size(self, name: str) -> int:
        if name in self._staged:
            return self._staged[name][1]
        path = self.path / name
        return path.stat().st_size if path.is_file() else 0  # `verify` reports a kept file that is missing


@contextmanager
def drafting(path: Path, started_at: str, disk: Disk) -> Iterator[Draft]:
    """A draft on the snapshot at `path`, which is made if need be, and locked until the block ends."""
    with ExitStack() as stack:
        with storing(path):
            made = make_folders(disk, path)
            stack.enter_context(locked(path))
            stack.callback(_tidy, disk, path, made)
            settle_all(disk, [folder.parent for folder in made])
            if (path / COMMIT).is_file():
                finish(disk, path)
            discard(disk, path)
        yield Draft(path, started_at, disk, load(path) if is_there(path) else None)


def _tidy(disk: Disk, path: Path, made: list[Path]) -> None:
    with best_effort():
        discard(disk, path)
        for folder in reversed(made):
            disk.remove_folder(folder)  # only where the run left nothing in it


def _identity(row: Row) -> Identity:
    if row.role == "item":
        return (row.role, row.language, row.kind, row.id)
    return (row.role, row.name or row.path)


def _paths(row: Row) -> tuple[str, ...]:
    return (row.path, html_path(row.path)) if row.role == "item" else (row.path,)


def _run_name(started_at: str, taken: dict[str, str]) -> str:
    safe = "".join(c if c.isascii() and (c.isalnum() or c in "-T") else "-" for c in started_at) or "run"
    names = (safe if not count else f"{safe}-{count + 1:02d}" for count in range(len(taken) + 1))
    return next(name for name in names if f"{bag.RUNS}/{name}/run.json" not in taken)
