"""A query string as PHP reads it, and written again as WordPress writes it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from urllib.parse import parse_qsl, quote_plus

Value = str | list[str] | dict[str, str | list[str]]
Query = dict[str, Value]

_NAME = re.compile(r"([^\[]+)\[([^\]]*)\](\[[^\]]*\])?.*", re.DOTALL)


def parse(text: str) -> Query:
    """PHP's `$_GET`: `a[]=1&a[]=2` is a list, `a[terms]=1` a mapping, of a name given twice the last counts.

    >>> parse("a[]=1&a[]=2&b[terms][]=3&b[operator]=AND&c=4&c=5")
    {'a': ['1', '2'], 'b': {'terms': ['3'], 'operator': 'AND'}, 'c': '5'}
    """
    query: Query = {}
    for name, value in parse_qsl(text, keep_blank_values=True):
        match = _NAME.fullmatch(name)
        if not match:
            query[name.replace(".", "_").replace(" ", "_")] = value
            continue
        name, key, below = match.groups()
        before = query.get(name)
        if not key or key.isdigit():
            query[name] = [*before, value] if isinstance(before, list) else [value]
            continue
        known = before if isinstance(before, dict) else {}
        among = known.get(key)
        listed = [*among, value] if isinstance(among, list) else [value]
        query[name] = {**known, key: listed if below else value}
    return query


def build(query: Mapping[str, Value]) -> str:
    """The query string that WordPress's `add_query_arg` makes of already encoded values.

    >>> build({"per_page": "5", "include": ["1", "2"]})
    'per_page=5&include%5B0%5D=1&include%5B1%5D=2'
    """
    parts = [part for name, value in query.items() for part in _flat(name, value)]
    return "&".join(f"{name}={quote_plus(value)}" if value else name for name, value in parts)


def _flat(name: str, value: Value) -> Iterator[tuple[str, str]]:
    """`("a", ["1", "2"])` as `a[0]=1` and `a[1]=2`, the brackets encoded."""
    if isinstance(value, str):
        yield name, value
        return
    for key, each in enumerate(value) if isinstance(value, list) else value.items():
        yield from _flat(f"{name}%5B{key}%5D", each)


def text(query: Query, name: str) -> str:
    """A parameter that must be one string; empty if it isn't there or isn't one."""
    value = query.get(name, "")
    return value if isinstance(value, str) else ""
