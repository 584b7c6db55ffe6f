"""Which language one object is in."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs

import msgspec

from wpharvest.language import bcp47, language_folder, primary
from wpharvest.model.items import Json, Language
from wpharvest.sources.rest.addresses import Mapping
from wpharvest.urls import split_url

# Fields in which a plugin says it: Polylang Pro, wp-rest-polylang, wpml-rest-api.
FIELDS = ("lang", "polylang_current_lang", "wpml_current_locale")


class Verdict(msgspec.Struct, frozen=True):
    """A language code; `sure` if the object itself says it, not only the base where it was asked."""

    code: str
    sure: bool


class Judge:
    """Tells the languages of a site's objects apart."""

    def __init__(self, languages: tuple[Language, ...], default: str, mapping: Mapping, here: str) -> None:
        self._codes = [each.code for each in languages]
        self._default = default
        self._mapping = mapping
        self._homes = sorted(_homes(languages, here), key=lambda home: -len(home[1]))
        # Where each other language has a home of its own, an address without one is in the default language.
        named = {code for code, _ in self._homes}
        self._all_named = all(code in named for code in self._codes if code != default)

    def language(self, value: Json, asked: str) -> Verdict:
        """The object's own word, then its address, then its SEO locale, then the base where it was asked."""
        if len(self._codes) < 2:
            return Verdict(asked, sure=True)
        for code in map(self._known, self._said(value)):
            if code:
                return Verdict(code, sure=True)
        code = self._by_link(str(value.get("link") or ""))
        if code:
            return Verdict(code, sure=True)
        yoast = value.get("yoast_head_json")
        locale = yoast.get("og_locale") if isinstance(yoast, dict) else None
        return Verdict(self._known(locale) or asked, sure=False)

    def _said(self, value: Json) -> Iterator[Any]:
        return (value.get(name) for name in FIELDS)

    def _known(self, said: Any) -> str:
        """The site's own code for a code or locale; empty if the site has no such language."""
        code = bcp47(said) if isinstance(said, str) else ""
        if not code or code in self._codes:
            return code
        near = [each for each in self._codes if primary(each) == primary(code)]
        return near[0] if len(near) == 1 else ""

    def _by_link(self, link: str) -> str:
        if not link:
            return ""
        parts = split_url(self._mapping.ask(link))
        query = parse_qs(parts.query).get("lang", [""])[0]
        if query and self._known(query):
            return self._known(query)
        place = f"{parts.netloc.lower()}{parts.path}".rstrip("/") + "/"
        for code, home in self._homes:
            if place.startswith(home):
                return code
        pretty = bool(parts.path.strip("/")) and not parts.query
        return self._default if self._all_named and pretty else ""


def _homes(languages: tuple[Language, ...], here: str) -> Iterator[tuple[str, str]]:
    """(code, host and path) of each home that tells its language: no other language lives inside of it."""
    host = split_url(here).netloc.lower()
    places = []
    for each in languages:
        parts = split_url(each.home)
        place = f"{parts.netloc.lower() or host}{language_folder(parts.path, each.code)}/"
        places.append((each.code, place, bool(each.home) and not parts.query))
    for code, place, told in places:
        if told and not any(other.startswith(place) for name, other, _ in places if name != code):
            yield code, place
