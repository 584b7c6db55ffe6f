"""Pages, files and redirects as the app's command reads them, one JSON object a line."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from posixpath import splitext
from typing import Any
from urllib.parse import unquote, urlsplit

import msgspec

from wpharvest.exporters.atlas import Atlas
from wpharvest.exporters.facts.placed import comments
from wpharvest.exporters.frontmatter import tidy
from wpharvest.exporters.row_ids import utc, uuid
from wpharvest.exporters.wagtail.tree import Path, Spot, locale
from wpharvest.linking import Addresses, Plan, Redirect
from wpharvest.markup.writers import streamfield
from wpharvest.model.documents import Document, Media
from wpharvest.model.items import Key
from wpharvest.model.moments import zone
from wpharvest.model.notices import File
from wpharvest.model.site import Site
from wpharvest.text import slugify

IMAGES = frozenset([".jpg", ".jpeg", ".png", ".gif", ".webp", ".avif"])  # what Wagtail takes without settings
MEDIA = "/media/"  # Django's MEDIA_URL
LONGEST = 255  # characters of an old address, and of a new one, in Wagtail's redirects
HOME = "home"


class Desk(msgspec.Struct, frozen=True):
    """What the row of a page needs to know about the rest."""

    site: Site
    plan: Plan
    known: Atlas
    addresses: Addresses
    names: Mapping[tuple[str, Path], str]
    terms: frozenset[str]
    references: streamfield.References


def lines(path: str, rows: Iterable[Mapping[str, Any]]) -> File:
    """A file of JSON, one object a line."""
    text = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    return File(path, text.encode("utf-8", "backslashreplace"))


def page_row(spot: Spot, desk: Desk) -> dict[str, Any]:
    """A page: where it is in the tree, and what it says."""
    document = spot.document
    where = {
        "key": spot.name,
        "language": locale(spot.language),
        "parent": desk.names[spot.language, spot.path[:-1]] if spot.path else "",
        "slug": spot.path[-1] if spot.path else f"{HOME}-{locale(spot.language)}",
        "translation_key": _translation_key(spot, desk),
    }
    if document is None:
        name = spot.path[-1].replace("-", " ").capitalize() if spot.path else desk.site.info.name
        return where | _NOTHING | {"title": name or HOME}
    return where | _said(document, desk)


_NOTHING: dict[str, Any] = {
    "kind": "",
    "source_url": "",
    "author": "",
    "owner": "",
    "excerpt": "",
    "canonical_url": "",
    "fields": {},
    "comments": [],
    "seo_title": "",
    "search_description": "",
    "date": None,
    "modified": None,
    "picture": {"path": "", "alt": "", "caption": ""},
    "body": [],
    "terms": [],
    "status": "publish",
}


def _said(document: Document, desk: Desk) -> dict[str, Any]:
    seo, local = document.seo, zone(desk.site.info.timezone)
    authors = desk.known.authors_of(document)
    terms = [str(Key(document.key.language, term.taxonomy, term.id)) for term in document.terms]
    canonical = _text(seo.get("canonical"))
    elsewhere = urlsplit(canonical).netloc and not desk.addresses.is_own(canonical)
    return {
        "title": document.title or str(document.key),
        "kind": document.key.kind,
        "source_url": document.url,
        "author": document.author,
        "owner": (authors[0].slug if authors else "")
        or (slugify(document.author) if document.author else ""),
        "excerpt": document.excerpt,
        "canonical_url": canonical if elsewhere else "",
        "fields": tidy(document.fields),
        "comments": comments(document, desk.known),
        "seo_title": _text(seo.get("title")),
        "search_description": _text(seo.get("description")),
        "date": utc(document.date, local),
        "modified": utc(document.modified, local),
        "picture": _picture(document.featured_media),
        "body": streamfield.blocks(document.body, desk.references),
        "terms": [term for term in terms if term in desk.terms],
        "status": document.status,
    }


def _text(value: Any) -> str:
    return value.strip() if isinstance(value, str) else ""


def _picture(media: Media | None) -> dict[str, str]:
    if media is None:
        return {"path": "", "alt": "", "caption": ""}
    return {"path": in_storage(media.url), "alt": media.alt, "caption": media.caption}


def _translation_key(spot: Spot, desk: Desk) -> str:
    """The pages of a family share it; so do the first pages."""
    if not spot.path:
        return uuid("translation", HOME)
    family = desk.known.families.get(spot.document.key) if spot.document else None
    return uuid("translation", family.key if family else spot.name)


def in_storage(address: str) -> str:
    """The name of a file below MEDIA_ROOT; empty for what isn't there."""
    return unquote(address).removeprefix(MEDIA) if address.startswith(MEDIA) else ""


def media_rows(site: Site, plan: Plan) -> list[dict[str, str]]:
    """The files of the library; what is no picture for Wagtail is a document."""
    records = {plan.places[each.key]: each for each in reversed(site.media) if each.key in plan.places}
    found = []
    for address in dict.fromkeys((*records, *plan.files.values())):
        path = in_storage(address)
        record = records.get(address)
        title = (record.title if record else "") or path.rpartition("/")[2]
        kind = kind_of(path)
        found.append({"path": path, "kind": kind, "title": title, "alt": record.alt if record else ""})
    return sorted(found, key=lambda each: each["path"])


def kind_of(path: str) -> str:
    """`image` or `document`."""
    return "image" if splitext(path)[1].lower() in IMAGES else "document"


def references(
    spots: Iterable[Spot], media: Iterable[Mapping[str, str]], plan: Plan
) -> streamfield.References:
    """What texts may name: pages and files by their addresses."""
    addresses = dict.fromkeys((*plan.places.values(), *plan.files.values()))
    files = {address: in_storage(address) for address in addresses if in_storage(address)}
    kinds = {each["path"]: each["kind"] for each in media}
    pages = {spot.address: ("page", spot.name) for spot in spots}
    return pages | {address: (kinds[path], path) for address, path in files.items()}


def redirect_rows(rows: Iterable[Redirect], spots: Iterable[Spot]) -> list[dict[str, str]]:
    """Old addresses. Wagtail looks for one only where no page is: `/?p=12` is always the first page."""
    pages = {spot.address: spot.name for spot in spots}
    return [
        {"old": row.old, "new": row.new, "page": pages.get(row.new, "")}
        for row in rows
        if not row.query and max(len(row.old), len(row.new)) <= LONGEST
    ]
