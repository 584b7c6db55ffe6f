"""Menus as plugins show them, where WordPress itself shows them only to who may edit the theme.

| namespace | plugin | list | one |
|---|---|---|---|
| `wp-api-menus/v2` | WP API Menus | `menus`: `ID`, `name`, `slug` … | `menus/ID`: the same with `items` |
| `menus/v1` | WP-REST-API V2 Menus | `menus`: `term_id`, `name` … | `menus/SLUG`: the same with `items` |
"""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import quote

import msgspec

from wpharvest.errors import SourceError
from wpharvest.model.items import Collection, Json, Refusal
from wpharvest.sources.rest.addresses import Root
from wpharvest.sources.rest.api import Api, Reply
from wpharvest.sources.rest.page import Found

MENU = "nav_menu"  # WordPress's own taxonomy of menus


class Plugin(msgspec.Struct, frozen=True):
    """How a plugin names a menu: the field that is its number, and the one that its address ends in."""

    number: str
    address: str


PLUGINS: dict[str, Plugin] = {
    "wp-api-menus/v2": Plugin("ID", "ID"),
    "menus/v1": Plugin("term_id", "slug"),
}


def adopt(found: tuple[Collection, ...], index: Json, *, editor: bool) -> tuple[Collection, ...]:
    """The collections, WordPress's own menus exchanged for a plugin's that visitors may read."""
    namespaces = index.get("namespaces")
    open_ = [name for name in PLUGINS if isinstance(namespaces, list) and name in namespaces]
    if editor or not open_:
        return found
    menus = Collection("menus", MENU, "other", namespace=open_[0], label="Menus")
    others = tuple(each for each in found if each.name not in (MENU, "nav_menu_item"))
    return (*others, menus)


class Menus:
    """The menus of one root through a plugin. Its fields say how it stands, as a `Listing`'s do."""

    def __init__(self, api: Api, root: Root, collection: Collection) -> None:
        self._api, self._root = api, root
        self._plugin = PLUGINS[collection.namespace]
        self._route = f"{collection.namespace}/{collection.kind}"
        self.listed = 0
        self.refused: list[Refusal] = []

    def read(self) -> Iterator[Found]:
        """Each menu with its items."""
        try:
            reply = self._api.many(self._root, self._route)
        except SourceError as error:
            self.refused.append(Refusal(self._route, str(error)))
            return
        if not reply.ok:
            self.refused.append(Refusal(self._route, reply.why))
            return
        menus = [each for each in reply.value if isinstance(each.get(self._plugin.number), int)]
        self.listed = len(menus)
        for menu in menus:
            yield from self._one(menu)

    def _one(self, menu: Json) -> Iterator[Found]:
        route = f"{self._route}/{quote(str(menu.get(self._plugin.address)), safe='')}"
        number = int(menu[self._plugin.number])
        try:
            reply = self._api.one(self._root, route)
        except SourceError as error:
            self.refused.append(Refusal(f"{self._route}/{number}", str(error)))
            return
        if reply.ok and isinstance(reply.value, dict):
            yield _found(number, reply)
        else:
            self.refused.append(Refusal(f"{self._route}/{number}", reply.why))


def _found(number: int, reply: Reply) -> Found:
    value = {"id": number, **reply.value}
    return Found(number, msgspec.json.encode(value), value, reply.answer.fetched_at, {})
