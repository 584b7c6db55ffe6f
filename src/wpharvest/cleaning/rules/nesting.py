"""Levels that nobody sees: past 256 of them, wrappers are opened; past 512, everything is.

Browsers themselves stop at 512 (WebKit's and Blink's `maximumHTMLParserDOMTreeDepth`). Every word, image
and line stays. Without this, whoever reads the body after us and looks up through its levels takes time
that grows with the square of the depth; nh3's parser is one of them.
"""

from __future__ import annotations

from collections.abc import Iterator

from turbohtml import Element

from wpharvest.cleaning.body import Body
from wpharvest.cleaning.signs import EVERYWHERE
from wpharvest.cleaning.surgery import BLOCKS
from wpharvest.model.notices import Notice

DEEP, DEEPEST = 256, 512
# fmt: off
GENERIC = frozenset({
    "article", "aside", "blockquote", "center", "dd", "div", "dl", "dt", "figure", "font", "footer", "form",
    "header", "li", "main", "menu", "nav", "ol", "section", "span", "ul",
})
VOID = frozenset({"area", "br", "col", "embed", "hr", "img", "input", "source", "track", "wbr", "iframe"})
# fmt: on
_TOO_DEEP = " > ".join("*" * (DEEP + 2))
SIGNS = EVERYWHERE


def clean(body: Body, page: str) -> Iterator[Notice]:
    """Opens wrappers past 256 levels."""
    if body.size <= DEEP or body.root.select_one(_TOO_DEEP) is None:
        return
    deep = _deep(body.root)
    for element in deep:  # from the outside in: each node moves once
        if element.tag in BLOCKS:
            element.insert_before(Element("br"))
            element.insert_after(Element("br"))
        element.unwrap()
    if deep:
        yield Notice("nesting", "levels past 256 flattened", count=len(deep))


def _deep(root: Element) -> list[Element]:
    """The elements to open, outer ones first. Their own levels don't count, as they won't be there."""
    found: list[Element] = []
    stack = [(root, 0)]
    while stack:
        element, depth = stack.pop()
        for child in element.children:
            if not isinstance(child, Element):
                continue
            tag = child.tag
            if depth >= DEEP and tag not in VOID and (tag in GENERIC or depth >= DEEPEST):
                found.append(child)
                stack.append((child, depth))
            else:
                stack.append((child, depth + 1))
    return found
