"""A site's menus: the links that its author put in order."""

from __future__ import annotations

import msgspec

from wpharvest.model.items import Key


class MenuItem(msgspec.Struct, frozen=True, omit_defaults=True):
    """One entry. `type` and `id` name the page, post or term that it leads to, if it is one of the site's."""

    title: str
    url: str = ""
    type: str = ""
    id: int | str = 0
    children: tuple[MenuItem, ...] = ()


class Menu(msgspec.Struct, frozen=True, omit_defaults=True):
    """One menu; `locations` are the places of the theme where it is shown, if the site tells."""

    key: Key
    name: str
    slug: str = ""
    locations: tuple[str, ...] = ()
    items: tuple[MenuItem, ...] = ()
