"""What the site lists for everybody, sorted: which language, which collection, what is no page of its own.

A sitemap's name tells what it is of. Archives (of authors, dates, post formats) only list again what has an
address of its own, so they aren't asked for.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import chain
from urllib.parse import parse_qsl

from wpharvest.config import Harvest
from wpharvest.language import bcp47
from wpharvest.model.items import Collection, Resource, Shown, SiteInfo
from wpharvest.model.notices import Notice
from wpharvest.sources.rest import feeds, sitemaps
from wpharvest.sources.rest.addresses import Mapping, Root, chosen
from wpharvest.sources.rest.collections import NOT_CONTENT
from wpharvest.sources.rest.languages.of_item import Judge
from wpharvest.sources.rest.session import Session
from wpharvest.sources.rest.sitemaps import Listed
from wpharvest.urls import join_url, split_url

# How a sitemap is called, and by whom; the first that fits tells the type or taxonomy.
NAMES: tuple[tuple[str, str], ...] = (
    (r"wp-sitemap-(?:posts|taxonomies)-(.+?)-\d+\.xml", "WordPress"),
    (r"wp-sitemap-(users)-\d+\.xml", "WordPress"),
    (r"[?&]sitemap-subtype=([\w-]+)", "WordPress, plain permalinks"),
    (r"[?&]sitemap=(users)", "WordPress, plain permalinks"),
    (r"[?&]sitemap=([\w-]+)&sitemap_n=", "Yoast SEO, plain permalinks"),
    (r"sitemap-(?:pt|tax)-([a-z_]+(?:-[a-z_]+)*?)(?:-p\d+)?(?:-\d{4}-\d{2})?\.", "XML Sitemap Generator"),
    (r"sitemap-(authors|archives|misc)\.", "XML Sitemap Generator"),
    (r"([\w-]+?)-sitemap-?\d*\.xml", "Yoast SEO, Rank Math, SEOPress, All in One SEO"),
)
# Sitemaps whose addresses have no objects of their own, or objects that aren't harvested.
ARCHIVES = frozenset({"users", "author", "authors", "archives", "date-archive", "post-archive", *NOT_CONTENT})
# Sitemaps of several collections at once.
MIXED = frozenset({"news", "video", "image", "local", "addl", "misc", "general", "root", "external"})

_ARCHIVE = re.compile(r"/(?:author/[^/]+|\d{4}(?:/\d{2}){0,2})/?$")
_ARCHIVE_QUERY = frozenset({"author", "m", "year", "monthnum", "day", "post_type", "post_format", "lang"})


def read(session: Session, width: int, root: Root, lists: Lists) -> Iterator[Resource | Shown | Notice]:
    """Every sitemap and the newest entries of every feed: as files, and as the addresses that they list."""
    mapping = lists.mapping
    homes = [mapping.ask(join_url(root.site, each.home)) for each in lists.info.languages]
    folders = [home for home in homes if home != root.site and not split_url(home).query]
    newest = feeds.read(session, mapping, width, root, [root.site, *homes])  # while sitemaps are read
    found = chain(sitemaps.read(session, mapping, width, root.site, folders), newest)
    for each in found:
        if isinstance(each, Listed):
            yield from lists.sorted(each.where, each.urls)
        else:
            yield each


class Lists:
    """Sorts what sitemaps and feeds list, as far as this harvest was asked for it: for these collections."""

    def __init__(
        self,
        info: SiteInfo,
        options: Harvest,
        judge: Judge,
        mapping: Mapping,
        collections: Iterable[Collection],
    ) -> None:
        self.info, self.mapping = info, mapping
        self._options, self._judge = options, judge
        self._kinds = {each.kind: each.kind for each in info.collections}
        self._kinds |= {each.name: each.kind for each in info.collections}
        self._asked = {each.kind for each in collections}
        self._whole = self._asked == {each.kind for each in info.collections}
        homes = (info.home, *(mapping.record(each.home) for each in info.languages))
        self._hosts = {_host(home) for home in homes} - {""}

    def sorted(self, where: str, urls: Iterable[str]) -> Iterator[Shown]:
        """The addresses that the list at `where` holds, by language."""
        kind = self._kind(where)
        if kind is None or not (self._whole or kind in self._asked):
            return
        around = self._judge.language({"link": where}, self.info.default_language).code
        found: dict[str, list[str]] = {}
        for url in map(self.mapping.record, urls):
            if _host(url) in self._hosts and chosen(url, self._options) and not self._is_archive(url):
                code = self._judge.language({"link": url}, around).code
                found.setdefault(code, []).append(url)
        for code, mine in found.items():
            if not self._options.languages or code in self._options.languages:
                yield Shown(where, code, kind, tuple(mine))

    def _kind(self, where: str) -> str | None:
        """The collection that a list is of; empty if it doesn't tell, None if it is one of archives."""
        name = sitemap_name(where)
        if name in ARCHIVES:
            return None
        stem, _, last = name.rpartition("-")
        if name not in self._kinds and stem in self._kinds and bcp47(last):
            name = stem  # Polylang: one sitemap a type and language
        return "" if name in MIXED else self._kinds.get(name, name)

    def _is_archive(self, url: str) -> bool:
        """Whether this is the list of an author or of a date, or that of a type with plain permalinks."""
        parts, home = split_url(url), split_url(self.info.home).path.rstrip("/")
        names = {name for name, _ in parse_qsl(parts.query)}
        if names - {"lang"} and names <= _ARCHIVE_QUERY:
            return True
        below = parts.path.removeprefix(home)
        first = below.strip("/").split("/", 1)[0]
        spoken = f"/{first}" if first and bcp47(first) else ""
        return bool(_ARCHIVE.fullmatch(below.removeprefix(spoken)))


def sitemap_name(where: str) -> str:
    """What the sitemap at an address is of, as it is called; empty if its name doesn't tell.

    >>> sitemap_name("https://h.org/wp-sitemap-posts-page-1.xml"), sitemap_name("https://h.org/sitemap.xml")
    ('page', '')
    """
    parts = split_url(where)
    file = f"{parts.path.rsplit('/', 1)[-1]}{'?' + parts.query if parts.query else ''}"
    for pattern, _ in NAMES:
        match = re.search(pattern, file)
        if match:
            return match[1]
    return ""


def _host(url: str) -> str:
    return (split_url(url).hostname or "").removeprefix("www.")
