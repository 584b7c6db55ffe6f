"""`/wp/v2/search`: posts or terms of every type at once.

Source: `class-wp-rest-search-controller.php`, `search/class-wp-rest-post-search-handler.php` and
`class-wp-rest-term-search-handler.php`, whose 6.1 gives the first page of terms for each page: a mistake that
later versions don't make, nor does this one.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any
from urllib.parse import urljoin

import msgspec

from wpharvest.model.items import Collection, Json
from wpharvest.web.replay import answers
from wpharvest.web.replay.answers import Answer, RefusedError
from wpharvest.web.replay.objects import Asked, Page, neighbours, wanted_fields
from wpharvest.web.replay.params import COMMON, PARAMS, Param
from wpharvest.web.replay.permission import given
from wpharvest.web.replay.reading import WrongQueryError, read
from wpharvest.web.replay.selection import select
from wpharvest.web.replay.shelves import Entry, Library, Shelf, View

ROUTE = "/wp/v2/search"
ANY = "any"
FORMATS = "post-format"
# What a search asks each type for is what its collection would be asked for.
ROLES = {"post": "type", "term": "taxonomy", FORMATS: ""}
# `get_post_format_strings`, in its order. Which of them a site has shows in its posts.
_NAMES = ("aside", "chat", "gallery", "link", "image", "quote", "status", "video", "audio")
# Those that every WordPress has come first.
_FIRST = ("post", "page", "category", "post_tag")


def answer(library: Library, asked: Asked) -> Answer:
    """A page of results, with its totals and the links to its neighbours."""
    values = _read(asked)
    found = _results(library, asked, values)
    per_page, number = values["per_page"], values["page"]
    start, total = (number - 1) * per_page, len(found)
    if values["type"] == "post" and start >= total:
        total = 0  # `WP_Query` doesn't count for an empty slice
    page = Page(start, number, total, math.ceil(total / per_page))
    if page.number > page.pages and page.total:
        message = "The page number requested is larger than the number of pages available."
        raise RefusedError("rest_search_invalid_page_number", message, 400)
    results = [make() for make in found[page.start : page.start + per_page]]
    if fields := wanted_fields(asked.query):
        # A handler looks for the very names; none of its fields has parts.
        tree = {
            name: part for name, part in answers.fields_of(fields).items() if part is True or name == "_links"
        }
        results = [answers.only(each, tree) for each in results]
    headers: dict[str, str | int] = {"X-WP-Total": page.total, "X-WP-TotalPages": page.pages, "Allow": "GET"}
    # Unlike a collection's, the link to the page before isn't bound to the last page.
    reached = msgspec.structs.replace(page, pages=max(page.pages, number - 1))
    if links := neighbours(asked, ROUTE, reached, values | {"subtype": _linked(asked.view, values)}):
        headers["Link"] = links
    return Answer(answers.encode(results), 200, headers)


def _read(asked: Asked) -> dict[str, Any]:
    try:
        return read(params(asked.view), asked.query)
    except WrongQueryError as wrong:
        subtypes = wrong.values.get("subtype")
        if "type" in wrong.data["params"] and subtypes and ANY not in subtypes:
            _tell(wrong, list(asked.query))
        raise


def _tell(wrong: RefusedError, order: list[str]) -> None:
    """That without a type there are no subtypes either: each parameter is sanitized for itself."""
    message = "Invalid type parameter."
    told = wrong.data["params"] | {"subtype": message}
    error = {"code": "rest_search_invalid_type", "message": message, "data": {"status": 400}}
    details = wrong.data["details"] | {"subtype": error}
    names = sorted(told, key=order.index)
    wrong.message = f"Invalid parameter(s): {', '.join(names)}"
    wrong.data["params"] = {name: told[name] for name in names}
    wrong.data["details"] = {name: details[name] for name in names}


def _linked(view: View, values: dict[str, Any]) -> dict[str, str]:
    """The subtypes as the links to other pages have them: of this kind, each with the place it had."""
    if ANY in values["subtype"]:
        return {"0": ANY}
    known = _subtypes(view, values["type"])
    return {str(at): each for at, each in enumerate(values["subtype"]) if each in known}


def params(view: View) -> dict[str, Param]:
    """The query parameters of a search of this site."""
    names = [name for kind in ROLES for name in _subtypes(view, kind)]
    return COMMON | {
        "context": Param("string", "view", enum=("view", "embed"), first=True),
        "type": Param("string", "post", enum=tuple(ROLES)),
        "subtype": Param("slugs", (ANY,), enum=(*names, ANY)),
        "exclude": Param("integers", ()),
        "include": Param("integers", ()),
    }


def _subtypes(view: View, kind: str) -> list[str]:
    names = [each.collection.name for each in _shelves(view, ROLES[kind])]
    return sorted(names, key=lambda name: _FIRST.index(name) if name in _FIRST else len(_FIRST))


def _shelves(view: View, role: str) -> list[Shelf]:
    return [each for each in view.shelves.values() if each.collection.role == role]


def _results(library: Library, asked: Asked, values: dict[str, Any]) -> list[Callable[[], Json]]:
    """All that is found, in order; each result is made when it is shown."""
    if values["type"] == FORMATS:
        return [partial(_format, library, asked, name) for name in _formats(asked.view, values)]
    return [partial(_result, library, asked, *each) for each in _found(asked.view, values)]


def _found(view: View, values: dict[str, Any]) -> Sequence[tuple[Shelf, Entry]]:
    role = ROLES[values["type"]]
    wanted = _wanted(view, values)
    shelves = [each for each in _shelves(view, role) if each.collection.name in wanted]
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
    narrowed = {name: values[name] for name in ("search", "include", "exclude") if given(values[name])}
    return [(home[entry.item.id], entry) for entry in select(view, together, asked | narrowed, ())]


def _wanted(view: View, values: dict[str, Any]) -> list[str]:
    """The types that are looked through: of those asked for the ones of this kind. If none is left, that is
    to `WP_Query` the same as posts, and to `WP_Term_Query` all taxonomies.
    """
    known = _subtypes(view, values["type"])
    if ANY in values["subtype"]:
        return known
    of_kind = [each for each in known if each in values["subtype"]]
    return of_kind or (["post"] if values["type"] == "post" else known)


def _formats(view: View, values: dict[str, Any]) -> Sequence[str]:
    """The formats of which there are posts, and whose names hold what is searched."""
    posts = (entry for each in _shelves(view, "type") for entry in each.by_id.values())
    there = {entry.brief.get("format") for entry in posts}
    wanted = values["search"].lower() if given(values["search"]) else ""
    return [name for name in _NAMES if name in there and wanted in name]


# `WP_Query` puts what fits best first, without words the newest; `WP_Term_Query` goes by name.
_ORDERS: dict[str, Callable[[dict[str, Any]], dict[str, str]]] = {
    "type": lambda values: {"orderby": "relevance" if given(values["search"]) else "date", "order": "desc"},
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
    own = _own(library)
    return value | {
        "_links": {
            "self": [{"embeddable": True, "href": asked.view.url(own, f"{shelf.route}/{entry.item.id}")}],
            "about": [{"href": asked.view.url(own, about)}],
            "collection": [{"href": asked.view.url(own, ROUTE)}],
        }
    }


def _format(library: Library, asked: Asked, name: str) -> Json:
    pretty = asked.view.pretty
    return {
        "id": name,
        "title": name.capitalize(),
        "url": urljoin(library.info.home, f"type/{name}/" if pretty else f"?post_format={name}"),
        "type": FORMATS,
        "_links": {"collection": [{"href": asked.view.url(_own(library), ROUTE)}]},
    }


def _own(library: Library) -> str:
    """The site's own address, as it stands in what it served."""
    return urljoin(library.info.home, "/").rstrip("/")
