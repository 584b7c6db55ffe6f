"""Trees written down: one writer a format."""

from __future__ import annotations

from collections.abc import Callable

from wpharvest.markup.writers import blocks, html, lexical, markdown, streamfield, text
from wpharvest.model.nodes import Root

Writer = Callable[[Root], str]

WRITERS: dict[str, Writer] = {
    "markdown": markdown.write,
    "html": html.write,
    "text": text.write,
    "blocks": blocks.write,
    "lexical": lexical.write,
    "streamfield": streamfield.write,
}

__all__ = ["WRITERS", "Writer"]
