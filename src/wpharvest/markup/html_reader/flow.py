"""Runs of inlines: put in order, trimmed, and gathered into paragraphs."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import groupby
from typing import Any

from msgspec.structs import replace

from wpharvest.markup.html_reader.pieces import (
    BLOCKS,
    EDGE,
    MAYBE_BLOCKS,
    Caption,
    Edge,
    Li,
    Piece,
    Td,
    Tr,
    are_inline,
    is_block,
)
from wpharvest.markup.urls import plain_url
from wpharvest.model.nodes import (
    Block,
    Break,
    Cell,
    Delete,
    Element,
    Embed,
    Emphasis,
    Figure,
    Heading,
    Inline,
    InlineCode,
    Link,
    Paragraph,
    Strong,
    Text,
    words_of,
)
from wpharvest.model.trees import rebuild

Make = Callable[[tuple[Any, ...]], Any]
BLANKS = " \n\t\r\f"
SCAFFOLDING = (Caption, Li, Td, Tr)
FINISHED = BLOCKS.difference(SCAFFOLDING)
LINES = frozenset(["td", "th", "dt", "dd", "summary", "caption", "pre"])  # elements that may hold a bare line
MERGED = (Emphasis, Strong, Delete)
DISORDER = MAYBE_BLOCKS | {Break}  # what isn't surely a part of a line
TEXTUAL = (Paragraph, Heading, Cell)


def folded(text: str) -> str:
    """The text with one space for each run of white space."""
    for blank in BLANKS[1:]:
        text = text.replace(blank, " ")
    while "  " in text:
        text = text.replace("  ", " ")
    return text


def tidy(pieces: Iterable[Piece]) -> list[Piece]:
    """Neighbouring texts become one, neighbouring marks of one kind too; no space stands before a break."""
    pieces = list(pieces)
    return _tidied(pieces) if _is_untidy(pieces) else pieces


def _is_untidy(pieces: list[Piece]) -> bool:
    """Whether two of one kind may stand beside each other, or a break does."""
    before: type = Break
    for piece in pieces:
        kind = piece.__class__
        if kind is before or kind is Break:
            return True
        before = kind
    return False


def _tidied(pieces: list[Piece]) -> list[Piece]:
    out: list[Piece] = []
    for kind, group in groupby(pieces, type):
        same = list(group)
        if len(same) > 1 and kind is Text:
            out.append(Text("".join(each.value for each in same)))
        elif len(same) > 1 and kind is InlineCode:
            out.append(InlineCode("".join(each.value for each in same)))
        elif len(same) > 1 and kind in MERGED:
            out.append(kind(tuple(tidy(child for each in same for child in each.children))))
        else:
            out.extend(same)
        if kind is Break and len(out) > len(same):
            _rstrip(out, len(out) - len(same) - 1)
    return out


def _rstrip(out: list[Piece], at: int) -> None:
    before = out[at]
    if before.__class__ is Text and before.value[-1:] == " ":
        if stripped := before.value[:-1]:
            out[at] = Text(stripped)
        else:
            del out[at]


def expel(pieces: list[Piece], blanks: str | None, make: Make) -> list[Piece]:
    """The pieces within `make`, with the blanks and breaks at their two ends outside of it.

    `blanks` are the characters that count as blank (None: every white space, the no-break spaces too).
    """
    if len(pieces) == 1 and (only := pieces[0]).__class__ is Text and only.value.strip(blanks) == only.value:
        return [make((only,))]
    inner = tidy(pieces)
    ahead = _cut(inner, blanks, 0)
    behind = _cut(inner, blanks, -1)
    behind.reverse()
    return [*ahead, make(tuple(inner)), *behind] if inner else [*ahead, *behind]


def _cut(inner: list[Piece], blanks: str | None, end: int) -> list[Piece]:
    """Take the blanks from one end of a run (0 or -1), outermost first."""
    taken: list[Piece] = []
    for piece in inner if end == 0 else reversed(inner):
        if piece.__class__ is Break:
            taken.append(piece)
            continue
        if piece.__class__ is not Text:
            break
        value = piece.value
        kept = value.lstrip(blanks) if end == 0 else value.rstrip(blanks)
        if kept == value:
            break
        taken.append(Text(value[: len(value) - len(kept)] if end == 0 else value[len(kept) :]))
        if kept:
            _drop(inner, len(taken) - 1, end)
            inner[end] = Text(kept)
            return taken
    _drop(inner, len(taken), end)
    return taken


def _drop(inner: list[Piece], count: int, end: int) -> None:
    if count:
        del inner[slice(0, count) if end == 0 else slice(-count, None)]


def trimmed(pieces: list[Piece]) -> tuple[Inline, ...]:
    """A run as a line of its own: nothing blank at its ends, and nothing at all if all of it is blank."""
    return _without_ends(tidy(pieces))


def _without_ends(run: list[Piece]) -> tuple[Inline, ...]:
    """A tidy run as a line (the run itself may be cut)."""
    if not run:
        return ()
    first, last = run[0], run[-1]
    if (kind := first.__class__) is Break or (kind is Text and first.value[:1] == " "):
        _cut(run, " ", 0)
    if run and ((kind := last.__class__) is Break or (kind is Text and last.value[-1:] == " ")):
        _cut(run, " ", -1)
    if len(run) == 1 and run[0].__class__ is Text and not run[0].value.strip():  # no-break spaces alone
        return ()
    return tuple(run)


def spread(pieces: list[Piece], blanks: str | None, make: Make) -> list[Piece]:
    """`make` around each run of inlines, also within the blocks that stand among them.

    HTML allows a link around whole blocks, and editors put blocks into marks; in a tree the mark is inside.
    """
    if are_inline(pieces):
        return expel(pieces, blanks, make)

    def inside(node: Any) -> Any:
        if isinstance(node, TEXTUAL):
            return replace(node, children=tuple(expel(list(node.children), blanks, make)))
        if isinstance(node, Figure) and node.caption:
            return replace(node, caption=tuple(expel(list(node.caption), blanks, make)))
        if isinstance(node, Element) and node.name in LINES and not any(map(is_block, node.children)):
            return replace(node, children=tuple(expel(list(node.children), blanks, make)))
        return node

    out: list[Piece] = []
    for block, group in groupby(pieces, is_block):
        if not block:
            out.extend(expel(list(group), blanks, make))
        else:
            out.extend(_changed(each, inside) for each in group)
    return out


def _changed(piece: Piece, inside: Callable[[Any], Any]) -> Piece:
    """A block with `inside` done to all below it, also one whose list or table isn't built yet."""
    if piece is EDGE:
        return piece
    if isinstance(piece, Li):
        return replace(piece, item=rebuild(piece.item, inside))
    if isinstance(piece, Tr):
        return replace(piece, cells=tuple(_changed(cell, inside) for cell in piece.cells))
    if isinstance(piece, Td):
        return replace(piece, blocks=tuple(rebuild(block, inside) for block in piece.blocks))
    if isinstance(piece, Caption):
        return replace(piece, children=inside(Paragraph(piece.children)).children)
    return rebuild(piece, inside)


