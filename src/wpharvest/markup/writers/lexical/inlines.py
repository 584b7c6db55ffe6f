"""The inlines of a line as Lexical's texts, breaks and links; None where Lexical can't hold them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from wpharvest.markup.urls import safe_url
from wpharvest.markup.writers.lexical.shapes import BREAK, Shape, link, run
from wpharvest.model.nodes import (
    Break,
    Delete,
    Element,
    Emphasis,
    Inline,
    InlineCode,
    Link,
    Strong,
    Text,
    words_of,
)

CODE = 16
# Lexical's bits (lexical/src/LexicalConstants.ts), in the order in which Ghost's renderer goes through them.
MARKS: dict[type, int] = {Strong: 1, Emphasis: 2, Delete: 4}
ELEMENTS = {"u": 8, "sub": 32, "sup": 64, "mark": 128}
BITS = (1, 2, 4, 8, CODE, 32, 64, 128)


def line(children: Iterable[Inline]) -> list[Shape] | None:
    """The nodes of one line, or None if one of the inlines has no node or Ghost would show it differently.

    No node have pictures within a line, titles of links, footnotes and elements such as `abbr`.
    """
    return _line(children, 0, within_link=False)


def _line(children: Iterable[Inline], marks: int, *, within_link: bool) -> list[Shape] | None:
    found: list[Shape] = []
    todo: list[tuple[Inline, int]] = [(child, marks) for child in reversed(list(children))]
    while todo:
        node, marks = todo.pop()
        if isinstance(node, (Text, InlineCode)):
            _add(found, node.value, marks | (CODE if isinstance(node, InlineCode) else 0))
        elif isinstance(node, Break):
            found.append(BREAK)
        elif isinstance(node, Link):
            shape = None if within_link else _link(node, marks)
            if shape is None:
                return None
            found.append(shape)
        elif (bit := _bit(node)) is not None:
            todo.extend((child, marks | bit) for child in reversed(_below(node)))
        else:
            return None
    return found if _survives(found) else None


def _bit(node: Inline) -> int | None:
    if isinstance(node, Element):
        return None if node.attributes else ELEMENTS.get(node.name)
    return MARKS.get(type(node))


def _below(node: Inline) -> Sequence[Inline]:
    children: Sequence[Inline] = getattr(node, "children", ())
    return children


def _link(node: Link, marks: int) -> Shape | None:
    """Ghost's renderer writes no title, and a link without words can't be seen or clicked."""
    url = safe_url(node.url)
    if not url or node.title or not words_of(node).strip():
        return None
    inner = _line(node.children, marks, within_link=True)
    return None if inner is None else link(url, inner)


def _add(found: list[Shape], text: str, marks: int) -> None:
    """Neighbours that look the same are one: so it is when Lexical saves."""
    last = found[-1] if found else None
    if last is not None and last["type"] == "extended-text" and last["format"] == marks:
        found[-1] = run(last["text"] + text, marks)
    elif text:
        found.append(run(text, marks))


def _survives(shapes: list[Shape]) -> bool:
    """Whether Ghost's renderer shows each text with its own marks and no others.

    It opens and closes elements as it goes, and where marks overlap (`a` bold, `b` bold and italic, `c`
    italic) it closes the wrong one. This follows what it does:
    `TextContent.render` of @tryghost/kg-lexical-html-renderer 1.3.
    """
    formats: list[int] = []
    for shape in shapes:
        if shape["type"] == "extended-text":
            formats.append(shape["format"])
        elif shape["type"] == "link":
            if not _nested(formats):
                return False
            formats = []
    return _nested(formats)


def _nested(formats: list[int]) -> bool:
    opened: list[int] = []
    for at, marks in enumerate(formats):
        rest = formats[at + 1 :]
        fresh = [bit for bit in BITS if marks & bit and bit not in opened]
        opened += sorted(fresh, key=lambda bit: _first(bit, rest))
        if sum(opened) != marks:
            return False
        following = rest[0] if rest else 0
        for bit in tuple(opened):
            if not following & bit:
                opened.pop()
    return True


def _first(bit: int, formats: list[int]) -> int:
    """Where the mark comes next; what doesn't come again is opened last."""
    return next((at for at, marks in enumerate(formats) if marks & bit), len(formats))
