"""The items of a snapshot, indexed once: by REST root, by collection, by id, and in each order asked for."""

from __future__ import annotations

import html
from collections.abc import Callable, Iterable
from functools import cached_property
from typing import Any

from wpharvest.language import bcp47, primary
from wpharvest.model.items import UNDETERMINED, Collection, Json, Language, RawItem, Role, SiteInfo
from wpharvest.text import fold, plain_title

# Not kept in memory once an item is read: no filter and no order looks at them.
HEAVY = frozenset({"content", "excerpt", "yoast_head", "yoast_head_json", "acf", "_links", "media_details"})

CORE = (
    Collection("pages", "page", "type", label="Pages", hierarchical=True),
    Collection("posts", "post", "type", label="Posts"),
    Collection("media", "attachment", "media", label="Media"),
    Collection("categories", "category", "taxonomy", label="Categories", hierarchical=True),
    Collection("tags", "post_tag", "taxonomy", label="Tags"),
    Collection("users", "user", "users", label="Users"),
    Collection("comments", "comment", "comments", label="Comments"),
)
POLYLANG = ("pll", "polylang")  # how a language's source starts that Polylang itself named
BY_INDEX = frozenset({"date", "date_gmt"})
_TYPED = str.maketrans("’‘“”", "''\"\"")  # wptexturize made them; the database has what was typed


class Entry:
    """One item with what is often asked about it, read when first asked."""

    def __init__(self, item: RawItem) -> None:
        self.item = item

    @cached_property
    def brief(self) -> Json:
        """The object without its long fields."""
        return {name: value for name, value in self.item.value.items() if name not in HEAVY}

    @cached_property
    def title(self) -> str:
        """The title (or name) as the database compares it."""
        title = self.brief.get("title", self.brief.get("name", ""))
        return searchable(plain_title(_rendered(title)))

    @cached_property
    def words(self) -> tuple[str, str, str]:
        """Title, excerpt and content, as searches compare them."""
        value = self.item.value
        return (
            self.title,
            searchable(_rendered(value.get("excerpt"))),
            searchable(_rendered(value.get("content"))),
        )

    @property
    def parent(self) -> int:
        """The parent's id, 0 for none; a media file's is the post it was uploaded to."""
        return self.brief.get("parent", self.brief.get("post")) or 0

    @cached_property
    def rank(self) -> tuple[int, int | str]:
        """What decides between equals: the id, numbers first."""
        return (0, self.item.id) if isinstance(self.item.id, int) else (1, self.item.id)


class Shelf:
    """One collection as one REST root serves it."""

    def __init__(
        self, collection: Collection, entries: Iterable[Entry], by_index: frozenset[str] = BY_INDEX
    ) -> None:
        self.collection = collection
        self._by_index = by_index
        self.by_id: dict[int | str, Entry] = {}
        for entry in entries:
            self.by_id.setdefault(entry.item.id, entry)
        self._ordered: dict[tuple[str, bool], tuple[Entry, ...]] = {}

    @property
    def route(self) -> str:
        """`/wp/v2/pages`"""
        return f"/{self.collection.namespace}/{self.collection.kind}"

    def ordered(self, name: str, key: Callable[[Entry], Any], descending: bool) -> tuple[Entry, ...]:
        """All entries in this order, sorted once.

        MySQL promises no order among equals. By date it reads its index, so their ids go the same way;
        by anything else it sorts, and small sets come out by id upwards.
        """
        if (name, descending) not in self._ordered:
            backwards = descending and name in self._by_index
            entries = sorted(self.by_id.values(), key=lambda entry: entry.rank, reverse=backwards)
            self._ordered[name, descending] = tuple(sorted(entries, key=key, reverse=descending))
        return self._ordered[name, descending]


