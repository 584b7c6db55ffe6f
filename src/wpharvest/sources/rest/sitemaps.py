"""The site's sitemaps: they may name translations (`xhtml:link`), and they list what there is."""

from __future__ import annotations

import re
import zlib
from collections import deque
from collections.abc import Iterator
from urllib.parse import urljoin, urlsplit

from lxml import etree

from wpharvest.errors import SourceError
from wpharvest.model.items import Resource
from wpharvest.model.notices import Notice
from wpharvest.sources.rest.addresses import Mapping, origin
from wpharvest.sources.rest.inflating import Inflated
from wpharvest.sources.rest.session import BODY_LIMIT, Session
from wpharvest.text import slugify

RULE = "sitemaps"
MOST = 500  # files

# Where WordPress, Yoast, Rank Math and others put them; the first that is there is taken.
USUAL = ("wp-sitemap.xml", "sitemap_index.xml", "sitemap.xml")

_ROBOTS = re.compile(r"^\s*sitemap:\s*(\S+)", re.IGNORECASE | re.MULTILINE)


def read(session: Session, mapping: Mapping, site: str) -> Iterator[Resource | Notice]:
    """Every sitemap of the site in the folder `site` (an address), in the order they name each other."""
    named = _from_robots(session, mapping, site)
    if named:
        yield from _walk(session, mapping, named)
        return
    for name in USUAL:
        found = list(_walk(session, mapping, [urljoin(site, name)]))
        if any(isinstance(each, Resource) for each in found):
            yield from found
            return


def _from_robots(session: Session, mapping: Mapping, site: str) -> list[str]:
    named = _ROBOTS.findall(session.robots.text(site))
    return [mapping.ask(urljoin(site, each)) for each in named]


def _walk(session: Session, mapping: Mapping, start: list[str]) -> Iterator[Resource | Notice]:
    todo, seen = deque(start), set(start)
    home = origin(start[0]) if start else ""
    names: set[str] = set()
    while todo:
        url = todo.popleft()
        body = _fetch(session, url)
        below = None if body is None else _parts(body)
        if body is None or below is None:
            continue
        yield Resource(_path(url, names), "sitemap", mapping.record(url), body, "application/xml")
        for each in below:
            asked = mapping.ask(urljoin(url, each))
            if asked not in seen and origin(asked) == home:
                seen.add(asked)
                todo.append(asked)
        if len(names) >= MOST and todo:
            yield Notice(RULE, f"the site has more than {MOST} sitemaps: the rest isn't read", lost=True)
            return


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


def _parts(body: bytes) -> list[str] | None:
    """The sitemaps that a sitemap index names ([] for a plain sitemap); None if this is no sitemap."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, recover=True, huge_tree=False)
    try:
        root = etree.fromstring(body, parser)
    except etree.XMLSyntaxError:
        return None
    if root is None:
        return None
    kind = etree.QName(root).localname
    if kind not in ("sitemapindex", "urlset"):
        return None
    found = root.iterfind("{*}sitemap/{*}loc") if kind == "sitemapindex" else ()
    return [loc.text.strip() for loc in found if loc.text]


def _path(url: str, names: set[str]) -> str:
    parts = urlsplit(url)
    name = re.sub(r"\.xml(\.gz)?$", "", f"{parts.path.strip('/')}{'-' + parts.query if parts.query else ''}")
    base = name = slugify(name or "sitemap")
    number = 1
    while name in names:
        number += 1
        name = f"{base}-{number}"
    names.add(name)
    return f"sitemaps/{name}.xml"
