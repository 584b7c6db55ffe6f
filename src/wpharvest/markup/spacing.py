"""Which blocks of an item can follow each other in Markdown without a free line."""

from __future__ import annotations

from wpharvest.model.nodes import Block, Embed, Figure, Footnote, List, Paragraph

LINES_FREE = (Figure, Embed, Footnote)  # written with free lines in them


def is_tight(blocks: tuple[Block, ...]) -> bool:
    """Whether an item can be written without a free line in it: a block, or a paragraph and its list."""
    if len(blocks) < 2:
        return not any(isinstance(block, LINES_FREE) for block in blocks)
    second = blocks[1]
    return (
        len(blocks) == 2
        and isinstance(blocks[0], Paragraph)
        and isinstance(second, List)
        and _can_follow_a_line(second)
    )


def _can_follow_a_line(block: List) -> bool:
    """A list begins right below a paragraph's line only with a 1 or a bullet, and with words behind it."""
    first = block.children[0].children if block.children else ()
    return (
        block.start == 1
        and not (block.reversed or block.kind)
        and bool(first)
        and not isinstance(first[0], List)
    )
