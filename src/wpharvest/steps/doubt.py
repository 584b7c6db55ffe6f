"""Which documents' translations are sure by what was read so far: only of the others a head is read."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

import msgspec

from wpharvest.conversion import Shelf, convert, tongues
from wpharvest.model.documents import Document
from wpharvest.model.items import DOCUMENT_ROLES, Key, RawItem, Resource, SiteInfo
from wpharvest.steps.declarations import Declarations
from wpharvest.steps.isolate import read_each
from wpharvest.store import Row
from wpharvest.store.draft import Draft
from wpharvest.translation import pair

SETTLED = 0.9  # of the families that are as sure as this, nine in ten or more are right


def settled(draft: Draft, info: SiteInfo) -> frozenset[Key]:
    """The documents of a draft that are in a family that is sure enough; a head would say nothing new.

    A document without a sister is open: its head may name one that its words don't.
    """
    rows = list(draft.rows())
    heads, sitemaps = (
        (_resource(draft, row) for row in rows if row.role == role) for role in ("head", "sitemap")
    )
    declared = Declarations(sitemaps, heads)
    items = [item for row in rows if row.role == "item" and (item := _item(draft, info, row))]
    shelf = Shelf((item for item in items if Shelf.wanted(item, info)), info)
    keys = {item.key for item in items}

    def read(item: RawItem) -> Iterator[Document]:
        for part in tongues(item, info, keys):
            yield declared.added_to(convert(part, info, shelf)[0], item.key)

    documents = list(
        read_each((item for item in items if _role(item.kind, info) in DOCUMENT_ROLES), read, [])
    )
    sure = [family for family in pair(documents).families if family.confidence >= SETTLED]
    return frozenset(key for family in sure for key in family.members.values())


def _role(kind: str, info: SiteInfo) -> str:
    collection = info.collection(kind)
    return collection.role if collection else ""


def _item(draft: Draft, info: SiteInfo, row: Row) -> RawItem | None:
    """An object as it is stored so far, if it is a document or a picture that one may show."""
    value = draft.value(row.key) if _role(row.kind, info) in (*DOCUMENT_ROLES, "media") else None
    return RawItem(row.kind, row.id, row.language, row.url, msgspec.json.encode(value)) if value else None


def _resource(draft: Draft, row: Row) -> Resource:
    role: Literal["head", "sitemap"] = "head" if row.role == "head" else "sitemap"
    return Resource(row.name or row.path, role, row.url, draft.body(row), key=row.key)
