"""What the old site says about a document."""

from __future__ import annotations

from typing import Any

from wpharvest.exporters.atlas import COMMON_TAXONOMIES, Atlas
from wpharvest.exporters.paths import decoded
from wpharvest.model.documents import Document


def title(document: Document, _: Atlas) -> str:
    """The title, as plain text."""
    return document.title


def slug(document: Document, _: Atlas) -> str:
    """The last part of its old address, decoded."""
    return decoded(document.slug)


def lang(document: Document, _: Atlas) -> str:
    """Its language (BCP 47)."""
    return document.key.language


def id_(document: Document, _: Atlas) -> int | str:
    """WordPress's number."""
    return document.key.id


def type_(document: Document, _: Atlas) -> str:
    """WordPress's name of its type: `page`, `post`, `category` …"""
    return document.type


def url(document: Document, _: Atlas) -> str:
    """The old address, in full."""
    return document.url


def date(document: Document, _: Atlas) -> str:
    """When it was published: UTC with `Z` where the site says so, else the site's own time."""
    return document.date


def modified(document: Document, _: Atlas) -> str:
    """When it was last changed, as `date`."""
    return document.modified


def author(document: Document, _: Atlas) -> str:
    """The author's name."""
    return document.author


def status(document: Document, _: Atlas) -> str:
    """WordPress's status: `publish`, `draft`, `future`, `private` …"""
    return document.status


def body_source(document: Document, _: Atlas) -> str:
    """`page` where the body is the main part of the HTML page."""
    return document.body_source


def protected(document: Document, _: Atlas) -> bool:
    """Whether a password protects it."""
    return document.protected


def sticky(document: Document, _: Atlas) -> bool:
    """Whether a post stays on top of its list."""
    return document.sticky


def format_(document: Document, _: Atlas) -> str:
    """The post format (`aside`, `gallery` …); empty for an ordinary post."""
    return document.format


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


def excerpt(document: Document, _: Atlas) -> str:
    """The excerpt, as plain text."""
    return document.excerpt


def parent(document: Document, _: Atlas) -> int | str:
    """The number of its parent page or term."""
    return document.parent


def menu_order(document: Document, _: Atlas) -> int:
    """Its place among its sisters, where an editor set one."""
    return document.menu_order


def seo(document: Document, _: Atlas) -> dict[str, Any]:
    """What an SEO plugin says: title, description, canonical address, Open Graph."""
    return document.seo


def fields(document: Document, _: Atlas) -> dict[str, Any]:
    """The structured fields of ACF and meta; their HTML as Markdown."""
    return document.fields


def _common(document: Document, name: str) -> list[str]:
    return [term.name for term in document.terms if COMMON_TAXONOMIES.get(term.taxonomy) == name]
