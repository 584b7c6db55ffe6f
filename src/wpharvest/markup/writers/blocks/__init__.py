"""A tree as WordPress's block editor saves it: each block with its comments, what has none as custom HTML.

A block is only named where the editor would write the very same HTML for it, so that it opens without
"this block contains unexpected content" (the tests ask the editor's own validator). Everything else stands in
a `wp:html` block, which holds any HTML. Text that looks like a shortcode is written so that none runs.
"""

from __future__ import annotations

from wpharvest.markup.html_text import tag
from wpharvest.markup.writers.blocks.pieces import Block, Library, Picture, as_html
from wpharvest.markup.writers.blocks.writing import nowhere, written
from wpharvest.model.nodes import Footnote, Root

__all__ = ["Library", "Picture", "write"]


def write(root: Root, library: Library = nowhere) -> str:
    """The body as block markup, blocks apart by an empty line.

    `library` tells what the media library knows of the picture at an address.
    """
    notes = [block for block in root.children if isinstance(block, Footnote)]
    rest = (block for block in root.children if not isinstance(block, Footnote))
    blocks = [written(Block(block), library=library) for block in rest]
    if notes:
        inner = (tag("ol", {"class": "wp-block-footnotes"}), *notes, "</ol>")
        blocks.append(written(*as_html(inner)))
    return "".join(f"{block}\n\n" for block in blocks if block)[:-1]
