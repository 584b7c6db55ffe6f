"""What the HTML heads and the sitemaps of a site declare about its documents."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from wpharvest import head
from wpharvest.model.documents import Declared, Document
from wpharvest.model.items import Key, Resource
from wpharvest.translation.declared import from_head, from_sitemap


class Declarations:
    """What is declared beside the objects, by key (heads) and by address (sitemaps)."""

    def __init__(self, sitemaps: Iterable[Resource], heads: Iterable[Resource]) -> None:
        self._by_url: dict[str, tuple[Declared, ...]] = {}
        for sitemap in sitemaps:
            self._by_url |= from_sitemap(sitemap.body)
        self._by_key = {resource.key: from_head(head.read(resource.body, resource.url)) for resource in heads}

    def added_to(self, document: Document, served_as: Key) -> Document:
        """The document with these declarations; `served_as` is its key in the snapshot."""
        more = (*self._by_key.get(served_as, ()), *self._by_url.get(document.url, ()))
        return msgspec.structs.replace(document, declared=(*document.declared, *more)) if more else document
