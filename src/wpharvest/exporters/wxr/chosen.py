"""What of a site goes into the file: its documents, their terms, the media library, in the file's order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from html import escape

import msgspec

from wpharvest.config import Export
from wpharvest.exporters.paths import key_order
from wpharvest.exporters.select import select, selection
from wpharvest.linking import without_size
from wpharvest.markup.writers.blocks.classic import classic
from wpharvest.model.documents import Document, Media, TermRef
from wpharvest.model.items import UNDETERMINED, Key
from wpharvest.model.nodes import Image, Link, walk
from wpharvest.model.site import Site
from wpharvest.urls import normal, split_url


class Term(msgspec.Struct, frozen=True):
    """A term of any taxonomy, by WordPress's own name of that; `document` where the site shows more of it.

    The name is HTML, as WordPress keeps it (`pre_term_name` in wp-includes/default-filters.php).
    """

    key: Key
    taxonomy: str
    name: str
    slug: str
    parent: Key | None = None
    description: str = ""
    document: Document | None = None


class Chosen(msgspec.Struct, frozen=True):
    """Everything that is written. The default language comes first, parents before their children.

    `terms_of` are the terms of each document, `media_key` the record that stands for each record of the
    library: one that is the same in two languages is one. `lost` are records without a file.
    `languages` are those of the documents, if there are two or more.
    """

    site: Site
    documents: tuple[Document, ...]
    terms: tuple[Term, ...]
    terms_of: dict[Key, tuple[Key, ...]]
    media: tuple[Media, ...]
    lost: tuple[Media, ...]
    media_key: dict[Key, Key]
    languages: tuple[str, ...]


def chosen(site: Site, options: Export) -> Chosen:
    """What the options choose on this site. Raises UnknownNameError as `select` does."""
    default = site.info.default_language

    def order(key: Key) -> tuple[bool, tuple[str, str, bool, int, str]]:
        return key.language != default, key_order(key)

    picked = sorted(select(site, options), key=lambda each: order(each.key))
    documents = tuple(each for each in picked if each.role == "type")
    shelf = _Shelf(site)
    terms_of = {each.key: tuple(shelf.key_of(each, term) for term in each.terms) for each in documents}
    wanted = [each.key for each in picked if each.role == "taxonomy"]
    wanted += [key for keys in terms_of.values() for key in keys]
    records = _library(site, options, documents)
    media_key = _originals(sorted(records, key=lambda each: order(each.key)))
    single = [each for each in records if media_key[each.key] == each.key]
    spoken = {each.key.language for each in picked if each.key.language != UNDETERMINED}
    return Chosen(
        site=site,
        documents=documents,
        terms=tuple(shelf.with_parents(sorted(dict.fromkeys(wanted), key=order))),
        terms_of=terms_of,
        media=tuple(each for each in single if _has_file(each)),
        lost=tuple(each for each in single if not _has_file(each)),
        media_key=media_key,
        languages=tuple(sorted(spoken, key=lambda code: (code != default, code))) if len(spoken) > 1 else (),
    )


class _Shelf:
    """The site's terms, found by what a document says of them."""

    def __init__(self, site: Site) -> None:
        self._names = {each.kind: each.name for each in site.info.collections}
        self._documents = {each.key: each for each in site.documents if each.role == "taxonomy"}
        self._anywhere: dict[tuple[str, int | str], Key] = {}
        self._refs: dict[Key, TermRef] = {}
        for key in sorted(self._documents, key=key_order):
            self._anywhere.setdefault((key.kind, key.id), key)

    def key_of(self, document: Document, term: TermRef) -> Key:
        """The key of a term that a document carries, in its own language where it is there."""
        key = Key(document.key.language, term.taxonomy, term.id)
        if key not in self._documents:
            key = self._anywhere.get((term.taxonomy, term.id), key)
        self._refs.setdefault(key, term)
        return key

    def with_parents(self, wanted: Iterable[Key]) -> Iterator[Term]:
        """These terms, each after the terms above it."""
        done: set[Key] = set()
        for key in wanted:
            line: list[Key] = []
            above: Key | None = key
            while above is not None and above not in done and above not in line:
                line.append(above)
                above = self._parent(above)
            for each in reversed(line):
                done.add(each)
                yield self._term(each)

    def _parent(self, key: Key) -> Key | None:
        document = self._documents.get(key)
        if document is None or not document.parent:
            return None
        above = Key(key.language, key.kind, document.parent)
        return above if above in self._documents else None

    def _term(self, key: Key) -> Term:
        document = self._documents.get(key)
        taxonomy = self._names.get(key.kind, key.kind)
        if document is None:
            ref = self._refs[key]
            return Term(key, taxonomy, escape(ref.name, quote=False), ref.slug)
        about = classic(document.body)
        return Term(
            key,
            document.type,
            escape(document.title, quote=False),
            document.slug,
            self._parent(key),
            about,
            document,
        )


def _library(site: Site, options: Export, documents: Iterable[Document]) -> list[Media]:
    """The whole library of the chosen languages; of a part of the site only what that part shows."""
    languages = selection(site, options).languages
    spoken = [each for each in site.media if not languages or each.key.language in languages]
    if not (options.types or options.include or options.exclude):
        return spoken
    urls = {without_size(normal(url)) for document in documents for url in _shown(document)}
    return [each for each in spoken if without_size(normal(each.url)) in urls]


def _has_file(media: Media) -> bool:
    """Whether there is something to fetch: a record whose file is gone has the address of its page."""
    return "." in split_url(media.url).path.rpartition("/")[2]


def _shown(document: Document) -> Iterator[str]:
    if document.featured_media:
        yield document.featured_media.url
    for node in walk(document.body):
        if isinstance(node, Image | Link):
            yield node.url


def _originals(records: Iterable[Media]) -> dict[Key, Key]:
    """Each record with the first one of its id and content: a library that all languages share is one."""
    known: dict[tuple[int | str, Media], Key] = {}
    nobody = Key("", "", 0)
    return {
        each.key: known.setdefault((each.key.id, msgspec.structs.replace(each, key=nobody)), each.key)
        for each in records
    }
