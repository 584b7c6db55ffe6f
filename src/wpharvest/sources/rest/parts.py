"""A record that breaks its own answer, read without what breaks it.

Nearly always it is the body: a shortcode or a block whose PHP fails while WordPress renders it. Fields that
aren't asked for aren't made (`rest_is_field_included` in wp-includes/rest-api.php).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec

from wpharvest.errors import SourceError
from wpharvest.model.items import Key, Refusal
from wpharvest.model.notices import IN_PART, Notice
from wpharvest.sources.rest.addresses import Root
from wpharvest.sources.rest.api import Api, Reply
from wpharvest.sources.rest.page import identity, page_of_one

BODY = ("content", "excerpt", "description", "caption")
LINKS = ("_links", "_embedded")
# What every record has in WordPress's own tables: no plugin is asked for it.
CORE = (
    *("id", "date", "date_gmt", "modified", "modified_gmt", "slug", "status", "type", "link", "title"),
    *("name", "taxonomy", "parent", "author", "menu_order", "featured_media"),
)
# What WordPress shows beside the body, where no other record of the collection could be read.
USUAL = (
    *CORE,
    *("guid", "comment_status", "ping_status", "template", "sticky", "format", "meta", "acf"),
    *("categories", "tags", "media_details", "media_type", "mime_type", "source_url", "alt_text", "post"),
    *("count", "url", "author_name", "yoast_head_json"),
)


class Part(msgspec.Struct, frozen=True):
    """A record as far as it could be read, and the fields that it lacks."""

    reply: Reply
    lacks: tuple[str, ...]

    def notice(self, key: Key) -> Notice:
        """What is missing; it is lost unless the record's page may still have it."""
        lost = not set(self.lacks) <= set(BODY)
        what = f"stored without {', '.join(self.lacks)}: its whole answer is an error of the server"
        return Notice(IN_PART, what, key, lost=lost)


class Broken:
    """The records of one listing that break their own answers: named at once, read in part at its end."""

    def __init__(self, api: Api, root: Root, route: str) -> None:
        self._api, self._root, self._route = api, root, route
        self._refusals: dict[int | str, Refusal] = {}
        self.parts: dict[int | str, Part] = {}

    def __contains__(self, id_: int | str) -> bool:
        return id_ in self._refusals

    def add(self, id_: int | str, link: str, why: str) -> Refusal:
        """One more, which neither its list nor its own route can show."""
        name = f"{self._route}/{id_}" + (f" ({link})" if link else "")
        self._refusals[id_] = Refusal(name, why)
        return self._refusals[id_]

    def read(self, fields: Iterable[str], refused: list[Refusal]) -> Iterator[Reply]:
        """What can be had of each, as a page of one; `refused` then says which are there in part.

        `fields` are those of a record that isn't broken.
        """
        known = tuple(fields)
        for id_, refusal in self._refusals.items():
            part = read(self._api, self._root, self._route, id_, known)
            if part is not None:
                self.parts[id_] = part
                refused[refused.index(refusal)] = msgspec.structs.replace(refusal, part=True)
                yield page_of_one(part.reply)


def read(api: Api, root: Root, route: str, id_: int | str, others: Iterable[str]) -> Part | None:
    """The record with as many fields as it gives; None if it gives none.

    `others` are the fields that the collection's other records have.
    """
    known = [name for name in others if name not in LINKS] or [*USUAL, *BODY]
    usual = [name for name in known if name not in BODY]
    for fields in (usual, [name for name in known if name in CORE]):
        try:
            reply = api.one(root, f"{route}/{id_}", {"_fields": ",".join(fields)}, 1)
        except SourceError:
            continue
        if reply.ok and identity(reply.value) == id_:
            return Part(reply, tuple(name for name in known if name not in fields))
    return None
