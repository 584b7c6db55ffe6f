"""REST objects in a saved `.json` file: found, and told apart by what they hold."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import unquote

from wpharvest.model.items import Json, Role

# Core's own types and taxonomies whose `rest_base` isn't their name (wp-includes/post.php, taxonomy.php).
TYPES = {
    "post": "posts",
    "page": "pages",
    "attachment": "media",
    "nav_menu_item": "menu-items",
    "wp_block": "blocks",
    "wp_template": "templates",
    "wp_template_part": "template-parts",
    "wp_navigation": "navigation",
    "comment": "comments",
}
TAXONOMIES = {
    "category": "categories",
    "post_tag": "tags",
    "nav_menu": "menus",
    "link_category": "link-categories",
}
OWN: dict[str, Role] = {"media": "media", "users": "users", "comments": "comments"}
ENVELOPES = ("body", "data", "items", "results", "objects", "posts", "pages")

_REST = re.compile(r"/wp/v2/(?P<kind>[^/?&]+)/[^/?&]+/?(?:[?&].*)?$")


def objects(value: Any) -> Iterator[Json | None]:
    """Each REST object of a file: one, a list, a list in an envelope, a list that became an object with
    numbered keys (PHP does that). None for a member of a list that isn't one.
    """
    if isinstance(value, dict):
        if kind_of(value):
            yield value
            return
        members = _members(value)
    else:
        members = value if isinstance(value, list) else []
    for each in members:
        yield each if isinstance(each, dict) and kind_of(each) else None


def kind_of(value: Json) -> str:
    """The kind (`rest_base`) of an object; empty if it is no REST object.

    >>> kind_of({"id": 1, "type": "page"}), kind_of({"id": 2, "taxonomy": "post_tag", "name": "a"})
    ('pages', 'tags')
    """
    number = value.get("id")
    if isinstance(number, bool) or not isinstance(number, (int, str)) or number == "":
        return ""
    served = _served_as(value)
    if served:
        return served
    taxonomy, kind = value.get("taxonomy"), value.get("type")
    if isinstance(taxonomy, str) and taxonomy and "name" in value:
        return TAXONOMIES.get(taxonomy, taxonomy)
    if "author_name" in value and "post" in value:
        return "comments"
    if isinstance(kind, str) and kind:
        return TYPES.get(kind, kind)
    return "users" if "avatar_urls" in value and "slug" in value else ""


def role_of(value: Json, kind: str) -> Role:
    """What the object's collection is."""
    return OWN.get(kind) or ("taxonomy" if "taxonomy" in value else "type")


def type_of(value: Json, kind: str) -> str:
    """WordPress's name of the type or the taxonomy."""
    found = value.get("taxonomy") or value.get("type")
    return found if isinstance(found, str) and found else kind


def _served_as(value: Json) -> str:
    """The collection in the object's own address, which knows the `rest_base` of custom types."""
    links = value.get("_links")
    own = links.get("self") if isinstance(links, dict) else None
    first = own[0] if isinstance(own, list) and own else None
    href = first.get("href") if isinstance(first, dict) else None
    match = _REST.search(unquote(href)) if isinstance(href, str) else None
    return match["kind"] if match else ""


def _members(value: Json) -> list[Any]:
    if value and all(key.isdecimal() for key in value):
        return [value[key] for key in sorted(value, key=int)]
    for name in ENVELOPES:
        inner = value.get(name)
        if isinstance(inner, list):
            return inner
        if isinstance(inner, dict):
            return [inner] if kind_of(inner) else _members(inner)
    return []
