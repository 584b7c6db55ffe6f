"""Nodes written down without recursion: blocks, and the HTML inside of them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from wpharvest.markup.html_text import tag
from wpharvest.markup.writers import html
from wpharvest.markup.writers.blocks.kinds import BLOCKS
from wpharvest.markup.writers.blocks.pictures import picture_block
from wpharvest.markup.writers.blocks.pieces import SHORTCODE, Block, Library, Picture, as_html, text
from wpharvest.markup.writers.html import Part, Parts
from wpharvest.model.nodes import AnyNode, Code, Html, InlineCode, Text

_NOWHERE = Picture()


def nowhere(url: str) -> Picture:
    """A media library that knows no picture."""
    return _NOWHERE


def written(*parts: Part, library: Library = nowhere) -> str:
    """These parts as text. What looks like a shortcode is words, so its bracket is written as a reference."""
    out: list[str] = []
    todo: list[Part] = list(reversed(parts))
    while todo:
        part = todo.pop()
        if isinstance(part, str):
            out.append(part)
        elif isinstance(part, Block):
            todo.extend(reversed(list(_block(part.node, library))))
        else:
            todo.extend(reversed(list(PARTS[part.__class__](part))))
    return SHORTCODE.sub("&#91;", "".join(out))


def _block(node: AnyNode, library: Library) -> Parts:
    parts: Parts | None = picture_block(node, library)
    make = BLOCKS.get(type(node))
    if parts is None and make is not None:
        parts = make(node)
    return as_html((node,)) if parts is None else parts


# Inside of blocks: as all HTML is written, but for text, which is escaped for no template engine.
PARTS: dict[type, Callable[[Any], Parts]] = {
    **html.PARTS,
    Code: lambda node: (
        "<pre>",
        tag("code", {"class": f"language-{node.lang}"} if node.lang else {}),
        text(node.value + "\n"),
        "</code></pre>",
    ),
    Html: lambda node: (node.value,),
    InlineCode: lambda node: ("<code>", text(node.value), "</code>"),
    Text: lambda node: (text(node.value),),
}
