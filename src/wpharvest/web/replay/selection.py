"""Which items a collection request is answered with, in which order.

Source: `get_items` of the controllers in `rest-api/endpoints/`, and what they call: `WP_Query`
(`class-wp-query.php`: parse_search, parse_orderby), `WP_Term_Query`, `WP_User_Query`, `WP_Comment_Query`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from wpharvest.model.items import Role
from wpharvest.web.replay.answers import RefusedError
from wpharvest.web.replay.finding import Test, finds
from wpharvest.web.replay.mime_types import MIME_TYPES
from wpharvest.web.replay.ordering import in_order
from wpharvest.web.replay.permission import given
from wpharvest.web.replay.reading import Moment, Terms
from wpharvest.web.replay.shelves import POSTS, Entry, Shelf, View

Filter = Callable[[Any, View], Test]
Values = dict[str, Any]


def select(view: View, shelf: Shelf, values: Values, taxonomies: Iterable[str]) -> Sequence[Entry]:
    """The entries of a collection that pass every filter, in order. Raises `RefusedError`."""
    role = shelf.collection.role
    _refuse(role, values)
    asked = _asked(role, values)
    tests = [make(asked[name], view) for name, make in FILTERS.items() if name in asked]
    tests += _taxonomy_tests(view, values, tuple(taxonomies))
    entries = in_order(role, shelf, values)
    if role == "taxonomy" and given(values["post"]):
        tests.append(_terms_of(values["post"], view, shelf))
    elif "post" in asked and role != "taxonomy":
        tests.append(_among("post")(asked["post"], view))
    search = values.get("search")
    # "0" is empty to PHP, but not to those of its queries that ask how long a search is.
    if search and (given(search) or role not in {"taxonomy", "users"}):
        tests.append(finds(role, search))
    if role == "comments" and values["orderby"] == "include" and "include" not in asked:
        return ()  # WordPress asks its database for `FIELD(comment_ID, )`, which is an error to it
    if not tests:
        return entries
    return [entry for entry in entries if all(test(entry) for test in tests)]


def _asked(role: Role, values: Values) -> Values:
    """What narrows the collection. Where WordPress builds its SQL from one of two, it is that one."""
    asked = {
        name: _positive(value)
        for name, value in values.items()
        if value is not None and value not in ("", ())
    }
    if role == "media" and asked.get("mime_type") not in MIME_TYPES:
        asked.pop("mime_type", None)
    elif "mime_type" in asked:
        asked.pop("media_type", None)
    if role != "comments" and ("include" in asked or asked.get("sticky")):
        asked.pop("exclude", None)
    if "include" in asked and asked.get("sticky") is False:
        del asked["sticky"]  # to WordPress this is a list to exclude, too
    if role == "taxonomy" and asked.get("include") == (0,):
        del asked["include"]  # "0" is empty to PHP
    if role in POSTS and "author_exclude" in asked:
        asked.pop("author", None)
    if role in POSTS and "parent" in asked:
        asked.pop("parent_exclude", None)
    return asked


def _positive(value: Any) -> Any:
    """`wp_parse_id_list`: ids have no sign, and each is named once."""
    ids = isinstance(value, tuple) and all(isinstance(each, int) for each in value)
    return tuple(dict.fromkeys(map(abs, value))) if ids else value


def _refuse(role: Role, values: Values) -> None:
    """What `get_items` of the posts controller itself refuses."""
    by = values["orderby"]
    if role in POSTS and by == "relevance" and not given(values["search"]):
        message = "You need to define a search term to order by relevance."
        raise RefusedError("rest_no_search_term_defined", message, 400)
    if role in POSTS and by == "include" and not values["include"]:
        message = "You need to define an include parameter to order by include."
        raise RefusedError("rest_orderby_include_missing_include", message, 400)


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


def _published(wanted: Any, view: View) -> Test:
    """Who has written something of these types; who has written nothing is shown to no visitor anyway."""
    if isinstance(wanted, bool):
        return lambda entry: True
    shelves = [each for each in view.shelves.values() if each.collection.name in wanted]
    written = {
        entry.brief.get("author")
        for shelf in shelves
        if shelf.collection.role == "type"
        for entry in shelf.by_id.values()
    }
    return lambda entry: entry.item.id in written


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
    "has_published_posts": _published,
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
    for base in taxonomies:
        terms = values.get(f"{base}_exclude")
        if terms and terms.ids:
            tests.append(_without_terms(base, terms, view))
    if values.get("tax_relation") == "OR" and tests:
        return [lambda entry: any(test(entry) for test in tests)]
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
    entry = view.posts.get(post)
    among = frozenset(entry.brief.get(shelf.collection.kind) or () if entry else ())
    return lambda entry: entry.item.id in among
