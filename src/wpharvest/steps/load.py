"""Snapshot -> Site: everything read, cleaned and paired, without network."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
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
    marked,
    tongues,
    with_marked,
)
from wpharvest.model.documents import Declared, Document
from wpharvest.model.items import Json, Key, RawItem, SiteInfo
from wpharvest.model.notices import Notice
from wpharvest.model.site import Site
from wpharvest.store import Snapshot
from wpharvest.translation import pair
from wpharvest.translation.declared import from_head, from_sitemap

T = TypeVar("T")


def load_site(path: Path, remove: tuple[str, ...] = ()) -> Site:
    """The site in the snapshot at this path, as `read_site` reads it. Raises SnapshotError."""
    return read_site(Snapshot.open(path), remove)


def read_site(snapshot: Snapshot, remove: tuple[str, ...] = ()) -> Site:
    """Read a snapshot into a `Site`: documents as trees, families, media, authors and comments.

    An object that can't be read becomes a notice, and the others go on. `remove` are CSS selectors of what
    the user wants out of each body. Raises SnapshotError, UsageError for a selector that isn't CSS.
    """
    check_selectors(remove)
    keys = {row.key for row in snapshot.rows() if row.role == "item"}
    codes: set[str] = set()
    shelf = Shelf(_shelved(snapshot, keys, codes), snapshot.info)
    info = with_marked(snapshot.info, codes)
    declared = _Declarations(snapshot)
    notices: list[Notice] = []

    def read(convert_each: Callable[[RawItem], Iterator[T]], *roles: str) -> Iterator[T]:
        for item in _with_role(snapshot, info, *roles):
            try:
                yield from convert_each(item)
            except Exception as error:  # noqa: BLE001  the one place where a bad object can't stop the run
                what = f"can't be read: {type(error).__name__}: {error}"
                notices.append(Notice("conversion", what, item.key, lost=True))

    pages = {resource.key: resource.body for resource in snapshot.resources("page")}

    def documents_of(item: RawItem) -> Iterator[Document]:
        for part in tongues(item, info, keys):
            converted, taken = convert(part, info, shelf, pages.get(item.key, b""), remove)
            notices.extend(taken)
            if part is not item:
                converted = msgspec.structs.replace(converted, raw_digest=item.digest)
            yield declared.added_to(converted, item.key)

    def each(convert_one: Callable[[Key, Json], T]) -> Callable[[RawItem], Iterator[T]]:
        return lambda item: (convert_one(part.key, part.value) for part in tongues(item, info, keys))

    documents = sorted(read(documents_of, *DOCUMENT_ROLES), key=lambda document: document.key)
    pairing = pair(documents)
    return Site(
        info=info,
        documents=tuple(documents),
        families=pairing.families,
        media=tuple(read(each(convert_media), "media")),
        authors=tuple(read(each(convert_author), "users")),
        comments=tuple(read(each(convert_comment), "comments")),
        notices=(*notices, *pairing.notices),
    )


def _shelved(snapshot: Snapshot, keys: Collection[Key], codes: set[str]) -> Iterator[RawItem]:
    """What documents may refer to. All objects pass here, so the languages that marks name are noted."""
    for item in snapshot.items():
        codes |= marked(item.body)
        if Shelf.wanted(item, snapshot.info):
            yield from tongues(item, snapshot.info, keys)


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
