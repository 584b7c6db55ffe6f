"""A block as runs of text that may each be in a language of their own: links, quotations, sentences."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain

import msgspec

from wpharvest.model.alignments import Block
from wpharvest.model.nodes import AnyNode, Emphasis, InlineCode, Link, walk, words_of
from wpharvest.text import squeeze

_QUOTED = re.compile(r"“[^“”]+”|«[^«»]+»|„[^„“”]+[“”]|\"[^\"]+\"")
_ENDS = re.compile(r"(?<=[.!?…])\s+|\s*[:;–—|•]\s+|\s+-\s+|\n")
_LETTER = re.compile(r"[^\W\d_]")


class Run(msgspec.Struct, frozen=True):
    """A part of a block's text. `cited`: it stands in quotation marks or in italics, as the title of a work;
    `alone`: no other words stand around it.
    """

    text: str
    cited: bool = False
    alone: bool = False


def runs(block: Block) -> tuple[Run, ...]:
    """The runs of a block, in no order; those without letters are left out."""
    marked = [(squeeze(words_of(node)), isinstance(node, Emphasis)) for node in _marked(block.node)]
    rest = block.text
    for text, _ in marked:
        rest = rest.replace(text, "\n", 1) if text else rest
    for code in (each.value for each in walk(block.node) if isinstance(each, InlineCode)):
        rest = rest.replace(squeeze(code), " ", 1) if code.strip() else rest  # in no language
    phrases = ((text, cited or bool(_QUOTED.fullmatch(text))) for text, cited in marked)
    kept = [(text, cited) for text, cited in chain(phrases, _pieces(rest)) if _LETTER.search(text)]
    return tuple(Run(text, cited, len(kept) == 1) for text, cited in kept)


def _marked(node: AnyNode) -> Iterator[AnyNode]:
    """The outermost links and italics."""
    inside = 0
    nodes = list(walk(node))
    for place, each in enumerate(nodes):
        if place >= inside and isinstance(each, (Link, Emphasis)):
            inside = place + sum(1 for _ in walk(each))
            yield each


def _pieces(text: str) -> Iterator[tuple[str, bool]]:
    quoted = ((each, True) for each in _QUOTED.findall(text))
    plain = ((each, False) for each in _ENDS.split(_QUOTED.sub("\n", text)))
    return ((squeeze(each), cited) for each, cited in chain(quoted, plain))
