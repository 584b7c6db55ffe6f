"""Two versions of a snapshot -> what an editor did in between: objects, fields, and the text as Markdown."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec

from wpharvest.cleaning import clean
from wpharvest.conversion import source_of
from wpharvest.markup import html_reader
from wpharvest.markup.writers import WRITERS
from wpharvest.model.items import DOCUMENT_ROLES, Json, RawItem, SiteInfo
from wpharvest.steps.textdiff import By, Piece, compare
from wpharvest.store import Change, Row, Snapshot
from wpharvest.store.changes import changes
from wpharvest.text import plain_title

ABSENT = None
_BODY = ("rendered", "raw")  # shown as text, not as fields


class Field(msgspec.Struct, frozen=True):
    """A field that differs: its path (`title.rendered`), and its value in each version; null if absent."""

    name: str
    before: Any
    after: Any


class Difference(msgspec.Struct, frozen=True):
    """One object or file that differs, and how: its fields, and its body as Markdown.

    A body that is the same Markdown in both versions has no pieces, even if its HTML differs.
    """

    change: Change
    title: str = ""
    fields: tuple[Field, ...] = ()
    text: tuple[Piece, ...] = ()


class Diff(msgspec.Struct, frozen=True):
    """What differs between two versions: of the site itself, and of what it holds."""

    before: str
    after: str
    site: tuple[Field, ...]
    items: tuple[Difference, ...]


def diff(path: Path, before: str = "", after: str = "", by: By = "line") -> Diff:
    """Compare two versions: `v3`, a time, or nothing for the latest and the one before it.

    Raises SnapshotError, UnknownNameError for a version that isn't there.
    """
    latest = Snapshot.open(path)
    new = latest.at(after) if after else latest
    old = latest.at(before or _previous(latest, new))
    site = fields(msgspec.to_builtins(old.info), msgspec.to_builtins(new.info))
    return Diff(old.version.name, new.version.name, tuple(site), tuple(_differences(old, new, by)))


def _previous(snapshot: Snapshot, of: Snapshot) -> str:
    """The version before another one; the same if it is the first."""
    earlier = [each.name for each in snapshot.versions() if each.number < of.version.number]
    return earlier[-1] if earlier else of.version.name


def _differences(old: Snapshot, new: Snapshot, by: By) -> Iterator[Difference]:
    rows = [{_identity(row): row for row in side.rows()} for side in (old, new)]
    for change in changes(old.rows(), new.rows()):
        found = [side.get((change.role, change.language, change.kind, change.id)) for side in rows]
        if change.role != "item":
            yield Difference(change)
            continue
        one, other = (
            side.item(row) if row is not None else None for side, row in zip((old, new), found, strict=True)
        )
        yield _difference(change, one, other, new.info, by)


def _difference(
    change: Change, old: RawItem | None, new: RawItem | None, info: SiteInfo, by: By
) -> Difference:
    there = new or old
    title = _title(there.value) if there is not None else ""
    if old is None or new is None:
        return Difference(change, title)
    collection = info.collection(new.kind)
    if collection is not None and collection.role not in DOCUMENT_ROLES:
        return Difference(change, title, tuple(fields(old.value, new.value)))
    differing = fields(_without_body(old.value), _without_body(new.value))
    return Difference(
        change, title, tuple(differing), compare(_markdown(old, info), _markdown(new, info), by)
    )


def _markdown(item: RawItem, info: SiteInfo) -> str:
    return WRITERS["markdown"](html_reader.read(clean(*source_of(item, info)).html))


def fields(old: Json, new: Json, above: str = "") -> Iterator[Field]:
    """The fields that differ, sorted by name; objects are looked into, lists are compared as a whole.

    >>> [each.name for each in fields({"a": {"b": 1, "c": 2}}, {"a": {"b": 1, "c": 3}, "d": [1]})]
    ['a.c', 'd']
    """
    for name in sorted(old.keys() | new.keys()):
        one, other = old.get(name, ABSENT), new.get(name, ABSENT)
        if isinstance(one, dict) and isinstance(other, dict):
            yield from fields(one, other, f"{above}{name}.")
        elif one != other or (name in old) != (name in new):
            yield Field(f"{above}{name}", one, other)


def _without_body(value: Json) -> Json:
    content = value.get("content")
    if not isinstance(content, dict):
        return value
    return value | {"content": {name: field for name, field in content.items() if name not in _BODY}}


def _title(value: Json) -> str:
    title = value.get("title", value.get("name", ""))
    rendered = title.get("rendered", "") if isinstance(title, dict) else title
    return plain_title(str(rendered))


def _identity(row: Row) -> tuple[str, str, str, int | str]:
    return (row.role, row.language, row.kind, row.id)
