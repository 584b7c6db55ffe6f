"""What must be the same in a body and in what Ghost shows of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from wpharvest.markup.fidelity import FACTS
from wpharvest.model.nodes import (
    BLOCK_ELEMENTS,
    AnyNode,
    Break,
    Code,
    Delete,
    Element,
    Embed,
    Emphasis,
    Figure,
    Heading,
    Html,
    Image,
    InlineCode,
    Item,
    Link,
    List,
    Paragraph,
    Root,
    Strong,
    Table,
    Text,
)

MARKS = (Strong, Emphasis, Delete, Link)


def said(root: Root) -> dict[str, list[str]]:
    """The words with what each letter looks like, links, pictures and blocks.

    Left out is what only looks different in the tree: which of two marks holds the other, whether
    neighbours with one mark are one node, and a figure around a picture that has no caption.
    """
    return {
        "letters": list(_letters(root, ())),
        "links": list(FACTS["links"](root)),
        "images": list(FACTS["images"](root)),
        "blocks": list(_blocks(root, 0)),
    }


def _letters(node: AnyNode, marks: tuple[str, ...]) -> Iterator[str]:
    if isinstance(node, (Text, InlineCode, Code)):
        look = ",".join(sorted({*marks, *(["code"] if isinstance(node, InlineCode) else [])}))
        yield from (f"{letter} {look}" for letter in node.value if not letter.isspace())
        return
    if isinstance(node, Break):
        yield "line break"
    if isinstance(node, MARKS):
        marks = (*marks, f"a {node.url}" if isinstance(node, Link) else type(node).__name__)
    elif isinstance(node, Element):
        marks = (*marks, f"{node.name} {sorted(node.attributes.items())}")
    for child in (*getattr(node, "children", ()), *getattr(node, "caption", ())):
        yield from _letters(child, marks)


def _blocks(node: Any, depth: int) -> Iterator[str]:
    if isinstance(node, (Text, InlineCode, Break, Image, Strong, Emphasis, Delete, Link, Html)):
        return
    if isinstance(node, Element) and node.name not in BLOCK_ELEMENTS:
        return
    if isinstance(node, Figure) and _only_pictures(node):
        yield f"{depth} pictures {len(node.caption)}"
        return
    if isinstance(node, Paragraph) and _only_pictures(Figure((node,))):
        yield f"{depth} pictures 0"
        return
    yield f"{depth} {type(node).__name__} {_detail(node)}"
    for child in (*getattr(node, "children", ()), *getattr(node, "caption", ())):
        yield from _blocks(child, depth + 1)


def _only_pictures(figure: Figure) -> bool:
    return all(
        isinstance(block, Paragraph) and all(map(_is_picture, block.children)) for block in figure.children
    )


def _is_picture(node: Any) -> bool:
    if isinstance(node, Link):
        return all(map(_is_picture, node.children))
    return isinstance(node, Image) or (isinstance(node, Text) and not node.value.strip())


def _detail(node: Any) -> str:
    detail = DETAILS.get(type(node))
    return detail(node) if detail else ""


DETAILS: dict[type[Any], Callable[[Any], str]] = {
    Code: lambda node: f"{node.lang} {node.value!r}",
    Embed: lambda node: str(node.html),
    Heading: lambda node: str(node.depth),
    Item: lambda node: f"{node.checked} {node.number}",
    List: lambda node: f"{node.ordered} {node.start} {node.spread} {node.reversed} {node.kind}",
    Table: lambda node: str(node.align),
}
