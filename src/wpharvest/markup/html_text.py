"""Text and tags as HTML writes them, also safe below a template engine."""

from __future__ import annotations

import re

VOID = frozenset(["br", "col", "hr", "img", "input", "source", "track", "wbr"])

# What would begin a tag, a reference, a Liquid or Hugo expression, or (a line feed) end a line of Markdown.
ESCAPES = {
    "&": "&amp;",
    "<": "&lt;",
    ">": "&gt;",
    '"': "&quot;",
    "{": "&#123;",
    "\n": "&#10;",
}
_IN_TEXT = re.compile(r"[&<>{\n]")
_IN_VALUE = re.compile(r'[&<>"{\n]')


def text(value: str) -> str:
    """Characters between two tags."""
    return _IN_TEXT.sub(lambda match: ESCAPES[match[0]], value)


def attribute_value(value: str) -> str:
    """Characters between the quotes of an attribute."""
    return _IN_VALUE.sub(lambda match: ESCAPES[match[0]], value)


def tag(name: str, attributes: dict[str, str] | None = None) -> str:
    """A start tag."""
    if not attributes:
        return f"<{name}>"
    written = (
        f' {key}="{attribute_value(value)}"' if value else f" {key}" if key != "alt" else ' alt=""'
        for key, value in attributes.items()
    )
    return f"<{name}{''.join(written)}>"
