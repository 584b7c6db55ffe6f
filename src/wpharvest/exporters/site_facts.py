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
from wpharvest.model.moments import iana
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
    """The whole site. `menus` are by language, `pages` too: the tree of its pages, for sites without a menu.

    `taxonomies` are the kinds of its terms, sorted.
    """

    title: str
    description: str
    base_url: str
    time_zone: str
    default_language: str
    languages: tuple[Tongue, ...]
    menus: dict[str, tuple[Entry, ...]]
    taxonomies: tuple[str, ...]
    pages: dict[str, tuple[Entry, ...]] = {}

    @property
    def home(self) -> str:
        """The address of the default language's first page; empty if it has none."""
        return next((each.home for each in self.languages if each.code == self.default_language), "")


def languages_of(site: Site, documents: tuple[Document, ...]) -> list[str]:
    """The languages of these documents, the default one first, then in the site's own order."""
    used = sorted({document.key.language for document in documents})
    told = [each.code for each in site.info.languages if each.code in used]
    codes = [*told, *(code for code in used if code not in told)]
    default = site.info.default_language if site.info.default_language in codes else next(iter(codes), "und")
    return sorted(codes, key=lambda code: code != default)


def site_facts(site: Site, known: Atlas, documents: tuple[Document, ...], options: Export) -> SiteFacts:
    """The facts about a site whose documents are these. The default language is the site's, or the first."""
    info = site.info
    codes = languages_of(site, documents)
    default = next(iter(codes), "und")
    names = {each.code: each.name for each in info.languages}
    homes = first_pages(site, documents)
    kinds = {term.taxonomy for each in documents for term in each.terms}
    kinds |= {each.key.kind for each in documents if each.role == "taxonomy"}
    return SiteFacts(
        title=info.name,
        description=info.description,
        base_url=(options.base_url or info.home).rstrip("/") + "/",
        time_zone=iana(info.timezone),
        default_language=default,
        languages=tuple(
            Tongue(code, names.get(code) or code, unquote(known.address(homes[code]))) for code in codes
        ),
        menus=_menus(site, known),
        taxonomies=tuple(sorted(kinds)),
        pages={code: _pages(known, documents, code, homes[code]) for code in codes},
    )


def _pages(known: Atlas, documents: tuple[Document, ...], language: str, home: Key) -> tuple[Entry, ...]:
    """The public pages of a language, each below its parent, in the order that an editor gave them."""
    below: dict[int | str, list[Document]] = {}
    pages = [each for each in documents if each.key.language == language and each.type == "page"]
    shown = {each.key.id for each in pages if each.key != home and each.status == "publish"}
    for each in sorted(pages, key=lambda page: (page.menu_order, page.title)):
        if each.key.id in shown:
            below.setdefault(each.parent if each.parent in shown else 0, []).append(each)

    def entries(above: int | str) -> tuple[Entry, ...]:
        return tuple(
            Entry(each.title, known.plan.places.get(each.key, ""), entries(each.key.id))
            for each in below.pop(above, ())  # a site may hold a circle
        )

    return entries(0)


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
