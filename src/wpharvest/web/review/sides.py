"""Two documents side by side: each aligned piece as clean HTML and as Markdown, and what is odd about it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import unquote, urlsplit

import msgspec
import nh3

from wpharvest import language
from wpharvest.markup.writers import WRITERS
from wpharvest.model.alignments import Bead, Block
from wpharvest.model.documents import Document
from wpharvest.model.nodes import (
    AnyNode,
    Element,
    Embed,
    Heading,
    Image,
    Link,
    Paragraph,
    Root,
    Row,
    Table,
    Text,
    walk,
    words_of,
)
from wpharvest.model.trees import rebuild
from wpharvest.translation.alignment import align, outline

SURE = 0.9  # from which a piece's language is told
ENOUGH = 25  # letters; shorter pieces are names and numbers
PHRASE = 2  # words; a link of one word is a name
_FACT = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+|\d+")
_TABLES = frozenset(["table", "thead", "tbody", "tfoot", "tr", "td", "th", "caption"])
# fmt: off
_WORDS = frozenset([
    "a", "abbr", "b", "bdi", "bdo", "blockquote", "br", "cite", "code", "dd", "del", "details", "dfn",
    "div", "dl", "dt", "em", "figcaption", "figure", "hr", "i", "ins", "kbd", "li", "mark", "ol", "p",
    "pre", "q", "rp", "rt", "ruby", "s", "samp", "small", "span", "strong", "sub", "summary", "sup",
    "time", "u", "ul", "var", "wbr",
])
# fmt: on
# Nothing that loads, moves, names or styles: the page has ids and headings of its own.
_CLEANER = nh3.Cleaner(
    tags=set(_WORDS | _TABLES),
    attributes={"*": {"dir"}, "a": {"href"}, "td": {"colspan", "rowspan"}, "th": {"colspan", "rowspan"}},
    allowed_classes={"span": {"image"}},
    url_schemes={"http", "https", "mailto", "tel"},
    link_rel="noopener noreferrer",
)


class Piece(msgspec.Struct, frozen=True):
    """One block: its HTML (safe to show), its Markdown, and its `level` where it is a heading (else 0).

    `foreign` is the language that it is in, where that isn't its document's; `left_over` are words of links
    that stand in the other language, as they do on the other side; `only` are numbers and mail addresses that
    the other side of its bead doesn't have.
    """

    kind: str
    html: str
    markdown: str
    level: int = 0
    foreign: str = ""
    left_over: tuple[str, ...] = ()
    only: tuple[str, ...] = ()


class Pair(msgspec.Struct, frozen=True):
    """What belongs together of two documents. `moved`: it stands elsewhere in the other one."""

    left: tuple[Piece, ...]
    right: tuple[Piece, ...]
    moved: bool = False


def side_by_side(left: Document, right: Document) -> list[Pair]:
    """Two documents, laid beside each other."""
    aligned = align(left, right)
    tongues = (language.primary(left.key.language), language.primary(right.key.language))
    found = []
    for bead in aligned.blocks:
        here = [aligned.left_blocks[at] for at in bead.left]
        there = [aligned.right_blocks[at] for at in bead.right]
        found.append(_pair(here, there, tongues, bead))
    return found


def alone(document: Document) -> list[Pair]:
    """One document by itself."""
    return [Pair((_piece(block),), ()) for block in outline(document).blocks]


def _pair(here: Sequence[Block], there: Sequence[Block], tongues: tuple[str, str], bead: Bead) -> Pair:
    left, right = _facts(here), _facts(there)
    both = bool(here and there)
    same = _links(here) & _links(there)

    def piece(block: Block, own: str, other: str, only: frozenset[str]) -> Piece:
        left_over = tuple(sorted(text for text in _links([block]) & same if _reads(text, own, other)))
        return msgspec.structs.replace(
            _piece(block),
            foreign=_foreign(block, left_over, own, other),
            left_over=left_over,
            only=tuple(fact for fact in _FACT.findall(block.text) if both and fact in only),
        )

    return Pair(
        tuple(piece(block, *tongues, left - right) for block in here),
        tuple(piece(block, tongues[1], tongues[0], right - left) for block in there),
        bead.moved,
    )


def _piece(block: Block) -> Piece:
    level = block.node.depth if isinstance(block.node, Heading) else 0
    return Piece(block.kind, _html(block.node), _markdown(block), level)


def _foreign(block: Block, left_over: Sequence[str], own: str, other: str) -> str:
    """The other language, if the block is in it, whatever its links say."""
    text = block.text
    for each in left_over:
        text = text.replace(each, " ")
    if block.kind in ("code", "embed") or sum(map(str.isalpha, text)) < ENOUGH:
        return ""
    return other if _reads(text, own, other) else ""


def _reads(text: str, own: str, other: str) -> bool:
    """Whether a text is in the other of two languages."""
    if own == other:
        return False
    told, sure = language.detect(text, (own, other))
    return told == other and sure >= SURE


def _links(blocks: Sequence[Block]) -> frozenset[str]:
    """The words of links, where they are more than a name."""
    texts = (words_of(node) for block in blocks for node in walk(block.node) if isinstance(node, Link))
    return frozenset(text for text in texts if len(text.split()) >= PHRASE)


def _facts(blocks: Sequence[Block]) -> frozenset[str]:
    return frozenset(fact for block in blocks for fact in _FACT.findall(block.text))


def _html(node: AnyNode) -> str:
    shown = rebuild(node, _quiet)
    if isinstance(shown, Row):
        shown = Table((Row(()), shown))
    written = WRITERS["html"](Root((shown,)))
    if isinstance(node, Element) and node.name in _TABLES:
        written = f"<table><tbody>{written}</tbody></table>"
    return _CLEANER.clean(written).strip()


def _quiet(node: Any) -> Any:
    """A picture or a player as words: nothing is asked of the site."""
    if isinstance(node, Image):
        return Element("span", {"class": "image"}, (Text(node.alt or _file(node.url)),))
    if isinstance(node, Embed):
        return Paragraph((Link(node.url, (Text(node.title or node.url),)),))
    return node


def _markdown(block: Block) -> str:
    node: Any = Table((block.node,)) if isinstance(block.node, Row) else block.node
    text = WRITERS["markdown"](Root((node,))).strip("\n")
    return "\n".join(_as_item(text.split("\n"))) if block.kind == "item" else text


def _as_item(lines: Sequence[str]) -> Iterator[str]:
    """The list is taken apart, so that each of its items stands for itself."""
    for at, line in enumerate(lines):
        yield f"- {line}" if at == 0 else f"  {line}"


def _file(url: str) -> str:
    return PurePosixPath(unquote(urlsplit(url).path)).name or url
