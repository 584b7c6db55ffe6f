"""Line breaks that `wpautop` (wp-includes/formatting.php) and editors leave where no line begins.

A `<br>` at the end of a block shows nothing, and one between two blocks, or at a block's beginning, only
moves things apart. A break between two lines stays, and so do two that part paragraphs, and every one in
`<pre>`.
"""

from __future__ import annotations

from collections.abc import Iterator

from turbohtml import Element, Text

from wpharvest.cleaning.body import Body, is_verbatim
from wpharvest.cleaning.signs import EVERYWHERE
from wpharvest.cleaning.surgery import BLOCKS, neighbour
from wpharvest.model.notices import Notice

SIGNS = EVERYWHERE  # other rules leave breaks


def clean(body: Body, page: str) -> Iterator[Notice]:
    """Takes line breaks at the edges of blocks and between them."""
    if not body.touched and "br" not in body.tags:
        return
    verbatim = "pre" in body.tags
    breaks = [each for each in body.root.select("br") if not (verbatim and is_verbatim(each))]
    found = sum(_take_debris(each, forward=False) for each in breaks)
    found += sum(_take_debris(each, forward=True) for each in reversed(breaks) if each.parent is not None)
    if found:
        yield Notice("wpautop", "line breaks at the edge of a block taken", count=found)


def _take_debris(line_break: Element, *, forward: bool) -> int:
    """Take it, and the blank beside it, if a block begins before it (`forward`: ends after it)."""
    parent = line_break.parent
    if not isinstance(parent, Element) or parent.tag not in BLOCKS:
        return 0
    edge = neighbour(line_break, forward=forward)
    if edge is not None and not (isinstance(edge, Element) and edge.tag in BLOCKS):
        return 0
    blank = line_break.next_sibling if forward else line_break.previous_sibling
    if isinstance(blank, Text):
        blank.extract()  # else a long run of them would be walked through again and again
    line_break.extract()
    return 1
