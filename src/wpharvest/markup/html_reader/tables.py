"""Handlers of tables. What Markdown can hold becomes a `Table`, the rest stays a tree of elements."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby
from operator import attrgetter
from typing import Any, Literal

from turbohtml import Element as Dom

from wpharvest.markup.html_reader.blocks import unwrapped
from wpharvest.markup.html_reader.flow import paragraphs, phrasing
from wpharvest.markup.html_reader.inlines import meaning
from wpharvest.markup.html_reader.pieces import Piece, Reading, Td, Tr, attribute, is_block
from wpharvest.model.nodes import Cell, Element, Inline, Paragraph, Row, Table, Text

Align = Literal["left", "right", "center"] | None
ALIGNS: dict[str, Align] = {"left": "left", "right": "right", "center": "center"}
_ALIGNED = re.compile(r"(?:^|\s)has-text-align-(left|right|center)(?:\s|$)")
SPANS = ("colspan", "rowspan")
_FOOT = attrgetter("foot")
_CELLS = frozenset((Td,))


def caption(reading: Reading, element: Dom, children: list[Piece]) -> list[Piece]:
    """`<caption>`"""
    inner = phrasing(children)
    return [Element("caption", {}, inner)] if inner else []


def cell(reading: Reading, element: Dom, children: list[Piece]) -> list[Piece]:
    """`<td>`, `<th>`"""
    return [Td(element.tag, _attributes(element), paragraphs(children))]


def plain_cell(reading: Reading, element: Dom, text: Text) -> Piece:
    """`<td>`, `<th>` that holds only text"""
    return Td(element.tag, _attributes(element), (Paragraph((text,)),))


def _attributes(element: Dom) -> dict[str, str]:
    if not element.attrs:  # nearly all
        return {}
    attributes = {name: value for name, value in meaning(element, SPANS).items() if value not in ("", "1")}
    attributes |= meaning(element, ("scope",))
    if align := _align(element):
        attributes["style"] = f"text-align:{align}"
    return attributes


def _align(element: Dom) -> Align:
    style = attribute(element, "style").replace(" ", "").lower()
    _, _, said = style.rpartition("text-align:")
    by_class = _ALIGNED.search(attribute(element, "class"))  # so the block editor writes it
    named = by_class[1] if by_class else attribute(element, "align").lower()
    return ALIGNS.get(said.split(";")[0] or named)


def row(reading: Reading, element: Dom, children: list[Piece]) -> list[Piece]:
    """`<tr>`"""
    cells = tuple(children) if set(map(type, children)) <= _CELLS else tuple(_strays_too(children))
    parent = element.parent
    part = parent.tag if isinstance(parent, Dom) else ""
    head = part == "thead" or all(each.name == "th" for each in cells)
    return [Tr(cells, head, part == "tfoot")] if cells else []


def _strays_too(children: list[Piece]) -> Iterator[Td]:
    for piece in children:
        if isinstance(piece, Td):
            yield piece
        elif is_block(piece) and (blocks := paragraphs([piece])):
            yield Td("td", {}, blocks)


def table(reading: Reading, element: Dom, children: list[Piece]) -> list[Piece]:
    """`<table>`"""
    rows = [piece for piece in children if isinstance(piece, Tr)]
    rows.sort(key=_FOOT)  # a foot may be written before what it stands below
    strays = [piece for piece in children if not isinstance(piece, Tr)]
    titles = [piece for piece in strays if isinstance(piece, Element) and piece.name == "caption"]
    around = [piece for piece in strays if piece not in titles] if len(strays) > len(titles) else []
    if not rows:
        return [*around, *(block for title in titles for block in paragraphs(list(title.children)))]
    simple = None if titles else _simple(rows)
    return [*around, simple or _elements(titles, rows)]


def _simple(rows: list[Tr]) -> Table | None:
    """The table as Markdown holds it, or None: one head row, and a line of text in each cell."""
    lines: list[list[tuple[Inline, ...]]] = []
    for row in rows:
        line = _line(row, row.head and not lines)
        if line is None:
            return None
        lines.append(line)
    width = max(map(len, lines))
    if not rows[0].head:
        lines.insert(0, [])
    filled = (line + [()] * (width - len(line)) for line in lines)
    return Table(tuple(Row(tuple(map(Cell, line))) for line in filled), _aligns(rows, width))


def _line(row: Tr, head: bool) -> list[tuple[Inline, ...]] | None:
    """What stands in a row's cells, if each can be written in one line."""
    line: list[tuple[Inline, ...]] = []
    for cell in row.cells:
        blocks: tuple[Any, ...] = cell.blocks
        if cell.attributes and not cell.attributes.keys().isdisjoint(SPANS):
            return None
        if cell.name == "th" and not head:
            return None
        if len(blocks) > 1 or (blocks and blocks[0].__class__ is not Paragraph):
            return None
        line.append(blocks[0].children if blocks else ())
    return line


def _aligns(rows: list[Tr], width: int) -> tuple[Align, ...]:
    found: list[Align] = [None] * width
    for row in rows[:2]:
        for at, each in enumerate(row.cells):
            found[at] = found[at] or ALIGNS.get(each.attributes.get("style", "").removeprefix("text-align:"))
    return tuple(found) if any(found) else ()


def _elements(titles: list[Element], rows: list[Tr]) -> Element:
    parts = [*titles]
    for part, group in groupby(rows, lambda each: _part(each, each is rows[0])):
        lines = tuple(Element("tr", {}, tuple(map(_element, each.cells))) for each in group)
        parts.append(Element(part, {}, lines))
    return Element("table", {}, tuple(parts))


def _part(row: Tr, first: bool) -> str:
    if row.foot:
        return "tfoot"
    return "thead" if row.head and first else "tbody"


def _element(cell: Td) -> Element:
    return Element(cell.name, cell.attributes, unwrapped(cell.blocks))
