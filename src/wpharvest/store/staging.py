"""The files of a state in the making: staged beside the last state, and moved into its place as one."""

from __future__ import annotations

import hashlib
from pathlib import Path

import msgspec

from wpharvest.model.items import Json
from wpharvest.store import bag
from wpharvest.store.changes import Change, counted, write_changes
from wpharvest.store.disk import Disk, make_folders
from wpharvest.store.history import Turnover, turnover
from wpharvest.store.journal import STAGE, Plan, finish, promise
from wpharvest.store.names import DELETED
from wpharvest.store.rows import dump
from wpharvest.store.settling import Settling
from wpharvest.store.state import State

NOTHING_YET = Turnover((), (), {})  # before the first run there is no past


class Record(msgspec.Struct, frozen=True):
    """What a commit says about itself: the site's address, the run, when it began (UTC), what it changed.

    `files` are what else belongs into the run's folder, by their names there.
    """

    home: str
    run: Json
    started_at: str
    changes: tuple[Change, ...]
    files: dict[str, Path] = {}


class Staging:
    """What was staged so far. Names are paths below the snapshot.

    `manifest` is the last state's payload, name to SHA-256; `staged` name to SHA-256 and size.
    """

    def __init__(self, path: Path, disk: Disk, before: State | None) -> None:
        self.path, self._disk, self._before = path, disk, before
        self.manifest = before.manifest if before else {}
        self.staged: dict[str, tuple[str, int]] = {}
        self._made: set[str] = set()  # folders of the stage that are there
        self._settling = Settling(disk, path)

    def has(self, name: str, sha: str) -> bool:
        """Whether the last state has this very file."""
        return self.manifest.get(name) == sha and (self.path / name).is_file()

    def where(self, name: str) -> Path:
        """Where the file is now: staged, or in the last state."""
        return self.path / STAGE / name if name in self.staged else self.path / name

    def write(self, name: str, body: bytes) -> str:
        """Stage bytes, unless the last state has them; their SHA-256."""
        sha = hashlib.sha256(body).hexdigest()
        if not self.has(name, sha):
            self._disk.write(self._target(name), body)
            self.staged[name] = (sha, len(body))
            self._settling.staged()
        return sha

    def take(self, name: str, sha: str, file: Path) -> None:
        """Stage a file by moving it; what the last state has is only removed."""
        if self.manifest.get(name) == sha:
            self._disk.remove(file)
            return
        target = self._target(name)
        self.staged[name] = (sha, file.stat().st_size)
        self._disk.rename(file, target)

    def moves(self, payload: dict[str, str]) -> list[str]:
        """The staged files of a payload, in the order in which they move in."""
        ready = {name for name, sha in payload.items() if self.staged.get(name, ("",))[0] == sha}
        last = (f"{bag.PAYLOAD}/{DELETED}/", bag.INDEX, bag.SITE)  # what speaks of the others
        return sorted(ready, key=lambda name: (name.startswith(last), not name.startswith(last[0]), name))

    def replace(self, payload: dict[str, str], record: Record) -> None:
        """Make this payload the state: the promise first, then its fulfilment. No way back in between."""
        moves = self.moves(payload)
        removes = sorted(set(self.manifest) - set(payload))
        past = turnover(self.path, self._before, payload) if self._before else NOTHING_YET
        own = self._own(payload, record)
        beside = self._beside(record)
        tags = self._tags(own, past.tags | beside)
        ready = [name for name in (*beside, *tags) if name in self.staged]
        self._settling.end()
        promise(self._disk, self.path, Plan((*removes, *past.drops), (*moves, *ready), past.keeps))
        finish(self._disk, self.path)

    def close(self) -> None:
        """Nothing is under way any more once this is done."""
        self._settling.close()

    def _target(self, name: str) -> str:
        folder = name.rpartition("/")[0]
        if folder not in self._made:
            make_folders(self._disk, self.path / STAGE / folder)
            self._made.add(folder)
        return f"{self.path}/{STAGE}/{name}"

    def _own(self, payload: dict[str, str], record: Record) -> dict[str, bytes]:
        """This run's tag files, the record last: that it is there says that the version is whole."""
        name = self._run_name(record)
        size = sum(self._size(each) for each in payload)
        manifest = bag.write_manifest(payload)
        number, counts = self._number() + 1, msgspec.to_builtins(counted(record.changes))
        run = record.run | {"version": number, "changes": counts, "complete": True}
        return {
            bag.BAGIT: bag.DECLARATION,
            bag.INFO: bag.write_info(record.home, record.started_at, name, size, len(payload)),
            bag.MANIFEST: manifest,
            bag.run_file(name, bag.MANIFEST): manifest,
            bag.run_file(name, bag.CHANGES): write_changes(record.changes),
            bag.run_file(name, bag.RECORD): dump(run, indent=1) + b"\n",
        }

    def _run_name(self, record: Record) -> str:
        return bag.run_name(record.started_at, self._before.tags if self._before else {})

    def _beside(self, record: Record) -> dict[str, str]:
        """Stage what else the run brings; path to SHA-256."""
        name, digests = self._run_name(record), {}
        for own, file in record.files.items():
            with file.open("rb") as opened:
                sha = hashlib.file_digest(opened, "sha256").hexdigest()
            self.take(bag.run_file(name, own), sha, file)
            digests[bag.run_file(name, own)] = sha
        return digests

    def _tags(self, own: dict[str, bytes], others: dict[str, str]) -> list[str]:
        """Stage the tag files; their names in the order in which they move in."""
        known = self._before.tags if self._before else {}
        older = {path: sha for path, sha in known.items() if path.startswith(f"{bag.RUNS}/")}
        bodies = self._upgrade() | own
        tags = older | others | {path: self.write(path, body) for path, body in bodies.items()}
        self.write(bag.TAGS, bag.write_manifest(tags))
        *first, last = bodies
        return [*first, bag.TAGS, last]

    def _number(self) -> int:
        """The number of the last version; 0 if there is none."""
        return int(self._before.run.get("version", 1)) if self._before else 0

    def _upgrade(self) -> dict[str, bytes]:
        """What makes the last state a version, if it was written before there were any."""
        before = self._before
        if before is None or not before.run_name or "version" in before.run:
            return {}
        return {
            bag.run_file(before.run_name, bag.MANIFEST): bag.write_manifest(before.manifest),
            bag.run_file(before.run_name, bag.RECORD): dump(before.run | {"version": 1}, indent=1) + b"\n",
        }

    def _size(self, name: str) -> int:
        if name in self.staged:
            return self.staged[name][1]
        path = self.path / name
        return path.stat().st_size if path.is_file() else 0  # `verify` reports a kept file that is missing
