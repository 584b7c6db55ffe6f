"""Handlers of lists, also of those that editors write wrongly.

TinyMCE nests a list as `<ul><li style="list-style-type: none"><ul>`, older ones as `<ul><ul>`: an item that
holds nothing but a list, and a list without an item of its own, belong to the item before them.
"""

from __future__ import annotations

import re
from typing import Any

from msgspec.structs import replace
from turbohtml import Element as Dom

from wpharvest.markup.html_reader.flow import paragraphs, trimmed
from wpharvest.markup.html_reader.pieces import Li, Piece, Reading, attribute
from wpharvest.markup.spacing import is_tight
from wpharvest.model.nodes import Block, Element, Footnote, Item, List, Paragraph, Text

KINDS = frozenset("aAiI")
_INTEGER = re.compile(r"\s*-?[0-9]{1,10}")
LAST_NUMBER = 999_999_999  # CommonMark's limit


def item(reading: Reading, element: Dom, children: list[Piece]) -> list[Piece]:
    """`<li>`; a footnote where it is one"""
    blocks = paragraphs(children)
    label = reading.notes.get(attribute(element, "id")) if reading.notes else None
    if label is not None:
        return [Footnote(label, blocks)]
    apart = "p" in [child.tag for child in element.children if child.__class__ is Dom]
    checked, blocks = _task(blocks)
    value = element.attr("value")
    return [Li(Item(blocks, checked), apart, _number(value) if value else None)]


def plain_item(reading: Reading, element: Dom, text: Text) -> Piece:
    """`<li>` that holds only text"""
    block = Paragraph((text,))
    label = reading.notes.get(attribute(element, "id")) if reading.notes else None
    if label is not None:
        return Footnote(label, (block,))
    value = element.attr("value")
    return Li(Item((block,)), False, _number(value) if value else None)


def _task(blocks: tuple[Block, ...]) -> tuple[bool | None, tuple[Block, ...]]:
    first: Any = blocks[0] if blocks else None
    if first.__class__ is not Paragraph or (box := first.children[0]).__class__ is not Element:
        return None, blocks
    if box.name != "input":
        return None, blocks
    rest = trimmed(list(first.children[1:]))
    if not rest:  # a box without a text is no task
        return None, blocks[1:]
    return "checked" in box.attributes, (Paragraph(rest), *blocks[1:])


class _Growing:
    """An item to which the lists of malformed neighbours may still be added."""

    __slots__ = ("blocks", "checked", "number")

    def __init__(
        self, blocks: tuple[Block, ...], checked: bool | None = None, number: int | None = None
    ) -> None:
        self.blocks = list(blocks)
        self.checked = checked
        self.number = number

    def add(self, block: Block) -> None:
        last = self.blocks[-1] if self.blocks else None
        if isinstance(last, List) and isinstance(block, List) and last.ordered == block.ordered:
            self.blocks[-1] = joined(last, block)
        else:
            self.blocks.append(block)


def joined(first: List, second: List) -> List:
    """Two lists as one. The second may begin with an item of lists alone: now it has one before it."""
    before, after = list(first.children), second.children
    if after and _holds_lists(after[0]):
        while len(before) > 1 and not before[-1].children:  # else it would be the list's own item
            before.pop()
        last = before.pop()
        grown = _Growing(last.children, last.checked, last.number)
        for block in after[0].children:
            grown.add(block)
        before.append(Item(tuple(grown.blocks), grown.checked, grown.number))
        after = after[1:]
    both = listing((*before, *after), first.ordered, first.start, first.spread or second.spread)
    return replace(both, reversed=first.reversed, kind=first.kind)


def _holds_lists(item: Item | _Growing) -> bool:
    blocks = item.children if isinstance(item, Item) else item.blocks
    return item.checked is None and bool(blocks) and all(isinstance(each, List) for each in blocks)


def items(reading: Reading, element: Dom, children: list[Piece]) -> list[Piece]:
    """`<ul>`, `<ol>`"""
    if children and element.tag == "ul" and _are_lines(children):
        return [List(tuple([piece.item for piece in children]))]  # as nearly all are
    growing: list[_Growing] = []
    notes: list[Piece] = []
    apart = False
    stray: list[Piece] = []
    for piece in [*children, None]:
        if stray and (piece is None or isinstance(piece, (Li, List, Footnote))):
            growing.extend(map(_stray, paragraphs(stray)))
            stray = []
        if isinstance(piece, Li):
            apart = apart or piece.spread
            _place(growing, _Growing(piece.item.children, piece.item.checked, piece.number))
        elif isinstance(piece, List):
            _place(growing, _Growing((piece,)))
        elif isinstance(piece, Footnote):
            notes.append(piece)
        elif piece is not None:
            stray.append(piece)
    if not any(each.blocks for each in growing):
        return notes
    if element.tag == "ul":
        made = tuple(Item(tuple(each.blocks), each.checked) for each in growing)
        return [listing(made, False, 1, apart), *notes]
    return [_numbered(element, growing, apart), *notes]


def _are_lines(pieces: list[Piece]) -> bool:
    """Whether all are items that hold one line, and none is set apart from the others."""
    for piece in pieces:
        if piece.__class__ is not Li or piece.spread:
            return False
        blocks = piece.item.children
        if len(blocks) != 1 or blocks[0].__class__ is not Paragraph:
            return False
    return True


def _numbered(element: Dom, growing: list[_Growing], apart: bool) -> List:
    """`<ol>`; the number of an item is told only where it isn't the next one."""
    step = -1 if "reversed" in element.attrs else 1
    start = _number(attribute(element, "start"))
    if start is None:
        start = len(growing) if step < 0 else 1
    if growing[0].number is not None:
        start = growing[0].number
    due, made = start, list[Item]()
    for each in growing:
        number = None if each.number in (None, due) else each.number
        made.append(Item(tuple(each.blocks), each.checked, number))
        due = (due if number is None else number) + step
    whole = listing(tuple(made), True, start, apart)
    kind: Any = attribute(element, "type")
    return replace(whole, reversed=step < 0, kind=kind if kind in KINDS else "")


def _stray(block: Block) -> _Growing:
    """What stands in a list without an item, as an item."""
    checked, blocks = _task((block,))
    return _Growing(blocks, checked)


def _place(growing: list[_Growing], new: _Growing) -> None:
    if growing and _holds_lists(new):
        while len(growing) > 1 and not growing[-1].blocks:  # else it would be the list's own item
            growing.pop()
        for block in new.blocks:
            growing[-1].add(block)
    else:
        growing.append(new)


def _number(written: str) -> int | None:
    """A number as HTML reads one; None where there is none that a list could have."""
    found = _INTEGER.match(written) if written else None
    return min(int(found[0]), LAST_NUMBER) if found else None


def listing(children: tuple[Item, ...], ordered: bool, start: int, apart: bool) -> List:
    """A list that is `spread` exactly where Markdown would show it so.

    That needs a paragraph to show it on, and two items or two blocks between which a line can be left free;
    it can't be helped where two blocks of an item would run together.
    """
    spread = (apart or not all(is_tight(item.children) for item in children)) and _can_be_spread(children)
    return List(children, ordered, start, spread)


def _can_be_spread(children: tuple[Item, ...]) -> bool:
    several = len(children) > 1 or any(len(item.children) > 1 for item in children)
    return several and any(isinstance(block, Paragraph) for item in children for block in item.children)
