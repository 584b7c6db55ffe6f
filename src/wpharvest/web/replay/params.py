"""Which query parameters each collection takes.

Source: `get_collection_params` of `class-wp-rest-{controller,posts-controller,attachments-controller,
terms-controller,users-controller,comments-controller}.php`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

import msgspec

from wpharvest.model.items import Role

Type = Literal[
    "integer",
    "string",
    "boolean",
    "integers",
    "strings",
    "date",
    "email",
    "terms",
    "statuses",
    "slugs",
    "types",
]


class Param(msgspec.Struct, frozen=True):
    """One query parameter: its type, what counts without it, and what it may be.

    `first`: it has a `validate_callback`, so that it is looked at before all others, which aren't looked at
    any more if it is wrong. `parts` are the names that a taxonomy's filter may have in brackets.
    """

    type: Type
    default: Any = None
    enum: tuple[str, ...] = ()
    minimum: int | None = None
    maximum: int | None = None
    first: bool = False
    parts: tuple[str, ...] = ()


_ORDER = ("asc", "desc")
_LIST = Param("integers", ())
_IDS = Param("integers")
_DAY = Param("date")
_POST_ORDERS = (
    *("author", "date", "id", "include", "modified"),
    *("parent", "relevance", "slug", "include_slugs", "title"),
)

COMMON: dict[str, Param] = {
    "context": Param("string", "view", enum=("view", "embed", "edit"), first=True),
    "page": Param("integer", 1, minimum=1, first=True),
    "per_page": Param("integer", 10, minimum=1, maximum=100, first=True),
    "search": Param("string", first=True),
}
# What a visitor knows of the post types that every WordPress has; its own come after them.
CORE_TYPES = (
    *("post", "page", "attachment", "nav_menu_item", "wp_block", "wp_template", "wp_template_part"),
    "wp_navigation",
)
_POSTS: dict[str, Param] = {
    **COMMON,
    "after": _DAY,
    "modified_after": _DAY,
    "author": _LIST,
    "author_exclude": _LIST,
    "before": _DAY,
    "modified_before": _DAY,
    "exclude": _LIST,
    "include": _LIST,
    "offset": Param("integer"),
    "order": Param("string", "desc", enum=_ORDER),
    "orderby": Param(
        "string",
        "date",
        enum=_POST_ORDERS,
    ),
    "slug": Param("strings"),
    "status": Param("statuses", ("publish",)),
}
_PARENTS = {"parent": _LIST, "parent_exclude": _LIST}

PARAMS: dict[Role, dict[str, Param]] = {
    "type": _POSTS,
    "other": _POSTS,
    "media": {
        **_POSTS,
        **_PARENTS,
        "status": Param("statuses", ("inherit",)),
        "media_type": Param("string", enum=("image", "video", "text", "application", "audio")),
        "mime_type": Param("string"),
    },
    "taxonomy": {
        **COMMON,
        "exclude": _LIST,
        "include": _LIST,
        "order": Param("string", "asc", enum=_ORDER),
        "orderby": Param(
            "string",
            "name",
            enum=("id", "include", "name", "slug", "include_slugs", "term_group", "description", "count"),
        ),
        "hide_empty": Param("boolean", False),
        "post": Param("integer"),
        "slug": Param("strings"),
    },
    "users": {
        **COMMON,
        "exclude": _LIST,
        "include": _LIST,
        "offset": Param("integer"),
        "order": Param("string", "asc", enum=_ORDER),
        "orderby": Param(
            "string",
            "name",
            enum=("id", "include", "name", "registered_date", "slug", "include_slugs", "email", "url"),
        ),
        "slug": Param("strings"),
        "roles": Param("strings"),
        "capabilities": Param("strings"),
        "who": Param("string", enum=("authors",)),
        "has_published_posts": Param("types", enum=CORE_TYPES),
    },
    "comments": {
        **COMMON,
        "after": _DAY,
        "author": _IDS,
        "author_exclude": _IDS,
        "author_email": Param("email"),
        "before": _DAY,
        "exclude": _LIST,
        "include": _LIST,
        "offset": Param("integer"),
        "order": Param("string", "desc", enum=_ORDER),
        "orderby": Param(
            "string", "date_gmt", enum=("date", "date_gmt", "id", "include", "post", "parent", "type")
        ),
        **_PARENTS,
        "post": _LIST,
        "status": Param("string", "approve", first=True),
        "type": Param("string", "comment", first=True),
        "password": Param("string"),
    },
}
# Of the objects of a role; those of the others have no password.
WITH_PASSWORD = frozenset({"type", "other", "comments"})


def params_of_one(role: Role) -> dict[str, Param]:
    """The parameters of a single object."""
    password = {"password": Param("string")} if role in WITH_PASSWORD else {}
    return {"context": COMMON["context"], **password}


def params_of(role: Role, name: str, hierarchical: bool, taxonomies: Mapping[str, bool]) -> dict[str, Param]:
    """The parameters of one collection; `taxonomies` are the `rest_base`s of its taxonomies, each with
    whether its terms have children.
    """
    params = dict(PARAMS[role])
    if role == "taxonomy":
        params |= {"parent": Param("integer")} if hierarchical else {"offset": Param("integer")}
    if role in {"type", "other"}:
        if hierarchical:  # what core calls page attributes comes with it
            params |= {**_PARENTS, "menu_order": Param("integer")}
            by = params["orderby"]
            params["orderby"] = msgspec.structs.replace(by, enum=(*by.enum, "menu_order"))
        if name == "post":
            params["sticky"] = Param("boolean")
    if taxonomies:
        params["tax_relation"] = Param("string", enum=("AND", "OR"))
    for base, nested in taxonomies.items():
        parts = ("terms", "include_children") if nested else ("terms",)
        params[base] = Param("terms", parts=(*parts, "operator"))
        params[f"{base}_exclude"] = Param("terms", parts=parts)
    return params
