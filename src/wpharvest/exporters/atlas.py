"""What a document's file needs to know about the rest of the site, looked up once."""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec

from wpharvest.config import Export
from wpharvest.exporters.families import FamilyEntry, entry
from wpharvest.exporters.paths import key_order, paths
from wpharvest.exporters.select import select
from wpharvest.model.documents import Author, Comment, Document, Media
from wpharvest.model.items import Key
from wpharvest.model.nodes import Image, walk
from wpharvest.model.site import Site

_SIZE = re.compile(r"-\d+x\d+(?=\.\w+$)")  # photo-300x200.jpg is a size of photo.jpg


class Atlas(msgspec.Struct, frozen=True):
    """Where everything is. `places` are the paths, without ending, of the documents that are exported."""

    documents: dict[Key, Document]
    places: dict[Key, str]
    families: dict[Key, FamilyEntry]
    media: dict[tuple[str, str], Media]
    authors: dict[tuple[str, str], Author]
    comments: dict[tuple[str, int | str], tuple[Comment, ...]]

    def chosen(self) -> Iterator[tuple[Document, str]]:
        """The documents that are exported with their paths, by key."""
        for key, place in self.places.items():
            yield self.documents[key], place

    def media_of(self, document: Document) -> tuple[Media, ...]:
        """The media records that a document shows: the featured one, then its pictures in reading order."""
        found = {}
        if document.featured_media:
            found[document.featured_media.key] = document.featured_media
        for node in walk(document.body):
            if isinstance(node, Image):
                url = _full_size(node.url)
                record = self.media.get((document.key.language, url)) or self.media.get(("", url))
                if record:
                    found.setdefault(record.key, record)
        return tuple(found.values())

    def authors_of(self, document: Document) -> tuple[Author, ...]:
        """The users whom the document names as its author; none if the site doesn't show them."""
        author = self.authors.get((document.key.language, document.author)) if document.author else None
        return (author,) if author else ()

    def comments_of(self, document: Document) -> tuple[Comment, ...]:
        """The comments under a document, by id. Terms share WordPress's numbers, not its comments."""
        if document.role != "type":
            return ()
        return self.comments.get((document.key.language, document.key.id), ())


def atlas(site: Site, options: Export) -> Atlas:
    """The atlas of an export. Raises UnknownNameError for options that don't fit the site."""
    documents = {document.key: document for document in site.documents}
    all_places = paths(site)
    places = {document.key: all_places[document.key] for document in select(site, options)}
    entries = {family.key: entry(family, documents, places) for family in site.families}
    return Atlas(
        documents=documents,
        places=places,
        families={
            key: entries[family.key]
            for family in site.families
            for key in family.members.values()
            if len(entries[family.key].members) > 1
        },
        media=_media(site),
        authors=_authors(site),
        comments=_comments(site),
    )


def _media(site: Site) -> dict[tuple[str, str], Media]:
    """By language and address; by address alone, under no language, the first record of any language."""
    found: dict[tuple[str, str], Media] = {}
    for media in sorted(site.media, key=lambda each: key_order(each.key)):
        url = _full_size(media.url)
        found.setdefault((media.key.language, url), media)
        found.setdefault(("", url), media)
    return found


def _full_size(url: str) -> str:
    return _SIZE.sub("", url.split("?", 1)[0])


def _authors(site: Site) -> dict[tuple[str, str], Author]:
    """By language and each name a document may call them; where two share a display name, the first."""
    found: dict[tuple[str, str], Author] = {}
    for author in sorted(site.authors, key=lambda each: key_order(each.key)):
        for name in (author.name, author.slug, str(author.key.id)):
            if name:
                found.setdefault((author.key.language, name), author)
    return found


def _comments(site: Site) -> dict[tuple[str, int | str], tuple[Comment, ...]]:
    found: dict[tuple[str, int | str], tuple[Comment, ...]] = {}
    for comment in sorted(site.comments, key=lambda each: key_order(each.key)):
        place = (comment.key.language, comment.post)
        found[place] = (*found.get(place, ()), comment)
    return found
