"""Pages that WordPress makes by itself: those of authors, and first pages that list the latest posts."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec.structs import replace

from wpharvest.config import Export
from wpharvest.exporters.atlas import Atlas, atlas
from wpharvest.exporters.paths import in_order, paths_of
from wpharvest.exporters.permalinks import OLD, permalinks
from wpharvest.exporters.select import select
from wpharvest.model.documents import Author, Document
from wpharvest.model.items import Key
from wpharvest.model.nodes import Paragraph, Root, Text
from wpharvest.model.site import Site
from wpharvest.urls import join_url, normal, split_url

PUBLISHED = ("publish", "private", "")  # everything else wasn't public yet
AUTHOR, HOME = "author", "home"  # the roles of these pages, beside `type` and `taxonomy`


def shown(site: Site, options: Export) -> tuple[Document, ...]:
    """The documents that the options choose, with pages of their authors and first pages, by key.

    A language whose first page isn't a document (there WordPress lists the latest posts) gets one of the
    site's name. Raises UnknownNameError for options that don't fit the site.
    """
    chosen = select(site, options)
    languages = dict.fromkeys(document.key.language for document in chosen)
    homes = first_pages(site, chosen)
    made = [_home(site, language) for language in languages if language not in homes]
    known = atlas(site, options)
    authors = {
        Key(each.key.language, "users", who.key.id): who for each in chosen for who in known.authors_of(each)
    }
    people = [_person(key, who) for key, who in authors.items()]
    return tuple(in_order([*chosen, *made, *people]))


def first_pages(site: Site, documents: Iterable[Document]) -> dict[str, Key]:
    """The document at each language's home address."""
    homes = {each.code: normal(_address(site, each.code)) for each in site.info.languages}
    own = normal(site.info.home)
    return {
        each.key.language: each.key
        for each in documents
        if each.role in ("type", HOME) and normal(each.url) == homes.get(each.key.language, own)
    }


def permalinks_of(site: Site, documents: Iterable[Document], options: Export) -> dict[Key, str]:
    """Where a person wants the documents, by default where they were; each language's first page stays that.

    Raises UsageError, UnknownNameError.
    """
    documents = tuple(documents)
    homes = first_pages(site, documents).values()
    return permalinks(site, documents, options.permalink or OLD, options.language_roots, set(homes))


def lists(documents: Iterable[Document], known: Atlas) -> dict[Key, tuple[Document, ...]]:
    """What each page that lists something lists, newest first: a term, an author, a first page its posts.

    Nothing that wasn't public yet: its page isn't built.
    """
    found: dict[Key, list[Document]] = {}
    homes = {each.key.language: each.key for each in documents if each.role == HOME}
    public = [each for each in documents if each.status in PUBLISHED]
    for document in sorted(public, key=lambda each: each.date, reverse=True):
        language = document.key.language
        keys = {Key(language, term.taxonomy, term.id) for term in document.terms}
        keys |= {Key(language, "users", author.key.id) for author in known.authors_of(document)}
        if document.type == "post" and language in homes:
            keys.add(homes[language])
        for key in keys:
            found.setdefault(key, []).append(document)
    return {key: tuple(each) for key, each in found.items()}


def with_pages(known: Atlas, documents: Iterable[Document], homes: Iterable[Key]) -> Atlas:
    """The atlas in which these pages have their place too.

    First pages are translations of each other, and so are the pages of one author.
    """
    documents = tuple(documents)
    groups: dict[int | str, list[Key]] = {}
    for each in documents:
        if each.role == AUTHOR:
            groups.setdefault(each.key.id, []).append(each.key)
    kin = dict(known.kin)
    for group in ([*homes], *groups.values()):
        for key in group:
            kin.setdefault(key, tuple(group))
    everything = {**known.documents, **{each.key: each for each in documents}}
    where = paths_of(everything.values())
    return replace(known, kin=kin, places={each.key: where[each.key] for each in documents})


def _address(site: Site, language: str) -> str:
    home = next((each.home for each in site.info.languages if each.code == language), "")
    return join_url(site.info.home, home) if home else site.info.home


def _home(site: Site, language: str) -> Document:
    url = _address(site, language)
    return Document(
        key=Key(language, HOME, 0),
        role=HOME,
        type=HOME,
        slug="",
        title=site.info.name or site.info.home,
        url=url,
        path=split_url(url).path,
        body=Root(()),
        excerpt=site.info.description,
    )


def _person(key: Key, author: Author) -> Document:
    words = (Paragraph((Text(author.description),)),) if author.description else ()
    return Document(
        key=key,
        role=AUTHOR,
        type=AUTHOR,
        slug=author.slug,
        title=author.name,
        url=author.page,
        path=split_url(author.page).path,
        body=Root(words),
    )
