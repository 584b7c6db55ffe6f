"""Where WordPress will have everything after the import: where it was, but for slugs that two would share."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from msgspec.structs import replace

from wpharvest.config import Export
from wpharvest.exporters.site_pages import permalinks_of
from wpharvest.exporters.wxr.book import Book
from wpharvest.exporters.wxr.told import told
from wpharvest.linking import Plan
from wpharvest.linking.old import roots
from wpharvest.model.documents import Document
from wpharvest.model.items import Key
from wpharvest.urls import split_url

_DEEPEST = 50  # pages above a page; a site can hold a circle


def places(book: Book, options: Export) -> Plan:
    """The new paths of documents and authors. Media stay at the old address: the importer fetches them there
    and then exchanges their addresses itself.
    """
    documents = [*book.chosen.documents, *(each.document for each in book.chosen.terms if each.document)]
    known = {each.key: each for each in documents}
    moved = [_moved(each, book, known) for each in documents]
    pretty = [each for each in moved if not split_url(each.url).query]
    found = permalinks_of(book.chosen.site, pretty, options)
    asked = {each.key: f"/?p={book.posts[each.key]}" for each in moved if each.key in book.posts}
    authors = {each.key: split_url(each.page).path for each in book.chosen.site.authors}
    return Plan(
        places={key: path for key, path in {**authors, **asked, **found}.items() if path},
        files=dict(_homes(book, found)),
        remote=True,
        notices=tuple(told(book)),
    )


def _moved(document: Document, book: Book, known: Mapping[Key, Document]) -> Document:
    """The document under the address that the new slugs make, of itself and of the pages above it."""
    line = [document]
    while len(line) < _DEEPEST and line[-1].parent:
        above = known.get(Key(document.key.language, document.key.kind, line[-1].parent))
        if above is None or not line[-1].url.startswith(above.url.rstrip("/") + "/"):
            break
        line.append(above)
    url = document.url
    for each in line:
        own, new = each.url.rstrip("/"), book.slugs.get(each.key, "")
        before, slash, name = own.rpartition("/")
        if new and slash and new.startswith(name.lower()) and new != name.lower():
            url = f"{before}/{new}{url[len(own) :]}"
    return replace(document, url=url) if url != document.url else document


def _homes(book: Book, found: Mapping[Key, str]) -> Iterator[tuple[str, str]]:
    """The first pages that list posts: they are no documents, and there all the same."""
    for root in roots(book.chosen.site):
        path = split_url(root).path
        if path not in found.values():
            yield root, path
