"""`site.json`: what a site says about itself, and its menus, for whoever builds it anew.

The Structs here are the file's definition: its JSON Schema in `docs/reference/` is printed from them.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec

from wpharvest.config import Export
from wpharvest.exporters.jsonfile import json_file
from wpharvest.exporters.paths import paths
from wpharvest.exporters.select import select
from wpharvest.model.documents import Media
from wpharvest.model.items import Key
from wpharvest.model.menus import Menu, MenuItem
from wpharvest.model.notices import File
from wpharvest.model.site import Site


class Tongue(msgspec.Struct, frozen=True):
    """A language of the site: its code, its own name where the site tells it, the path of its home page."""

    code: str
    name: str
    home: str


class Link(msgspec.Struct, frozen=True):
    """One entry of a menu.

    `path` is the Markdown file of the document that it leads to; empty if that isn't in this export.
    """

    title: str
    url: str
    path: str
    items: tuple[Link, ...]


class MenuEntry(msgspec.Struct, frozen=True):
    """One menu. `locations` are the places of the theme where it is shown, where the site tells them."""

    name: str
    slug: str
    locations: tuple[str, ...]
    items: tuple[Link, ...]


class Identity(msgspec.Struct, frozen=True):
    """The whole of `site.json`. `menus` are by language.

    `icon` and `logo` are records of the media library (null where the site has none); their files lie with
    the others in the snapshot.
    """

    name: str
    description: str
    home: str
    timezone: str
    default_language: str
    languages: tuple[Tongue, ...]
    icon: Media | None
    logo: Media | None
    menus: dict[str, tuple[MenuEntry, ...]]


def identity(site: Site, options: Export) -> Identity:
    """Who the site is. Raises UnknownNameError for options that don't fit the site."""
    info = site.info
    written = {document.key for document in select(site, options)}
    places = {key: f"{path}.md" for key, path in paths(site).items() if key in written}
    by_url = {document.url: places[document.key] for document in site.documents if document.key in places}
    menus: dict[str, tuple[MenuEntry, ...]] = {}
    for menu in site.menus:
        known = _Known(_types(site), places, by_url, menu.key.language)
        menus[menu.key.language] = (*menus.get(menu.key.language, ()), _menu(menu, known))
    return Identity(
        name=info.name,
        description=info.description,
        home=info.home,
        timezone=info.timezone,
        default_language=info.default_language,
        languages=tuple(Tongue(each.code, each.name, each.home) for each in info.languages),
        icon=_picture(site, info.index.get("site_icon"), info.index.get("site_icon_url")),
        logo=_picture(site, info.index.get("site_logo"), None),
        menus=menus,
    )


def identity_file(site: Site, options: Export) -> File:
    """`site.json` of an export. Raises UnknownNameError for options that don't fit the site."""
    return json_file("site.json", identity(site, options))


class _Known(msgspec.Struct, frozen=True):
    """Where documents lie: by type and id in the menu's own language, by address in any."""

    types: Mapping[str, str]
    places: Mapping[Key, str]
    by_url: Mapping[str, str]
    language: str

    def path(self, item: MenuItem) -> str:
        """The file of the document that an entry leads to."""
        key = Key(self.language, self.types.get(item.type, item.type), item.id)
        return self.places.get(key) or self.by_url.get(item.url, "")


def _types(site: Site) -> dict[str, str]:
    return {each.name: each.kind for each in site.info.collections}


def _menu(menu: Menu, known: _Known) -> MenuEntry:
    return MenuEntry(menu.name, menu.slug, menu.locations, tuple(_link(each, known) for each in menu.items))


def _link(item: MenuItem, known: _Known) -> Link:
    return Link(item.title, item.url, known.path(item), tuple(_link(each, known) for each in item.children))


def _picture(site: Site, number: Any, url: Any) -> Media | None:
    """The record of this number; what the index itself says of it where the library isn't shown."""
    found = [media for media in site.media if number and media.key.id == number]
    if found:
        return found[0]
    if not isinstance(url, str) or not url:
        return None
    return Media(Key(site.info.default_language, "media", number if isinstance(number, int) else 0), url)
