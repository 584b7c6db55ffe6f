"""The files of a state in the making: staged beside the last state, and moved into its place as one."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

from wpharvest.store import bag
from wpharvest.store.disk import Disk, make_folders
from wpharvest.store.journal import STAGE, Plan, finish, promise
from wpharvest.store.rows import dump
from wpharvest.store.state import State


class Staging:
    """What was staged so far. Names are paths below the snapshot.

    `manifest` is the last state's payload, name to SHA-256; `staged` name to SHA-256 and size.
    """

    def __init__(self, path: Path, disk: Disk, before: State | None) -> None:
        self.path, self._disk, self._before = path, disk, before
        self.manifest = before.manifest if before else {}
        self.staged: dict[str, tuple[str, int]] = {}
        self._made: set[str] = set()  # folders of the stage that are there

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
        return sorted(ready - {bag.INDEX, bag.SITE}) + sorted(ready & {bag.INDEX, bag.SITE})

    def replace(self, payload: dict[str, str], home: str, run: dict[str, Any], started_at: str) -> None:
        """Make this payload the state: the promise first, then its fulfilment. No way back in between."""
        moves = self.moves(payload)
        removes = sorted(set(self.manifest) - set(payload))
        tags = self._tags(payload, home, run, started_at)
        ready = [name for name in tags if name in self.staged]
        promise(self._disk, self.path, Plan(tuple(removes), (*moves, *ready)))
        finish(self._disk, self.path)

    def _target(self, name: str) -> str:
        folder = name.rpartition("/")[0]
        if folder not in self._made:
            make_folders(self._disk, self.path / STAGE / folder)
            self._made.add(folder)
        return f"{self.path}/{STAGE}/{name}"

    def _tags(self, payload: dict[str, str], home: str, run: dict[str, Any], started_at: str) -> list[str]:
        """Stage the tag files; their names in the order in which they move in."""
        known = self._before.tags if self._before else {}
        name = bag.run_name(started_at, known)
        size = sum(self._size(each) for each in payload)
        bodies = {
            bag.BAGIT: bag.DECLARATION,
            bag.INFO: bag.write_info(home, started_at, name, size, len(payload)),
            bag.MANIFEST: bag.write_manifest(payload),
            f"{bag.RUNS}/{name}/run.json": dump(run, indent=1) + b"\n",
        }
        older = {path: sha for path, sha in known.items() if path.startswith(f"{bag.RUNS}/")}
        tags = older | {path: self.write(path, body) for path, body in bodies.items()}
        self.write(bag.TAGS, bag.write_manifest(tags))
        *first, last = bodies
        return [*first, bag.TAGS, last]

    def _size(self, name: str) -> int:
        if name in self.staged:
            return self.staged[name][1]
        path = self.path / name
        return path.stat().st_size if path.is_file() else 0  # `verify` reports a kept file that is missing
