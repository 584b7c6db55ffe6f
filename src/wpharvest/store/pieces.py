"""One REST object as two files that git and people like: its fields, and its HTML byte for byte."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from wpharvest.model.items import Json, parse
from wpharvest.store.rows import dump


def split(value: Json) -> tuple[bytes, bytes | None]:
    """The JSON file and the HTML file of an object; `join` puts them together to an equal object.

    `content.rendered` becomes the HTML file. There is none (and the JSON holds all) where it isn't text, or
    text that UTF-8 can't hold.
    """
    content = value.get("content")
    html = _as_bytes(content.get("rendered")) if isinstance(content, dict) else None
    if html is not None and isinstance(content, dict):
        rest = {name: field for name, field in content.items() if name != "rendered"}
        value = {**value, "content": rest}
    return dump(value, indent=1) + b"\n", html


def join(fields: bytes, html: bytes | None) -> Json:
    """The object that `split` took apart. Raises ValueError if the files aren't what `split` wrote."""
    value = parse(fields)
    if not isinstance(value, dict):
        raise ValueError("not a JSON object")
    if html is not None:
        content = value.get("content")
        if not isinstance(content, dict):
            raise ValueError("there is HTML beside it, but no content to put it in")
        content["rendered"] = html.decode()
    return value


def read_object(files: Iterable[Path]) -> Json:
    """The object in its two files, of which the second needn't be there. Raises as `join` does."""
    fields, *html = (file.read_bytes() for file in files if file.is_file())
    return join(fields, html[0] if html else None)


def _as_bytes(rendered: Any) -> bytes | None:
    if not isinstance(rendered, str):
        return None
    try:
        return rendered.encode()
    except UnicodeEncodeError:
        return None
