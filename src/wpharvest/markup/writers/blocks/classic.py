"""HTML as comments and the descriptions of terms hold it: WordPress makes paragraphs of its empty lines."""

from __future__ import annotations

from wpharvest.markup.writers.blocks.writing import written
from wpharvest.model.nodes import Paragraph, Root


def classic(root: Root) -> str:
    """A tree as WordPress keeps what isn't made of blocks (`wpautop` in wp-includes/formatting.php).

    >>> from wpharvest.markup.html_reader import read
    >>> classic(read("<p>Un<br>deux</p><p><b>trois</b></p>"))
    'Un\\ndeux\\n\\n<strong>trois</strong>'
    """
    blocks = (
        written(*block.children) if isinstance(block, Paragraph) else written(block)
        for block in root.children
    )
    return "\n\n".join(blocks).replace("<br>", "\n")
