"""In which order a collection stands.

Source: the `orderby` of the controllers in `rest-api/endpoints/`; `parse_orderby` in `class-wp-query.php`,
and the same of `WP_Term_Query`, `WP_User_Query` and `WP_Comment_Query`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from wpharvest.model.items import Role
from wpharvest.web.replay.finding import relevance
from wpharvest.web.replay.shelves import Entry, Shelf, searchable


def _by_field(field: str, empty: Any) -> Callable[[Entry], Any]:
    return lambda entry: entry.brief.get(field) or empty


def _by_text(field: str) -> Callable[[Entry], Any]:
    return lambda entry: sortable(str(entry.brief.get(field) or ""))


# As MySQL's `utf8mb4_unicode_520_ci` has them (Unicode's default order): all before the digits.
_MARKS = " _-–—,;:!?.'‘’\"“”«»()[]{}@*/\\&#%°`^+<=>|~$"
_PLACES = {ord(mark): chr(at) for at, mark in enumerate(_MARKS, 1)}


def sortable(text: str) -> str:
    """Text such that comparing it puts it where MySQL does: marks before digits before letters.

    >>> sorted(["a1", "a_b", "É", "a b", "[a"], key=sortable)
    ['[a', 'a b', 'a_b', 'a1', 'É']
    """
    return searchable(text).translate(_PLACES)


ORDERS: dict[str, Callable[[Entry], Any]] = {
    "id": lambda entry: entry.rank,
    "date": _by_field("date", ""),
    "date_gmt": _by_field("date_gmt", ""),
    "modified": _by_field("modified", ""),
    "title": lambda entry: entry.title.translate(_PLACES),
    "name": lambda entry: entry.title.translate(_PLACES),
    "slug": _by_text("slug"),
    "description": _by_text("description"),
    "url": _by_text("url"),
    "type": _by_text("type"),
    "author": _by_field("author", 0),
    "parent": lambda entry: entry.parent,
    "post": _by_field("post", 0),
    "count": _by_field("count", 0),
    "menu_order": _by_field("menu_order", 0),
}


def in_order(role: Role, shelf: Shelf, values: dict[str, Any]) -> Sequence[Entry]:
    """All entries of a shelf in the order that the request asks for."""
    by, descending = values["orderby"], values["order"] == "desc"
    if by == "include" and not values["include"]:
        by = "name"  # what WP_Term_Query and WP_User_Query fall back on
    if by in {"include", "include_slugs"}:
        field = "id" if by == "include" else "slug"
        wanted = values["include" if by == "include" else "slug"] or ()
        place = {value: at for at, value in enumerate(wanted)}
        # MySQL's FIELD() is 0 for what isn't listed. WP_Query and WP_Comment_Query ignore `order` here.
        return sorted(
            shelf.by_id.values(),
            key=lambda entry: place.get(entry.brief.get(field), -1),
            reverse=descending and role in {"taxonomy", "users"},
        )
    if by == "relevance":
        return sorted(shelf.ordered("date", ORDERS["date"], descending), key=relevance(values["search"]))
    if role == "comments" and not by.startswith("date"):
        # Among equals the newest: WP_Comment_Query alone says so in SQL.
        newest = shelf.ordered("id", ORDERS["id"], True)
        return sorted(newest, key=ORDERS[by], reverse=descending)
    return shelf.ordered(by, ORDERS.get(by, ORDERS["id"]), descending)
