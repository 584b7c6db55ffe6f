"""What a static site's settings and templates tell of the whole site: languages, menus, taxonomies."""

from __future__ import annotations

from typing import Any
from urllib.parse import unquote

import msgspec

from wpharvest.config import Export
from wpharvest.exporters.atlas import Atlas
from wpharvest.exporters.site_pages import first_pages
from wpharvest.linking import Addresses
from wpharvest.model.documents import Document
from wpharvest.model.items import Key
from wpharvest.model.menus import MenuItem
from wpharvest.model.site import Site
from wpharvest.urls import join_url


class Tongue(msgspec.Struct, frozen=True):
    """A language: its code, its own name, and the address of its first page, decoded."""

    code: str
    name: str
    home: str


class Entry(msgspec.Struct, frozen=True):
    """One entry of a menu; `url` is a path of the new site, or a whole address of another one."""

    title: str
    url: str
    items: tuple[Entry, ...] = ()


class SiteFacts(msgspec.Struct, frozen=True):
    """The whole site. `menus` are by language; `taxonomies` are the kinds of its terms, sorted."""

    title: str
    description: str
    base_url: str
    time_zone: str
    default_language: str
    languages: tuple[Tongue, ...]
    menus: dict[str, tuple[Entry, ...]]
    taxonomies: tuple[str, ...]

    @property
    def home(self) -> str:
        """The address of the default language's first page; empty if it has none."""
        return next((each.home for each in self.languages if each.code == self.default_language), "")


def site_facts(site: Site, known: Atlas, documents: tuple[Document, ...], options: Export) -> SiteFacts:
    """The facts about a site whose documents are these. The default language is the site's, or the first."""
    info = site.info
    used = sorted({document.key.language for document in documents})
    told = [each.code for each in info.languages if each.code in used]
    codes = [*told, *(code for code in used if code not in told)]
    default = info.default_language if info.default_language in codes else next(iter(codes), "und")
    names = {each.code: each.name for each in info.languages}
    homes = first_pages(site, documents)
    kinds = {term.taxonomy for each in documents for term in each.terms}
    kinds |= {each.key.kind for each in documents if each.role == "taxonomy"}
    return SiteFacts(
        title=info.name,
        description=info.description,
        base_url=(options.base_url or info.home).rstrip("/") + "/",
        time_zone=info.timezone,
        default_language=default,
        languages=tuple(
            Tongue(code, names.get(code) or code, unquote(known.address(homes[code])))
            for code in sorted(codes, key=lambda code: code != default)
        ),
        menus=_menus(site, known),
        taxonomies=tuple(sorted(kinds)),
    )


def _menus(site: Site, known: Atlas) -> dict[str, tuple[Entry, ...]]:
    """The main menu of each language: the one that the theme shows, else the longest."""
    addresses = Addresses(site, known.plan)
    types = {each.name: each.kind for each in site.info.collections}
    found: dict[str, tuple[Entry, ...]] = {}
    chosen: dict[str, tuple[bool, int]] = {}

    def entry(item: MenuItem, language: str) -> Entry:
        whole = join_url(site.info.home, item.url)
        own = known.plan.places.get(Key(language, types.get(item.type, item.type), item.id), "")
        url = own or addresses.find(whole, language) or whole
        return Entry(item.title, url, tuple(entry(each, language) for each in item.children))

    for menu in site.menus:
        language = menu.key.language
        rank = (bool(menu.locations), len(menu.items))
        if language not in chosen or rank > chosen[language]:
            chosen[language] = rank
            found[language] = tuple(entry(item, language) for item in menu.items)
    return found


def as_data(facts: SiteFacts) -> dict[str, Any]:
    """All of it, for templates."""
    data: dict[str, Any] = msgspec.to_builtins(facts)
    return data
