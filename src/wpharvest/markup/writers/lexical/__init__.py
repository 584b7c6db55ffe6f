"""A tree as Lexical JSON, the form in which Ghost keeps a text.

Ghost's editor (Koenig) knows paragraphs, headings, lists, quotes, and cards: pictures, galleries, code,
embeds, rules and HTML. What has a node of its own becomes one; the rest is an HTML card, which shows it as
it was.
"""

from __future__ import annotations

import json
from collections.abc import Collection
from typing import Any
from urllib.parse import unquote

from wpharvest.markup.writers.html import notes_written
from wpharvest.markup.writers.lexical.blocks import Headings, block
from wpharvest.markup.writers.lexical.shapes import html_card, parent
from wpharvest.model.nodes import Footnote, Link, Root, walk


def write(root: Root, anchors: Collection[str] = ()) -> str:
    """The body as Lexical's JSON, on one line.

    Ghost makes a heading's `id` out of its words. A heading with another one becomes an HTML card where
    something leads to it: a link of the body itself, or of another text (`anchors`).
    """
    return json.dumps(state(root, anchors), ensure_ascii=False, separators=(",", ":"))


def state(root: Root, anchors: Collection[str] = ()) -> dict[str, Any]:
    """The same as plain values: what `JSON.parse` makes of it."""
    headings = Headings(frozenset(anchors) | own_anchors(root))
    notes = [each for each in root.children if isinstance(each, Footnote)]
    blocks = [block(each, headings) for each in root.children if not isinstance(each, Footnote)]
    if notes:
        blocks.append(html_card(notes_written(notes)))
    return {
        "root": parent("root", blocks or [parent("paragraph", [])])
    }  # Lexical takes no root without blocks


def own_anchors(root: Root) -> frozenset[str]:
    """The places of the body to which links of the body lead (`#note`)."""
    links = (node.url for node in walk(root) if isinstance(node, Link))
    return frozenset(unquote(url[1:]) for url in links if url.startswith("#"))
