"""What a document's file needs to know about the rest of the site, looked up once."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

import msgspec

from wpharvest.config import Export
from wpharvest.exporters.families import FamilyEntry, entry
from wpharvest.exporters.paths import key_order, paths
from wpharvest.exporters.select import select
from wpharvest.linking import Plan
from wpharvest.model.documents import Author, Comment, Document, Media
from wpharvest.model.items import Key
from wpharvest.model.nodes import Image, walk
from wpharvest.model.site import Site

# WordPress's name of a taxonomy, or its REST base, to the name that other tools use.
COMMON_TAXONOMIES = {"category": "categories", "categories": "categories", "post_tag": "tags", "tags": "tags"}

_SIZE = re.compile(r"-\d+x\d+(?=\.\w+$)")  # photo-300x200.jpg is a size of photo.jpg


NOWHERE = Plan()


class Atlas(msgspec.Struct, frozen=True):
    """Where everything is.

    `places` are the paths, without ending, of the documents that are exported; `plan` has their addresses on
    the new site, `aliases` the old paths that lead to them, `kin` the members of each family, `lists` what
    terms and authors have, newest first.
    """

    documents: dict[Key, Document]
    places: dict[Key, str]
    families: dict[Key, FamilyEntry]
    media: dict[tuple[str, str], Media]
    authors: dict[tuple[str, str], Author]
    comments: dict[tuple[str, int | str], tuple[Comment, ...]]
    plan: Plan = Plan()
    kin: Mapping[Key, tuple[Key, ...]] = {}
    aliases: Mapping[Key, tuple[str, ...]] = {}
    lists: Mapping[Key, tuple[Document, ...]] = {}

    def address(self, key: Key) -> str:
        """The new address below the new site's base, percent-encoded; empty for what isn't there."""
        return self.plan.places.get(key, "").removeprefix(self.plan.base)

    def sisters(self, key: Key) -> tuple[Key, ...]:
        """The translations of a document, by language."""
        return tuple(each for each in self.kin.get(key, ()) if each != key)

    def listed(self, document: Document) -> tuple[Document, ...]:
        """The documents of a term, an author or a language that are on the new site, newest first."""
        return tuple(each for each in self.lists.get(document.key, ()) if self.address(each.key))

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
        name = document.author
        author = self.authors.get((document.key.language, name)) or self.authors.get(("", name))
        return (author,) if author and name else ()

    def comments_of(self, document: Document) -> tuple[Comment, ...]:
        """The comments under a document, by id. Terms share WordPress's numbers, not its comments."""
        if document.role != "type":
            return ()
        return self.comments.get((document.key.language, document.key.id), ())


def atlas(site: Site, options: Export, plan: Plan = NOWHERE) -> Atlas:
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
        plan=plan,
        kin=_kin(site),
    )


def _kin(site: Site) -> dict[Key, tuple[Key, ...]]:
    """The members of each document's family, by language."""
    return {
        key: tuple(family.members[language] for language in sorted(family.members))
        for family in site.families
        for key in family.members.values()
    }


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
    """By language, or none, and each name a document may call them; of two of one name the first."""
    found: dict[tuple[str, str], Author] = {}
    for author in sorted(site.authors, key=lambda each: key_order(each.key)):
        for name in (author.name, author.slug, str(author.key.id)):
            if name:
                found.setdefault((author.key.language, name), author)
                found.setdefault(("", name), author)
    return found


def _comments(site: Site) -> dict[tuple[str, int | str], tuple[Comment, ...]]:
    found: dict[tuple[str, int | str], tuple[Comment, ...]] = {}
    for comment in sorted(site.comments, key=lambda each: key_order(each.key)):
        place = (comment.key.language, comment.post)
        found[place] = (*found.get(place, ()), comment)
    return found
