"""A document as blocks in reading order, and as sections: what can be laid beside another document."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from wpharvest.model.alignments import Block, Section
from wpharvest.model.documents import Document
from wpharvest.model.nodes import (
    AnyNode,
    Code,
    Element,
    Embed,
    Figure,
    Footnote,
    Heading,
    Html,
    Image,
    Item,
    List,
    Paragraph,
    Quote,
    Root,
    Row,
    Rule,
    Table,
    Text,
    walk,
    words_of,
)
from wpharvest.model.nodes import (
    Block as BlockNode,
)
from wpharvest.text import squeeze

TITLE = "title"
LEAVES: dict[type, str] = {Heading: "heading", Code: "code", Embed: "embed", Row: "row"}
INSIDE: dict[type, str] = {Item: "item", Quote: "quote", Footnote: "note"}  # what their paragraphs are
GROUPS = (List, Table)
ROWS = frozenset(["tr", "caption"])
BLOCKS = (*BlockNode.__args__, Item, Row)
AMBIGUOUS = (Element, Html)  # blocks or within a line


class Outline(msgspec.Struct, frozen=True):
    """A document's blocks and sections, in order."""

    blocks: tuple[Block, ...]
    sections: tuple[Section, ...]


class _Found(msgspec.Struct, frozen=True):
    kind: str
    node: AnyNode
    group: int


def outline(document: Document) -> Outline:
    """Take a document apart. Its title is the first block, if it has one; blocks without words are left out,
    but for images and embeds, which say something by being there.
    """
    found = [*_title(document), *_leaves(document.body)]
    blocks: list[Block] = []
    starts = [0]
    for each in found:
        text = _text(each)
        if not text and each.kind not in ("image", "embed"):
            continue
        if each.kind == "heading":
            starts.append(len(blocks))
        blocks.append(Block(len(blocks), each.kind, text, each.node, len(starts) - 1, each.group))
    return Outline(tuple(blocks), tuple(_sections(blocks, starts)))


def _title(document: Document) -> Iterator[_Found]:
    yield _Found(TITLE, Heading(1, (Text(document.title),)), 0)


def _sections(blocks: list[Block], starts: list[int]) -> Iterator[Section]:
    above: list[tuple[int, str]] = []
    for index, (start, stop) in enumerate(zip(starts, (*starts[1:], len(blocks)), strict=True)):
        depth = 0
        if index and isinstance(heading := blocks[start].node, Heading):
            depth = heading.depth
            while above and above[-1][0] >= depth:
                above.pop()
            above.append((depth, blocks[start].text))
        yield Section(index, depth, tuple(title for _, title in above), start, stop)


def _leaves(body: Root) -> Iterator[_Found]:
    """The blocks of a tree in reading order, without recursion (bodies nest thousands deep)."""
    groups = 0
    stack: list[tuple[AnyNode, str, int]] = [(body, "paragraph", 0)]
    while stack:
        node, kind, group = stack.pop()
        leaf = LEAVES.get(type(node))
        if leaf or (isinstance(node, Element) and node.name in ROWS):
            yield _Found(leaf or "row", node, group)
        elif isinstance(node, (Paragraph, Html)):
            yield _Found(_paragraph(node, kind), node, group)
        elif not isinstance(node, Rule):
            kind = INSIDE.get(type(node), kind)
            if isinstance(node, GROUPS) and not group:
                groups += 1
                group = groups
            if isinstance(node, Figure) and node.caption:
                stack.append((Paragraph(node.caption), "caption", group))
            stack.extend((each, kind, group) for each in reversed(tuple(_gathered(node))))


def _gathered(node: AnyNode) -> Iterator[AnyNode]:
    """A node's children, with those within a line gathered into paragraphs (an element may mix them)."""
    line: list[AnyNode] = []
    for child in getattr(node, "children", ()):
        if isinstance(child, BLOCKS) and not (isinstance(child, AMBIGUOUS) and line):
            if line:
                yield Paragraph(tuple(line))  # type: ignore[arg-type]  # what isn't a block is an inline
                line = []
            yield child
        else:
            line.append(child)
    if line:
        yield Paragraph(tuple(line))  # type: ignore[arg-type]


def _paragraph(node: Paragraph | Html, kind: str) -> str:
    """The kind of a paragraph: one that only shows a picture is a picture."""
    shows = any(isinstance(each, Image) for each in walk(node))
    return "image" if shows and not words_of(node).strip() else kind


def _text(found: _Found) -> str:
    if found.kind == "image":
        return squeeze(" ".join(each.alt for each in walk(found.node) if isinstance(each, Image)))
    if isinstance(found.node, Embed):
        return squeeze(found.node.title)
    return squeeze(words_of(found.node).replace("\n", " "))
