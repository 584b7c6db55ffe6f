"""The facts about a document that front matter and JSON both tell, one function a fact.

A fact's function takes the document and the atlas and gives a plain value; `FACTS` is their order in a file.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from wpharvest.exporters.atlas import Atlas
from wpharvest.exporters.paths import decoded
from wpharvest.model.documents import Document

# WordPress's name of a taxonomy, or its REST base, to the name that other tools use.
COMMON_TAXONOMIES = {"category": "categories", "categories": "categories", "post_tag": "tags", "tags": "tags"}


def translation_key(document: Document, atlas: Atlas) -> str:
    """What all translations of a document share."""
    family = atlas.families.get(document.key)
    return family.key if family else ""


def translations(document: Document, atlas: Atlas) -> dict[str, dict[str, str]]:
    """The other members of the family: language to `url` and, where this export writes it, `path`."""
    family = atlas.families.get(document.key)
    if not family:
        return {}
    return {
        language: {"path": member.path, "url": member.url} if member.path else {"url": member.url}
        for language, member in family.members.items()
        if language != document.key.language
    }


def categories(document: Document, _: Atlas) -> list[str]:
    """The names of its categories."""
    return _common(document, "categories")


def tags(document: Document, _: Atlas) -> list[str]:
    """The names of its tags."""
    return _common(document, "tags")


def taxonomies(document: Document, _: Atlas) -> dict[str, list[str]]:
    """The names of its other terms, by taxonomy."""
    found: dict[str, list[str]] = {}
    for term in document.terms:
        if term.taxonomy not in COMMON_TAXONOMIES:
            found.setdefault(term.taxonomy, []).append(term.name)
    return found


def featured_image(document: Document, _: Atlas) -> dict[str, str]:
    """Address, alternative text, title and caption of the featured image."""
    media = document.featured_media
    if not media:
        return {}
    found = {"url": media.url, "alt": media.alt, "title": media.title, "caption": media.caption}
    return {name: value for name, value in found.items() if value}


def _common(document: Document, name: str) -> list[str]:
    return [term.name for term in document.terms if COMMON_TAXONOMIES.get(term.taxonomy) == name]


FACTS: dict[str, Callable[[Document, Atlas], Any]] = {
    "title": lambda document, _: document.title,
    "slug": lambda document, _: decoded(document.slug),
    "lang": lambda document, _: document.key.language,
    "id": lambda document, _: document.key.id,
    "type": lambda document, _: document.type,
    "url": lambda document, _: document.url,
    "date": lambda document, _: document.date,
    "modified": lambda document, _: document.modified,
    "author": lambda document, _: document.author,
    "status": lambda document, _: document.status,
    "body_source": lambda document, _: document.body_source,
    "protected": lambda document, _: document.protected,
    "sticky": lambda document, _: document.sticky,
    "format": lambda document, _: document.format,
    "translation_key": translation_key,
    "translations": translations,
    "categories": categories,
    "tags": tags,
    "taxonomies": taxonomies,
    "featured_image": featured_image,
    "excerpt": lambda document, _: document.excerpt,
    "parent": lambda document, _: document.parent,
    "menu_order": lambda document, _: document.menu_order,
    "seo": lambda document, _: document.seo,
    "fields": lambda document, _: document.fields,
}


def facts(document: Document, atlas: Atlas) -> dict[str, Any]:
    """All facts about a document in the order of `FACTS`; those that say nothing are left out."""
    found = {name: fact(document, atlas) for name, fact in FACTS.items()}
    return {name: value for name, value in found.items() if value or name == "id"}
