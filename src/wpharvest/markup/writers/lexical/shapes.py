"""The nodes of Ghost's editor as JSON has them (npm: `@tryghost/kg-default-nodes` 2.0, `lexical` 0.13)."""

from __future__ import annotations

from typing import Any

Shape = dict[str, Any]

BREAK: Shape = {"type": "linebreak", "version": 1}
RULE: Shape = {"type": "horizontalrule", "version": 1}


def parent(kind: str, children: list[Shape], **more: Any) -> Shape:
    """A node that holds others."""
    return {
        "type": kind,
        "version": 1,
        "direction": None,
        "format": "",
        "indent": 0,
        **more,
        "children": children,
    }


def run(text: str, marks: int) -> Shape:
    """Characters that all look the same. `marks` are Lexical's bits."""
    return {
        "type": "extended-text",
        "version": 1,
        "detail": 0,
        "format": marks,
        "mode": "normal",
        "style": "",
        "text": text,
    }


def link(url: str, children: list[Shape]) -> Shape:
    """A link within a line."""
    return parent("link", children, rel=None, target=None, title=None, url=url)


def html_card(html: str) -> Shape:
    """What is shown as it was written."""
    return {"type": "html", "version": 1, "html": html}
