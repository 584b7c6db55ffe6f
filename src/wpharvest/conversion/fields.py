"""Structured fields: ACF's and public meta, for people to read and programs to use."""

from __future__ import annotations

import re
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
    found = {group: _fields(object_of(value, group), url) for group in GROUPS}
    return {group: fields for group, fields in found.items() if fields}


def _fields(fields: Json, url: str) -> Json:
    shown = {name: field for name, field in fields.items() if not name.startswith(("_", "rank_math_"))}
    return {name: readable(field, url) for name, field in shown.items() if field not in _EMPTY}


def readable(field: Any, url: str) -> Any:
    """A value with each text that is HTML written as Markdown.

    >>> readable({"intro": "<p>Un <b>deux</b></p>", "rows": ["a < b", 3]}, "")
    {'intro': 'Un **deux**', 'rows': ['a < b', 3]}
    """
    if isinstance(field, str):
        return WRITERS["markdown"](body_of(field, url)).strip("\n") if _HTML.search(field) else field
    if isinstance(field, dict):
        return {name: readable(each, url) for name, each in field.items()}
    if isinstance(field, list):
        return [readable(each, url) for each in field]
    return field
