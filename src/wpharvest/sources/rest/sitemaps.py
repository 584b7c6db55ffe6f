"""The site's sitemaps: they may name translations (`xhtml:link`), and they list what there is."""

from __future__ import annotations

import hashlib
import re
import zlib
from collections.abc import Iterable, Iterator
from contextlib import closing
from functools import partial

import msgspec
from lxml import etree

from wpharvest.errors import SourceError
from wpharvest.model.items import Resource
from wpharvest.model.notices import Notice
from wpharvest.sources.rest.addresses import Mapping, origin
from wpharvest.sources.rest.ahead import ahead
from wpharvest.sources.rest.inflating import Inflated
from wpharvest.sources.rest.session import BODY_LIMIT, Session
from wpharvest.text import slugify
from wpharvest.urls import join_url, split_url

RULE = "sitemaps"
MOST = 500  # files

# Where WordPress, Yoast, Rank Math, SEOPress and others put them; the first that is there is taken. The last
# is WordPress's own where permalinks are plain.
USUAL = ("wp-sitemap.xml", "sitemap_index.xml", "sitemap.xml", "sitemaps.xml", "?sitemap=index")

_ROBOTS = re.compile(r"^\s*sitemap:\s*(\S+)", re.IGNORECASE | re.MULTILINE)


class Listed(msgspec.Struct, frozen=True):
    """The addresses that the sitemap or feed at `where` lists."""

    where: str
    urls: tuple[str, ...]


class Parsed(msgspec.Struct, frozen=True):
    """A sitemap: the others that it names (an index), or the pages that it lists."""

    parts: tuple[str, ...] = ()
    pages: tuple[str, ...] = ()


def read(
    session: Session, mapping: Mapping, width: int, site: str, homes: Iterable[str] = ()
) -> Iterator[Resource | Listed | Notice]:
    """Every sitemap of the site in the folder `site` (an address), in the order they name each other.

    `homes` are the folders of the other languages: WPML gives each its own sitemaps, which nothing names.
    """
    walk = _Walk(session, mapping, width)
    name = ""
    yield from walk.read(_from_robots(session, mapping, site))
    for usual in USUAL:
        if walk.found:
            break
        name = usual
        yield from walk.read([join_url(site, usual)])
    if walk.found:
        name = name or walk.first.removeprefix(site)
        yield from walk.read([join_url(home, name) for home in homes])


def _from_robots(session: Session, mapping: Mapping, site: str) -> list[str]:
    named = _ROBOTS.findall(session.robots.text(site))
    return [mapping.ask(join_url(site, each)) for each in named]


class _Walk:
    """Follows sitemaps from one to the next, each once. `first` is the address of the first that is there."""

    def __init__(self, session: Session, mapping: Mapping, width: int) -> None:
        self._session, self._mapping, self._width = session, mapping, width
        self._asked: set[str] = set()
        self._digests: set[bytes] = set()
        self._names: set[str] = set()
        self.first = ""

    @property
    def found(self) -> bool:
        """Whether there was any sitemap."""
        return bool(self.first)

    def read(self, start: list[str]) -> Iterator[Resource | Listed | Notice]:
        """These and all that they name; not what was read before, nor the same under another address."""
        named = start
        home = origin(start[0]) if start else ""
        while named:
            asked = [url for url in dict.fromkeys(named) if url not in self._asked and origin(url) == home]
            self._asked.update(asked)
            named = []
            calls = (partial(_fetch, self._session, url) for url in asked)
            with closing(ahead(calls, self._width)) as bodies:
                for url, body in zip(asked, bodies, strict=True):
                    if len(self._names) >= MOST:
                        what = f"the site has more than {MOST} sitemaps: the rest isn't read"
                        yield Notice(RULE, what, lost=True)
                        return
                    yield from self._take(url, body, named)

    def _take(self, url: str, body: bytes | None, named: list[str]) -> Iterator[Resource | Listed]:
        """One sitemap, and what it lists; the others that it names are added to `named`."""
        parsed = parse(body) if body and self._is_new(body) else None
        if body is None or parsed is None:
            return
        self.first = self.first or url
        where = self._mapping.record(url)
        yield Resource(_path(url, self._names), "sitemap", where, body, "application/xml")
        if parsed.pages:
            yield Listed(where, tuple(join_url(where, each) for each in parsed.pages))
        named.extend(self._mapping.ask(join_url(url, each)) for each in parsed.parts)

    def _is_new(self, body: bytes) -> bool:
        digest = hashlib.blake2b(body, digest_size=16).digest()
        new = digest not in self._digests
        self._digests.add(digest)
        return new


def _fetch(session: Session, url: str) -> bytes | None:
    try:
        answer = session.get(url, retries=1)
    except SourceError:
        return None
    if answer.status != 200:
        return None
    if not answer.body.startswith(b"\x1f\x8b"):
        return answer.body
    decoder = Inflated()
    try:
        body = decoder.feed(answer.body, BODY_LIMIT)
    except zlib.error:
        return None
    return body if decoder.whole() and len(body) <= BODY_LIMIT else None


def parse(body: bytes) -> Parsed | None:
    """What a sitemap or an index of sitemaps says; None if this is neither. Nothing is loaded."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, recover=True, huge_tree=False)
    try:
        root = etree.fromstring(body.lstrip(), parser)
    except etree.XMLSyntaxError:
        return None
    if root is None:
        return None
    kind = etree.QName(root).localname
    if kind == "sitemapindex":
        return Parsed(parts=_locations(root, "sitemap"))
    return Parsed(pages=_locations(root, "url")) if kind == "urlset" else None


def _locations(root: etree._Element, name: str) -> tuple[str, ...]:
    return tuple(loc.text.strip() for loc in root.iterfind(f"{{*}}{name}/{{*}}loc") if loc.text)


def _path(url: str, names: set[str]) -> str:
    parts = split_url(url)
    name = re.sub(r"\.xml(\.gz)?$", "", f"{parts.path.strip('/')}{'-' + parts.query if parts.query else ''}")
    base = name = slugify(name or "sitemap")
    number = 1
    while name in names:
        number += 1
        name = f"{base}-{number}"
    names.add(name)
    return f"sitemaps/{name}.xml"
