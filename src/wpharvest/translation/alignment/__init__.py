"""Two documents that say the same, laid side by side: first their sections, then their blocks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from wpharvest.model.alignments import Alignment
from wpharvest.model.documents import Document
from wpharvest.translation.alignment.beads import block_beads, section_beads
from wpharvest.translation.alignment.blocks import outline
from wpharvest.translation.lexicon import EMPTY, Lexicon, learn

__all__ = ["align", "outline", "teach"]

SURE = 1.0  # log-odds from which two blocks teach words


def align(left: Document, right: Document, lexicon: Lexicon = EMPTY) -> Alignment:
    """Lay two documents side by side.

    By lengths, by what is the same in every language (links, files, numbers, names), by headings, by words
    that begin alike, and by a lexicon, if there is one. Sections and blocks may be missing on a side, be
    two for one, or stand elsewhere. The time grows with the documents' length, not with its square.
    """
    here, there = outline(left), outline(right)
    sections = section_beads(here, there, lexicon)
    return Alignment(
        left=left.key,
        right=right.key,
        left_blocks=here.blocks,
        right_blocks=there.blocks,
        left_sections=here.sections,
        right_sections=there.sections,
        sections=tuple(sections),
        blocks=tuple(block_beads(here, there, sections, lexicon)),
    )


def teach(pairs: Iterable[tuple[Document, Document]]) -> Lexicon:
    """A lexicon from documents that are known to be translations of each other."""
    return learn(text for left, right in pairs for text in _taught(align(left, right)))


def _taught(alignment: Alignment) -> Iterator[tuple[str, str]]:
    """The texts of the blocks that surely answer each other."""
    for bead in alignment.blocks:
        if bead.score >= SURE:
            yield (
                " ".join(alignment.left_blocks[index].text for index in bead.left),
                " ".join(alignment.right_blocks[index].text for index in bead.right),
            )
