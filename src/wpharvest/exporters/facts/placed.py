"""What is said about a document on the new site."""

from __future__ import annotations

from typing import Any
from urllib.parse import unquote

from wpharvest.exporters.atlas import COMMON_TAXONOMIES, Atlas
from wpharvest.exporters.facts.told import translation_key
from wpharvest.exporters.paths import decoded, key_order
from wpharvest.exporters.site_pages import PUBLISHED
from wpharvest.model.documents import Document
from wpharvest.model.items import Key
from wpharvest.text import slugify

DEEPEST = 20  # answers below answers; WordPress shows ten levels at most


def permalink(document: Document, atlas: Atlas) -> str:
    """The path of the new address, decoded; empty for targets that don't move anything."""
    return unquote(atlas.address(document.key))


def path(document: Document, atlas: Atlas) -> str:
    """Language, kind, parents and slug, as the Markdown lies in the output folder."""
    return atlas.places.get(document.key, "")


def draft(document: Document, _: Atlas) -> bool:
    """Whether it wasn't public yet: drafts, pending and scheduled posts."""
    return not _public(document)


def published(document: Document, _: Atlas) -> bool | None:
    """`false` where it wasn't public yet, and else nothing."""
    return None if _public(document) else False


def authors(document: Document, atlas: Atlas) -> list[str]:
    """The authors' slugs, which their own pages have; made from the name where the site hides its users."""
    found = [each.slug or slugify(each.name) for each in atlas.authors_of(document)]
    return found or ([slugify(document.author)] if document.author else [])


def author_page(document: Document, atlas: Atlas) -> str:
    """The new address of its author's page, where the site shows its users."""
    known = [Key(document.key.language, "users", each.key.id) for each in atlas.authors_of(document)]
    return next((unquote(address) for key in known if (address := atlas.address(key))), "")


def alternates(document: Document, atlas: Atlas) -> dict[str, str]:
    """The new addresses of its translations, by language, without those that weren't public yet."""
    return {
        key.language: unquote(address)
        for key in atlas.sisters(document.key)
        if (address := atlas.address(key)) and (key not in atlas.documents or _public(atlas.documents[key]))
    }


def group(document: Document, atlas: Atlas) -> str:
    """What a document shares with its translations and with nothing else, also where it has none."""
    key = min((document.key, *atlas.sisters(document.key)), key=key_order)
    return translation_key(document, atlas) or f"{key.language}-{key.kind}-{key.id}"


def _public(document: Document) -> bool:
    return document.status in PUBLISHED


def terms(document: Document, atlas: Atlas) -> list[dict[str, str]]:
    """All its terms: `taxonomy`, `name`, `slug` and, where the target has a page of it, `permalink`."""
    return [
        {
            "taxonomy": COMMON_TAXONOMIES.get(term.taxonomy, term.taxonomy),
            "name": term.name,
            "slug": decoded(term.slug),
            "permalink": unquote(atlas.address(Key(document.key.language, term.taxonomy, term.id))),
        }
        for term in document.terms
    ]


def term_slugs(document: Document, atlas: Atlas) -> dict[str, list[str]]:
    """By taxonomy, the names that the pages of its terms have in their addresses."""
    found: dict[str, list[str]] = {}
    for term in document.terms:
        page = atlas.places.get(Key(document.key.language, term.taxonomy, term.id), "")
        found.setdefault(term.taxonomy, []).append(page.rpartition("/")[2] or slugify(decoded(term.slug)))
    return found


def origin(document: Document, _: Atlas) -> dict[str, Any]:
    """What it was in WordPress: number, type, status, old address."""
    return {
        "id": document.key.id,
        "type": document.type,
        "status": document.status,
        "url": document.url,
    }


def description(document: Document, _: Atlas) -> str:
    """What search engines show below the title: an SEO plugin's description, else the excerpt."""
    told = document.seo.get("description")
    return told if isinstance(told, str) and told else document.excerpt


def comments(document: Document, atlas: Atlas) -> list[dict[str, Any]]:
    """The readers' comments, as threads: author, date, HTML and Markdown, and the answers to each."""
    threads: list[dict[str, Any]] = []
    above: dict[int | str, tuple[list[dict[str, Any]], int]] = {}
    for each in atlas.comments_of(document):  # by id: an answer is younger than what it answers
        place, depth = above.get(each.parent, (threads, 0))
        told: dict[str, Any] = {
            "id": each.key.id,
            "author": each.author,
            "date": each.date,
            "html": each.html,
            "markdown": each.markdown,
            "answers": [],
        }
        place.append(told)
        above[each.key.id] = (told["answers"], depth + 1) if depth < DEEPEST else (place, depth)
    return threads


def aliases(document: Document, atlas: Atlas) -> list[str]:
    """The old paths that lead to it, but for its feed's, where they aren't the new one.

    As far as they lie below the new site's base: what lies beside it is answered by something else.
    """
    base = atlas.plan.base
    old = atlas.aliases.get(document.key, ())
    return [unquote(path.removeprefix(base)) for path in old if path.startswith(f"{base}/")]


def listed(document: Document, atlas: Atlas) -> list[dict[str, str]]:
    """What the page of a term, an author or a language lists, newest first: title, date, new address."""
    return [
        {"title": each.title, "date": each.date, "permalink": unquote(atlas.address(each.key))}
        for each in atlas.listed(document)
    ]
