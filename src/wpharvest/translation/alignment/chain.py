"""The best chain of beads through two sequences: in order, one to one, or two to one.

Dynamic programming as in Gale & Church, "A Program for Aligning Sentences in Bilingual Corpora" (1993), but
over log-odds: what has no partner costs nothing, so that a pair is taken where it is likelier than not.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence

from wpharvest.model.alignments import Bead

Score = Callable[[tuple[int, ...], tuple[int, ...]], float]

CELLS = 60_000  # up to so many, every pair is compared
BAND = 12  # beyond, so many to each side of the diagonal between two anchors
MERGED = -2.3  # log-odds of two to one against one to one: Gale & Church 1993, table 5
# Left things, right things, log-odds; along a diagonal only the first.
SHAPES: tuple[tuple[int, int, float], ...] = ((1, 1, 0.0), (2, 1, MERGED), (1, 2, MERGED))


def chain(lefts: int, rights: int, score: Score, fixed: Sequence[tuple[int, int]] = ()) -> list[Bead]:
    """The beads of the best chain through `lefts` and `rights` things, without those that have no partner.

    `fixed` are pairs that the chain should go through if there are too many things to compare all; where
    they cross each other, the longest run of them that doesn't is kept.
    """
    if lefts * rights <= CELLS:
        return _best((0, lefts), (0, rights), score, lefts + rights)
    found: list[Bead] = []
    here = (0, 0)
    for place in (*rising(fixed), (lefts, rights)):
        found += _best((here[0], place[0]), (here[1], place[1]), score, BAND)
        if place != (lefts, rights):
            found.append(Bead((place[0],), (place[1],), score((place[0],), (place[1],))))
        here = (place[0] + 1, place[1] + 1)
    return found


def _best(left: tuple[int, int], right: tuple[int, int], score: Score, band: int) -> list[Bead]:
    """The best chain between two places; `band` cells to each side of the diagonal are looked at."""
    rows, columns = left[1] - left[0], right[1] - right[0]
    if rows <= 0 or columns <= 0:
        return []
    shapes = SHAPES[:1]
    if rows * columns <= CELLS:
        band, shapes = rows + columns, SHAPES
    totals: list[dict[int, float]] = []
    steps: list[dict[int, tuple[int, int, float]]] = []
    for row in range(rows + 1):
        middle = row * columns // rows
        span = range(max(0, middle - band), min(columns, middle + band) + 1)
        totals.append({})
        steps.append({})
        for column in span:
            end = left[0] + row, right[0] + column
            best, step = (0.0, (0, 0, 0.0)) if not row and not column else (float("-inf"), (0, 0, 0.0))
            for down, over, worth in _moves(end, row, column, score, shapes):
                before = totals[row - down].get(column - over) if down <= row else None
                if before is not None and before + worth > best:
                    best, step = before + worth, (down, over, worth)
            if best > float("-inf"):
                totals[row][column], steps[row][column] = best, step
    return list(_back(left[0], right[0], rows, columns, steps))


def _moves(
    end: tuple[int, int], row: int, column: int, score: Score, shapes: Sequence[tuple[int, int, float]]
) -> Iterator[tuple[int, int, float]]:
    """The steps that may end here: (left things, right things, what it is worth)."""
    if row:
        yield 1, 0, 0.0
    if column:
        yield 0, 1, 0.0
    for down, over, worth in shapes:
        if row >= down and column >= over:
            lefts, rights = range(end[0] - down, end[0]), range(end[1] - over, end[1])
            yield down, over, worth + score(tuple(lefts), tuple(rights))


def _back(
    left: int, right: int, row: int, column: int, steps: Sequence[dict[int, tuple[int, int, float]]]
) -> Iterator[Bead]:
    found = []
    while row or column:
        down, over, worth = steps[row][column]
        if down and over:
            lefts = tuple(range(left + row - down, left + row))
            rights = tuple(range(right + column - over, right + column))
            found.append(Bead(lefts, rights, worth))
        row, column = row - down, column - over
    return reversed(found)


def rising(pairs: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The longest run of pairs that rises on both sides (patience sorting)."""
    tails: list[int] = []
    ends: list[tuple[int, int]] = []
    before: dict[tuple[int, int], tuple[int, int] | None] = {}
    for pair in sorted(pairs):
        place = bisect_left(tails, pair[1])
        before[pair] = ends[place - 1] if place else None
        tails[place : place + 1] = [pair[1]]
        ends[place : place + 1] = [pair]
    found = []
    here = ends[-1] if ends else None
    while here is not None:
        found.append(here)
        here = before[here]
    return found[::-1]
