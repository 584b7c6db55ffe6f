"""Posts and pages as rows of Ghost's tables `posts` and `posts_meta`."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

import msgspec

from wpharvest.exporters.atlas import Atlas
from wpharvest.exporters.frontmatter import tidy
from wpharvest.exporters.ghost.addresses import Layout, is_page
from wpharvest.exporters.ghost.limits import Scissors
from wpharvest.exporters.row_ids import row_id, utc, uuid
from wpharvest.linking import Addresses, Plan
from wpharvest.markup.html_text import tag
from wpharvest.markup.writers import lexical
from wpharvest.model.documents import Document
from wpharvest.model.items import Key
from wpharvest.model.nodes import words_of
from wpharvest.model.site import Site

HERE = "__GHOST_URL__"  # Ghost puts its own address there
# WordPress's states; Ghost has no private texts, so these wait as drafts.
STATUSES = {"publish": "published", "future": "scheduled"}
FRONTMATTER_LENGTH = 65535  # bytes of the column


class Desk(msgspec.Struct, frozen=True):
    """What the row of a document needs to know about the rest."""

    site: Site
    plan: Plan
    layout: Layout
    known: Atlas
    addresses: Addresses
    anchors: Mapping[Key, frozenset[str]]
    scissors: Scissors


def post_row(document: Document, desk: Desk) -> dict[str, Any]:
    """The row of `posts`."""
    key, local = document.key, desk.layout.local
    published = utc(document.date, local)
    status = STATUSES.get(document.status, "draft")
    picture = document.featured_media
    return {
        "id": row_id("posts", key),
        "uuid": uuid("posts", key),
        "title": desk.scissors.fit(key, "title", document.title or f"({desk.layout.slugs[key]})"),
        "slug": desk.layout.slugs[key],
        "lexical": lexical.write(document.body, desk.anchors.get(key, frozenset())),
        "feature_image": desk.scissors.address(key, "feature_image", ours(picture.url)) if picture else None,
        "featured": document.sticky,
        "type": "page" if is_page(document, desk.site) else "post",
        "status": status,
        "visibility": "members" if document.protected else "public",
        "created_at": published,
        "updated_at": utc(document.modified, local) or published,
        "published_at": published if status != "draft" else None,
        "custom_excerpt": _excerpt(document, desk.scissors),
        "codeinjection_head": _alternates(document, desk),
        "canonical_url": _canonical(document, desk),
    }


def meta_row(document: Document, desk: Desk) -> dict[str, Any]:
    """The row of `posts_meta`: featured picture, search engines, and the site's own fields as JSON."""
    seo, key = document.seo, document.key
    told = {
        "meta_title": _text(seo.get("title")),
        "meta_description": _text(seo.get("description")),
        "og_title": _text(seo.get("og_title")),
        "og_description": _text(seo.get("og_description")),
    }
    found: dict[str, Any] = {
        name: desk.scissors.fit(key, name, value) for name, value in told.items() if value
    }
    if image := _og_image(document, desk):
        found["og_image"] = desk.scissors.address(key, "og_image", ours(image))
    if picture := document.featured_media:
        found["feature_image_alt"] = desk.scissors.fit(key, "feature_image_alt", picture.alt) or None
        found["feature_image_caption"] = picture.caption or None
    if fields := tidy(document.fields):
        written = json.dumps(fields, ensure_ascii=False)
        if len(written.encode()) <= FRONTMATTER_LENGTH:
            found["frontmatter"] = written
    return {"id": row_id("posts_meta", key), "post_id": row_id("posts", key), **found} if found else {}


def ours(address: str) -> str:
    """A path of the new site as Ghost keeps it; other addresses as they are."""
    return HERE + address if address.startswith("/") and not address.startswith("//") else address


def _excerpt(document: Document, scissors: Scissors) -> str | None:
    """What a person wrote. WordPress makes one of the first words where nobody did; so does Ghost."""
    words = " ".join(document.excerpt.split())
    bare = words.removesuffix("[…]").removesuffix("…").rstrip()
    if not bare or " ".join(words_of(document.body).split()).startswith(bare):
        return None
    return scissors.fit(document.key, "custom_excerpt", words)


def _alternates(document: Document, desk: Desk) -> str | None:
    """Links that tell search engines the translations: Ghost itself knows none."""
    members = {key.language: key for key in (document.key, *desk.known.sisters(document.key))}
    places = {language: desk.plan.places.get(key, "") for language, key in sorted(members.items())}
    shown = {language: HERE + place for language, place in places.items() if place}
    if len(shown) < 2 or document.key.language not in shown:
        return None
    default = desk.site.info.default_language
    named = shown | ({"x-default": shown[default]} if default in shown else {})
    return "\n".join(
        tag("link", {"rel": "alternate", "hreflang": language, "href": place})
        for language, place in named.items()
    )


def _canonical(document: Document, desk: Desk) -> str | None:
    """That of another site stays; a page at a path of its own says so, for Ghost would name its slug."""
    told = _text(document.seo.get("canonical"))
    if urlsplit(told).netloc and not desk.addresses.is_own(told):
        return desk.scissors.address(document.key, "canonical_url", told)
    place = desk.plan.places.get(document.key, "")
    return HERE + place if place in desk.layout.routes else None


def _og_image(document: Document, desk: Desk) -> str:
    told = document.seo.get("og_image")
    first = told[0] if isinstance(told, list) and told else told
    url = _text(first.get("url") if isinstance(first, dict) else first)
    return desk.addresses.find(url, document.key.language) or url if url else ""


def _text(value: Any) -> str:
    return value.strip() if isinstance(value, str) else ""
