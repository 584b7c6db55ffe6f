"""Which blocks of an item can follow each other in Markdown without a free line."""

from __future__ import annotations

from wpharvest.model.nodes import Block, Embed, Figure, Footnote, List, Paragraph

LINES_FREE = (Figure, Embed, Footnote)  # written with free lines in them


def is_tight(blocks: tuple[Block, ...]) -> bool:
    """Whether an item can be written without a free line in it: a block, or a paragraph and its list."""
    if len(blocks) < 2:
        return not any(isinstance(block, LINES_FREE) for block in blocks)
    second = blocks[1]
    # A numbered list can follow a paragraph's line only if it begins with 1.
    return (
        len(blocks) == 2
        and isinstance(blocks[0], Paragraph)
        and isinstance(second, List)
        and second.start == 1
    )
