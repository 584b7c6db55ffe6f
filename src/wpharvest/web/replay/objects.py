"""The answers of collections and of single objects.

Source: `get_items` and `get_item` of `class-wp-rest-{posts,attachments,terms,users,comments}-controller.php`.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any
from urllib.parse import unquote

import msgspec

from wpharvest.model.items import Collection, Json, Role
from wpharvest.web.replay import answers
from wpharvest.web.replay.answers import Answer, RefusedError
from wpharvest.web.replay.params import Param, params_of, params_of_one
from wpharvest.web.replay.permission import Check, admitted, of_listing, of_single
from wpharvest.web.replay.query import Query, build, text
from wpharvest.web.replay.reading import as_query
from wpharvest.web.replay.selection import select
from wpharvest.web.replay.shelves import HEAVY, POSTS, Entry, Library, Shelf, View

# Fields whose schema leaves `context=embed` out. What a plugin adds without a context is there in each.
_POST_ONLY = frozenset(
    {
        *(
            "date_gmt",
            "guid",
            "modified",
            "modified_gmt",
            "status",
            "content",
            "comment_status",
            "ping_status",
        ),
        *(
            "sticky",
            "template",
            "format",
            "meta",
            "parent",
            "menu_order",
            "class_list",
            "description",
            "post",
        ),
        *("permalink_template", "generated_slug", "password"),
    }
)
NOT_EMBEDDED: dict[Role, frozenset[str]] = {
    "type": _POST_ONLY,
    "other": _POST_ONLY,
    "media": _POST_ONLY,
    "taxonomy": frozenset({"count", "description", "meta", "parent"}),
    "users": frozenset({"meta"}),
    "comments": frozenset({"date_gmt", "post", "status", "meta"}),
}


class Asked(msgspec.Struct, frozen=True):
    """One REST request: its view, the route below the REST root, the query and the client's origin."""

    view: View
    route: str
    query: Query
    origin: str

    def url(self, route: str) -> str:
        """The address of a route on the server that was asked."""
        return self.view.url(self.origin, route)


class Page(msgspec.Struct, frozen=True):
    """A slice of a listing: where it starts, its number as WordPress counts it, and how many there are."""

    start: int
    number: int
    total: int
    pages: int


def taxonomies_of(library: Library, collection: Collection) -> dict[str, bool]:
    """The `rest_base`s of the taxonomies that a post type has, and whether their terms have children; all of
    them where the site didn't say.
    """
    if collection.role not in POSTS:
        return {}
    named = collection.raw.get("taxonomies")
    if named is None and collection.role == "media":
        return {}
    return {
        each.kind: each.hierarchical
        for each in library.collections
        if each.role == "taxonomy" and (named is None or each.name in named)
    }


def params_for(library: Library, collection: Collection) -> dict[str, Param]:
    """The query parameters of a collection of this site."""
    hierarchical = collection.hierarchical or collection.name == "page"
    params = params_of(collection.role, collection.name, hierarchical, taxonomies_of(library, collection))
    if collection.role == "type" and not library.has_authors(collection.kind):
        del params["author"], params["author_exclude"]
    if published := params.get("has_published_posts"):
        own = dict.fromkeys(
            (*published.enum, *(each.name for each in library.collections if each.role == "type"))
        )
        params["has_published_posts"] = msgspec.structs.replace(published, enum=tuple(own))
    return params


def listing(library: Library, asked: Asked, shelf: Shelf) -> Answer:
    """A page of a collection, with its totals and the links to its neighbours."""
    role = shelf.collection.role
    values = admitted(params_for(library, shelf.collection), asked.query, of_listing(asked.view, shelf))
    found = select(asked.view, shelf, values, taxonomies_of(library, shelf.collection))
    page = _page(role, values, len(found))
    entries = found[page.start : page.start + values["per_page"]]
    headers: dict[str, str | int] = {
        "X-WP-Total": page.total,
        "X-WP-TotalPages": page.pages,
        "Allow": "GET",
    }
    if links := neighbours(asked, shelf.route, page, values):
        headers["Link"] = links
    narrowing = _narrowing(library, asked.query, shelf.collection, values["context"])
    return Answer(_bodies(narrowing, entries), 200, headers)


