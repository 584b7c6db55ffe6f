"""Two documents laid side by side: their sections, their blocks, and which answers which."""

from __future__ import annotations

import msgspec

from wpharvest.model.items import Key
from wpharvest.model.nodes import AnyNode


class Block(msgspec.Struct, frozen=True):
    """The smallest thing that is aligned: a heading, a paragraph, an item of a list, a row of a table.

    `kind` is `title`, `heading`, `paragraph`, `item`, `quote`, `note`, `caption`, `row`, `code`, `image` or
    `embed`; `text` its words in one line (an image's alternative text); `node` the tree that it was taken
    from; `section` the index of the section that it stands in; `group` tells apart the lists and tables that
    it is a part of (0: of none). `index` is its place in `Alignment.left_blocks` or `right_blocks`.
    """

    index: int
    kind: str
    text: str
    node: AnyNode
    section: int
    group: int = 0


class Section(msgspec.Struct, frozen=True):
    """A heading and what follows it, up to the next heading. The first is what stands before any heading.

    `depth` is the heading's (0: the document's title); `path` the headings above it and its own, without the
    title; its blocks are those from `start` up to `stop`, its heading first.
    """

    index: int
    depth: int
    path: tuple[str, ...]
    start: int
    stop: int


class Bead(msgspec.Struct, frozen=True):
    """What belongs together: indexes of the left side and of the right; one of them may be empty.

    `score` is how sure that is, in log-odds (0 where a side is empty); `moved`: it stands elsewhere in the
    other document's order.
    """

    left: tuple[int, ...]
    right: tuple[int, ...]
    score: float = 0.0
    moved: bool = False


class Alignment(msgspec.Struct, frozen=True):
    """Two documents of a family side by side. Every section and every block is in exactly one bead.

    Beads come in the left document's order; what only the right has stands where it would belong.
    """

    left: Key
    right: Key
    left_blocks: tuple[Block, ...]
    right_blocks: tuple[Block, ...]
    left_sections: tuple[Section, ...]
    right_sections: tuple[Section, ...]
    sections: tuple[Bead, ...]
    blocks: tuple[Bead, ...]
