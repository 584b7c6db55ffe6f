"""One document of a snapshot, as each pass leaves it."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import msgspec

from wpharvest.cleaning import check_selectors, clean
from wpharvest.conversion import source_of
from wpharvest.errors import UnknownNameError
from wpharvest.markup import html_reader
from wpharvest.markup.writers import WRITERS
from wpharvest.model.items import DOCUMENT_ROLES, RawItem, SiteInfo
from wpharvest.model.notices import Notice
from wpharvest.store import Snapshot

Stage = Literal["raw", "clean", "tree", "markdown"]


class Shown(msgspec.Struct, frozen=True):
    """A body at one stage, and what the passes before it took."""

    text: str
    notices: tuple[Notice, ...] = ()


def show(path: Path, key: str, stage: Stage, remove: tuple[str, ...] = (), version: str = "") -> Shown:
    """The body of the document called `key` (`fr/pages/12`): as served, cleaned, as a tree, or as Markdown.

    `remove` are the user's own CSS selectors, `version` is one of the snapshot's, else the latest. Raises
    SnapshotError, UnknownNameError for a version or a key that the snapshot hasn't (with the near miss),
    UsageError for a selector that isn't CSS.
    """
    check_selectors(remove)
    snapshot = Snapshot.open(path, version=version)
    source, url = source_of(_item(snapshot, snapshot.info, key), snapshot.info)
    if stage == "raw":
        return Shown(source)
    cleaned = clean(source, url, remove)
    if stage == "clean":
        return Shown(cleaned.html, cleaned.notices)
    tree = html_reader.read(cleaned.html)
    if stage == "tree":
        return Shown(msgspec.json.format(msgspec.json.encode(tree), indent=1).decode(), cleaned.notices)
    return Shown(WRITERS["markdown"](tree), cleaned.notices)


def _item(snapshot: Snapshot, info: SiteInfo, key: str) -> RawItem:
    known: list[str] = []
    for collection in info.collections:
        if collection.role not in DOCUMENT_ROLES:
            continue
        for item in snapshot.items(kind=collection.kind):
            if str(item.key) == key:
                return item
            known.append(str(item.key))
    raise UnknownNameError("document", key, known)
