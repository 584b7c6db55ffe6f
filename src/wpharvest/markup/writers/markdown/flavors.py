"""The dialects of Markdown: what each can hold. What it can't is written as HTML."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from msgspec.structs import replace

from wpharvest.markup.writers import html
from wpharvest.markup.writers.markdown.unsafe import escaper, fence, reference, starter
from wpharvest.model.nodes import (
    BLOCK_ELEMENTS,
    AnyNode,
    Delete,
    Element,
    Figure,
    Footnote,
    FootnoteReference,
    Html,
    Item,
    List,
    Paragraph,
    Root,
    Table,
    Text,
    walk,
)
from wpharvest.model.trees import rebuild

# what React, which takes no style as text, is given instead
STYLES = {"text-align": "align", "color": "data-color", "background-color": "data-background-color"}
_TAG = re.compile(r"(<[^<>]*>)")
_VOID = re.compile(r"<(area|br|col|hr|img|input|source|track|wbr)\b([^<>]*)>")
_MARKS = (
    r"[*_`\[\]{}~\\$^@'\"]|-(?=-)|(?<=-)-|\.(?=\.)|(?<=\.)\.|^\s*(?:[-+#:>|]|\d+(?=[.)])|(?:im|ex)port\b)"
)
_FOR_MDX = re.compile(_MARKS)
# Smart quotes, and items with a letter or a Roman number.
_FOR_PANDOC = re.compile(rf"{_MARKS}|[“‘]|^\s*\(?(?:\d+|[a-zA-Z]|[ivxlcdm]+|[IVXLCDM]+)(?=[.)]\s)")


def as_html(markup: str) -> str:
    """HTML as it is."""
    return markup


def without_marks(markup: str, marks: re.Pattern[str]) -> str:
    """HTML between whose tags no Markdown is found, for renderers that look for it there."""
    pieces = _TAG.split(markup)
    pieces[::2] = (marks.sub(lambda match: reference(match[0]), text) for text in pieces[::2])
    return "".join(pieces)


def as_raw(markup: str) -> str:
    """HTML as pandoc reads it; where an element is a mere word to it, so that it doesn't look into it."""
    if "<track" not in markup:
        return without_marks(markup, _FOR_PANDOC)
    marks = fence(markup, 3)
    return f"{marks}{{=html}}\n{markup}\n{marks}"


def as_jsx(markup: str) -> str:
    """HTML as MDX reads it: empty elements closed, no styles as text, no Markdown between the tags."""
    pieces = _TAG.split(without_marks(markup, _FOR_MDX))
    pieces[1::2] = (_VOID.sub(r"<\1\2 />", _without_style(tag)) for tag in pieces[1::2])
    return "".join(pieces)


def _without_style(tag: str) -> str:
    if " style=" not in tag:
        return tag
    for style, instead in STYLES.items():
        tag = tag.replace(f' style="{style}:', f' {instead}="')
    return tag


@dataclass(frozen=True)
class Flavor:
    """What a renderer understands beyond CommonMark, and which rows of `UNSAFE` its texts need.

    `links`: the rows for what it makes links of although it is only text (not in a link's text). `templates`:
    something may read the text before Markdown does. `attributes`: `{width=…}` stands behind images. `apart`:
    what is written between two lists, and behind an image alone in its paragraph, where both would be taken
    for something else. `starts`: the rows for what begins a block.
    """

    tables: bool
    strikethrough: bool
    tasks: bool
    footnotes: bool
    texts: tuple[str, ...]
    links: tuple[str, ...] = ()
    templates: bool = True
    attributes: bool = False
    apart: str = ""
    markup: Callable[[str], str] = as_html
    starts: tuple[str, ...] = ("start",)

    @cached_property
    def text(self) -> Callable[[str], str]:
        """Writes text."""
        return escaper(*self.texts, *self.links)

    @cached_property
    def text_of_link(self) -> Callable[[str], str]:
        """Writes the text of a link, in which no other link can stand."""
        return escaper("link", *self.texts)

    @cached_property
    def text_of_image(self) -> Callable[[str], str]:
        """Writes the description of an image."""
        return escaper("image", "link", *self.texts)

    @cached_property
    def at_start(self) -> Callable[[str], str]:
        """Makes of written text a line that begins no block."""
        return starter(*self.starts)

    @cached_property
    def line_break(self) -> str:
        """How a line breaks where no line of Markdown can end: in a heading, in a cell."""
        return self.markup("<br>")

    @property
    def holds_all(self) -> bool:
        """Whether no node has to become HTML."""
        return self.tables and self.strikethrough and self.tasks and self.footnotes


