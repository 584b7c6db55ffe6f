"""What differs between two states: objects and files that are new, changed or deleted."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Literal

import msgspec

from wpharvest.store.rows import Row, dump, identity_of

What = Literal["new", "changed", "deleted"]


class Change(msgspec.Struct, frozen=True, omit_defaults=True):
    """One line of a run's `changes.jsonl`: one object or one file, and what became of it.

    `path` is below `data/`, where it is, or was if it is deleted; `was` where it lay before, if that is
    another place: a changed slug is a rename, as the id is the identity. `sha256` and `before` are the
    digests after and before, as in the index.
    """

    change: What
    role: str
    path: str
    was: str = ""
    kind: str = ""
    language: str = ""
    id: int | str = 0
    url: str = ""
    sha256: str = ""
    before: str = ""


class Counts(msgspec.Struct, frozen=True):
    """How many objects and files a run found new, changed and deleted."""

    new: int = 0
    changed: int = 0
    deleted: int = 0


def changes(before: Iterable[Row], after: Iterable[Row]) -> Iterator[Change]:
    """The differences, sorted by path. Tombstones aren't counted: they stand for a deletion that is."""
    old = {identity_of(row): row for row in before if row.role != "deleted"}
    new = {identity_of(row): row for row in after if row.role != "deleted"}
    found = [_change("new", row) for identity, row in new.items() if identity not in old]
    found += [_change("deleted", row) for identity, row in old.items() if identity not in new]
    for identity, row in new.items():
        former = old.get(identity)
        if former is not None and former != row:
            was = former.path if former.path != row.path else ""
            change = _change("changed", row)
            found.append(msgspec.structs.replace(change, was=was, before=former.sha256))
    return iter(sorted(found, key=lambda change: (change.path, change.change)))


def counted(found: Iterable[Change]) -> Counts:
    """How many of each."""
    count = Counter(change.change for change in found)
    return Counts(count["new"], count["changed"], count["deleted"])


def write_changes(found: Iterable[Change]) -> bytes:
    """`changes.jsonl`: a line each."""
    return b"".join(dump(msgspec.to_builtins(change)) + b"\n" for change in found)


def read_changes(body: bytes) -> Iterator[Change]:
    """The lines of a `changes.jsonl`. Raises ValueError where one can't be read."""
    for line in body.splitlines():
        yield msgspec.convert(json.loads(line), Change)


def _change(what: What, row: Row) -> Change:
    change = Change(what, row.role, row.path, "", row.kind, row.language, row.id, row.url)
    if what == "deleted":
        return msgspec.structs.replace(change, before=row.sha256)
    return msgspec.structs.replace(change, sha256=row.sha256)
