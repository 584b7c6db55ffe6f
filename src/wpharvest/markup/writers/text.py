"""A tree as plain text: what a person would paste into a letter. html2text writes it."""

from __future__ import annotations

import re

from html2text import HTML2Text

from wpharvest.markup.writers import html
from wpharvest.model.nodes import (
    AnyNode,
    Delete,
    Element,
    Embed,
    Emphasis,
    Heading,
    Image,
    InlineCode,
    Item,
    Link,
    List,
    Paragraph,
    Root,
    Strong,
    Text,
)
from wpharvest.model.trees import rebuild

_GAPS = re.compile(r"\n{3,}")
# html2text folds every space that Python calls white; noncharacters stand in for those that are content.
_HIDDEN = {0xA0: 0xFDD0, 0x202F: 0xFDD1, 0x2007: 0xFDD2}
_SHOWN = {hidden: shown for shown, hidden in _HIDDEN.items()}
BULLET = "•"
MARKS = (Emphasis, Strong, Delete, Link)


class _Plain(HTML2Text):
    """html2text without the marks and escapes of Markdown."""

    def __init__(self) -> None:
        super().__init__(bodywidth=0)
        self.ul_item_mark = BULLET
        self.unicode_snob = True
        self.ignore_links = self.ignore_images = self.ignore_emphasis = True

    def handle_data(self, data: str, entity_char: bool = False) -> None:
        """Characters as they are: html2text escapes them only where they weren't entities."""
        super().handle_data(data, entity_char=True)


def write(root: Root) -> str:
    """The words of a body: paragraphs apart, bullets `•`, no marks, no addresses, no wrapping."""
    plain: Root = rebuild(root, _plain)
    lines = _Plain().handle(html.write(plain).translate(_HIDDEN)).translate(_SHOWN).split("\n")
    text = _GAPS.sub("\n\n", "\n".join(line.rstrip(" ") for line in lines)).strip("\n")
    return f"{text}\n" if text else ""


def _plain(node: AnyNode) -> AnyNode:
    """The node without what would show as a mark."""
    if isinstance(node, Heading):
        return Paragraph(node.children)
    if isinstance(node, List) and len(node.children) == 1 and _is_wrapper(node.children[0]):
        return node.children[0].children[0]
    if isinstance(node, MARKS) or (
        isinstance(node, Element) and node.name == "abbr"
    ):  # it would be told again
        return Element("span", {}, node.children)
    if isinstance(node, InlineCode):
        return Text(node.value)
    if isinstance(node, Image):
        return Text(node.alt)
    if isinstance(node, Embed):
        return Paragraph((Text(node.title or node.url),))
    return node


def _is_wrapper(item: Item) -> bool:
    """Whether an item holds nothing but a list: two bullets in one line would say nothing."""
    return len(item.children) == 1 and isinstance(item.children[0], List)
