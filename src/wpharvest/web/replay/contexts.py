"""What `context` makes of the description of a type, a taxonomy or a status.

Source: `get_items_permissions_check`, `get_item_permissions_check`, `get_item` and the schemas of
`rest-api/endpoints/class-wp-rest-{post-types,taxonomies,post-statuses}-controller.php`.
"""

from __future__ import annotations

import re
from typing import Any

import msgspec

from wpharvest.model.items import Json
from wpharvest.web.replay.answers import RefusedError
from wpharvest.web.replay.params import COMMON
from wpharvest.web.replay.query import Query
from wpharvest.web.replay.reading import read


class Rule(msgspec.Struct, frozen=True):
    """What a context makes of a description: `embed` leaves these fields out, `edit` is refused.

    `one` is whether the refusal of a single one comes after all else, and so with `Allow`; None: it isn't
    refused.
    """

    unembedded: frozenset[str]
    refusal: str
    one: bool | None


DESCRIBED = {
    "types": Rule(
        frozenset({"description", "hierarchical", "has_archive", "taxonomies"}),
        "Sorry, you are not allowed to edit posts in this post type.",
        one=True,
    ),
    "taxonomies": Rule(
        frozenset({"description", "hierarchical", "types"}),
        "Sorry, you are not allowed to manage terms in this taxonomy.",
        one=False,
    ),
    "statuses": Rule(
        frozenset({"public", "queryable", "date_floating"}),
        "Sorry, you are not allowed to manage post statuses.",
        one=None,
    ),
}
_ROUTE = re.compile(r"/wp/v2/(types|taxonomies|statuses)(/[\w-]+)?")


def in_context(route: str, query: Query, value: Any) -> Any:
    """A description, or all of them by name, as the context asked for shows it. Raises `RefusedError`."""
    match = _ROUTE.fullmatch(route)
    if not match:
        return value
    rule, one = DESCRIBED[match[1]], bool(match[2])
    context = read({"context": COMMON["context"]}, query)["context"]
    if context == "edit" and not one:
        raise RefusedError("rest_cannot_view", rule.refusal, 401)
    if context == "edit" and rule.one is not None:
        raise RefusedError("rest_forbidden_context", rule.refusal, 401, allow=rule.one)
    if context != "embed":
        return value
    if one:
        return _without(value, rule.unembedded)
    return {name: _without(each, rule.unembedded) for name, each in value.items()}


def _without(value: Json, names: frozenset[str]) -> Json:
    return {name: part for name, part in value.items() if name not in names}
