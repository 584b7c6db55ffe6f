"""Line breaks that `wpautop` (wp-includes/formatting.php) and editors leave where no line begins.

A `<br>` at the end of a block shows nothing, and one between two blocks, or at a block's beginning, only
moves things apart. A break between two lines stays, and so do two that part paragraphs, and every one in
`<pre>`.
"""

from __future__ import annotations

from collections.abc import Iterator

from turbohtml import Element, Node

from wpharvest.cleaning.body import Body, is_verbatim
from wpharvest.cleaning.surgery import BLOCKS, is_blank
from wpharvest.model.notices import Notice

_LOOSE = frozenset({"br"}) | BLOCKS


def clean(body: Body, page: str) -> Iterator[Notice]:
    """Takes line breaks at the edges of blocks and between them."""
    if "<br" not in body.source.lower():
        return
    found = 0
    for line_break in body.root.select("br"):
        if _is_debris(line_break) and not is_verbatim(line_break):
            line_break.extract()
            found += 1
    if found:
        yield Notice("wpautop", "line breaks at the edge of a block taken", count=found)


def _is_debris(line_break: Element) -> bool:
    parent = line_break.parent
    if not isinstance(parent, Element) or parent.tag not in BLOCKS:
        return False
    before = _seen(line_break.previous_sibling, forward=False)
    if before is None or _is_block(before):
        return True
    after = _seen(line_break.next_sibling, forward=True)
    return after is None or _is_block(after)


def _seen(node: Node | None, *, forward: bool) -> Node | None:
    while node is not None and is_blank(node):
        node = node.next_sibling if forward else node.previous_sibling
    return node


def _is_block(node: Node) -> bool:
    return isinstance(node, Element) and node.tag in BLOCKS
