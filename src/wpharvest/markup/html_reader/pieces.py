"""What handlers take and give: nodes, and the scaffolding that stands while a tree is built."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

import msgspec
from turbohtml import Element as Dom

from wpharvest.model.nodes import (
    BLOCK_ELEMENTS,
    Block,
    Code,
    Element,
    Embed,
    Figure,
    Footnote,
    Heading,
    Inline,
    Item,
    List,
    Paragraph,
    Quote,
    Rule,
    Table,
    Text,
)


class Edge:
    """The place between two blocks: text before and after it never shares a line."""


class Li(msgspec.Struct, frozen=True, gc=False):
    """An item, whether it had paragraphs of its own, and the number that it gave itself."""

    item: Item
    spread: bool
    number: int | None = None

    @property
    def blocks(self) -> tuple[Block, ...]:
        """What is left of it without its list."""
        return self.item.children


class Td(msgspec.Struct, frozen=True, gc=False):
    """A cell before its table knows whether Markdown can hold it."""

    name: str
    attributes: dict[str, str]
    blocks: tuple[Block, ...]


class Tr(msgspec.Struct, frozen=True, gc=False):
    """A row, and whether it stood in the table's head or foot."""

    cells: tuple[Td, ...]
    head: bool
    foot: bool = False

    @property
    def blocks(self) -> tuple[Block, ...]:
        """What is left of it without its table."""
        return tuple(block for cell in self.cells for block in cell.blocks)


class Caption(msgspec.Struct, frozen=True, gc=False):
    """What stands below a figure."""

    children: tuple[Inline, ...]

    @property
    def blocks(self) -> tuple[Block, ...]:
        """What is left of it without its figure."""
        return (Paragraph(self.children),) if self.children else ()


EDGE = Edge()
BLOCKS: frozenset[type] = frozenset(
    (Paragraph, Heading, List, Quote, Code, Table, Figure, Embed, Rule, Footnote, Edge, Li, Td, Tr, Caption)
)
MAYBE_BLOCKS = BLOCKS | {Element}

Piece = Any  # an inline, a block, or one of the above: what a list in the making may hold


class Reading:
    """What has to be known across elements while one body is read.

    `space`: a space here would stand at a line's start or after another space, so it doesn't show;
    `within`: which marks are open; `verbatim`: how many `<pre>` are open; `targets`: ids that something
    links to; `places`: the elements that have them; `notes`: id of a footnote -> its label; `tongues`:
    whether languages or directions change; `levels`: how many elements are open; `flattened`: how many
    stood too deep to be built; `careful`: whether there are tongues or places, or a mark or `<pre>` is open,
    so that each element has to be asked about them.
    """

    __slots__ = (
        "careful",
        "flattened",
        "levels",
        "notes",
        "places",
        "space",
        "targets",
        "tongues",
        "verbatim",
        "within",
    )

    def __init__(
        self,
        targets: frozenset[str] = frozenset(),
        places: frozenset[Dom] = frozenset(),
        notes: dict[str, str] | None = None,
        tongues: bool = False,
    ) -> None:
        self.tongues = tongues
        self.flattened = 0
        self.levels = 0
        self.space = True
        self.verbatim = 0
        self.within: set[str] = set()
        self.targets = targets
        self.places = places
        self.notes = notes or {}
        self.careful = bool(tongues or places)


Leaf = Callable[[Reading, Dom], list[Piece] | None]
Close = Callable[[Reading, Dom, list[Piece]], Iterable[Piece]]
Plain = Callable[[Reading, Dom, Text], Piece]


class Handler:
    """How one element becomes nodes.

    `leaf` makes them from the element alone (None from it: look inside); `close` makes them from what its
    children became; without `close` the children stand in the element's place. `mark`: an element within
    another of the same mark says nothing new. `block`: it starts and ends a line. `holds_text`: an anchor
    may stand in it. `verbatim`: white space in it is shown as it is. `plain` makes the one node of an element
    that holds nothing but one text, without blanks at its ends: most do, so they go a short way.

    What follows from these: `holds_anchor`, whether an anchor of the element stands in it, not before it;
    `simple`, whether it is a block that is only entered and left.
    """

    __slots__ = ("block", "close", "holds_anchor", "leaf", "mark", "plain", "simple", "verbatim")

    def __init__(
        self,
        leaf: Leaf | None = None,
        close: Close | None = None,
        mark: str = "",
        block: bool = False,
        holds_text: bool = True,
        verbatim: bool = False,
        plain: Plain | None = None,
    ) -> None:
        self.leaf = leaf
        self.close = close
        self.mark = mark
        self.block = block
        self.verbatim = verbatim
        self.plain = plain
        entered = block and close is not None
        self.holds_anchor = entered and holds_text
        self.simple = entered and leaf is None and not mark and not verbatim


def is_block(piece: Piece) -> bool:
    """Whether a piece stands on lines of its own."""
    kind = piece.__class__
    return kind in BLOCKS or (kind is Element and piece.name in BLOCK_ELEMENTS)


def are_inline(pieces: Sequence[Piece]) -> bool:
    """Whether surely none of them is a block (an `Element` may be one: of those this says nothing)."""
    return MAYBE_BLOCKS.isdisjoint(
        map(type, pieces)
    )  # without a step of Python for each: most runs are short


def attribute(element: Dom, name: str) -> str:
    """An attribute as text, empty where there is none."""
    return element.attr(name) or ""
