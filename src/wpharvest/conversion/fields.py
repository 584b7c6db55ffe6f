"""Structured fields: ACF's and public meta, for people to read and programs to use."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial
from typing import Any

from wpharvest.conversion.values import body_of, object_of
from wpharvest.markup.writers import WRITERS
from wpharvest.model.items import Json

GROUPS = ("acf", "meta")

_EMPTY: tuple[Any, ...] = ("", [], None, {})
_HTML = re.compile(r"</?(?:[a-z][a-z0-9]*)(?:\s[^<>]*)?/?>", re.IGNORECASE)


def fields_of(value: Json, url: str) -> Json:
    """ACF's fields and public meta, HTML in them as Markdown; other values as they were served.

    Names that begin with an underscore are WordPress's own notes (`is_protected_meta` in
    wp-includes/meta.php), `rank_math_…` is told as SEO; empty values say nothing.
    """
    return _groups(value, partial(readable, url=url))


def html_fields_of(value: Json, url: str) -> Json:
    """Those of the same fields that hold HTML, as clean HTML: for targets that keep them as they were."""
    return _groups(value, partial(_cleaned, url=url), _holds_html)


def _groups(
    value: Json, read: Callable[[Any], Any], wanted: Callable[[Any], bool] = lambda field: True
) -> Json:
    found = {group: _fields(object_of(value, group)) for group in GROUPS}
    chosen = {
        group: {name: read(field) for name, field in fields.items() if wanted(field)}
        for group, fields in found.items()
    }
    return {group: fields for group, fields in chosen.items() if fields}


def _fields(fields: Json) -> Json:
    return {
        name: field
        for name, field in fields.items()
        if not name.startswith(("_", "rank_math_")) and field not in _EMPTY
    }


def readable(field: Any, url: str) -> Any:
    """A value with each text that is HTML written as Markdown.

    >>> readable({"intro": "<p>Un <b>deux</b></p>", "rows": ["a < b", 3]}, "")
    {'intro': 'Un **deux**', 'rows': ['a < b', 3]}
    """
    return _each_html(field, lambda text: WRITERS["markdown"](body_of(text, url)).strip("\n"))


def _cleaned(field: Any, url: str) -> Any:
    return _each_html(field, lambda text: WRITERS["html"](body_of(text, url)).strip("\n"))


def _each_html(field: Any, write: Callable[[str], str]) -> Any:
    if isinstance(field, str):
        return write(field) if _HTML.search(field) else field
    if isinstance(field, dict):
        return {name: _each_html(each, write) for name, each in field.items()}
    if isinstance(field, list):
        return [_each_html(each, write) for each in field]
    return field


def _holds_html(field: Any) -> bool:
    if isinstance(field, dict | list):
        return any(map(_holds_html, field.values() if isinstance(field, dict) else field))
    return isinstance(field, str) and _HTML.search(field) is not None
