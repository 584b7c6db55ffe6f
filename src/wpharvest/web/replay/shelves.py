"""The items of a snapshot, indexed once: by REST root, by collection, by id, and in each order asked for."""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterable, Mapping
from functools import cached_property
from typing import Any

import msgspec

from wpharvest.language import bcp47, primary
from wpharvest.model.items import UNDETERMINED, Collection, Json, Language, RawItem, Role, SiteInfo
from wpharvest.text import fold

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
POSTS: frozenset[Role] = frozenset({"type", "other", "media"})  # what WordPress keeps as posts
POLYLANG = ("pll", "polylang")  # how a language's source starts that Polylang itself named
BY_INDEX = frozenset({"date", "date_gmt"})
# What `wptexturize` (formatting.php) makes of what was typed, which is what the database has. It writes
# numbers; a curly quote that was typed as one stays one.
_TYPED = {
    **dict.fromkeys(("&#8216;", "&#8217;", "&#8218;", "&#8242;"), "'"),
    **dict.fromkeys(("&#8220;", "&#8221;", "&#8222;", "&#8243;", "&laquo;&nbsp;", "&nbsp;&raquo;"), '"'),
    "&#8211;": "-",
    "&#8212;": "--",
    "&#8230;": "...",
    "&#215;": "x",
    "&#038;": "&",
}
_TEXTURE = re.compile("|".join(_TYPED))
_TAGS = re.compile(r"<[^>]*>|\s+")
_ATTACHED = re.compile(r'<p class="attachment">.*?</p>\s*', re.DOTALL)  # `prepend_attachment` put it there
UPLOADS = "/uploads/"


class Words(msgspec.Struct, frozen=True):
    """What a search looks into, as the database compares it; `file` is a media file's path, None without."""

    title: str
    excerpt: str
    content: str
    file: str | None

    def hold(self, term: str) -> bool:
        """Whether a term is in any of them."""
        return any(term in part for part in (self.title, self.excerpt, self.content, self.file or ""))


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
        return searchable(_rendered(self.brief.get("title", self.brief.get("name", ""))))

    @cached_property
    def words(self) -> Words:
        """What a search looks into."""
        value = self.item.value
        content, excerpt = _rendered(value.get("content")), _rendered(value.get("excerpt"))
        if "caption" in value:  # what these two are called of a media file
            excerpt = _rendered(value["caption"])
            content = _ATTACHED.sub("", _rendered(value.get("description")))
        _, uploads, file = str(value.get("source_url") or "").partition(UPLOADS)
        return Words(
            self.title,
            "" if _is_made_of(excerpt, content) else searchable(excerpt),
            searchable(content),
            searchable(file) if uploads else None,
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
    site has no pretty permalinks), `query` what a request must hold to be meant for this view. `posts` are
    those of all views: an id is one post's, whatever language is asked for.
    """

    def __init__(
        self,
        languages: Iterable[Language],
        root: str,
        query: str,
        shelves: Iterable[Shelf],
        posts: Mapping[int | str, Entry],
    ) -> None:
        self.posts = posts
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
        self.posts = {id_: entry for (kind, id_), entry in self.by_id.items() if self._roles[kind] in POSTS}
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
            if self._is_in(entry, codes, asked=bool(query)):
                below[entry.item.kind].append(entry)
        shelves = [Shelf(each, below[each.kind]) for each in self.collections]
        return View(languages, root, query, shelves, self.posts)

    def _is_in(self, entry: Entry, codes: Container[str], *, asked: bool) -> bool:
        """Whether a view of these languages has an item. Who asks for one by `lang=` isn't shown what has
        none (Polylang says `false`), but is shown people, who speak any.
        """
        if asked and self.role(entry) == "users":
            return True
        return self.served_as(entry.item.language) in codes and not (
            asked and entry.brief.get("lang") is False
        )


def _asked_by(language: Language) -> str:
    """The query that shows one language alone. Polylang's default language has one as well as the others."""
    own = language.source.startswith(POLYLANG) and not language.query
    return f"lang={primary(language.code)}" if own else language.query


def searchable(text: str) -> str:
    """Text as MySQL's collation compares it: without case and accents, and with the marks as typed."""
    return fold(_TEXTURE.sub(lambda match: _TYPED[match[0]], text))


def _is_made_of(excerpt: str, content: str) -> bool:
    """Whether nobody wrote this excerpt: WordPress makes one of a text's first words (`wp_trim_excerpt`)."""
    words = _TAGS.sub("", excerpt.replace("[&hellip;]", ""))
    return _TAGS.sub("", content).startswith(words)


def _rendered(part: Any) -> str:
    if isinstance(part, dict):
        part = part.get("rendered", "")
    return part if isinstance(part, str) else ""