def _page(role: Role, values: dict[str, Any], total: int) -> Page:
    per_page, number, offset = values["per_page"], values["page"], values.get("offset") or 0
    if role in POSTS and offset >= total:
        total = 0  # `set_found_posts` doesn't count for an empty slice
    pages = math.ceil(total / per_page)
    if role in POSTS and number > pages and total > 0:
        message = "The page number requested is larger than the number of pages available."
        raise RefusedError("rest_post_invalid_page_number", message, 400)
    start = offset or (number - 1) * per_page
    if role in {"taxonomy", "users"}:
        number = math.ceil(start / per_page + 1)
    return Page(abs(start), number, total, pages)


def neighbours(asked: Asked, route: str, page: Page, values: dict[str, Any]) -> str:
    """The links to the pages before and after; empty if there are none."""
    here = asked.url(route)
    # WordPress writes the parameters as it has read them: `include=1,2` becomes a list.
    cleaned = {name: as_query(values[name], value) for name, value in asked.query.items() if name in values}

    def link(number: int, rel: str) -> str:
        # A site without pretty permalinks has its route in the query already.
        query = build(asked.query | cleaned | {"page": str(number)})
        return answers.link(f"{here.partition('?')[0]}?{query}", rel)

    links = []
    if page.number > 1:
        links.append(link(min(page.number - 1, page.pages), "prev"))
    if page.pages > page.number:
        links.append(link(page.number + 1, "next"))
    return ", ".join(links)


class Narrowing(msgspec.Struct, frozen=True):
    """What is left of an object: not these fields; and of the others those of a tree (None: all)."""

    without: frozenset[str] = frozenset()
    tree: Json | None = None

    def of(self, entry: Entry) -> Any:
        """The object as this request sees it."""
        light = self.tree is not None and HEAVY.isdisjoint(self.tree)
        value: Json = entry.brief if light else entry.item.value
        kept = {name: part for name, part in value.items() if name not in self.without}
        return kept if self.tree is None else answers.only(kept, self.tree)


def _bodies(narrowing: Narrowing | None, entries: Sequence[Entry]) -> bytes:
    if narrowing is None:
        return b"[" + b",".join(entry.item.body for entry in entries) + b"]"
    return answers.encode([narrowing.of(entry) for entry in entries])


def _narrowing(library: Library, query: Query, collection: Collection, context: str) -> Narrowing | None:
    """None if an object is served as it is."""
    fields = wanted_fields(query)
    tree = answers.fields_of(fields) if fields else None
    if context != "embed":
        return Narrowing(tree=tree) if fields else None
    without = NOT_EMBEDDED[collection.role] | frozenset(taxonomies_of(library, collection))
    return Narrowing(without, tree)


def wanted_fields(query: Query) -> list[str]:
    """`_fields`, given as a list or separated by commas or spaces."""
    value = query.get("_fields", "")
    return value if isinstance(value, list) else text(query, "_fields").replace(",", " ").split()


def single(library: Library, asked: Asked, shelf: Shelf, id_: str) -> Answer:
    """One object. Any root serves any language's object by its id, as WordPress's `get_post` does."""
    role = shelf.collection.role
    entry, check = seen(library, shelf, id_)
    values = admitted(params_of_one(role), asked.query, check)
    if entry is None:
        raise answers.no_route()
    headers: dict[str, str | int] = {}
    permalink = entry.brief.get("link")
    if role in POSTS and permalink:
        headers["Link"] = answers.link(str(permalink), "alternate", type="text/html")
    headers["Allow"] = "GET"
    narrowing = _narrowing(library, asked.query, shelf.collection, values["context"])
    if narrowing and narrowing.tree and "_links" in narrowing.tree:
        # The links of a single object are put in after its fields were taken out.
        narrowing = Narrowing(narrowing.without, narrowing.tree | {"_links": True})
    body = answers.encode(narrowing.of(entry)) if narrowing else entry.item.body
    return Answer(body, 200, headers)


def seen(library: Library, shelf: Shelf, id_: str) -> tuple[Entry | None, Check]:
    """The object of this id, if there is one, and whether a visitor may see it. Raises `RefusedError` where
    WordPress has no route.
    """
    key = number_of(id_)
    entry = shelf.by_id.get(key) or library.by_id.get((shelf.collection.kind, key))
    if entry is None and isinstance(key, str):
        raise answers.no_route()
    return entry, of_single(shelf.collection.role, entry)


def number_of(id_: str) -> int | str:
    """The last part of a route as an id: a number, or a word as some plugins have it."""
    return int(id_) if id_.isascii() and id_.isdigit() else unquote(id_)
