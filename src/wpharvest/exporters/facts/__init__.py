"""The facts about a document that front matter and JSON tell, one function a fact.

A fact's function takes the document and the atlas and gives a plain value; empty ones aren't written.
The first line of its docstring is what `wpharvest list facts` prints.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from wpharvest.exporters.atlas import Atlas
from wpharvest.exporters.facts import placed, told
from wpharvest.model.documents import Document

Fact = Callable[[Document, Atlas], Any]

# In the order of a file.
FACTS: dict[str, Fact] = {
    "title": told.title,
    "slug": told.slug,
    "lang": told.lang,
    "id": told.id_,
    "type": told.type_,
    "url": told.url,
    "date": told.date,
    "modified": told.modified,
    "author": told.author,
    "status": told.status,
    "body_source": told.body_source,
    "protected": told.protected,
    "sticky": told.sticky,
    "format": told.format_,
    "translation_key": told.translation_key,
    "translations": told.translations,
    "categories": told.categories,
    "tags": told.tags,
    "taxonomies": told.taxonomies,
    "featured_image": told.featured_image,
    "excerpt": told.excerpt,
    "parent": told.parent,
    "menu_order": told.menu_order,
    "seo": told.seo,
    "fields": told.fields,
    "permalink": placed.permalink,
    "path": placed.path,
    "draft": placed.draft,
    "published": placed.published,
    "authors": placed.authors,
    "author_page": placed.author_page,
    "alternates": placed.alternates,
    "group": placed.group,
    "terms": placed.terms,
    "term_slugs": placed.term_slugs,
    "origin": placed.origin,
    "description": placed.description,
    "comments": placed.comments,
    "aliases": placed.aliases,
    "listed": placed.listed,
}
USUAL = tuple(name for name, fact in FACTS.items() if fact.__module__ == told.__name__)


def facts(document: Document, atlas: Atlas) -> dict[str, Any]:
    """What the old site says about a document; facts that say nothing are left out."""
    found = {name: FACTS[name](document, atlas) for name in USUAL}
    return {name: value for name, value in found.items() if value or name == "id"}
