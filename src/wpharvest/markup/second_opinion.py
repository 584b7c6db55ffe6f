"""html2text's own Markdown of a tree, to compare ours with: what it loses, `fidelity` tells."""

from __future__ import annotations

from html2text import HTML2Text

from wpharvest.markup.writers import html
from wpharvest.model.nodes import Root


def write(root: Root) -> str:
    """The body as html2text writes it, without wrapping its lines."""
    writer = HTML2Text(bodywidth=0)
    writer.unicode_snob = True
    return writer.handle(html.write(root)).strip("\n") + "\n"
