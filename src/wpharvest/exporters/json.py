"""JSON, one file a document, with metadata, body tree, HTML, Markdown and plain text.

Beside them, one file a language for what isn't a document: `media.json`, `users.json`, `comments.json`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import msgspec

from wpharvest.config import Export
from wpharvest.exporters.atlas import Atlas, atlas
from wpharvest.exporters.facts import facts
from wpharvest.exporters.families import FamilyEntry
from wpharvest.exporters.field_text import field_text
from wpharvest.exporters.jsonfile import json_file
from wpharvest.exporters.paths import key_order, segment_of_language
from wpharvest.exporters.select import selection
from wpharvest.exporters.shallow import shallow
from wpharvest.exporters.unmoved import HEEDS as HEEDS
from wpharvest.exporters.unmoved import plan as plan
from wpharvest.linking import Plan
from wpharvest.markup.writers import WRITERS
from wpharvest.model.documents import Author, Comment, Document, Media, TermRef
from wpharvest.model.items import Key
from wpharvest.model.nodes import Root
from wpharvest.model.notices import File
from wpharvest.model.site import Site

NEXT = ("jq -r .metadata.title {output}/*/*/*.json  # what each document is called",)


class DocumentFile(msgspec.Struct, frozen=True):
    """One document's JSON file.

    `metadata` holds the facts of the front matter; `path` is the file's own path below the output folder;
    `body` is the tree in mdast's vocabulary; `html`, `markdown` and `text` are written from it. Where the
    body is empty, `text` holds the texts of the fields.
    """

    key: Key
    path: str
    metadata: dict[str, Any]
    authors: tuple[Author, ...]
    terms: tuple[TermRef, ...]
    media: tuple[Media, ...]
    comments: tuple[Comment, ...]
    family: FamilyEntry | None
    language_source: str
    raw_digest: str
    body: Root
    html: str
    markdown: str
    text: str


def export(site: Site, plan: Plan, options: Export) -> Iterator[File]:
    """`LANG/KIND/[parents/]SLUG.json`, and `LANG/media.json`, `users.json`, `comments.json` if not empty.

    Raises UnknownNameError for options that don't fit the site.
    """
    known = atlas(site, options)
    for document, place in known.chosen():
        path = f"{place}.json"
        yield json_file(path, document_file(document, path, known))
    yield from _others(site, options, known)


def document_file(document: Document, path: str, known: Atlas) -> DocumentFile:
    """Everything about one document, as its file shows it."""
    return DocumentFile(
        key=document.key,
        path=path,
        metadata=facts(document, known),
        authors=known.authors_of(document),
        terms=document.terms,
        media=known.media_of(document),
        comments=known.comments_of(document),
        family=known.families.get(document.key),
        language_source=document.language_source,
        raw_digest=document.raw_digest,
        body=shallow(document.body),
        html=WRITERS["html"](document.body),
        markdown=WRITERS["markdown"](document.body),
        text=WRITERS["text"](document.body) if document.body.children else field_text(document.fields),
    )


def _others(site: Site, options: Export, known: Atlas) -> Iterator[File]:
    """Users and media are whole in each chosen language; comments are those of the chosen documents."""
    languages = selection(site, options).languages
    comments = [comment for document, _ in known.chosen() for comment in known.comments_of(document)]
    tables: dict[str, Iterable[Media | Author | Comment]] = {
        "media": site.media,
        "users": site.authors,
        "comments": comments,
    }
    for name, records in tables.items():
        by_language: dict[str, list[Media | Author | Comment]] = {}
        for record in sorted(records, key=lambda each: key_order(each.key)):
            if not languages or record.key.language in languages:
                by_language.setdefault(record.key.language, []).append(record)
        for language, mine in by_language.items():
            yield json_file(f"{segment_of_language(language)}/{name}.json", mine)