class View:
    """What one REST root serves, for one language or for several that share the root.

    `base` is the path that `?rest_route=` is asked at, `pretty` the path of the REST root (empty where the
    site has no pretty permalinks), `query` what a request must hold to be meant for this view.
    """

    def __init__(
        self, languages: Iterable[Language], root: str, query: str, shelves: Iterable[Shelf]
    ) -> None:
        self.languages = tuple(languages)
        self.query = dict(part.partition("=")[::2] for part in query.strip("?&").split("&") if part)
        path, asks, _ = root.partition("?")
        self.pretty = "" if asks else f"/{path.strip('/')}/"
        above = path if asks else self.pretty.rstrip("/").rpartition("/")[0]
        self.base = f"/{above.replace('index.php', '').strip('/')}/".replace("//", "/")
        self.shelves = {shelf.collection.kind: shelf for shelf in shelves}
        self.by_route = {shelf.route: shelf for shelf in self.shelves.values()}

    def url(self, origin: str, route: str) -> str:
        """Where a route is asked, as `get_rest_url` builds it; `origin` without slash at its end."""
        if self.pretty:
            return f"{origin}{self.pretty}{route.lstrip('/')}"
        return f"{origin}{self.base}index.php?rest_route={route}"


class Library:
    """A whole snapshot: its site, its views and every item by kind and id."""

    def __init__(self, info: SiteInfo, items: Iterable[RawItem]) -> None:
        self.info = info
        self.languages = info.languages or (Language(bcp47(info.default_language) or UNDETERMINED),)
        codes = [language.code for language in self.languages]
        self.default = info.default_language if info.default_language in codes else codes[0]
        codes.sort(key=lambda code: code != self.default)
        # An item in a language that the site doesn't name is served where the default language is.
        self._place = {code: (place, code) for place, code in enumerate(codes)}
        self.entries = sorted((Entry(item) for item in items), key=self._order)
        self.by_id: dict[tuple[str, int | str], Entry] = {}
        for entry in self.entries:
            self.by_id.setdefault((entry.item.kind, entry.item.id), entry)
        self.collections = self._collections()
        self._roles: dict[str, Role] = {each.kind: each.role for each in self.collections}
        self.views = self._views()

    def _order(self, entry: Entry) -> tuple[int, str, str, tuple[int, int | str]]:
        place, code = self._place.get(entry.item.language, (len(self._place), entry.item.language))
        return place, code, entry.item.kind, entry.rank

    def served_as(self, language: str) -> str:
        """The language whose root serves items of this one."""
        return language if language in self._place else self.default

    def role(self, entry: Entry) -> Role:
        """What an item is: a post, a term, a user …"""
        return self._roles[entry.item.kind]

    def has_authors(self, kind: str) -> bool:
        """Whether the objects of a post type have authors, as far as the snapshot shows."""
        first = next((entry for entry in self.entries if entry.item.kind == kind), None)
        return first is None or "author" in first.brief

    def _collections(self) -> tuple[Collection, ...]:
        """Those the site named, else those every WordPress has; and what else there are items of."""
        found = {each.kind: each for each in self.info.collections or CORE}
        for entry in self.entries:
            if entry.item.kind not in found:
                core = [each for each in CORE if each.kind == entry.item.kind]
                found[entry.item.kind] = (
                    core[0] if core else Collection(entry.item.kind, entry.item.kind, "type")
                )
        return tuple(found.values())

    def _views(self) -> tuple[View, ...]:
        groups: dict[tuple[str, str], list[Language]] = {}
        for language in self.languages:
            groups.setdefault((language.root, _asked_by(language)), []).append(language)
        for root in {root for root, _ in groups}:
            # Polylang without `lang=` answers with every language.
            if (root, "") not in groups:
                groups[root, ""] = [language for language in self.languages if language.root == root]
        return tuple(self._view(root, query, languages) for (root, query), languages in groups.items())

    def _view(self, root: str, query: str, languages: list[Language]) -> View:
        codes = {language.code for language in languages}
        below: dict[str, list[Entry]] = {each.kind: [] for each in self.collections}
        for entry in self.entries:
            if self.served_as(entry.item.language) in codes:
                below[entry.item.kind].append(entry)
        shelves = [Shelf(each, below[each.kind]) for each in self.collections]
        return View(languages, root, query, shelves)


def _asked_by(language: Language) -> str:
    """The query that shows one language alone. Polylang's default language has one as well as the others."""
    own = language.source.startswith(POLYLANG) and not language.query
    return f"lang={primary(language.code)}" if own else language.query


def searchable(text: str) -> str:
    """Text as MySQL's collation compares it: without case and accents, and with the quotes as typed."""
    return fold(html.unescape(text)).translate(_TYPED)


def _rendered(part: Any) -> str:
    if isinstance(part, dict):
        part = part.get("rendered", "")
    return part if isinstance(part, str) else ""
