"""The HTML heads of a site's pages: their hreflang links are the surest word on translations."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from collections.abc import Mapping as PyMapping
from functools import partial
from html import escape
from urllib.parse import unquote

from requests.utils import parse_header_links

from wpharvest import head
from wpharvest.errors import BadAnswerError, SourceError, UnreachableError
from wpharvest.model.items import Key, Resource
from wpharvest.model.notices import Notice
from wpharvest.sources.known import Opened
from wpharvest.sources.rest.addresses import Mapping
from wpharvest.sources.rest.ahead import ahead
from wpharvest.sources.rest.answers import Answer
from wpharvest.sources.rest.languages.visit import plain
from wpharvest.sources.rest.session import Session
from wpharvest.text import short_id, slugify
from wpharvest.urls import split_url

RULE = "heads"
NOT_SHOWN = (401, 403, 404, 410)  # what no visitor sees isn't missing
GIVE_UP = 5  # pages in a row that don't answer

_HEAD_ENDS = re.compile(rb"</head\s*>|<body[\s>]", re.IGNORECASE)


def read(
    session: Session,
    mapping: Mapping,
    width: int,
    wanted: Iterable[tuple[Key, str]],
    *,
    thrifty: bool,
    had: PyMapping[Key, Resource] = {},
) -> Iterator[Resource | Notice]:
    """One Resource a page, in the order of `wanted`; a Notice for each that can't be had.

    Thrifty: a page that the head of another one names as its translation isn't asked, since translations
    name each other.
    """
    named: set[str] = set()
    failed = 0
    for batch in _batches(wanted, width, named if thrifty else set()):
        for there in (had[key] for key, _ in batch if key in had):
            named.update(plain(mapping.record(to)) for _, to in head.read(there.body, there.url).alternates)
        batch = [each for each in batch if each[0] not in had]  # no other page is skipped or asked for it
        calls = [partial(_ask, session, mapping.ask(url)) for _, url in batch]
        for (key, url), came in zip(batch, ahead(calls, width), strict=True):
            if isinstance(came, Answer) and came.status in NOT_SHOWN:
                yield Notice(RULE, f"the site shows no page at {url} (status {came.status})", key)
                continue
            if isinstance(came, str):
                failed += 1
                yield Notice(RULE, f"the head of {url} couldn't be read: {came}", key, lost=True)
                continue
            failed = 0
            cut = head.cut(came.body) + _in_header(came)
            named.update(plain(mapping.record(to)) for _, to in head.read(cut, came.final).alternates)
            yield Resource(page_path("heads", key, url), "head", url, cut, "text/html", key)
        if failed >= GIVE_UP:
            yield Notice(RULE, f"{failed} pages in a row didn't answer: no more heads are read", lost=True)
            return


def _batches(
    wanted: Iterable[tuple[Key, str]], width: int, skip: set[str]
) -> Iterator[list[tuple[Key, str]]]:
    """As many at a time as are asked at once, so that what is skipped never depends on who answers first."""
    batch: list[tuple[Key, str]] = []
    for key, url in wanted:
        if plain(url) in skip:
            continue
        batch.append((key, url))
        if len(batch) == width:
            yield batch
            batch = []
    if batch:
        yield batch


def _ask(session: Session, url: str) -> Answer | str:
    try:
        answer = session.get(url, until=_HEAD_ENDS)
    except UnreachableError as error:
        return error.why
    except (BadAnswerError, SourceError) as error:
        return str(error)
    return answer if answer.status in (200, *NOT_SHOWN) else f"status {answer.status}"


def visits(session: Session, mapping: Mapping, width: int, urls: Iterable[str]) -> Iterator[Opened]:
    """Open pages and say what came: one that redirects, or names another address as its own, is at that."""
    asked = list(urls)
    calls = [partial(_opened, session, mapping.ask(url)) for url in asked]
    for url, answer in zip(asked, ahead(calls, width), strict=True):
        if answer is None:
            yield Opened(url, 0)
            continue
        canonical = head.read(head.cut(answer.body), answer.final).canonical
        yield Opened(
            url, answer.status, tuple(mapping.record(each) for each in (answer.final, canonical) if each)
        )


def _opened(session: Session, url: str) -> Answer | None:
    try:
        return session.get(url, until=_HEAD_ENDS, retries=1)
    except SourceError:
        return None


def _in_header(answer: Answer) -> bytes:
    """The translations that the answer's `Link` header names (RFC 8288), as the HTML that says the same.

    They are stored behind the head: what was served as a header would be lost else.
    """
    links = [each for each in parse_header_links(answer.headers.get("link", "")) if each.get("hreflang")]
    told = [
        f'<link rel="alternate" hreflang="{escape(each["hreflang"])}" href="{escape(each["url"])}">'
        for each in links
        if "alternate" in each.get("rel", "").lower().split()
    ]
    return "".join(f"\n{each}<!-- HTTP header -->" for each in told).encode()


def page_path(folder: str, key: Key, url: str) -> str:
    """Where the head or the page of an object lies: `heads/fr/pages/0000012-a-propos.html`."""
    slug = slugify(unquote(split_url(url).path.rstrip("/").rsplit("/", 1)[-1]) or "home")
    return f"{folder}/{slugify(key.language)}/{slugify(key.kind)}/{short_id(key.id)}-{slug}.html"
