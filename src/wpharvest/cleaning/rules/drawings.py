"""Drawings in the page's own HTML (`<svg>`): their words stay, the lines can't.

A drawing with words is read as those words: its title, its description, its labels. One without, that no
assistive technology would read either (`aria-hidden`, `role="presentation"`, an icon that only uses
another), is decoration; any other is told of as lost.
"""

from __future__ import annotations

from collections.abc import Iterator

from turbohtml import Element, Text

from wpharvest.cleaning.body import Body, value
from wpharvest.cleaning.surgery import is_block, neighbour
from wpharvest.model.notices import Notice

SAYS = "title, desc, text, foreignObject"
SHAPES = "path, polygon, polyline, line, rect, circle, ellipse, image"
HIDDEN = frozenset({"presentation", "none"})


def clean(body: Body, page: str) -> Iterator[Notice]:
    """Inline drawings become their title, description and labels; one without words is told of as lost."""
    if "<svg" not in body.lowered:
        return
    read = hidden = lost = 0
    for drawing in body.root.select("svg"):
        outer = drawing.parent
        if not isinstance(outer, Element) or outer.closest("svg") is not None:
            continue
        if words := _words(drawing):
            _put(drawing, words)
            read += 1
        else:
            seen = not _is_hidden(drawing) and bool(drawing.select(SHAPES))
            lost, hidden = lost + seen, hidden + (not seen)
            drawing.extract()
    if read:
        yield Notice("drawings", "drawings read as their words", count=read)
    if hidden:
        yield Notice("drawings", "icons taken", count=hidden)
    if lost:
        yield Notice("drawings", "drawings without words taken", count=lost, lost=True)


def _words(drawing: Element) -> list[str]:
    said = [value(drawing, "aria-label"), *(each.text for each in drawing.select(SAYS))]
    return list(dict.fromkeys(" ".join(each.split()) for each in said if each.strip()))


def _is_hidden(drawing: Element) -> bool:
    return value(drawing, "aria-hidden") == "true" or value(drawing, "role") in HIDDEN


def _put(drawing: Element, words: list[str]) -> None:
    """The words in the drawing's place, apart from those around it."""
    line = " · ".join(words)
    before, after = (neighbour(drawing, forward=forward) for forward in (False, True))
    start, end = "" if is_block(before) else " ", "" if is_block(after) else " "
    drawing.replace_with(Text(f"{start}{line}{end}"))
