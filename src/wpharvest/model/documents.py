"""A page, post or term as the rest of the house sees it: decoded, cleaned, a tree."""

from __future__ import annotations

from typing import Any

import msgspec

from wpharvest.model.items import Key
from wpharvest.model.nodes import Root


class TermRef(msgspec.Struct, frozen=True):
    """A category, a tag or another term that a document carries."""

    taxonomy: str
    id: int | str
    name: str
    slug: str


class Media(msgspec.Struct, frozen=True, omit_defaults=True):
    """A record of the media library. `url` is the full-size file, `page` the address of its own page.

    `description` is the text of its own page, `date` when it was uploaded (as a document's), `parent` the id
    of the document that it was uploaded to, 0 if none.
    """

    key: Key
    url: str
    title: str = ""
    alt: str = ""
    caption: str = ""
    mime_type: str = ""
    width: int = 0
    height: int = 0
    slug: str = ""
    description: str = ""
    date: str = ""
    parent: int | str = 0
    page: str = ""


class Author(msgspec.Struct, frozen=True, omit_defaults=True):
    """A user as the public sees them. `url` is their own website, `page` their page on the site."""

    key: Key
    name: str
    slug: str = ""
    url: str = ""
    description: str = ""
    page: str = ""


class Comment(msgspec.Struct, frozen=True, omit_defaults=True):
    """A reader's comment, as Markdown and as HTML.

    `parent` is the comment it answers, 0 if none; `url` its author's own page.
    """

    key: Key
    post: int | str
    author: str
    date: str
    markdown: str
    parent: int | str = 0
    url: str = ""
    html: str = ""


class Declared(msgspec.Struct, frozen=True):
    """A translation that the site itself names. Either `id` (same kind) or `url` says which.

    `source` is the field or the place: `translations`, `wpml_translations`, `hreflang`, `sitemap`.
    """

    language: str
    source: str
    id: int | str = 0
    url: str = ""


class Document(msgspec.Struct, frozen=True):
    """One page, post, custom post or term in one language.

    `path` is the path of its address (`/en/other-resources/`); `date` and `modified` are UTC with `Z`
    where the site gives UTC, else the site's local time without; `fields` holds ACF and meta, HTML in them
    as Markdown, and `html_fields` those of them that hold HTML, as clean HTML;
    `sticky` says that a post stays on top of its list, `format` is its post format (empty: an ordinary post);
    `comment_status` is `open` or `closed` where the site says whether readers may comment;
    `body_source` is `page` where the body is the main part of the HTML page; `builder_parts` are the ids that
    a page builder gave the parts of the body (a duplicate keeps them); `raw_digest` is the digest of the
    object that it was made from.
    """

    key: Key
    role: str  # "type" or "taxonomy"
    type: str  # WordPress's name: page, post, category …
    slug: str
    title: str
    url: str
    path: str
    body: Root
    status: str = "publish"
    date: str = ""
    modified: str = ""
    author: str = ""
    parent: int | str = 0
    menu_order: int = 0
    excerpt: str = ""
    terms: tuple[TermRef, ...] = ()
    featured_media: Media | None = None
    seo: dict[str, Any] = {}
    fields: dict[str, Any] = {}
    html_fields: dict[str, Any] = {}
    declared: tuple[Declared, ...] = ()
    protected: bool = False
    sticky: bool = False
    format: str = ""
    comment_status: str = ""
    body_source: str = ""
    language_source: str = ""
    builder_parts: tuple[str, ...] = ()
    raw_digest: str = ""
