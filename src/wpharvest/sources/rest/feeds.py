"""The site's feeds list its newest posts: what they name and the harvest hasn't is missing.

WordPress serves one of each language's home page (`/feed/`, `/en/feed/`; `?feed=rss2` with plain permalinks).
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from lxml import etree

from wpharvest.errors import SourceError
from wpharvest.sources.rest.addresses import Mapping, Root
from wpharvest.sources.rest.ahead import ahead
from wpharvest.sources.rest.answers import Answer
from wpharvest.sources.rest.session import Session
from wpharvest.sources.rest.sitemaps import Listed
from wpharvest.urls import join_url, split_url

_ENTRIES = "{*}channel/{*}item", "{*}item", "{*}entry"  # RSS 2.0, RSS 1.0, Atom
_REAL = "{http://rssnamespace.org/feedburner/ext/1.0}origLink"  # where a feed service counts the clicks


def read(session: Session, mapping: Mapping, width: int, root: Root, homes: list[str]) -> Iterator[Listed]:
    """What the feed of each of these home pages lists; nothing for one that isn't there.

    They are asked for at once, before anybody wants the first result.
    """
    urls = list(dict.fromkeys(_feed_of(home, plain=root.plain) for home in homes))
    return _listed(mapping, urls, ahead([partial(_fetch, session, url) for url in urls], width))


def _fetch(session: Session, url: str) -> Answer | None:
    try:
        return session.get(url, retries=1)
    except SourceError:
        return None


def _listed(mapping: Mapping, urls: list[str], answers: Iterator[Answer | None]) -> Iterator[Listed]:
    for url, answer in zip(urls, answers, strict=True):
        found = entries(answer.body, url) if answer is not None and answer.status == 200 else ()
        if found:
            yield Listed(mapping.record(url), tuple(mapping.record(each) for each in found))


def entries(body: bytes, url: str) -> tuple[str, ...]:
    """The addresses of a feed's entries; empty if this is no feed. Nothing is loaded."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, recover=True, huge_tree=False)
    try:
        root = etree.fromstring(body.lstrip(), parser)
    except etree.XMLSyntaxError:
        return ()
    if root is None or etree.QName(root).localname not in ("rss", "RDF", "feed"):
        return ()
    found = (_address(entry) for where in _ENTRIES for entry in root.iterfind(where))
    return tuple(join_url(url, each) for each in found if each)


def _address(entry: etree._Element) -> str:
    real = entry.findtext(_REAL) or entry.findtext("{*}link")
    if real and real.strip():
        return real.strip()
    for link in entry.iterfind("{*}link"):
        if link.get("rel", "alternate") == "alternate":
            return str(link.get("href", "")).strip()
    return ""


def _feed_of(home: str, *, plain: bool) -> str:
    if plain or split_url(home).query:
        return f"{home}{'&' if split_url(home).query else '?'}feed=rss2"
    return join_url(home, "feed/")