FLAVORS = {
    "gfm": Flavor(True, True, True, True, ("text",), links=("bare", "mail")),
    "commonmark": Flavor(False, False, False, False, ("text",)),
    "pandoc": Flavor(
        *(True, True, True, True, ("pandoc", "text")),
        attributes=True,
        apart="<!-- -->",
        markup=as_raw,
        starts=("fancy", "start"),
    ),
    "mdx-safe": Flavor(
        True, True, True, True, ("jsx", "text"), links=("bare",), templates=False, markup=as_jsx
    ),
}


def suited(root: Root, flavor: Flavor) -> Root:
    """The tree with HTML elements in the place of what the flavor has no signs for."""
    if flavor.footnotes and _has_mark_in_html(root):
        flavor = dataclasses.replace(flavor, footnotes=False)
    if flavor.holds_all:
        return root
    made: Root = rebuild(root, lambda node: _suited(node, flavor))
    notes = [block for block in made.children if isinstance(block, Footnote)]
    if not notes or flavor.footnotes:
        return made
    rest = tuple(block for block in made.children if not isinstance(block, Footnote))
    return Root((*rest, Html(html.notes_written(notes))))


def is_only_html(node: Any) -> bool:
    """Whether a list is numbered as Markdown can't: backwards, with letters, with gaps, from below zero."""
    if not isinstance(node, List) or not node.ordered:
        return False
    odd = node.reversed or node.kind or node.start < 0
    return bool(odd) or any(item.number is not None for item in node.children)


def _has_mark_in_html(root: Root) -> bool:
    """Whether a footnote is referred to from what is written as HTML: renderers wouldn't see it there."""
    if not root.children or not isinstance(root.children[-1], Footnote):
        return False
    todo: list[AnyNode] = [root]
    while todo:
        node = todo.pop()
        parts = _in_html(node)
        if any(isinstance(each, FootnoteReference) for part in parts for each in walk(part)):
            return True
        if not parts or parts[0] is not node:  # what is within HTML has been seen
            todo.extend(getattr(node, "children", ()))
    return False


def _in_html(node: AnyNode) -> tuple[AnyNode, ...]:
    """The parts of a node that are written as HTML."""
    if isinstance(node, Figure):
        return node.caption
    is_html = is_only_html(node) or (isinstance(node, Element) and node.name in BLOCK_ELEMENTS)
    return (node,) if is_html else ()


def _suited(node: Any, flavor: Flavor) -> Any:
    change = _CHANGES.get(node.__class__)
    return node if change is None or getattr(flavor, change[0]) else change[1](node)


def _task(item: Item) -> Item:
    first = item.children[0] if item.children else None
    if item.checked is None or not isinstance(first, Paragraph):
        return item
    checked = {"checked": ""} if item.checked else {}
    box = Element("input", {"type": "checkbox", **checked, "disabled": ""})
    line = Paragraph((box, Text(" "), *first.children))
    return replace(item, checked=None, children=(line, *item.children[1:]))


_CHANGES: dict[type, tuple[str, Callable[[Any], Any]]] = {
    Delete: ("strikethrough", lambda node: Element("del", {}, node.children)),
    FootnoteReference: ("footnotes", lambda node: Html(html.written(node))),
    Item: ("tasks", _task),
    Table: ("tables", lambda node: Html(html.written(node))),
}
