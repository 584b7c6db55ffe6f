"""Languages and translations as Polylang keeps them: in four taxonomies of its own.

| taxonomy | a term of it |
|---|---|
| `language` | a language; its description holds locale and direction; posts carry it |
| `term_language` | the same language, for terms; it is called `pll_` and the language's slug |
| `post_translations` | a group of posts that say the same; its description is language -> number |
| `term_translations` | the same for terms |

Polylang's own importer (`PLL_WP_Import`) reads these groups after the import and exchanges the numbers for
those that the new site gave. A term gets its language from the group that it is in, and from nothing else,
so each term is in one, if need be alone. The first language of the file becomes the default one.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

import msgspec

from wpharvest.exporters.wxr.book import Book
from wpharvest.exporters.wxr.locales import locale_of
from wpharvest.exporters.wxr.numbers import after
from wpharvest.exporters.wxr.serialised import serialised
from wpharvest.exporters.wxr.xml import Tag
from wpharvest.model.items import Key
from wpharvest.urls import normal


class Group(msgspec.Struct, frozen=True):
    """Translations of each other: a term of Polylang's, with its members by language."""

    taxonomy: str
    slug: str
    members: dict[str, Key]


class Tongues(msgspec.Struct, frozen=True):
    """What the file says about languages: the tags of the terms, and the group of each object."""

    tags: tuple[Tag, ...]
    groups: dict[Key, Group]


def slug_of(language: str) -> str:
    """The slug of a language: its code in small letters (`pt-br`)."""
    return language.lower()


def tongues(book: Book) -> Tongues:
    """Languages and groups of everything in the book; nothing where the file is in one language."""
    if not book.chosen.languages:
        return Tongues((), {})
    numbers = after(book.terms.values())
    tags = [_language(language, next(numbers)) for language in book.chosen.languages]
    tags += [_term_language(language, next(numbers)) for language in book.chosen.languages]
    groups = sorted((*_posts(book), *_terms(book)), key=lambda each: (each.taxonomy, each.slug))
    tags += [_group(each, book, next(numbers)) for each in groups]
    return Tongues(tuple(tags), {key: each for each in groups for key in each.members.values()})


def carried(key: Key, book: Book, tongues: Tongues) -> Iterator[Tag]:
    """The terms of Polylang's that a post carries: its language, its group."""
    language = book.language(key)
    if not language:
        return
    own = {"domain": "language", "nicename": slug_of(language)}
    yield Tag("category", locale_of(language).name, own)
    group = tongues.groups.get(key)
    if group:
        yield Tag("category", group.slug, {"domain": group.taxonomy, "nicename": group.slug})


def term_tag(
    number: int,
    taxonomy: str,
    slug: str,
    name: str,
    about: str = "",
    parent: str = "",
    more: tuple[Tag, ...] = (),
) -> Tag:
    """A term of any taxonomy but categories and tags."""
    told = (Tag("wp:term_description", about),) if about else ()
    head = (
        Tag("wp:term_id", number),
        Tag("wp:term_taxonomy", taxonomy),
        Tag("wp:term_slug", slug),
        Tag("wp:term_parent", parent),
        Tag("wp:term_name", name),
    )
    return Tag("wp:term", (*head, *told, *more))


def _language(language: str, number: int) -> Tag:
    locale = locale_of(language)
    # Without a flag: Polylang adds the one that it knows for the locale.
    about = serialised({"locale": locale.code, "rtl": int(locale.rtl), "flag_code": ""})
    return term_tag(number, "language", slug_of(language), locale.name, about)


def _term_language(language: str, number: int) -> Tag:
    return term_tag(number, "term_language", f"pll_{slug_of(language)}", locale_of(language).name)


def _group(group: Group, book: Book, number: int) -> Tag:
    numbers = book.terms if group.taxonomy == "term_translations" else book.posts
    members = {slug_of(language): numbers[key] for language, key in group.members.items()}
    return term_tag(number, group.taxonomy, group.slug, group.slug, serialised(members))


def _posts(book: Book) -> Iterator[Group]:
    for family in book.chosen.site.families:
        members = _members(family.members, book, book.posts)
        if len(members) > 1:
            yield _named("post_translations", family.key, members)
    files: dict[str, dict[str, Key]] = {}
    for media in book.chosen.media:
        if media.url:
            files.setdefault(normal(media.url), {}).setdefault(media.key.language, media.key)
    for url, found in files.items():
        members = _members(found, book, book.posts)
        if len(members) > 1:
            yield _named("post_translations", url, members)


def _terms(book: Book) -> Iterator[Group]:
    alone = {each.key for each in book.chosen.terms if book.language(each.key)}
    for family in book.chosen.site.families:
        members = _members(family.members, book, book.terms)
        if members:
            alone -= set(members.values())
            yield _named("term_translations", family.key, members)
    for key in sorted(alone):
        yield _named("term_translations", str(key), {key.language: key})


def _members(members: dict[str, Key], book: Book, numbers: dict[Key, int]) -> dict[str, Key]:
    """Those that are in the file, the default language first."""
    return {
        code: members[code] for code in book.chosen.languages if code in members and members[code] in numbers
    }


def _named(taxonomy: str, name: str, members: dict[str, Key]) -> Group:
    """Polylang names a group by chance (`uniqid`); here the same group has the same name each time."""
    return Group(taxonomy, f"pll_{hashlib.sha256(name.encode(errors='replace')).hexdigest()[:13]}", members)
