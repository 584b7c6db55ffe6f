"""Which items a collection request is answered with, in which order.

Source: `get_items` of the controllers in `rest-api/endpoints/`, and what they call: `WP_Query`
(`class-wp-query.php`: parse_search, parse_orderby), `WP_Term_Query`, `WP_User_Query`, `WP_Comment_Query`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from wpharvest.model.items import Role
from wpharvest.web.replay.answers import RefusedError
from wpharvest.web.replay.ordering import in_order
from wpharvest.web.replay.reading import Moment, Terms
from wpharvest.web.replay.shelves import Entry, Shelf, View, searchable
from wpharvest.web.replay.terms import search_terms

Test = Callable[[Entry], bool]
Filter = Callable[[Any, View], Test]
Values = dict[str, Any]


def select(view: View, shelf: Shelf, values: Values, taxonomies: Iterable[str]) -> Sequence[Entry]:
    """The entries of a collection that pass every filter, in order. Raises `RefusedError`."""
    role = shelf.collection.role
    _refuse(role, values, view)
    asked = {name: value for name, value in values.items() if value is not None and value not in ("", ())}
    if role == "taxonomy" and asked.get("include") == (0,):
        del asked["include"]  # "0" is empty to PHP
    tests = [make(asked[name], view) for name, make in FILTERS.items() if name in asked]
    tests += _taxonomy_tests(view, values, tuple(taxonomies))
    entries = in_order(role, shelf, values)
    if role == "taxonomy" and values["post"]:
        tests.append(_terms_of(values["post"], view, shelf))
    elif "post" in asked:
        tests.append(_among("post")(asked["post"], view))
    if values.get("search"):
        tests.append(_SEARCHES.get(role, _search_posts)(values["search"]))
    if not tests:
        return entries
    return [entry for entry in entries if all(test(entry) for test in tests)]


# Which users there are is the site's own affair (`get_items_permissions_check` of the users controller).
_REFUSED_OF_USERS: tuple[tuple[str, str, str], ...] = (
    ("roles", "rest_user_cannot_view", "Sorry, you are not allowed to filter users by role."),
    ("who", "rest_forbidden_who", "Sorry, you are not allowed to query users by this parameter."),
)
_ORDERS_OF_USERS = frozenset({"email", "registered_date"})


def _refuse(role: Role, values: Values, view: View) -> None:
    by = values["orderby"]
    if role in {"type", "other", "media"} and by == "relevance" and not values["search"]:
        message = "You need to define a search term to order by relevance."
        raise RefusedError("rest_no_search_term_defined", message, 400)
    if role in {"type", "other", "media"} and by == "include" and not values["include"]:
        message = "You need to define an include parameter to order by include."
        raise RefusedError("rest_orderby_include_missing_include", message, 400)
    if role == "users":
        for name, code, message in _REFUSED_OF_USERS:
            if values[name]:
                raise RefusedError(code, message, 401)
        if by in _ORDERS_OF_USERS:
            message = "Sorry, you are not allowed to order users by this parameter."
            raise RefusedError("rest_forbidden_orderby", message, 401)
    if role == "comments":
        for post in values["post"] or ():
            _refuse_comments_of(post, view)
        own = {"author": None, "author_exclude": None, "author_email": None}
        forbidden = [
            name
            for name, default in {**own, "type": "comment", "status": "approve"}.items()
            if values[name] != default
        ]
        if forbidden:
            message = f"Query parameter not permitted: {', '.join(forbidden)}"
            raise RefusedError("rest_forbidden_param", message, 401)


def _refuse_comments_of(post: int, view: View) -> None:
    """`get_items_permissions_check`: not of nothing, and not of what has a password."""
    if post == 0:
        message = "Sorry, you are not allowed to read comments without a post."
        raise RefusedError("rest_cannot_read", message, 401)
    for shelf in view.shelves.values():
        entry = shelf.by_id.get(post) if shelf.collection.role in {"type", "other", "media"} else None
        content = entry.item.value.get("content") if entry else None
        if isinstance(content, dict) and content.get("protected"):
            message = "Sorry, you are not allowed to read the post for this comment."
            raise RefusedError("rest_cannot_read_post", message, 401)


# ── filters ──────────────────────────────────────────────────────────────────────────────────────────


def _among(field: str) -> Filter:
    def make(wanted: Any, view: View) -> Test:
        among = frozenset(wanted) if isinstance(wanted, tuple) else {wanted}
        return lambda entry: entry.brief.get(field) in among

    return make


def _outside(field: str) -> Filter:
    def make(unwanted: Any, view: View) -> Test:
        among = frozenset(unwanted)
        return lambda entry: entry.brief.get(field) not in among

    return make


def _below(wanted: Any, view: View) -> Test:
    among = frozenset(wanted) if isinstance(wanted, tuple) else {wanted}
    return lambda entry: entry.parent in among


def _not_below(unwanted: Any, view: View) -> Test:
    among = frozenset(unwanted)
    return lambda entry: entry.parent not in among


def _later(field: str) -> Filter:
    def make(moment: Moment, view: View) -> Test:
        return lambda entry: _date(entry, field, moment) > moment.value

    return make


def _earlier(field: str) -> Filter:
    def make(moment: Moment, view: View) -> Test:
        return lambda entry: _date(entry, field, moment) < moment.value

    return make


def _date(entry: Entry, field: str, moment: Moment) -> str:
    """The item's date on the clock of the moment: the site's local time, or UTC."""
    return str(entry.brief.get(f"{field}_gmt" if moment.utc else field) or entry.brief.get(field) or "")


def _media_type(wanted: str, view: View) -> Test:
    return lambda entry: str(entry.brief.get("mime_type", "")).startswith(wanted + "/")


def _used(wanted: bool, view: View) -> Test:
    return lambda entry: not wanted or bool(entry.brief.get("count"))


FILTERS: dict[str, Filter] = {
    "include": _among("id"),
    "exclude": _outside("id"),
    "slug": _among("slug"),
    "author": _among("author"),
    "author_exclude": _outside("author"),
    "menu_order": _among("menu_order"),
    "sticky": _among("sticky"),
    "mime_type": _among("mime_type"),
    "media_type": _media_type,
    "hide_empty": _used,
    "after": _later("date"),
    "before": _earlier("date"),
    "modified_after": _later("modified"),
    "modified_before": _earlier("modified"),
    "parent": _below,
    "parent_exclude": _not_below,
}


def _taxonomy_tests(view: View, values: Values, taxonomies: tuple[str, ...]) -> list[Test]:
    asked = [(base, values[base]) for base in taxonomies if values.get(base) and values[base].ids]
    tests = [_with_terms(base, terms, view) for base, terms in asked]
    if values.get("tax_relation") == "OR" and tests:
        either = tests
        tests = [lambda entry: any(test(entry) for test in either)]
    for base in taxonomies:
        terms = values.get(f"{base}_exclude")
        if terms and terms.ids:
            tests.append(_without_terms(base, terms, view))
    return tests


def _with_terms(base: str, terms: Terms, view: View) -> Test:
    if terms.every:
        return lambda entry: set(terms.ids) <= set(entry.brief.get(base) or ())
    among = _with_children(base, terms, view)
    return lambda entry: not among.isdisjoint(entry.brief.get(base) or ())


def _without_terms(base: str, terms: Terms, view: View) -> Test:
    among = _with_children(base, terms, view)
    return lambda entry: among.isdisjoint(entry.brief.get(base) or ())


def _with_children(base: str, terms: Terms, view: View) -> set[int | str]:
    among: set[int | str] = set(terms.ids)
    size = 0
    while terms.children and base in view.shelves and len(among) != size:
        size = len(among)
        among |= {
            id_ for id_, entry in view.shelves[base].by_id.items() if entry.brief.get("parent") in among
        }
    return among


def _terms_of(post: int, view: View, shelf: Shelf) -> Test:
    """`post` of a taxonomy: the terms that this post has."""
    for other in view.shelves.values():
        if other.collection.role in {"type", "media", "other"} and post in other.by_id:
            brief = other.by_id[post].brief
            if shelf.collection.kind not in brief:
                message = "Sorry, you are not allowed to view terms for this post."
                raise RefusedError("rest_forbidden_context", message, 401)
            among = frozenset(brief[shelf.collection.kind] or ())
            return lambda entry: entry.item.id in among
    raise RefusedError("rest_post_invalid_id", "Invalid post ID.", 400, allow=False)


# ── searches ─────────────────────────────────────────────────────────────────────────────────────────


def _search_posts(search: str) -> Test:
    terms = search_terms(search)
    wanted = [searchable(term) for term in terms if not term.startswith("-")]
    unwanted = [searchable(term[1:]) for term in terms if term.startswith("-")]

    def test(entry: Entry) -> bool:
        content = entry.item.value.get("content")
        if isinstance(content, dict) and content.get("protected"):
            return False
        return all(any(term in text for text in entry.words) for term in wanted) and not any(
            term in text for term in unwanted for text in entry.words
        )

    return test


def _search_fields(*fields: str) -> Callable[[str], Test]:
    def make(search: str) -> Test:
        wanted = searchable(search)
        return lambda entry: any(
            wanted in text
            for text in (
                *(searchable(str(entry.brief.get(field, ""))) for field in fields),
                *entry.words[2:],
            )
        )

    return make


_SEARCHES: dict[Role, Callable[[str], Test]] = {
    "taxonomy": _search_fields("name", "slug"),
    "users": _search_fields("name", "slug", "id"),
    "comments": _search_fields("author_name", "author_url"),
}
