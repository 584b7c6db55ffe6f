"""`/wp/v2/search`: posts or terms of every type at once.

Source: `class-wp-rest-search-controller.php`, `search/class-wp-rest-post-search-handler.php` and
`class-wp-rest-term-search-handler.php`.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Any
from urllib.parse import urljoin

import msgspec

from wpharvest.model.items import Collection, Json
from wpharvest.web.replay import answers
from wpharvest.web.replay.answers import Answer, RefusedError
from wpharvest.web.replay.objects import Asked, Page, neighbours, wanted_fields
from wpharvest.web.replay.params import COMMON, PARAMS, Param
from wpharvest.web.replay.reading import read
from wpharvest.web.replay.selection import select
from wpharvest.web.replay.shelves import Entry, Library, Shelf, View

ROUTE = "/wp/v2/search"
ANY = "any"
# What a search asks each type for is what its collection would be asked for; formats aren't kept apart.
ROLES = {"post": "type", "term": "taxonomy", "post-format": ""}


def answer(library: Library, asked: Asked) -> Answer:
    """A page of results, with its totals and the links to its neighbours."""
    values = read(params(asked.view), asked.query)
    found = _found(asked.view, values)
    per_page, number = values["per_page"], values["page"]
    start, total = (number - 1) * per_page, len(found)
    if values["type"] == "post" and start >= total:
        total = 0  # `WP_Query` doesn't count for an empty slice
    page = Page(start, number, total, math.ceil(total / per_page))
    if page.number > page.pages and page.total:
        message = "The page number requested is larger than the number of pages available."
        raise RefusedError("rest_search_invalid_page_number", message, 400)
    results = [_result(library, asked, *each) for each in found[page.start : page.start + per_page]]
    if fields := wanted_fields(asked.query):
        tree = answers.fields_of(fields)
        results = [answers.only(each, tree) for each in results]
    headers: dict[str, str | int] = {"X-WP-Total": page.total, "X-WP-TotalPages": page.pages, "Allow": "GET"}
    # Unlike a collection's, the link to the page before isn't bound to the last page.
    reached = msgspec.structs.replace(page, pages=max(page.pages, number - 1))
    if links := neighbours(asked, ROUTE, reached, values):
        headers["Link"] = links
    return Answer(answers.encode(results), 200, headers)


def params(view: View) -> dict[str, Param]:
    """The query parameters of a search of this site."""
    subtypes = [each.collection.name for role in ROLES.values() for each in _shelves(view, role)]
    return COMMON | {
        "context": Param("string", "view", enum=("view", "embed")),
        "type": Param("string", "post", enum=tuple(ROLES)),
        "subtype": Param("strings", (ANY,), enum=(*subtypes, ANY)),
        "exclude": Param("integers", ()),
        "include": Param("integers", ()),
    }


def _shelves(view: View, role: str) -> list[Shelf]:
    return [each for each in view.shelves.values() if each.collection.role == role]


def _found(view: View, values: dict[str, Any]) -> Sequence[tuple[Shelf, Entry]]:
    role = ROLES[values["type"]]
    wanted = set(values["subtype"])
    shelves = [each for each in _shelves(view, role) if ANY in wanted or each.collection.name in wanted]
    if not shelves:
        return ()
    # One shelf of all types, so that they come out in one order. Two post types share no id.
    home = {id_: each for each in shelves for id_ in each.by_id}
    entries = [entry for each in shelves for entry in each.by_id.values()]
    name = "" if role == "type" else shelves[0].collection.name
    collection = Collection("search", name, shelves[0].collection.role)
    # The database's index by date is of one type, so it sorts several by itself.
    together = Shelf(collection, entries, *([frozenset()] if len(shelves) > 1 else []))
    ordering = _ORDERS[role](values)
    asked = {name: param.default for name, param in PARAMS[shelves[0].collection.role].items()} | ordering
    narrowed = {name: values[name] for name in ("search", "include", "exclude")}
    return [(home[entry.item.id], entry) for entry in select(view, together, asked | narrowed, ())]


# `WP_Query` puts what fits best first, without words the newest; `WP_Term_Query` goes by name.
_ORDERS: dict[str, Callable[[dict[str, Any]], dict[str, str]]] = {
    "type": lambda values: {"orderby": "relevance" if values["search"] else "date", "order": "desc"},
    "taxonomy": lambda values: {"orderby": "name", "order": "asc"},
}


def _result(library: Library, asked: Asked, shelf: Shelf, entry: Entry) -> Json:
    collection = shelf.collection
    post = collection.role == "type"
    title = entry.brief.get("title" if post else "name", "")
    value: Json = {
        "id": entry.item.id,
        "title": title.get("rendered", "") if isinstance(title, dict) else title,
        "url": entry.brief.get("link", ""),
        "type": "post" if post else collection.name,
    }
    if post:
        value["subtype"] = collection.name
    about = f"/wp/v2/{'types' if post else 'taxonomies'}/{collection.name}"
    own = urljoin(library.info.home, "/").rstrip("/")
    return value | {
        "_links": {
            "self": [{"embeddable": True, "href": asked.view.url(own, f"{shelf.route}/{entry.item.id}")}],
            "about": [{"href": asked.view.url(own, about)}],
            "collection": [{"href": asked.view.url(own, ROUTE)}],
        }
    }
