"""The columns of the six tables that `csv` and `parquet` write: a Struct a table, a field a column.

`key` names a row anywhere in the export (`fr/pages/12`), so that tables can be joined by it.
"""

from __future__ import annotations

from typing import NewType

import msgspec

Moment = NewType("Moment", str)  # a time as the site gives it: ISO 8601, UTC where it ends in `Z`


class DocumentRow(msgspec.Struct, frozen=True):
    """A page, post or term. `id` is empty where it isn't a number (a local file); `key` always holds it.

    `path` is the place in other targets, without ending; `taxonomies` are the terms that are neither
    categories nor tags, as `taxonomy: name`; `seo` and `fields` are JSON; where the body is empty, `text`
    holds the texts of the fields.
    """

    key: str
    language: str
    kind: str
    id: int | None
    role: str
    type: str
    status: str
    title: str
    slug: str
    url: str
    path: str
    date: Moment
    modified: Moment
    author: str
    parent: str
    menu_order: int
    sticky: bool
    format: str
    protected: bool
    body_source: str
    translation_key: str
    translations: tuple[str, ...]
    categories: tuple[str, ...]
    tags: tuple[str, ...]
    taxonomies: tuple[str, ...]
    featured_image: str
    featured_image_alt: str
    seo_title: str
    seo_description: str
    words: int
    seo: str
    fields: str
    excerpt: str
    text: str
    markdown: str


class TermRow(msgspec.Struct, frozen=True):
    """A term that a document carries: a row for each document and term."""

    document: str
    language: str
    taxonomy: str
    id: int | None
    name: str
    slug: str


class MediaRow(msgspec.Struct, frozen=True):
    """A record of the media library."""

    key: str
    language: str
    id: int | None
    url: str
    title: str
    alt: str
    caption: str
    mime_type: str
    width: int
    height: int


class AuthorRow(msgspec.Struct, frozen=True):
    """A user as the public sees them."""

    key: str
    language: str
    id: int | None
    name: str
    slug: str
    url: str
    description: str


class CommentRow(msgspec.Struct, frozen=True):
    """A comment; `document` is the key of what it stands under, `parent` that of the comment it answers."""

    key: str
    language: str
    id: int | None
    document: str
    parent: str
    author: str
    date: Moment
    markdown: str


class FamilyRow(msgspec.Struct, frozen=True):
    """A document of a family: rows of the same `family` say the same in different languages."""

    family: str
    language: str
    document: str
    url: str
    confidence: float
    decided_by: str
