"""Keeps a body tree within the depth that JSON readers can read."""

from __future__ import annotations

from typing import Any

import msgspec

from wpharvest.model.nodes import (
    AnyNode,
    Cell,
    Delete,
    Emphasis,
    Figure,
    Footnote,
    Heading,
    Item,
    Link,
    Paragraph,
    Quote,
    Root,
    Strong,
    Text,
    words_of,
)

DEPTH = 100  # nodes; each is two levels of JSON, and many readers stop at 512 levels or fewer

HOLDS_INLINES = (Paragraph, Heading, Cell, Emphasis, Strong, Delete, Link)
HOLDS_BLOCKS = (Root, Item, Quote, Figure, Footnote)


def shallow(root: Root) -> Root:
    """The same tree, if it isn't deeper than `DEPTH`; below that, only its words.

    Broken pages nest thousands deep. The file's Markdown and HTML keep such a tree as it is.
    """
    if not _deeper(root, DEPTH):
        return root
    cut: Root = _cut(root, DEPTH)
    return cut


def _below(node: AnyNode) -> tuple[AnyNode, ...]:
    return (*getattr(node, "children", ()), *getattr(node, "caption", ()))


def _deeper(root: Root, limit: int) -> bool:
    level: list[AnyNode] = [root]
    for _ in range(limit):
        level = [child for node in level for child in _below(node)]
    return bool(level)


def _cut(node: Any, left: int) -> Any:
    """Recursion is safe here: it ends after `left` levels, or two more where only a list or table is left."""
    if not _below(node):
        return node
    if left <= 0 and isinstance(node, HOLDS_INLINES):
        return msgspec.structs.replace(node, children=(Text(words_of(node)),))
    if left <= 0 and isinstance(node, HOLDS_BLOCKS):
        words = Paragraph((Text(words_of(node)),))
        return msgspec.structs.replace(node, children=(words,), **_no_caption(node))
    return msgspec.structs.replace(node, children=tuple(_cut(child, left - 1) for child in node.children))


def _no_caption(node: Any) -> dict[str, Any]:
    """A cut figure's words hold its caption already."""
    return {"caption": ()} if isinstance(node, Figure) else {}
