"""Snapshot -> how its documents were before: only those that a later run found changed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from wpharvest.conversion import Shelf, content_of, convert, tongues
from wpharvest.model.documents import Document
from wpharvest.model.items import DOCUMENT_ROLES, Key, RawItem, SiteInfo
from wpharvest.model.notices import Notice
from wpharvest.steps.isolate import read_each
from wpharvest.store import Row, Snapshot
from wpharvest.translation.gaps import Version

Prints = dict[Key, tuple[str, ...]]  # an object -> the digests of what its document is made from


def past(snapshot: Snapshot, info: SiteInfo, remove: tuple[str, ...] = ()) -> dict[Key, list[Version]]:
    """Each document that changed between two versions of a snapshot, as it was at each, oldest first.

    `info` and `remove` as for the documents of today. Raises SnapshotLayoutError.
    """
    states = [(version.started_at, snapshot.at(version.name)) for version in snapshot.versions()]
    prints = [_prints(state, info) for _, state in states]
    lives: dict[Key, set[tuple[str, ...]]] = defaultdict(set)
    for each in prints:
        for key, digests in each.items():
            lives[key].add(digests)
    found: dict[Key, list[Version]] = defaultdict(list)
    before: Prints = {}
    for (at, state), now in zip(states, prints, strict=True):
        wanted = {key for key in now if len(lives[key]) > 1 and before.get(key) != now[key]}
        for document in _documents(state, wanted, info, remove):
            found[document.key].append(Version(at, document))
        before |= now
    return dict(found)


def _prints(state: Snapshot, info: SiteInfo) -> Prints:
    kinds = {each.kind for each in info.collections if each.role in DOCUMENT_ROLES}
    found: dict[Key, list[str]] = defaultdict(list)
    for row in state.rows():
        if row.kind in kinds and row.role in ("item", "page"):
            found[row.key].append(row.sha256)
    return {key: tuple(sorted(digests)) for key, digests in found.items()}


def _documents(
    state: Snapshot, wanted: set[Key], info: SiteInfo, remove: tuple[str, ...]
) -> Iterator[Document]:
    """The documents of these objects at one version; terms and people matter to no block."""
    if not wanted:
        return
    rows = [row for row in state.rows() if row.role == "item"]
    keys, shelf = {row.key for row in rows}, Shelf((), info)
    pages = {each.key: each.body for each in state.resources("page") if each.key in wanted}

    def documents_of(item: RawItem) -> Iterator[Document]:
        for part in tongues(item, info, keys):
            content = content_of(part, info, pages.get(item.key, b""), remove)
            yield convert(part, info, shelf, content, remove)[0]

    untold: list[Notice] = []  # an object that can't be read is told where today's documents are read
    yield from read_each(_items(state, rows, wanted), documents_of, untold)


def _items(state: Snapshot, rows: list[Row], wanted: set[Key]) -> Iterator[RawItem]:
    return (state.item(row) for row in rows if row.key in wanted)
