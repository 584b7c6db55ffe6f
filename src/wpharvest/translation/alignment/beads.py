"""Which section answers which, and which block: in order where possible, moved where it must be."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from msgspec.structs import replace

from wpharvest.model.alignments import Bead
from wpharvest.translation.alignment.blocks import TITLE, Outline
from wpharvest.translation.alignment.chain import rising
from wpharvest.translation.alignment.sides import Range, Sides
from wpharvest.translation.alignment.units import of_section, unit
from wpharvest.translation.lexicon import Lexicon
from wpharvest.translation.weights import alike


def section_beads(left: Outline, right: Outline, lexicon: Lexicon) -> list[Bead]:
    """Which section answers which."""
    weights = alike().sections
    sides = Sides(
        [of_section(section, left.blocks) for section in left.sections],
        [of_section(section, right.blocks) for section in right.sections],
        lexicon,
        weights,
    )
    lefts, rights = range(len(left.sections)), range(len(right.sections))
    found = [Bead((0,), (0,), sides.score((0,), (0,)))]  # what stands before any heading, the title at least
    found += sides.in_order(lefts[1:], rights[1:], weights.in_order)
    found += sides.anywhere(*_open(lefts, rights, found), weights.moved)
    return whole(found, len(lefts), len(rights))


def block_beads(left: Outline, right: Outline, sections: Sequence[Bead], lexicon: Lexicon) -> list[Bead]:
    """Which block answers which: within sections that answer each other, then what is left anywhere."""
    weights = alike().blocks
    sides = Sides(
        [unit([each]) for each in left.blocks],
        [unit([each]) for each in right.blocks],
        lexicon,
        weights,
    )
    found: list[Bead] = []
    if all(side.blocks and side.blocks[0].kind == TITLE for side in (left, right)):
        found.append(Bead((0,), (0,), sides.score((0,), (0,))))  # a document's title is its title
    for bead in sections:
        here, there = _open(_within(left, bead.left), _within(right, bead.right), found[:1])
        found += sides.in_order(here, there, weights.in_order)
    lefts, rights = range(len(left.blocks)), range(len(right.blocks))
    found += sides.in_order(*_open(lefts, rights, found), 0.0)
    found += sides.anywhere(*_open(lefts, rights, found), weights.moved)
    return whole(found, len(lefts), len(rights))


def whole(found: Sequence[Bead], lefts: int, rights: int) -> list[Bead]:
    """All beads in the left side's order: those found, and what has no partner where it would belong."""
    still = set(rising([(bead.left[0], bead.right[0]) for bead in found]))
    beads = [replace(bead, moved=(bead.left[0], bead.right[0]) not in still) for bead in found]
    here, there = _open(range(lefts), range(rights), found)
    places = {bead.right[-1]: (bead.left[-1], 1, 0) for bead in beads}
    order = {bead: (bead.left[0], 0, 0) for bead in beads}
    order |= {Bead((index,), ()): (index, 0, 0) for index in here}
    for index in there:
        before = places.get(index - 1, (-1, 1, 0))
        places[index] = order[Bead((), (index,))] = (before[0], 1, index)
    return sorted(order, key=order.__getitem__)


def _open(left: Range, right: Range, found: Iterable[Bead]) -> tuple[list[int], list[int]]:
    """The indexes that are in no bead yet."""
    beads = list(found)
    taken = {each for bead in beads for each in bead.left}, {each for bead in beads for each in bead.right}
    return [each for each in left if each not in taken[0]], [each for each in right if each not in taken[1]]


def _within(side: Outline, sections: Iterable[int]) -> list[int]:
    return [
        index for each in sections for index in range(side.sections[each].start, side.sections[each].stop)
    ]
