"""Whether two answers are the same: headers, status and body, up to what no server promises."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from html import unescape
from itertools import groupby
from typing import Any
from urllib.parse import parse_qs
from xml.etree.ElementTree import fromstring

from requests import Response
from werkzeug.test import TestResponse

Json = dict[str, Any]
Key = Callable[[Json], object]

COMPARED = (
    *("X-WP-Total", "X-WP-TotalPages", "Link", "Allow", "Content-Type", "X-Robots-Tag"),
    *("X-Content-Type-Options", "Access-Control-Allow-Headers", "Access-Control-Expose-Headers"),
    *(
        "Access-Control-Allow-Origin",
        "Access-Control-Allow-Methods",
        "Access-Control-Allow-Credentials",
        "Vary",
    ),
)
# WordPress's oEmbed ends with a script and a random word by which the script knows its frame.
_BY_CHANCE = re.compile(r'( data-secret="\w+"|#\?secret=\w+|<script.*</script>\n?)', re.DOTALL)
# What a route's description says besides is for people; and nobody can write here.
_ARGUMENT = ("type", "enum", "default", "required", "minimum", "maximum", "format")
# An error that lists a site's own types does so in the order in which they were registered.
_TYPES = re.compile(r"\[\d\] is not one of post, page, .*?\.")


def unlike(theirs: Response, ours: TestResponse, key: Key | None = None) -> Json:
    """What differs, of both sides; nothing if none.

    `key` is what a list is ordered by: MySQL promises no order among equals, so that those of one key may
    stand in any, and at the ends of a page that isn't the whole list there may be others of the same key.
    """
    both: dict[str, tuple[Any, Any]] = {
        name: (theirs.headers.get(name), ", ".join(ours.headers.getlist(name)) or None) for name in COMPARED
    }
    both["status"] = theirs.status_code, ours.status_code
    wrong: Json = {name: pair for name, pair in both.items() if pair[0] != pair[1]}
    total = theirs.headers.get("X-WP-Total", "")
    if not _same(_read(theirs.text), _read(ours.text), key, total):
        wrong["body"] = _read(theirs.text), _read(ours.text)
    return wrong


def order_of(where: str, known: Mapping[int, Json]) -> Key | None:
    """What the list at this address is ordered by, as far as equals are possible; `known` are all objects of
    the collection, by id.
    """
    route, _, query = where.partition("?")
    asks = {name: values[-1] for name, values in parse_qs(query).items()}
    kind = route.rpartition("/")[2]
    if kind == "comments":  # WordPress itself orders equals by their ids
        return None
    names = kind in ("users", "categories", "tags", "topics", "moods")
    by = asks.get("orderby") or ("name" if names else "date")
    if kind == "search":
        by = "date" if "search" not in asks else "relevance"
    if by in ("relevance", "term_group", "include_slugs"):
        return lambda item: ""
    if by in ("id", "include"):
        return None
    field = {"title": "title", "menu_order": "menu_order"}.get(by, by)
    return lambda item: _plain(known.get(item.get("id", 0), {}).get(field))


def _plain(value: Any) -> object:
    return value.get("rendered") if isinstance(value, dict) else value


def _same(theirs: Any, ours: Any, key: Key | None, total: str) -> bool:
    if theirs == ours:
        return True
    if isinstance(theirs, dict) and isinstance(ours, dict) and "headers" in theirs and "body" in theirs:
        total = str(dict(theirs["headers"]).get("X-WP-Total", ""))
        rest = [{name: each for name, each in side.items() if name != "body"} for side in (theirs, ours)]
        return rest[0] == rest[1] and _same(theirs["body"], ours["body"], key, total)
    if not (key and isinstance(theirs, list) and isinstance(ours, list) and len(theirs) == len(ours)):
        return False
    if not all(isinstance(each, dict) and "id" in each for each in (*theirs, *ours)):
        return all(each in theirs for each in ours)
    runs = [[(name, list(run)) for name, run in groupby(side, key)] for side in (theirs, ours)]
    if [(name, len(run)) for name, run in runs[0]] != [(name, len(run)) for name, run in runs[1]]:
        return False
    whole = len(theirs) == int(total or -1)
    return all(
        _same_run(one, other, whole=whole or 0 < at < len(runs[0]) - 1)
        for at, ((_, one), (_, other)) in enumerate(zip(*runs, strict=True))
    )


def _same_run(theirs: list[Json], ours: list[Json], *, whole: bool) -> bool:
    one, other = ({each["id"]: each for each in side} for side in (theirs, ours))
    if whole and one.keys() != other.keys():
        return False
    return all(one[id_] == other[id_] for id_ in one.keys() & other.keys())


def _read(text: str) -> Any:
    if not text:
        return None  # HEAD
    if text.startswith("<?xml"):
        value: Any = {each.tag: each.text for each in fromstring(text)}
    else:
        value = json.loads(_TYPES.sub(" is no type.", text))
    if isinstance(value, dict) and "html" in value:
        value["html"] = _BY_CHANCE.sub("", unescape(value["html"]))
    if isinstance(value, dict) and isinstance(value.get("body"), dict) and "endpoints" in value["body"]:
        return {**value, "body": _described(value["body"])}
    return _described(value) if isinstance(value, dict) and "endpoints" in value else value


def _described(route: Json) -> Json:
    """What a client needs to know of a route that it can read."""
    args: Json = next((each["args"] for each in route["endpoints"] if "GET" in each["methods"]), {}) or {}
    return {
        "namespace": route.get("namespace"),
        "args": {
            name: {each: arg[each] for each in _ARGUMENT if arg.get(each) is not None}
            for name, arg in args.items()
        },
    }
