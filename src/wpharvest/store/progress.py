"""How far a run has come, so that the next one goes on where a killed one was.

`.incoming/log.jsonl` has a line for each thing that was put, written after its files, and one for each note
that the run left itself. It is begun with the first file that is staged: a run that finds nothing new writes
nothing at all. The next run takes it over if it is the same work (`claim`) on the same state (`base`), begun
less than a day ago; each file is checked against its digest, so that a line may promise too much.
"""

from __future__ import annotations

import hashlib
import json
from datetime import datetime, timedelta
from pathlib import Path

import msgspec

from wpharvest.model.items import Json
from wpharvest.store.disk import Disk, make_folders
from wpharvest.store.journal import INCOMING
from wpharvest.store.names import stays_inside
from wpharvest.store.rows import Row, dump

LOG = f"{INCOMING}/log.jsonl"
TOO_OLD = timedelta(days=1)  # by then the site has changed too much


class Header(msgspec.Struct, frozen=True):
    """Whose log it is: the work, the state it began from, and when."""

    claim: str
    base: str
    began_at: str


class Line(msgspec.Struct, frozen=True, omit_defaults=True):
    """One thing that was put (`files`: path below the snapshot, SHA-256), or one note."""

    row: Row | None = None
    verdict: str = ""
    files: dict[str, str] = {}
    note: Json | None = None


class Progress:
    """Writes the log. Without a claim there is none."""

    def __init__(self, root: Path, disk: Disk, header: Header, *, awake: bool = False) -> None:
        self._root, self._disk = root, disk
        self.header = header
        self._waiting: list[bytes] | None = None if awake else [dump(header) + b"\n"]

    def add(self, line: Line) -> None:
        """Remember one line; on the disk once something was staged."""
        if not self.header.claim:
            return
        body = dump(line) + b"\n"
        if self._waiting is None:
            self._disk.append(self._root / LOG, body)
        else:
            self._waiting.append(body)

    def wake(self) -> None:
        """Something is about to be staged: from now on the log is on the disk."""
        if self._waiting is None or not self.header.claim:
            return
        lines, self._waiting = self._waiting, None
        make_folders(self._disk, (self._root / LOG).parent)
        self._disk.append(self._root / LOG, b"".join(lines))


def read(root: Path, header: Header) -> tuple[Header, list[Line]] | None:
    """The log of an interrupted run that did the same work; None if there is none to go on with."""
    try:
        first, *rest = (root / LOG).read_bytes().split(b"\n")
        found = msgspec.convert(json.loads(first), Header)
    except (OSError, ValueError):
        return None
    same = header.claim and (found.claim, found.base) == (header.claim, header.base)
    if not same or not _recent(found.began_at, header.began_at):
        return None
    lines = []
    for body in rest[:-1]:  # what stands behind the last line feed was cut off
        try:
            lines.append(msgspec.convert(json.loads(body), Line))
        except ValueError:
            return None
    return found, lines


def whole(root: Path, name: str, sha: str) -> int:
    """The size of a file if it is there as it was written, else -1."""
    path = root / name
    if not stays_inside(name) or path.is_symlink() or not path.is_file():
        return -1
    body = path.read_bytes()
    return len(body) if hashlib.sha256(body).hexdigest() == sha else -1


def _recent(began: str, now: str) -> bool:
    try:
        age = datetime.fromisoformat(now) - datetime.fromisoformat(began)
    except (ValueError, TypeError):
        return False
    return timedelta(0) <= age < TOO_OLD
