"""What is packed: the files of a snapshot in their order, and what is known of it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

import msgspec

from wpharvest.errors import SnapshotLayoutError
from wpharvest.store import bag
from wpharvest.store.pairs import PAIRS
from wpharvest.store.snapshot import Snapshot
from wpharvest.store.tape import WARC


class Contents(msgspec.Struct, frozen=True):
    """A whole snapshot: `files` are paths below `root`, sorted; `made_at` is when its last run began."""

    root: Path
    name: str
    home: str
    title: str
    made_at: str
    files: tuple[str, ...]

    @classmethod
    def of(cls, root: Path, opened: Snapshot) -> Contents:
        """What an intact snapshot holds: the files that its manifests name, and those themselves."""
        named = {bag.TAGS}
        for manifest in (bag.MANIFEST, bag.TAGS):
            named |= {path for path, _ in bag.read_manifest((root / manifest).read_bytes())}
        if (root / PAIRS).is_file():
            named.add(PAIRS)  # what a person decided goes where the snapshot goes
        info, made_at = opened.info, str(opened.run.get("started_at", ""))
        return cls(root, root.name, info.home, info.name or root.name, made_at, tuple(sorted(named)))

    def warcs(self) -> list[Path]:
        """The exchanges of each run, the oldest first. Raises SnapshotLayoutError if none were kept."""
        found = [self.root / path for path in self.files if path.endswith(f"/{WARC}")]
        if not found:
            why = "it holds no exchanges (it was fetched with --no-warc, or from files): try --as zip"
            raise SnapshotLayoutError(str(self.root), why)
        return found


class Packing(msgspec.Struct, frozen=True):
    """A row of the table: who writes it, and how its files are called."""

    write: Callable[[Contents, BinaryIO], None]
    suffix: str
