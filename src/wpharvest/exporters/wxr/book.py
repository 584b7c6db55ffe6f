"""What the importer needs each thing to have: a number, a name and a time that nothing else has."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from datetime import tzinfo
from itertools import chain, count
from typing import TypeVar
from urllib.parse import quote

import msgspec

from wpharvest.exporters.paths import decoded
from wpharvest.exporters.wxr.chosen import Chosen, Term
from wpharvest.exporters.wxr.numbers import numbered
from wpharvest.exporters.wxr.people import People, people
from wpharvest.exporters.wxr.times import Moment, moment, zone_of
from wpharvest.exporters.wxr.xml import characters
from wpharvest.model.documents import Document, Media
from wpharvest.model.items import Key
from wpharvest.text import fold

Named = Document | Media | Term
T = TypeVar("T", Document, Media, Term)

_ESCAPE = re.compile("%[0-9A-F]{2}")


class Book(msgspec.Struct, frozen=True):
    """The numbers (`posts`, `terms`), names (`slugs`) and times of everything that is chosen, by key.

    `posts` are documents and media, which WordPress counts together; `kinds` are those of the documents;
    `moved` says what has another number (`id`), name (`slug`) or time (`date`) than on the old site.
    """

    chosen: Chosen
    posts: dict[Key, int]
    terms: dict[Key, int]
    slugs: dict[Key, str]
    moments: dict[Key, Moment]
    people: People
    zone: tzinfo
    kinds: tuple[str, ...]
    moved: tuple[tuple[Key, str], ...]

    def post_near(self, document: Key, number: int | str) -> int:
        """The new number of a post or page that something in the same language names; 0 if it isn't here."""
        near = (Key(document.language, kind, number) for kind in self.kinds)
        return next((self.posts[key] for key in near if key in self.posts), 0)

    def language(self, key: Key) -> str:
        """The language that something is in, if the file tells languages; a shared record is in none."""
        return key.language if key.language in self.chosen.languages else ""


def book(chosen: Chosen) -> Book:
    """Number, name and date everything. Same site, same options, same book."""
    first = chosen.languages[0] if chosen.languages else chosen.site.info.default_language
    shown: list[Document | Media] = sorted(
        (*chosen.documents, *chosen.media), key=lambda each: each.key.language != first
    )
    posts = numbered((each.key, each.key.id) for each in shown)
    terms = numbered((each.key, each.key.id) for each in chosen.terms)
    slugs = dict(_slugs(chosen.documents, _scope_of(posts)))
    slugs |= _slugs(chosen.media, lambda media: "", _top_pages(chosen.documents, slugs))
    slugs |= _slugs(chosen.terms, lambda term: term.taxonomy)
    zone = zone_of(chosen.site.info.timezone)
    moments = dict(_apart((*chosen.media, *chosen.documents), zone))
    named: Iterable[Named] = (*shown, *chosen.terms)
    moved = [(key, "id") for key, number in chain(posts.items(), terms.items()) if number != key.id]
    moved += [(each.key, "slug") for each in named if slugs[each.key] != stored(each.slug)]
    moved += [(each.key, "date") for each in shown if moments[each.key] != moment(each.date, zone)]
    return Book(
        chosen=chosen,
        posts=posts,
        terms=terms,
        slugs=slugs,
        moments=moments,
        people=people(chosen),
        zone=zone,
        kinds=tuple(sorted({each.key.kind for each in chosen.documents})),
        moved=tuple(moved),
    )


def stored(slug: str) -> str:
    """A slug as WordPress keeps it: escaped in small letters (`utf8_uri_encode` in formatting.php).

    >>> stored("труд")
    '%d1%82%d1%80%d1%83%d0%b4'
    """
    whole = characters(decoded(slug)).replace("\ufffd", "")
    return _ESCAPE.sub(lambda match: match[0].lower(), quote(whole, safe="-_.~!*'()@:,"))


def _scope_of(posts: dict[Key, int]) -> Callable[[Document], object]:
    """Among what a slug must be unique (`wp_unique_post_slug`): a type, and below one page."""

    def scope(document: Document) -> object:
        above = posts.get(Key(document.key.language, document.key.kind, document.parent), 0)
        return document.type, above

    return scope


def _top_pages(documents: Iterable[Document], slugs: dict[Key, str]) -> frozenset[tuple[object, str]]:
    return frozenset(("", slugs[each.key]) for each in documents if not each.parent)


def _slugs(
    named: Iterable[T], scope: Callable[[T], object], taken: frozenset[tuple[object, str]] = frozenset()
) -> Iterator[tuple[Key, str]]:
    """A slug for each, its own where it is free; else with the language behind it, as Polylang does."""
    used = set(taken)
    for each in named:
        own, where = stored(each.slug), scope(each)
        slug = next(slug for slug in _candidates(own, each.key.language) if (where, slug) not in used)
        if slug:
            used.add((where, slug))
        yield each.key, slug


def _candidates(slug: str, language: str) -> Iterator[str]:
    yield slug
    first = f"{slug}-{language.lower()}"
    yield first
    yield from (f"{first}-{number}" for number in count(2))


def _apart(shown: Iterable[Document | Media], zone: tzinfo) -> Iterator[tuple[Key, Moment]]:
    """When each was published, a second later where the importer would take it for one that it has already.

    It knows a post by title, date and type (`post_exists` in wp-admin/includes/post.php), whatever the
    language: of two pages "Contact" that a script made in one second it would leave out one. Titles count as
    the database compares them, without case and accents; one without a title is known by its date alone.
    """
    used: set[tuple[str, str, str]] = set()
    for each in shown:
        kind = each.type if isinstance(each, Document) else "attachment"
        title = fold(each.title).strip()
        when = moment(each.date, zone)
        while when.known and (kind, title, when.local) in used:
            when = when.later(1)
        used |= {(kind, title, when.local), (kind, "", when.local)}
        yield each.key, when
