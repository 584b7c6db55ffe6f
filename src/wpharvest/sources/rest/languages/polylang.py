"""Polylang lists its languages itself, at `pll/v1/languages` (Polylang Pro, and Polylang since 3.7)."""

from __future__ import annotations

from wpharvest.errors import SourceError
from wpharvest.language import bcp47
from wpharvest.sources.rest.languages.visit import Spoken, Visit


def probe(visit: Visit) -> tuple[Spoken, ...]:
    """What `pll/v1/languages` says; asked only where the index names that route."""
    if not any(str(name).startswith("pll/") for name in visit.index.get("namespaces", [])):
        return ()
    try:
        reply = visit.api.many(visit.root, "pll/v1/languages")
    except SourceError:
        return ()
    found = []
    for each in reply.value if reply.ok else []:
        slug, locale = str(each.get("slug", "")), str(each.get("locale", ""))
        code = bcp47(slug) or bcp47(locale)
        home = str(each.get("home_url") or "")
        default = bool(each.get("is_default"))
        found.append(Spoken(code, str(each.get("name", "")), home, slug, bcp47(locale), default))
    return tuple(found)
