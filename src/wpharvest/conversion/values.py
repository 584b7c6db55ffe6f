"""What stands in WordPress's objects, read with the patience that plugins and PHP ask for."""

from __future__ import annotations

from typing import Any
from urllib.parse import unquote, urlsplit

from wpharvest.cleaning import clean
from wpharvest.markup import html_reader
from wpharvest.model.items import Json
from wpharvest.model.nodes import Root, words_of
from wpharvest.text import plain_title


def body_of(source: str, url: str = "", remove: tuple[str, ...] = ()) -> Root:
    """A fragment of HTML, cleaned, as a tree; `remove` are the user's own CSS selectors."""
    return html_reader.read(clean(source, url, remove).html)


def rendered(value: Json, name: str) -> str:
    """The HTML of a field that WordPress serves as `{"rendered": …}`; plugins also send plain strings."""
    field = value.get(name)
    if isinstance(field, dict):
        field = field.get("rendered")
    return field if isinstance(field, str) else ""


def title_of(value: Json) -> str:
    """An object's title (posts) or name (terms), without entities or tags."""
    return plain_title(rendered(value, "title") or rendered(value, "name"))


def path_of(url: str) -> str:
    """The path of an address; with its query where WordPress's plain permalinks put the id there."""
    parts = urlsplit(url)
    path = unquote(parts.path)
    return f"{path}?{parts.query}" if parts.query else path


def object_of(value: Json, name: str) -> Json:
    """A field that should be an object; PHP writes an empty one as `[]`, ACF a missing one as `false`."""
    field = value.get(name)
    return field if isinstance(field, dict) else {}


def number_of(value: Any) -> int:
    """A field that should be a number; 0 if it isn't."""
    return value if isinstance(value, int) and not isinstance(value, bool) else 0


def time_of(value: Json, name: str) -> str:
    """UTC with `Z` where the site gives it, else local time; WordPress writes no date as year 0."""
    utc = str(value.get(f"{name}_gmt") or "")
    if utc and not utc.startswith("0000"):
        return utc.removesuffix("Z") + "Z"
    return str(value.get(name) or "")


def plain_words(source: str, remove: tuple[str, ...] = ()) -> str:
    """The words of a fragment of HTML."""
    return words_of(body_of(source, remove=remove)) if source else ""
