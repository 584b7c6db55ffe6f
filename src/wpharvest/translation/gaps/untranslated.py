"""Text that is still in the other language."""

from __future__ import annotations

from collections.abc import Iterator

from wpharvest.model.alignments import Block
from wpharvest.model.gaps import Gap
from wpharvest.text import fold
from wpharvest.translation.gaps.runs import Run, runs
from wpharvest.translation.gaps.side import Side, named
from wpharvest.translation.gaps.tongue import Tongues

WORDLESS = frozenset(["code"])


def learn(side: Side, tongues: Tongues) -> None:
    """Let the words that this side has left in the other language not count as words of its own."""
    for block in side.blocks:
        for run in left_over(block, side, tongues)[0]:
            tongues.forget(side.language, run.text)


def find(side: Side, tongues: Tongues) -> Iterator[Gap]:
    """Blocks of this side that are in the sister's language, or the links and sentences in them that are.

    Titles of works in quotation marks or italics are told apart (`cited`): they may be meant.
    """
    for block in side.blocks:
        left, whole = left_over(block, side, tongues)
        if whole and not all(run.cited for run in left):
            yield side.gap("untranslated", block, block.text, _why(block, side))
            continue
        for run in left:
            yield side.gap("cited" if run.cited else "untranslated", block, run.text, _why(block, side))


def left_over(block: Block, side: Side, tongues: Tongues) -> tuple[list[Run], bool]:
    """The runs of a block that are in the sister's language, and whether they are all of it."""
    if side.language == side.other or block.kind in WORDLESS:
        return [], False
    parts = runs(block)
    beside = fold(" ".join(answer.text for answer in side.answer(block)))
    left = [run for run in parts if _is_left(run, beside, side, tongues)]
    return left, bool(left) and len(left) == len(parts)


def _is_left(run: Run, beside: str, side: Side, tongues: Tongues) -> bool:
    copied = bool(beside) and fold(run.text) in beside
    return tongues.foreign(run, side.language, side.other, copied=copied) > 0


def _why(block: Block, side: Side) -> str:
    what = "the text of a picture" if block.kind == "image" else named(block.kind)
    return f"in {what} on a page in {side.document.key.language}, this is in {side.sister.key.language}"
