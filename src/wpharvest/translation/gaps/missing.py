"""Sections and blocks that one side lacks."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from wpharvest.model.alignments import Block
from wpharvest.model.documents import Document
from wpharvest.model.gaps import Gap
from wpharvest.model.nodes import Delete, Emphasis, Image, Link, Strong, walk
from wpharvest.translation.gaps.side import Side

MARKED = (Link, Image, Emphasis, Strong, Delete)


def find(side: Side) -> Iterator[Gap]:
    """What this side has and its sister lacks: what follows without a break in one section is one gap."""
    bare = _is_bare(side.sister) and not _is_bare(side.document)
    lone = [block for block in side.blocks if not side.answers.get(block.index)]
    for _, run in groupby(enumerate(lone), key=lambda each: (each[1].index - each[0], *_place(each[1]))):
        blocks = [block for _, block in run]
        what = _what(blocks)
        why = f"{side.sister.key.language} has nothing for {what}"
        if bare and all(map(_has_link, blocks)):
            why += "; its text holds no links or marks at all: what was a link may have been lost by a copy"
        words = "\n".join(block.text or block.kind for block in blocks)
        yield side.gap("missing", blocks[0], words, why, todo=side.sister.key)


def _place(block: Block) -> tuple[int, int]:
    """What a run doesn't go beyond: a section, and a list or table within it."""
    return block.section, block.group


def _what(blocks: list[Block]) -> str:
    kinds = {block.kind for block in blocks}
    if "heading" in kinds:
        return "this section" if len(blocks) > 1 else "this heading"
    if len(blocks) == 1:
        return f"this {blocks[0].kind}"
    return f"these {len(blocks)} {blocks[0].kind if len(kinds) == 1 else 'block'}s"


def _is_bare(document: Document) -> bool:
    """Whether a body holds words but no link, picture or emphasis: what a copy as plain text leaves."""
    nodes = list(walk(document.body))
    return len(nodes) > 1 and not any(isinstance(node, MARKED) for node in nodes)


def _has_link(block: Block) -> bool:
    return any(isinstance(node, Link) for node in walk(block.node))
