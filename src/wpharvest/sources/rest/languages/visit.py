"""What a probe may look at, and what it finds."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import parse_qs

import msgspec

from wpharvest.errors import SourceError
from wpharvest.head import Head
from wpharvest.language import bcp47, primary
from wpharvest.model.items import Json
from wpharvest.sources.rest.addresses import Mapping, Params, Root
from wpharvest.sources.rest.api import Api
from wpharvest.urls import split_url

# ISO 639-1, as far as sites are written in them.
_CODES = """
af am ar az be bg bn bs ca cs cy da de el en eo es et eu fa fi fo fr fy ga gd gl gu he hi hr hu hy id is it
ja ka kk km kn ko ku ky lb lo lt lv mg mi mk ml mn mr ms mt my nb ne nl nn no oc pa pl ps pt ro ru rw si sk
sl so sq sr sv sw ta te tg th tk tl tr tt ug uk ur uz vi wo xh yi yo zh zu
"""
TWO_LETTERS = frozenset(_CODES.split())


_FIELDS = "id,link,wpml_current_locale,wpml_translations"


class Spoken(msgspec.Struct, frozen=True):
    """A language as a probe found it: BCP 47 code, address of its home page, `lang=` of a query."""

    code: str
    name: str = ""
    home: str = ""
    short: str = ""
    locale: str = ""
    default: bool = False


class Visit(msgspec.Struct, frozen=True):
    """One site while its languages are being found. `page` is the HTML of its home page."""

    api: Api
    root: Root
    index: Json
    mapping: Mapping
    front: Head
    page: str
    front_url: str
    _recent: dict[str, list[Json]] = {}

    @property
    def home_path(self) -> str:
        """The path of the site's home."""
        return split_url(self.root.site).path or "/"

    def is_front(self, url: str) -> bool:
        """Whether an address is the site's home page (or where it redirects to)."""
        asked = plain(self.mapping.ask(url))
        return asked in (plain(self.root.site), plain(self.front_url))

    def sample(self, root: Root, kind: str, params: Params) -> list[Any] | None:
        """Some objects through one root; None if it doesn't show them."""
        try:
            reply = self.api.many(root, f"wp/v2/{kind}", params, retries=1)
        except SourceError:
            return None
        return list(reply.value) if reply.ok else None

    def recent(self) -> list[Json]:
        """The newest pages and posts: their links, and what WPML adds to them. Asked for once."""
        for kind in ("pages", "posts"):
            if kind not in self._recent:
                found = self.sample(self.root, kind, {"per_page": 100, "_fields": _FIELDS}) or []
                self._recent[kind] = [each for each in found if isinstance(each, dict)]
        return [*self._recent["pages"], *self._recent["posts"]]


Probe = Callable[[Visit], tuple[Spoken, ...]]


def plain(url: str) -> str:
    """An address for comparing: without scheme and last slash."""
    parts = split_url(url)
    query = f"?{parts.query}" if parts.query else ""
    return f"{parts.netloc.lower()}{parts.path.rstrip('/')}{query}"


def url_code(url: str) -> str:
    """The language that an address names: its `lang=`, last folder, or subdomain; empty if none."""
    parts = split_url(url)
    query = parse_qs(parts.query).get("lang", [""])[0]
    last = parts.path.rstrip("/").rsplit("/", 1)[-1]
    sub = (parts.hostname or "").split(".", 1)[0]
    return next((each for each in (query, last, sub) if primary(each.replace("_", "-")) in TWO_LETTERS), "")


def short_code(locale: str, home: str, others: Iterable[str]) -> str:
    """The code for keys: what the site's own addresses use, else the primary language if that is enough.

    >>> short_code("en-GB", "https://h.org/en/", ["fr-FR"]), short_code("pt-BR", "https://h.org/pt-br/", [])
    ('en', 'pt-BR')
    """
    used = bcp47(url_code(home))
    if used and primary(used) == primary(locale):
        return used
    rivals = sum(primary(each) == primary(locale) for each in others if each != locale)
    return locale if rivals else primary(locale)
