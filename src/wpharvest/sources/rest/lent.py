"""Pages that a language's base only lends from the default language (WPML's "use translation if available").

Such a page has an address and a listing in each language, and one text. TranslatePress looks alike where it
has no translation yet, but there each language *is* the same object. A base that also lists objects of its
own belongs to a plugin that gives each translation an id, and then one text under one id is one page.
"""

from __future__ import annotations

import hashlib
import re

from wpharvest.errors import SourceError
from wpharvest.model.items import Json
from wpharvest.sources.rest.addresses import Root
from wpharvest.sources.rest.api import Api
from wpharvest.sources.rest.page import identity

SAMPLE = 100  # the newest objects of a base
_ROUTES = ("wp/v2/pages", "wp/v2/posts")
_TEXTS = ("title", "name", "content", "excerpt", "description")
_TAG = re.compile(r"<[^>]*>")


class Lenders:
    """Knows the bases that have objects of their own. Each is asked once, and only if that matters."""

    def __init__(self, api: Api, default: Root) -> None:
        self._api, self._default = api, default
        self._known: dict[Root, bool] = {}

    def __call__(self, base: Root) -> bool:
        """Whether this base lists an object that the default language's root doesn't."""
        if base not in self._known:
            self._known[base] = any(self._has_own(base, route) for route in _ROUTES)
        return self._known[base]

    def _has_own(self, base: Root, route: str) -> bool:
        there = self._ids(base, route, orderby="id", order="desc")
        if not there:
            return False
        here = self._ids(self._default, route, include=",".join(map(str, sorted(there, key=str))))
        return here is not None and bool(there - here)

    def _ids(self, root: Root, route: str, **params: str) -> set[int | str] | None:
        try:
            reply = self._api.many(root, route, {"per_page": SAMPLE, "_fields": "id", **params}, retries=1)
        except SourceError:
            return None
        found = map(identity, reply.value) if reply.ok else ()
        return {id_ for id_ in found if id_ is not None}


def text_of(value: Json) -> bytes:
    """A digest of an object's words: without its markup, whose links follow the language that was asked."""
    texts = (value.get(name) for name in _TEXTS)
    words = (each.get("rendered") if isinstance(each, dict) else each for each in texts)
    shown = " ".join(" ".join(_TAG.sub(" ", each).split()) for each in words if isinstance(each, str))
    return hashlib.blake2b(shown.encode(errors="replace"), digest_size=16).digest()
