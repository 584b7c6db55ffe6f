"""Snapshot -> Site: everything read, cleaned and paired, without network."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

import msgspec

from wpharvest import head
from wpharvest.cleaning import check_selectors
from wpharvest.conversion import (
    DOCUMENT_ROLES,
    Shelf,
    convert,
    convert_author,
    convert_comment,
    convert_media,
)
from wpharvest.model.documents import Declared, Document
from wpharvest.model.items import Key, RawItem, SiteInfo
from wpharvest.model.notices import Notice
from wpharvest.model.site import Site
from wpharvest.store import Snapshot
from wpharvest.translation import pair
from wpharvest.translation.declared import from_head, from_sitemap

T = TypeVar("T")


def load_site(path: Path, remove: tuple[str, ...] = (), version: str = "") -> Site:
    """The site in the snapshot at this path, now or at a version, as `read_site` reads it.

    Raises SnapshotError, UnknownNameError for a version that isn't there.
    """
    return read_site(Snapshot.open(path, version=version), remove)


def read_site(snapshot: Snapshot, remove: tuple[str, ...] = ()) -> Site:
    """Read a snapshot into a `Site`: documents as trees, families, media, authors and comments.

    An object that can't be read becomes a notice, and the others go on. `remove` are CSS selectors of what
    the user wants out of each body. Raises SnapshotError, UsageError for a selector that isn't CSS.
    """
    check_selectors(remove)
    info = snapshot.info
    shelf = Shelf((item for item in snapshot.items() if Shelf.wanted(item, info)), info)
    declared = _Declarations(snapshot)
    notices: list[Notice] = []

    def read(convert_one: Callable[[RawItem], T], *roles: str) -> Iterator[T]:
        for item in _with_role(snapshot, info, *roles):
            try:
                yield convert_one(item)
            except Exception as error:  # noqa: BLE001  the one place where a bad object can't stop the run
                what = f"can't be read: {type(error).__name__}: {error}"
                notices.append(Notice("conversion", what, item.key, lost=True))

    pages = {resource.key: resource.body for resource in snapshot.resources("page")}

    def document(item: RawItem) -> Document:
        converted, taken = convert(item, info, shelf, pages.get(item.key, b""), remove)
        notices.extend(taken)
        return declared.added_to(converted, item.key)

    documents = sorted(read(document, *DOCUMENT_ROLES), key=lambda document: document.key)
    pairing = pair(documents)
    return Site(
        info=info,
        documents=tuple(documents),
        families=pairing.families,
        media=tuple(read(lambda item: convert_media(item.key, item.value), "media")),
        authors=tuple(read(lambda item: convert_author(item.key, item.value), "users")),
        comments=tuple(read(lambda item: convert_comment(item.key, item.value), "comments")),
        notices=(*notices, *pairing.notices),
    )


def _with_role(snapshot: Snapshot, info: SiteInfo, *roles: str) -> Iterator[RawItem]:
    """The items whose collection plays one of these roles."""
    for collection in info.collections:
        if collection.role in roles:
            yield from snapshot.items(kind=collection.kind)


class _Declarations:
    """What the HTML heads and the sitemaps of a snapshot declare about its documents."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._by_url: dict[str, tuple[Declared, ...]] = {}
        for sitemap in snapshot.resources("sitemap"):
            self._by_url |= from_sitemap(sitemap.body)
        self._by_key = {
            resource.key: from_head(head.read(resource.body, resource.url))
            for resource in snapshot.resources("head")
        }

    def added_to(self, document: Document, served_as: Key) -> Document:
        """The document with these declarations; `served_as` is its key in the snapshot."""
        more = (*self._by_key.get(served_as, ()), *self._by_url.get(document.url, ()))
        return msgspec.structs.replace(document, declared=(*document.declared, *more)) if more else document
