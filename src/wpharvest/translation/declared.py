"""Translations that the site itself names: in its REST objects, its HTML heads, its sitemaps.

Where it is written, and by whom:

| place | written by |
|---|---|
| `translations`: `{"en": 12}` | Polylang Pro (its REST API module), and free add-ons that copy it |
| `wpml_translations`: `[{"locale": "en_US", "id": 12, "href": …}]` | wpml-rest-api |
| `translations`: `[{"lang"/"language"/"locale": …, "id"/"post_id": …}]` | smaller add-ons |
| `<link rel="alternate" hreflang>` in the head | WPML, Polylang, TranslatePress, MultilingualPress, Yoast … |
| `<xhtml:link rel="alternate" hreflang>` in a sitemap | Yoast with WPML, Google's sitemap extension |
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from lxml import etree

from wpharvest.head import Head
from wpharvest.language import bcp47
from wpharvest.model.documents import Declared
from wpharvest.model.items import Json

FIELDS = ("translations", "wpml_translations", "pll_translations", "polylang_translations")

_SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
_LINK = "{http://www.w3.org/1999/xhtml}link"
_CODE_NAMES = ("locale", "lang", "language", "language_code", "slug")
_ID_NAMES = ("id", "post_id", "ID", "term_id", "element_id")
_URL_NAMES = ("href", "url", "link", "permalink")


def from_rest(value: Json) -> tuple[Declared, ...]:
    """What a REST object says of its translations; the object itself is left out where it names itself."""
    found = [each for field in FIELDS for each in _entries(field, value.get(field))]
    return tuple(dict.fromkeys(each for each in found if not each.id or each.id != value.get("id")))


def from_head(head: Head) -> tuple[Declared, ...]:
    """What an HTML head says by hreflang, the page itself included (it is how it names its own language)."""
    return tuple(Declared(code, "hreflang", url=url) for code, url in head.alternates)


def from_sitemap(xml: bytes) -> dict[str, tuple[Declared, ...]]:
    """Page address -> what a sitemap says of its translations; `{}` for an index or what isn't XML.

    Entities are not resolved and nothing is loaded. Source: developers.google.com, "Tell Google about
    localized versions of your page", sitemap method.
    """
    parser = etree.XMLParser(resolve_entities=False, no_network=True, recover=True, huge_tree=True)
    try:
        root = etree.fromstring(xml, parser)
    except etree.XMLSyntaxError:
        return {}
    if root is None:
        return {}
    found: dict[str, tuple[Declared, ...]] = {}
    for entry in root.iter(f"{_SITEMAP}url"):
        address = (entry.findtext(f"{_SITEMAP}loc") or "").strip()
        links = tuple(
            Declared(code, "sitemap", url=link.get("href", "").strip())
            for link in entry.iter(_LINK)
            if link.get("rel") == "alternate" and (code := bcp47(link.get("hreflang") or ""))
        )
        if address and links:
            found[address] = links
    return found


def _entries(field: str, value: Any) -> Iterator[Declared]:
    """The entries of a field, be it a mapping of codes or a list of objects."""
    if isinstance(value, dict):
        for code, target in value.items():
            entry = target if isinstance(target, dict) else {"id": target}
            yield from _entry(field, {"locale": code} | entry)
    elif isinstance(value, list):
        for entry in value:
            if isinstance(entry, dict):
                yield from _entry(field, entry)


def _entry(field: str, entry: Json) -> Iterator[Declared]:
    """One translation, under whatever names the plugin gives its parts."""
    code = next((bcp47(str(entry[name])) for name in _CODE_NAMES if entry.get(name)), "")
    number = next((_id(entry[name]) for name in _ID_NAMES if entry.get(name)), 0)
    url = next((str(entry[name]) for name in _URL_NAMES if isinstance(entry.get(name), str)), "")
    if code and (number or url):
        yield Declared(code, field, id=number, url=url)


def _id(value: Any) -> int:
    text = str(value)
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else 0
