"""Two documents side by side: each aligned piece as clean HTML and as Markdown, and what is odd about it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import unquote, urlsplit

import msgspec
import nh3

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
from wpharvest.text import squeeze
from wpharvest.translation.alignment import align, outline
from wpharvest.translation.gaps import untranslated
from wpharvest.translation.gaps.side import Side, sides
from wpharvest.translation.gaps.tongue import Tongues

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
    that stand in the other language; `only` are numbers and mail addresses that
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
    both, tongues = sides(left, right, aligned), Tongues((left, right))
    for side in both:
        untranslated.learn(side, tongues)
    found = []
    for bead in aligned.blocks:
        here = [aligned.left_blocks[at] for at in bead.left]
        there = [aligned.right_blocks[at] for at in bead.right]
        found.append(_pair(here, there, both, tongues, bead))
    return found


def alone(document: Document) -> list[Pair]:
    """One document by itself."""
    return [Pair((_piece(block),), ()) for block in outline(document).blocks]


def _pair(
    here: Sequence[Block], there: Sequence[Block], sides: tuple[Side, Side], tongues: Tongues, bead: Bead
) -> Pair:
    left, right = _facts(here), _facts(there)
    both = bool(here and there)

    def piece(block: Block, side: Side, only: frozenset[str]) -> Piece:
        runs, whole = untranslated.left_over(block, side, tongues)
        links = _links(block)
        return msgspec.structs.replace(
            _piece(block),
            foreign=side.other if whole and not links.issuperset(run.text for run in runs) else "",
            left_over=tuple(sorted(links & {run.text for run in runs})),
            only=tuple(fact for fact in _FACT.findall(block.text) if both and fact in only),
        )

    return Pair(
        tuple(piece(block, sides[0], left - right) for block in here),
        tuple(piece(block, sides[1], right - left) for block in there),
        bead.moved,
    )


def _piece(block: Block) -> Piece:
    level = block.node.depth if isinstance(block.node, Heading) else 0
    return Piece(block.kind, _html(block.node), _markdown(block), level)


def _links(block: Block) -> frozenset[str]:
    """The words of its links."""
    return frozenset(squeeze(words_of(node)) for node in walk(block.node) if isinstance(node, Link))


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
