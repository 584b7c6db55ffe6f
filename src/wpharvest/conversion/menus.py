"""Menus, in the three forms in which WordPress and its plugins serve them.

| WordPress's name | form |
|---|---|
| `wp_navigation` | a block theme's menu: HTML, nested lists of links |
| `nav_menu` with `items` | a plugin's (WP API Menus, WP-REST-API V2 Menus): the menu holds its items |
| `nav_menu` and `nav_menu_item` | a classic menu, for who may see it: items name menu and parent |
"""

from __future__ import annotations

import html
from collections.abc import Iterable, Iterator
from typing import Any
from urllib.parse import unquote

from bs4 import BeautifulSoup, Tag

from wpharvest.conversion.values import number_of, rendered, title_of
from wpharvest.model.items import Json, RawItem, SiteInfo
from wpharvest.model.menus import Menu, MenuItem
from wpharvest.text import plain_title
from wpharvest.urls import join_url

MENU, ITEM, BLOCK = "nav_menu", "nav_menu_item", "wp_navigation"
# What plugins and WordPress call the same thing; the first that is there counts.
_IDS = ("id", "ID")
_PARENTS = ("parent", "menu_item_parent")
_ORDERS = ("menu_order", "order")
_LABELS = "a, .wp-block-navigation-item__label"  # an entry that only opens others has no link
_CHILDREN = ("children", "child_items")


def convert_menus(items: Iterable[RawItem], info: SiteInfo) -> Iterator[Menu]:
    """The menus among these objects, by key."""
    names = {each.kind: each.name for each in info.collections}
    found: dict[str, list[RawItem]] = {MENU: [], ITEM: [], BLOCK: []}
    for item in items:
        if names.get(item.kind) in found:
            found[names[item.kind]].append(item)
    loose = [(item.language, item.value) for item in found[ITEM]]
    for item in sorted((*found[MENU], *found[BLOCK]), key=lambda each: str(each.key)):
        if names[item.kind] == BLOCK:
            yield _from_block(item, info.home)
        else:
            own = [value for code, value in loose if code == item.language and value.get("menus") == item.id]
            yield _from_menu(item, own)


def _from_menu(item: RawItem, loose: list[Json]) -> Menu:
    value = item.value
    held = value.get("items")
    entries = [each for each in held if isinstance(each, dict)] if isinstance(held, list) else loose
    locations = value.get("locations")
    return Menu(
        key=item.key,
        name=title_of(value),
        slug=unquote(str(value.get("slug") or "")),
        locations=tuple(map(str, locations)) if isinstance(locations, list) else (),
        items=_tree(entries),
    )


def _tree(entries: list[Json]) -> tuple[MenuItem, ...]:
    """Entries that name their parents, or hold their children, as a tree in the order of the menu."""
    below: dict[int, list[Json]] = {}
    ids = {_number(each, _IDS) for each in entries}
    for each in sorted(entries, key=lambda one: (_number(one, _ORDERS), _number(one, _IDS))):
        parent = _number(each, _PARENTS)
        below.setdefault(parent if parent in ids else 0, []).append(each)

    def grown(parent: int) -> tuple[MenuItem, ...]:
        # Taken out, not looked up: two entries that are each other's parents don't go round for ever.
        return tuple(_entry(each, grown(_number(each, _IDS))) for each in below.pop(parent, []))

    return grown(0)


def _entry(value: Json, children: tuple[MenuItem, ...]) -> MenuItem:
    held: list[Any] = next((value[name] for name in _CHILDREN if isinstance(value.get(name), list)), [])
    custom = value.get("object") == "custom"  # an address that somebody typed
    return MenuItem(
        title=title_of(value) or plain_title(str(value.get("post_title") or "")),
        url=html.unescape(str(value.get("url") or "")),
        type="" if custom else str(value.get("object") or ""),
        id=0 if custom else _number(value, ("object_id",)),
        children=children or _tree([each for each in held if isinstance(each, dict)]),
    )


def _number(value: Json, names: tuple[str, ...]) -> int:
    told: Any = next((value[name] for name in names if value.get(name)), 0)
    return int(told) if isinstance(told, str) and told.isascii() and told.isdigit() else number_of(told)


def _from_block(item: RawItem, home: str) -> Menu:
    value = item.value
    soup = BeautifulSoup(rendered(value, "content"), "lxml")
    return Menu(
        key=item.key,
        name=title_of(value),
        slug=unquote(str(value.get("slug") or "")),
        items=tuple(_listed(soup, None, home)),
    )


def _listed(around: Tag, parent: Tag | None, home: str) -> Iterator[MenuItem]:
    """The links of the list entries right below `parent` (None: of the outermost ones)."""
    for entry in around.find_all("li"):
        if entry.find_parent("li") is not parent:
            continue
        own = [each for each in entry.select(_LABELS) if each.find_parent("li") is entry]
        children = tuple(_listed(entry, entry, home))
        title = " ".join(own[0].get_text().split()) if own else ""
        href = next((str(each["href"]) for each in own if each.get("href")), "")
        if title or children:
            yield MenuItem(title=title, url=join_url(home, href) if href else "", children=children)
