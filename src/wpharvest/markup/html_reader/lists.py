"""Handlers of lists, also of those that editors write wrongly.

TinyMCE nests a list as `<ul><li style="list-style-type: none"><ul>`, older ones as `<ul><ul>`: an item that
holds nothing but a list, and a list without an item of its own, belong to the item before them.
"""

from __future__ import annotations

from msgspec.structs import replace
from turbohtml import Element as Dom

from wpharvest.markup.html_reader.flow import paragraphs, trimmed
from wpharvest.markup.html_reader.pieces import Li, Piece, Reading, attribute
from wpharvest.markup.spacing import is_tight
from wpharvest.model.nodes import Block, Element, Footnote, Item, List, Paragraph

KINDS = frozenset("aAiI")
LAST_NUMBER = 999_999_999  # CommonMark's limit


def item(reading: Reading, element: Dom, children: list[Piece]) -> list[Piece]:
    """`<li>`; a footnote where it is one"""
    blocks = paragraphs(children)
    label = reading.notes.get(attribute(element, "id")) if reading.notes else None
    if label is not None:
        return [Footnote(label, blocks)]
    apart = "p" in [child.tag for child in element.children if isinstance(child, Dom)]
    checked, blocks = _task(blocks)
    return [Li(Item(blocks, checked), apart)]


def _task(blocks: tuple[Block, ...]) -> tuple[bool | None, tuple[Block, ...]]:
    first = blocks[0] if blocks else None
    if not isinstance(first, Paragraph) or not isinstance(first.children[0], Element):
        return None, blocks
    box = first.children[0]
    if box.name != "input":
        return None, blocks
    rest = trimmed(list(first.children[1:]))
    if not rest:  # a box without a text is no task
        return None, blocks[1:]
    return "checked" in box.attributes, (Paragraph(rest), *blocks[1:])


class _Growing:
    """An item to which the lists of malformed neighbours may still be added."""

    __slots__ = ("blocks", "checked")

    def __init__(self, blocks: tuple[Block, ...], checked: bool | None = None) -> None:
        self.blocks = list(blocks)
        self.checked = checked

    def add(self, block: Block) -> None:
        last = self.blocks[-1] if self.blocks else None
        if isinstance(last, List) and isinstance(block, List) and last.ordered == block.ordered:
            self.blocks[-1] = joined(last, block)
        else:
            self.blocks.append(block)


def joined(first: List, second: List) -> List:
    """Two lists as one."""
    both = listing(
        (*first.children, *second.children), first.ordered, first.start, first.spread or second.spread
    )
    return replace(both, reversed=first.reversed, kind=first.kind)


def items(reading: Reading, element: Dom, children: list[Piece]) -> list[Piece]:
    """`<ul>`, `<ol>`"""
    growing: list[_Growing] = []
    notes: list[Piece] = []
    apart = False
    stray: list[Piece] = []
    for piece in [*children, None]:
        if stray and (piece is None or isinstance(piece, (Li, List, Footnote))):
            growing.extend(_Growing((block,)) for block in paragraphs(stray))
            stray = []
        if isinstance(piece, Li):
            apart = apart or piece.spread
            _place(growing, piece.item.children, piece.item.checked)
        elif isinstance(piece, List):
            _place(growing, (piece,), None)
        elif isinstance(piece, Footnote):
            notes.append(piece)
        elif piece is not None:
            stray.append(piece)
    made = tuple(Item(tuple(each.blocks), each.checked) for each in growing)
    ordered = element.tag == "ol"
    if not any(item.children for item in made):
        return notes
    whole = listing(made, ordered, _start(element, len(made)) if ordered else 1, apart)
    if ordered and "reversed" in element.attrs:
        whole = replace(whole, reversed=True)
    if ordered and (kind := attribute(element, "type")) in KINDS:
        whole = replace(whole, kind=kind)
    return [whole, *notes]


def _place(growing: list[_Growing], blocks: tuple[Block, ...], checked: bool | None) -> None:
    if growing and checked is None and blocks and all(isinstance(block, List) for block in blocks):
        for block in blocks:
            growing[-1].add(block)
    else:
        growing.append(_Growing(blocks, checked))


def _start(element: Dom, length: int) -> int:
    written = attribute(element, "start").strip()
    if written.isascii() and written.isdigit():
        return min(int(written[:10]), LAST_NUMBER)
    return length if "reversed" in element.attrs else 1


def listing(children: tuple[Item, ...], ordered: bool, start: int, apart: bool) -> List:
    """A list that is `spread` exactly where Markdown would show it so.

    That needs a paragraph to show it on, and two items or two blocks between which a line can be left free;
    it can't be helped where two blocks of an item would run together.
    """
    several = len(children) > 1 or any(len(item.children) > 1 for item in children)
    texts = any(isinstance(block, Paragraph) for item in children for block in item.children)
    spread = texts and several and (apart or any(not is_tight(item.children) for item in children))
    return List(children, ordered, start, spread)
