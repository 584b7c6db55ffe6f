"""What Ghost calls settings: the site's name, its time zone and its menus."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from wpharvest.exporters.row_ids import row_id
from wpharvest.language import primary
from wpharvest.linking import Addresses
from wpharvest.model.items import UNDETERMINED
from wpharvest.model.menus import MenuItem
from wpharvest.model.site import Site

DESCRIPTION = 200  # characters; Ghost's admin takes no more


def settings(site: Site, addresses: Addresses, homes: Mapping[str, str]) -> list[dict[str, Any]]:
    """Rows of `settings`. Ghost has a menu above and one below, for all languages together.

    Above is the first menu of the default language, below the first pages of the languages (`homes`).
    """
    info, language = site.info, site.info.default_language
    told = {
        "title": info.name,
        "description": info.description[:DESCRIPTION],
        "timezone": info.timezone if "/" in info.timezone else "",  # Ghost knows places, not offsets
        "locale": "" if language == UNDETERMINED else primary(language),
        "navigation": _written(_links(_menu(site), addresses, language)),
        "secondary_navigation": _written(_switch(site, homes)),
    }
    return [
        {"id": row_id("settings", key), "group": "site", "key": key, "value": value, "type": _type(key)}
        for key, value in told.items()
        if value
    ]


def _type(key: str) -> str:
    """Ghost reads a menu's JSON only if it is called so."""
    return "array" if key.endswith("navigation") else "string"


def _menu(site: Site) -> tuple[MenuItem, ...]:
    """The first of the default language that the theme shows somewhere."""
    own = [each for each in site.menus if each.key.language == site.info.default_language and each.items]
    return next((each.items for each in own if each.locations), own[0].items if own else ())


def _links(items: Iterable[MenuItem], addresses: Addresses, language: str) -> Iterator[dict[str, str]]:
    """A flat menu: Ghost has no levels."""
    for item in items:
        if item.url:
            yield {"label": item.title, "url": addresses.find(item.url, language) or item.url}
        yield from _links(item.children, addresses, language)


def _switch(site: Site, homes: Mapping[str, str]) -> Iterator[dict[str, str]]:
    names = {each.code: each.name for each in site.info.languages}
    if len(homes) > 1:
        yield from ({"label": names.get(code) or code, "url": home} for code, home in homes.items())


def _written(links: Iterable[dict[str, str]]) -> str:
    found = list(links)
    return json.dumps(found, ensure_ascii=False) if found else ""
