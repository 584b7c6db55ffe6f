"""A body as a tree, in mdast's vocabulary (https://github.com/syntax-tree/mdast) where it has a word.

Every node is a frozen value with a `type` in JSON (`{"type": "heading", "depth": 2, "children": […]}`).
Blocks hold blocks or inlines as their hints say; inline text holds no-break spaces as they were written.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Literal

import msgspec

TREE_VERSION = 1  # of the JSON form: it grows when a field is renamed or goes, not when one is added


class Node(msgspec.Struct, frozen=True, tag_field="type", omit_defaults=True, gc=False):
    """What all nodes have in common: nothing but a type.

    Frozen values can't be in a circle, so Python's collector needn't look at them: reading bodies takes a
    tenth less, a collection with 300 trees in memory half.
    """


# ── inlines ──────────────────────────────────────────────────────────────────────────────────────────


class Text(Node, frozen=True, tag="text"):
    """Characters."""

    value: str


class Emphasis(Node, frozen=True, tag="emphasis"):
    """`<em>`, `<i>`"""

    children: tuple[Inline, ...]


class Strong(Node, frozen=True, tag="strong"):
    """`<strong>`, `<b>`"""

    children: tuple[Inline, ...]


class Delete(Node, frozen=True, tag="delete"):
    """`<del>`, `<s>`, `<strike>`"""

    children: tuple[Inline, ...]


class Link(Node, frozen=True, tag="link"):
    """`<a href>`"""

    url: str
    children: tuple[Inline, ...]
    title: str = ""


class Image(Node, frozen=True, tag="image"):
    """`<img>`; `width` and `height` in CSS pixels, 0 where unknown."""

    url: str
    alt: str = ""
    title: str = ""
    width: int = 0
    height: int = 0


class InlineCode(Node, frozen=True, tag="inlineCode"):
    """`<code>`, `<kbd>`, `<samp>` within a line"""

    value: str


class Break(Node, frozen=True, tag="break"):
    """`<br>`"""


class FootnoteReference(Node, frozen=True, tag="footnoteReference"):
    """The mark in the text; its note is the `Footnote` of the same label."""

    label: str


# ── blocks ───────────────────────────────────────────────────────────────────────────────────────────


class Paragraph(Node, frozen=True, tag="paragraph"):
    """`<p>`, or a run of inlines between blocks"""

    children: tuple[Inline, ...]


class Heading(Node, frozen=True, tag="heading"):
    """`<h1>` … `<h6>`; `id` where the element had one"""

    depth: Literal[1, 2, 3, 4, 5, 6]
    children: tuple[Inline, ...]
    id: str = ""


class Item(Node, frozen=True, tag="listItem"):
    """`<li>`; `checked` for task lists; `number` where it isn't the one after the item before"""

    children: tuple[Block, ...]
    checked: bool | None = None
    number: int | None = None


class List(Node, frozen=True, tag="list"):
    """`<ul>`, `<ol>`; `spread` where its items are paragraphs apart from each other

    `reversed` counts down; `kind` is how the numbers look, where it isn't with digits.
    """

    children: tuple[Item, ...]
    ordered: bool = False
    start: int = 1
    spread: bool = False
    reversed: bool = False
    kind: Literal["", "a", "A", "i", "I"] = ""


class Quote(Node, frozen=True, tag="blockquote"):
    """`<blockquote>`"""

    children: tuple[Block, ...]


class Code(Node, frozen=True, tag="code"):
    """`<pre>`; `lang` where the page names it"""

    value: str
    lang: str = ""


class Cell(Node, frozen=True, tag="tableCell"):
    """`<td>`, `<th>`"""

    children: tuple[Inline, ...]


class Row(Node, frozen=True, tag="tableRow"):
    """`<tr>`"""

    children: tuple[Cell, ...]


class Table(Node, frozen=True, tag="table"):
    """A table that Markdown can hold: its first row is the head. Others are `Html`."""

    children: tuple[Row, ...]
    align: tuple[Literal["left", "right", "center"] | None, ...] = ()


class Figure(Node, frozen=True, tag="figure"):
    """`<figure>` with its caption"""

    children: tuple[Block, ...]
    caption: tuple[Inline, ...] = ()


class Embed(Node, frozen=True, tag="embed"):
    """A video, a player, a map: `url` is what a person would open, `html` the clean embedding code."""

    url: str
    title: str = ""
    provider: str = ""
    html: str = ""


class Rule(Node, frozen=True, tag="thematicBreak"):
    """`<hr>`"""


class Footnote(Node, frozen=True, tag="footnoteDefinition"):
    """A note at the foot of the text."""

    label: str
    children: tuple[Block, ...]


class Element(Node, frozen=True, tag="element"):
    """An HTML element that has no node of its own (`sup`, `details`, a table with spans …).

    As a block or within a line, as its name says (`BLOCK_ELEMENTS`). What it holds are nodes, so that its
    words count, its links can be followed and rewritten, and a writer can keep it.
    """

    name: str
    attributes: dict[str, str] = {}
    children: tuple[Inline | Block, ...] = ()


class Html(Node, frozen=True, tag="html"):
    """Clean HTML as it was written, as a block or within a line."""

    value: str


Inline = (
    Text | Emphasis | Strong | Delete | Link | Image | InlineCode | Break | FootnoteReference | Element | Html
)
Block = Paragraph | Heading | List | Quote | Code | Table | Figure | Embed | Rule | Footnote | Element | Html


class Root(Node, frozen=True, tag="root"):
    """A whole body."""

    children: tuple[Block, ...]

    def __reduce__(self) -> tuple[Callable[[bytes], Root], tuple[bytes]]:
        """Between processes a tree goes as MessagePack, in a twelfth of the time of pickling its nodes."""
        return unpacked, (msgspec.msgpack.encode(self),)


AnyNode = Root | Inline | Block | Item | Row | Cell
_UNPACK = msgspec.msgpack.Decoder(Root)


def unpacked(packed: bytes) -> Root:
    """The tree that `pickle` has packed."""
    return _UNPACK.decode(packed)


BLOCK_ELEMENTS = frozenset(
    [
        "table",
        "caption",
        "thead",
        "tbody",
        "tfoot",
        "tr",
        "td",
        "th",
        "dl",
        "dt",
        "dd",
        "details",
        "summary",
        "pre",
        "video",
        "audio",
        "source",
        "track",
    ]
)
STARTS_A_LINE = (Break, Paragraph, Heading, Item, Cell, Quote, Table, Figure)


def walk(node: AnyNode) -> Iterator[AnyNode]:
    """The node and all below it, in reading order, without recursion (bodies nest thousands deep)."""
    stack: list[AnyNode] = [node]
    while stack:
        here = stack.pop()
        yield here
        below = getattr(here, "children", ())
        caption = getattr(here, "caption", ())
        stack.extend(reversed((*below, *caption)))


def words_of(node: AnyNode) -> str:
    """The text below a node, blocks apart by a line feed."""
    parts: list[str] = []
    for each in walk(node):
        if isinstance(each, (Text, InlineCode, Code)):
            parts.append(each.value)
        elif (isinstance(each, STARTS_A_LINE) or _is_block_element(each)) and parts and parts[-1] != "\n":
            parts.append("\n")
    return "".join(parts).strip("\n")


def _is_block_element(node: AnyNode) -> bool:
    return isinstance(node, Element) and node.name in BLOCK_ELEMENTS