def paragraphs(pieces: list[Piece]) -> tuple[Block, ...]:
    """Blocks as they are, and each run of inlines between them as a paragraph. Keep no hold of the pieces."""
    before: type = Break
    for piece in pieces:  # nearly all lines are in order as they stand
        kind = piece.__class__
        if kind is before or kind in DISORDER:
            return _ordered(pieces)
        before = kind
    run = _without_ends(pieces)
    return (Paragraph(run),) if run else ()


def _ordered(pieces: list[Piece]) -> tuple[Block, ...]:
    """The same where there may be blocks, breaks, or two of one kind beside each other."""
    kinds = set(map(type, pieces))
    if kinds.isdisjoint(MAYBE_BLOCKS):
        run = trimmed(pieces)
        return (Paragraph(run),) if run else ()
    if kinds <= FINISHED:
        blocks = [piece for piece in pieces if piece is not EDGE] if Edge in kinds else pieces
    else:
        blocks = _gathered(pieces)
    return tuple(_with_embeds(blocks) if Embed in kinds else blocks)


def _gathered(pieces: list[Piece]) -> list[Piece]:
    """The blocks, and each run between them as one."""
    blocks: list[Piece] = []
    run: list[Piece] = []
    for piece in [*pieces, EDGE]:
        kind = piece.__class__
        if kind not in BLOCKS and not is_block(piece):
            run.append(piece)
            continue
        if run:
            if line := trimmed(run):
                blocks.append(Paragraph(line))
            run = []
        if kind in SCAFFOLDING:  # scaffolding that lost its list, table or figure
            blocks.extend(piece.blocks)
        elif piece is not EDGE:
            blocks.append(piece)
    return blocks


def _with_embeds(blocks: Iterable[Piece]) -> Iterator[Piece]:
    """A paragraph that is only the link to the embed after it is the embed's own link (so we write it)."""
    waiting: Piece = None
    for block in blocks:
        if waiting is not None and not (isinstance(block, Embed) and _announces(waiting, block)):
            yield waiting
        waiting = block
    if waiting is not None:
        yield waiting


def _announces(before: Piece, embed: Embed) -> bool:
    if not isinstance(before, Paragraph) or len(before.children) != 1:
        return False
    link = before.children[0]
    if not isinstance(link, Link) or words_of(link) not in (embed.title, embed.url):
        return False
    return plain_url(link.url) == plain_url(embed.url)  # renderers write other letters percent-encoded


def phrasing(pieces: list[Piece]) -> tuple[Inline, ...]:
    """Everything as one line of inlines, with breaks where blocks met (for captions and headings)."""
    out: list[Piece] = []
    for block in paragraphs(pieces):
        words = Text(" ".join(words_of(block).split("\n")))
        line = list(block.children) if isinstance(block, TEXTUAL) else [words]
        if not trimmed(line):
            continue
        if out:
            out.append(Break())
        out.extend(line)
    return trimmed(out)
