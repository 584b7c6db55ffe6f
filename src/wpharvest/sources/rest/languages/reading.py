"""Through which root a language is read: its own base, a `lang=` in the query, or the site's root.

A base or a query that only answers what the site's root answers (free Polylang shows all languages at each;
WPML falls back to the default one) isn't read a second time.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from wpharvest.model.items import Language
from wpharvest.sources.rest.addresses import Root, local
from wpharvest.sources.rest.languages.visit import Spoken, Visit

_KINDS = ("pages", "posts")
_SAMPLE = 10


def readable(visit: Visit, spoken: Spoken, default: bool, source: str) -> Language:
    """The language with the root and the query that show its objects."""
    root = visit.root
    if not default:
        root = next((each for each in _roots(visit, spoken) if _differs(visit, each)), root)
    home = local(visit.mapping.ask(spoken.home), visit.root.url) if spoken.home else ""
    return Language(
        code=spoken.code,
        name=spoken.name,
        root=local(root.url, visit.root.url),
        query=root.query,
        home=home or (visit.home_path if default else ""),
        source=source,
    )


def _roots(visit: Visit, spoken: Spoken) -> Iterator[Root]:
    if spoken.home and "?" not in spoken.home and not visit.is_front(spoken.home):
        yield visit.root.below(visit.mapping.ask(spoken.home))
    code = spoken.short or spoken.code
    yield Root(visit.root.url, f"lang={code}")
    if any(str(name).startswith("wpml/") for name in visit.index.get("namespaces", [])):
        yield Root(visit.root.url, f"wpml_language={code}")


def _differs(visit: Visit, root: Root) -> bool:
    """Whether a root shows other objects, or the same ones in other words, than the site's root."""
    different = False
    for kind in _KINDS:
        there = _shown(visit, root, kind)
        if there is None:
            return False
        different = different or there != _shown(visit, visit.root, kind)
    return different


def _shown(visit: Visit, root: Root, kind: str) -> list[Any] | None:
    fields = "id,link,title,content"
    found = visit.sample(
        root, kind, {"per_page": _SAMPLE, "orderby": "id", "order": "asc", "_fields": fields}
    )
    if found is None:
        return None
    return [{name: item.get(name) for name in fields.split(",")} for item in found if isinstance(item, dict)]
