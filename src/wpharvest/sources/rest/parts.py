"""A record that breaks its own answer, read without what breaks it.

Nearly always it is the body: a shortcode or a block whose PHP fails while WordPress renders it. Fields that
aren't asked for aren't made (`rest_is_field_included` in wp-includes/rest-api.php).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec

from wpharvest.errors import SourceError
from wpharvest.model.items import Key
from wpharvest.model.notices import IN_PART, Notice
from wpharvest.sources.rest.addresses import Root
from wpharvest.sources.rest.api import Api, Reply
from wpharvest.sources.rest.page import identity

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


def read(api: Api, root: Root, route: str, id_: int | str, others: Iterable[str]) -> Part | None:
    """The record with as many fields as it gives; None if it gives none.

    `others` are the fields that the collection's other records have.
    """
    known = [name for name in others if name not in LINKS] or [*USUAL, *BODY]
    for fields in _attempts(known):
        try:
            reply = api.one(root, f"{route}/{id_}", {"_fields": ",".join(fields)}, 1)
        except SourceError:
            continue
        if reply.ok and identity(reply.value) == id_:
            return Part(reply, tuple(name for name in known if name not in reply.value))
    return None


def _attempts(known: list[str]) -> Iterator[list[str]]:
    yield [name for name in known if name not in BODY]
    yield [name for name in known if name in CORE]
