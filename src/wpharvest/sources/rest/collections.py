"""Which collections a site has, from its own lists of types and taxonomies."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from typing import Any

import msgspec

from wpharvest.errors import (
    BadAnswerError,
    ForbiddenError,
    RestClosedError,
    UnknownNameError,
    UnreachableError,
)
from wpharvest.model.items import Collection, Json, Role
from wpharvest.model.notices import Notice
from wpharvest.sources.rest.addresses import Root
from wpharvest.sources.rest.ahead import ahead
from wpharvest.sources.rest.api import Api, Reply
from wpharvest.text import plain_title

# Types that hold a theme's or the editor's machinery, not content; harvested only if asked for by name.
NOT_CONTENT: dict[str, str] = {
    "wp_block": "reusable blocks: they stand in the bodies that use them",
    "wp_template": "block theme templates",
    "wp_template_part": "block theme templates",
    "wp_global_styles": "block theme styles",
    "wp_font_family": "installed fonts",
    "wp_font_face": "installed fonts",
    "wp_pattern_category": "groups of block patterns",
    "link_category": "the blogroll of WordPress 3.5",
    "post_format": "told by each post's `format`",
    "elementor_library": "Elementor's templates",
    "e-floating-buttons": "Elementor's buttons",
    "elementor-hf": "Elementor's headers and footers",
    "elementor_snippet": "Elementor's code snippets",
    "ct_template": "Oxygen's templates",
    "fl-builder-template": "Beaver Builder's templates",
    "et_pb_layout": "Divi's templates",
    "rm_content_editor": "Rank Math's internals",
    "rank_math_locale": "Rank Math's internals",
    "jp_pay_order": "Jetpack's internals",
    "jp_pay_product": "Jetpack's internals",
    "feedback": "sent contact forms",
    "acf-field-group": "ACF's definitions",
    "acf-field": "ACF's definitions",
}

_ROLES: dict[str, Role] = {
    "attachment": "media",
    "nav_menu": "other",  # classic menus: WordPress shows them to who may edit the theme
    "nav_menu_item": "other",
    "wp_navigation": "other",  # block menus: visitors may read them
}

# What every WordPress has, for a site that doesn't show its types.
_ALWAYS = (
    Collection("pages", "page", "type", label="Pages", hierarchical=True),
    Collection("posts", "post", "type", label="Posts"),
    Collection("categories", "category", "taxonomy", label="Categories", hierarchical=True),
    Collection("tags", "post_tag", "taxonomy", label="Tags"),
    Collection("media", "attachment", "media", label="Media"),
)
_PEOPLE = (
    Collection("users", "user", "users", label="Users"),
    Collection("comments", "comment", "comments", label="Comments"),
)
_ORDER: dict[Role, int] = {"type": 0, "taxonomy": 1, "media": 2, "users": 3, "comments": 4, "other": 5}
_DESCRIBED: tuple[Role, Role] = ("type", "taxonomy")  # what the site's two lists are of
_FIRST = ("pages", "posts", "categories", "tags")


class Listed(msgspec.Struct, frozen=True):
    """The collections that the site lists; `said` of a list that can't be read, which may hide some."""

    collections: tuple[Collection, ...]
    said: tuple[Notice, ...] = ()


def find(api: Api, root: Root, types: tuple[str, ...], width: int) -> Listed:
    """The collections that hold content, in a fixed order, and those that `types` names.

    Raises UnknownNameError for a type that the site doesn't have.
    """
    said: list[Notice] = []
    lists = ahead([partial(_list, api, root, where) for where in ("wp/v2/types", "wp/v2/taxonomies")], width)
    described, terms = (_described(came, role, said) for came, role in zip(lists, _DESCRIBED, strict=True))
    everything = [*(described or _ALWAYS[:2]), *(terms or _ALWAYS[2:4])]
    if not any(each.role == "media" for each in everything):
        everything += _ALWAYS[4:]
    everything += [each for each in _PEOPLE if each.kind not in {one.kind for one in everything}]
    everything.sort(key=_rank)
    known = {name for each in everything for name in (each.kind, each.name)}
    for name in types:
        if name not in known:
            raise UnknownNameError("type", name, sorted(known))
    named = {each.name for each in asked(everything, types)} if types else set()
    chosen = tuple(each for each in everything if each.name not in NOT_CONTENT or each.name in named)
    return Listed(chosen, tuple(said))


def asked(found: Iterable[Collection], types: tuple[str, ...]) -> tuple[Collection, ...]:
    """Those that `types` names, by kind or by type name; all if it names none."""
    return tuple(each for each in found if not types or each.kind in types or each.name in types)


def route(collection: Collection) -> str:
    """The REST route of a collection: `wp/v2/pages`."""
    return f"{collection.namespace}/{collection.kind}"


def _rank(each: Collection) -> tuple[int, int, str]:
    first = _FIRST.index(each.kind) if each.kind in _FIRST else len(_FIRST)
    return _ORDER[each.role], first, each.kind


def _list(api: Api, root: Root, where: str) -> Reply | Notice:
    """A list of the site's, or what is to be said where it can't be read."""
    try:
        reply = api.one(root, where)
    except RestClosedError as error:
        return _unread(where, f"closed to visitors ({error.reason})")
    except (BadAnswerError, ForbiddenError, UnreachableError) as error:
        return _unread(where, str(error), lost=True)
    if reply.code:
        return _unread(where, reply.why, lost=reply.code != "rest_no_route")
    if reply.value and not isinstance(reply.value, dict):  # PHP writes no descriptions as `[]`
        return _unread(where, f"{reply.answer.url} holds no descriptions", lost=True)
    return reply


def _described(came: Reply | Notice, role: Role, said: list[Notice]) -> list[Collection]:
    """What a list describes; nothing, where it couldn't be read."""
    if isinstance(came, Notice):
        said.append(came)
        return []
    raws = dict(came.value).items()
    found = [_collection(name, raw, role) for name, raw in raws if isinstance(raw, dict)]
    return [each for each in found if each is not None]


def _unread(where: str, why: str, *, lost: bool = False) -> Notice:
    return Notice("collections", f"{where}: {why}; only what every WordPress has is asked for", lost=lost)


def _collection(name: str, raw: Json, role: Role) -> Collection | None:
    base: Any = raw.get("rest_base") or name
    if not isinstance(base, str) or "(?P" in base:
        return None  # wp_font_face lives below a pattern, not at an address
    return Collection(
        kind=base.strip("/"),
        name=name,
        role=_ROLES.get(name, role),
        namespace=str(raw.get("rest_namespace") or "wp/v2").strip("/"),
        label=plain_title(str(raw.get("name", ""))),
        hierarchical=bool(raw.get("hierarchical")),
        raw={key: value for key, value in raw.items() if key != "_links"},
    )
