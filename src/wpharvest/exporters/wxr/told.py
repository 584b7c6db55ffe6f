"""What a person has to know before the import: what isn't as it was, and what the new site must have."""

from __future__ import annotations

from collections.abc import Iterator

from wpharvest.exporters.wxr.book import Book
from wpharvest.exporters.wxr.items import password_of
from wpharvest.exporters.wxr.xml import forbidden
from wpharvest.model.documents import Document
from wpharvest.model.items import Key
from wpharvest.model.nodes import words_of
from wpharvest.model.notices import Notice

RULE = "wxr"
# What every WordPress has (`create_initial_post_types`, `create_initial_taxonomies`).
_BUILT_IN = frozenset(["post", "page", "attachment", "category", "post_tag"])


def told(book: Book) -> Iterator[Notice]:
    """The notices of an export: about the site first, then by document."""
    chosen = book.chosen
    types = {each.type for each in chosen.documents} | {each.taxonomy for each in chosen.terms}
    for name in sorted(types - _BUILT_IN):
        yield Notice(RULE, f"the new site must know the type {name!r} before the import")
    front = chosen.site.info.index.get("page_on_front")
    titles = {each.key.id: each.title for each in chosen.documents if each.type == "page"}
    if front in titles:
        yield Notice(
            RULE, f"the first page is {titles[front]!r}: say so in Settings, Reading after the import"
        )
    renumbered = sum(what == "id" for _, what in book.moved)
    if renumbered:
        yield Notice(RULE, "has another's number and gets a new one", count=renumbered)
    for key, what in book.moved:
        if what in _MOVED:
            yield Notice(RULE, _MOVED[what].format(_new(book, key, what)), key)
    for media in chosen.lost:
        yield Notice(RULE, f"a record of the library without a file: {media.title!r}", media.key, lost=True)
    for document in chosen.documents:
        yield from _of(document)


_MOVED = {
    "slug": "its slug is {} now, because another one has the old one",
    "date": "is dated {} now, because another one of this title has its second",
}


def _new(book: Book, key: Key, what: str) -> str:
    return book.slugs[key] if what == "slug" else book.moments[key].local


def _of(document: Document) -> Iterator[Notice]:
    if document.protected:
        secret = password_of(document)
        yield Notice(
            RULE, f"the site doesn't tell its password: it is {secret!r} until you set one", document.key
        )
    count = forbidden((document.title, document.excerpt, words_of(document.body)))
    if count:
        what = "control characters that XML can't hold are left out"
        yield Notice(RULE, what, document.key, count=count)
