"""Authors of a site that doesn't list its users: each post still embeds its own author.

`_embed` lets WordPress answer an object's `author` link itself; a plugin that closes `/users` to visitors
often leaves that open. One request an author. (WordPress: `embed_links` in class-wp-rest-server.php.)
"""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from wpharvest.errors import SourceError
from wpharvest.model.items import Json, canonical
from wpharvest.sources.rest.addresses import Params, Root
from wpharvest.sources.rest.api import Api
from wpharvest.sources.rest.page import Found, identity

MOST = 500  # authors
_EMBED: Params = {"_embed": "author", "_fields": "author,_links,_embedded"}


class Byline(msgspec.Struct, frozen=True):
    """Where an author was seen: the address of one of their objects."""

    root: Root
    route: str
    id: int | str


class Bylines:
    """Who wrote what was read so far: one object an author."""

    def __init__(self) -> None:
        self._seen: dict[int, Byline] = {}

    def note(self, root: Root, route: str, found: Found) -> None:
        """Remember the author of an object, if it names one."""
        author = found.value.get("author")
        if isinstance(author, int) and author > 0 and len(self._seen) < MOST:
            self._seen.setdefault(author, Byline(root, route, found.id))

    def read(self, api: Api) -> Iterator[Found]:
        """Each author as their object embeds them; nothing where the site hides that too."""
        for author, byline in sorted(self._seen.items(), key=lambda pair: pair[0]):
            try:
                reply = api.one(byline.root, f"{byline.route}/{byline.id}", _EMBED, 1)
            except SourceError:
                return  # what is closed for one is closed for all
            person = _embedded(reply.value) if reply.ok else None
            if person is not None and identity(person) == author:
                yield Found(author, canonical(person), person, reply.answer.fetched_at, {})


def _embedded(value: Json) -> Json | None:
    embedded = value.get("_embedded")
    authors = embedded.get("author") if isinstance(embedded, dict) else None
    first = authors[0] if isinstance(authors, list) and authors else None
    return first if isinstance(first, dict) and "name" in first else None
