"""Polylang Pro adds an argument `lang` with its languages to the routes of posts and terms."""

from __future__ import annotations

from typing import Any

from wpharvest.language import bcp47
from wpharvest.sources.rest.languages.visit import Spoken, Visit


def probe(visit: Visit) -> tuple[Spoken, ...]:
    """The `enum` of the argument `lang` of `/wp/v2/posts` and `/wp/v2/pages` in the index."""
    routes = visit.index.get("routes")
    if not isinstance(routes, dict):
        return ()
    for name in ("/wp/v2/posts", "/wp/v2/pages"):
        route = routes.get(name)
        for endpoint in route.get("endpoints", []) if isinstance(route, dict) else []:
            codes = _enum(endpoint)
            if codes:
                return tuple(Spoken(bcp47(code), short=code) for code in codes)
    return ()


def _enum(endpoint: Any) -> list[str]:
    args = endpoint.get("args") if isinstance(endpoint, dict) else None
    lang = args.get("lang") if isinstance(args, dict) else None
    codes = lang.get("enum") if isinstance(lang, dict) else None
    return [str(code) for code in codes if bcp47(str(code))] if isinstance(codes, list) else []
