"""One document of a family as the checks look at it, and its sister beside it."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from wpharvest.language import primary
from wpharvest.model.alignments import Alignment, Block, Section
from wpharvest.model.documents import Document
from wpharvest.model.gaps import Gap, GapKind
from wpharvest.model.items import Key


class Side(msgspec.Struct, frozen=True):
    """A document with its blocks, and for each block those of the sister that it answers."""

    document: Document
    blocks: tuple[Block, ...]
    sections: tuple[Section, ...]
    sister: Document
    sister_blocks: tuple[Block, ...]
    answers: dict[int, tuple[int, ...]]

    @property
    def language(self) -> str:
        """Its primary language code."""
        return primary(self.document.key.language)

    @property
    def other(self) -> str:
        """The sister's primary language code."""
        return primary(self.sister.key.language)

    def answer(self, block: Block) -> Iterator[Block]:
        """The sister's blocks beside this one."""
        return (self.sister_blocks[index] for index in self.answers.get(block.index, ()))

    def gap(self, kind: GapKind, block: Block, words: str, why: str, *, todo: Key | None = None) -> Gap:
        """A gap at a block of this side; `todo` is where it is to be done, this document if not said."""
        document = self.document.key if todo is None else todo
        other = self.sister.key if document == self.document.key else self.document.key
        return Gap(kind, document, other, self.sections[block.section].path, block.index, words, why)


def sides(left: Document, right: Document, alignment: Alignment) -> tuple[Side, Side]:
    """Both documents of an alignment, each with the other as its sister."""
    there = {each: bead.right for bead in alignment.blocks for each in bead.left}
    here = {each: bead.left for bead in alignment.blocks for each in bead.right}
    lefts, rights = alignment.left_blocks, alignment.right_blocks
    return (
        Side(left, lefts, alignment.left_sections, right, rights, there),
        Side(right, rights, alignment.right_sections, left, lefts, here),
    )


def named(kind: str) -> str:
    """A kind of block with its article.

    >>> named("item"), named("row")
    ('an item', 'a row')
    """
    return f"{'an' if kind[0] in 'aeiou' else 'a'} {kind}"
