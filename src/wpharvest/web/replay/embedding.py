"""`_embed`: the objects that an answer links to, put into it.

Source: `embed_links` in `wp-includes/rest-api/class-wp-rest-server.php`, `rest_parse_embed_param` in
`rest-api.php`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from wpharvest.model.items import Json
from wpharvest.web.replay.query import Query

Follow = Callable[[str], Any]  # an address of this API -> what it answers; [] if it isn't one
_EVERYTHING = frozenset({"", "true", "1", "0"})


def relations(query: Query) -> frozenset[str] | None:
    """Which relations `_embed` asks for; None for all of them.

    >>> sorted(relations({"_embed": "author,wp:term"}) or ())
    ['author', 'wp:term']
    """
    value = query["_embed"]
    if isinstance(value, str):
        return None if value in _EVERYTHING else frozenset(value.replace(",", " ").split()) or None
    return frozenset(map(str, value if isinstance(value, list) else value.values())) or None


def with_embedded(value: Any, wanted: frozenset[str] | None, follow: Follow) -> Any:
    """An object, or each of a list, with `_embedded`; each address is followed once."""
    seen: dict[str, Any] = {}

    def once(address: str) -> Any:
        if address not in seen:
            seen[address] = follow(address)
        return seen[address]

    if isinstance(value, list):
        return [_embedding(each, wanted, once) for each in value]
    return _embedding(value, wanted, once)


def _embedding(value: Any, wanted: frozenset[str] | None, follow: Follow) -> Any:
    links = value.get("_links") if isinstance(value, dict) else None
    if not isinstance(links, dict):
        return value
    embedded: Json = {}
    for relation, targets in links.items():
        if wanted is not None and relation not in wanted:
            continue
        # A place for each link, in their order; PHP's empty array where a link can't be embedded.
        found = [follow(target["href"]) if target.get("embeddable") else [] for target in targets]
        if any(found):
            embedded[relation] = found
    return {**value, "_embedded": embedded} if embedded else value
