"""What documents refer to by number: terms, media and authors."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any
from urllib.parse import unquote

from wpharvest.conversion.values import object_of
from wpharvest.model.documents import TermRef
from wpharvest.model.items import Json, Key, RawItem, SiteInfo
from wpharvest.text import plain_title


class Shelf:
    """What documents refer to by number: terms, media and authors, found by id.

    A language's own record wins; a site that keeps such records in one language only (users nearly always)
    is served by that one.
    """

    def __init__(self, items: Iterable[RawItem], info: SiteInfo) -> None:
        self._info = info
        self._values: dict[Key, Json] = {item.key: item.value for item in items}
        self._anywhere: dict[tuple[str, int | str], Key] = {}
        for key in self._values:
            self._anywhere.setdefault((key.kind, key.id), key)

    @staticmethod
    def wanted(item: RawItem, info: SiteInfo) -> bool:
        """Whether a document may refer to this item."""
        collection = info.collection(item.kind)
        return collection is not None and collection.role in ("taxonomy", "media", "users")

    def find(self, near: str, kind: str, number: Any) -> tuple[Key, Json] | None:
        """The record of this kind and id, in the language `near` if it is there."""
        if not isinstance(number, (int, str)) or not number:
            return None
        key = Key(near, kind, number)
        if key not in self._values:
            key = self._anywhere.get((kind, number), key)
        return (key, self._values[key]) if key in self._values else None

    def terms(self, item: RawItem, value: Json) -> Iterator[TermRef]:
        """The terms that an object carries, in the order of the site's taxonomies."""
        for taxonomy in self._info.collections:
            numbers = value.get(taxonomy.kind)
            if taxonomy.role != "taxonomy" or not isinstance(numbers, list):
                continue
            for number in numbers:
                found = self.find(item.language, taxonomy.kind, number)
                if found:
                    key, term = found
                    name = plain_title(str(term.get("name", "")))
                    yield TermRef(taxonomy.kind, key.id, name, unquote(str(term.get("slug", ""))))

    def author(self, item: RawItem, value: Json) -> str:
        """The author's name: from the user's record, else from what the object itself says."""
        found = self.find(item.language, "users", value.get("author"))
        if found:
            return plain_title(str(found[1].get("name", "")))
        embedded = object_of(value, "_embedded").get("author")
        if isinstance(embedded, list) and embedded and isinstance(embedded[0], dict):
            return plain_title(str(embedded[0].get("name", "")))
        return ""
