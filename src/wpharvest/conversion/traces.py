"""What the HTML of a body tells beside its words: a page builder's parts, links to its own translations."""

from __future__ import annotations

import re
from collections.abc import Iterator

from turbohtml import Element, parse_fragment

from wpharvest.language import bcp47
from wpharvest.model.documents import Declared
from wpharvest.text import fold, squeeze
from wpharvest.translation.claims import SWITCHER
from wpharvest.urls import join_url

_PART = re.compile(r"elementor-element[^<>]*?\sdata-id=[\"']([0-9a-f]{7,8})[\"']")

# How a language is called where a reader is led to it.
_CALLED = {
    "en": ("english", "english version", "in english", "read in english", "this page in english"),
    "fr": ("francais", "version francaise", "en francais", "lire en francais", "cette page en francais"),
    "nl": ("nederlands", "nederlandse versie", "in het nederlands", "lees in het nederlands"),
    "de": ("deutsch", "deutsche version", "auf deutsch", "deutsche fassung"),
    "es": ("espanol", "version en espanol", "en espanol", "leer en espanol"),
    "it": ("italiano", "versione italiana", "in italiano"),
    "pt": ("portugues", "versao portuguesa", "em portugues", "versao em portugues"),
    "pl": ("polski", "wersja polska", "po polsku"),
}
_CODES = {name: code for code, names in _CALLED.items() for name in (*names, code)}
_NAMED = "|".join((*sorted(_CODES), r"[a-z ]{0,20}(?:fran|espa|portug)\w*"))
_MAYBE = re.compile(rf"<a\s[^<>]*?\bhreflang\s*=|>[\s\[(]*(?:{_NAMED})[\s\])]*<", re.IGNORECASE)


def builder_parts(source: str) -> tuple[str, ...]:
    """The ids of Elementor's sections and widgets, in reading order, each once.

    >>> builder_parts('<div class="elementor-element elementor-element-3f1c2aa" data-id="3f1c2aa"></div>')
    ('3f1c2aa',)
    """
    return tuple(dict.fromkeys(_PART.findall(source)))


def switcher_links(source: str, page: str) -> Iterator[Declared]:
    """The links in a body that say which language they lead to, by an attribute or by all of their words.

    >>> [(each.language, each.url) for each in switcher_links('<a href="/en/x/">English</a>', "https://h/x/")]
    [('en', 'https://h/en/x/')]
    """
    if not _MAYBE.search(source):
        return
    for link in parse_fragment(source).select("a[href]"):
        code = _code(link)
        if code:
            yield Declared(code, SWITCHER, url=join_url(page, (link.attr("href") or "").strip()))


def _code(link: Element) -> str:
    """The language that a link says it leads to; empty for any other link."""
    words = fold(squeeze(link.text)).strip("[]() ")
    return bcp47(link.attr("hreflang") or "") or _CODES.get(words, "")
