"""Links that lead to the other language's page."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from urllib.parse import parse_qsl, urlsplit

import msgspec

from wpharvest.language import bcp47, primary
from wpharvest.model.families import Family
from wpharvest.model.gaps import Gap
from wpharvest.model.items import Key
from wpharvest.model.nodes import Link, walk, words_of
from wpharvest.text import squeeze
from wpharvest.translation.addresses import Directory, file_name
from wpharvest.translation.gaps.side import Side

_ASKED = frozenset(["lang", "language", "locale", "hl"])  # parameters by which sites choose a language
_CODE = re.compile(r"[a-z]{2}(?:[-_][a-z]{2})?", re.IGNORECASE)


class Places(msgspec.Struct, frozen=True):
    """Where the site's own links lead."""

    directory: Directory
    families: Mapping[Key, Family]


def find(side: Side, places: Places) -> Iterator[Gap]:
    """Links of this side to a page in the sister's language: the site's own, or others by their address.

    A link back to the sister itself (a switch of language in the text) is meant.
    """
    for block in side.blocks:
        for node in walk(block.node):
            if isinstance(node, Link) and (why := _why(node.url, side, places)):
                yield side.gap("links", block, f"{squeeze(words_of(node))} <{node.url}>", why)


def _why(url: str, side: Side, places: Places) -> str:
    found = places.directory.by_url(url, side.document.key.language)
    if found is None:
        named = named_language(url)
        return f"its address is that of a page in {named}" if named and named == side.other else ""
    if primary(found.language) != side.other or found == side.sister.key:
        return ""
    family = places.families.get(found)
    own = family.members.get(side.document.key.language) if family else None
    sister = places.directory.documents[own].url if own in places.directory.documents else ""
    return f"it leads to {found}, " + (f"whose sister is {sister}" if sister else "which has no sister")


def named_language(url: str) -> str:
    """The primary language code that an address names by a part of its path, its host or its query.

    >>> named_language("https://www.coe.int/fr/web/x"), named_language("https://nl.wikipedia.org/wiki/X")
    ('fr', 'nl')
    >>> named_language("https://h/?lang=F"), named_language("https://h/a/brochure.pdf")
    ('', '')
    """
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    first = (parts.hostname or "").split(".", 1)[0]
    asked = [value for name, value in parse_qsl(parts.query) if name.lower() in _ASKED]
    path = [] if file_name(url) else [part for part in parts.path.split("/") if part][:2]
    for word in (*path, *asked, first):
        if _CODE.fullmatch(word) and (code := bcp47(word)):
            return primary(code)
    return ""
