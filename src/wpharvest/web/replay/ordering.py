"""In which order a collection stands.

Source: the `orderby` of the controllers in `rest-api/endpoints/`; `parse_orderby` and `parse_search_order` in
`class-wp-query.php`, and the same of `WP_Term_Query`, `WP_User_Query` and `WP_Comment_Query`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from wpharvest.model.items import Role
from wpharvest.web.replay.shelves import Entry, Shelf, searchable
from wpharvest.web.replay.terms import search_terms


def _by_field(field: str, empty: Any) -> Callable[[Entry], Any]:
    return lambda entry: entry.brief.get(field) or empty


def _by_text(field: str) -> Callable[[Entry], Any]:
    return lambda entry: searchable(str(entry.brief.get(field) or ""))


ORDERS: dict[str, Callable[[Entry], Any]] = {
    "id": lambda entry: entry.rank,
    "date": _by_field("date", ""),
    "date_gmt": _by_field("date_gmt", ""),
    "modified": _by_field("modified", ""),
    "title": lambda entry: entry.title,
    "name": lambda entry: entry.title,
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
        newest = shelf.ordered("date", ORDERS["date"], True)
        return sorted(newest, key=_relevance(values["search"]))
    return shelf.ordered(by, ORDERS.get(by, ORDERS["id"]), descending)


def _relevance(search: str) -> Callable[[Entry], int]:
    """WP_Query::parse_search_order: the sentence in the title first, then its words there, then the text."""
    sentence = searchable(search)
    terms = [searchable(term) for term in search_terms(search)]

    def rank(entry: Entry) -> int:
        title, excerpt, content = entry.words
        if len(terms) == 1:
            return 0 if sentence in title else 1
        cases = (
            sentence in title,
            all(term in title for term in terms),
            any(term in title for term in terms),
            sentence in excerpt,
            sentence in content,
        )
        return next((at for at, case in enumerate(cases) if case), len(cases))

    return rank
