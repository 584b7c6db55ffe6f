"""Two lists of units, compared: in order, or wherever they stand."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from heapq import nlargest
from itertools import product

from msgspec.structs import replace

from wpharvest.model.alignments import Bead
from wpharvest.translation.alignment.chain import CELLS, chain
from wpharvest.translation.alignment.likeness import likeness
from wpharvest.translation.alignment.units import Unit, joined, weighted
from wpharvest.translation.lexicon import Lexicon
from wpharvest.translation.weights import Alike

SHARED = 8  # a thing that more units of a side have leads to none of them

IMPOSSIBLE = -99.0  # log-odds
LEAD = 4.0  # log-odds; a longer lead over the next best says no more than this one

Range = Sequence[int]


class Sides:
    """Two lists of units that can be compared."""

    def __init__(self, left: Sequence[Unit], right: Sequence[Unit], lexicon: Lexicon, weights: Alike) -> None:
        self.left, self.right = weighted(left), weighted(right)
        self._lexicon, self._weights = lexicon, weights
        self._known: dict[tuple[Range, Range], float] = {}
        self._best: tuple[list[list[float]], list[list[float]]] = ([], [])
        if weights.lead and len(left) * len(right) <= CELLS:
            table = [[self._alike(here, there) for there in self.right] for here in self.left]
            self._best = _two_best(table), _two_best(zip(*table, strict=True))

    def score(self, left: tuple[int, ...], right: tuple[int, ...]) -> float:
        """Log-odds that these units of the left side and those of the right belong together."""
        found = self._known.get((left, right))
        if found is None:
            found = self._known[left, right] = self._scored(left, right)
        return found

    def _scored(self, left: tuple[int, ...], right: tuple[int, ...]) -> float:
        if len(left) == len(right) == 1:
            return self._ahead(left[0], right[0])
        here, there = [self.left[each] for each in left], [self.right[each] for each in right]
        if not _fit_better(here, there):
            return IMPOSSIBLE
        return self._alike(joined(here), joined(there))

    def _alike(self, left: Unit, right: Unit) -> float:
        return likeness(left, right, self._lexicon, self._weights.features)

    def _ahead(self, left: int, right: int) -> float:
        """One with one: a pair that is better than every other of its two is likelier than its likeness says,
        one that is only the second best is less likely.
        """
        own = self._alike(self.left[left], self.right[right])
        rows, columns = self._best
        if not rows:
            return own
        rivals = [best[own >= best[0]] for best in (rows[left], columns[right]) if len(best) > 1]
        return own + self._weights.lead * max(-LEAD, min(LEAD, own - max(rivals, default=own - LEAD)))

    def in_order(self, left: Range, right: Range, bonus: float) -> list[Bead]:
        """The best chain through a part of each side. `bonus` is what being in order is worth."""

        def original(here: tuple[int, ...], there: tuple[int, ...]) -> Bead:
            return Bead(tuple(left[each] for each in here), tuple(right[each] for each in there))

        def score(here: tuple[int, ...], there: tuple[int, ...]) -> float:
            bead = original(here, there)
            return bonus + self.score(bead.left, bead.right)

        fixed = self._unique(left, right) if len(left) * len(right) > CELLS else ()
        found = chain(len(left), len(right), score, fixed)
        return [replace(original(bead.left, bead.right), score=bead.score) for bead in found]

    def anywhere(self, left: Range, right: Range, needed: float) -> list[Bead]:
        """Pairs wherever they stand, best first, one to one; those that share something rare are compared."""
        pairs: Iterable[tuple[int, int]] = product(left, right)
        if len(left) * len(right) > CELLS:
            pairs = self._sharing(left, right)
        scored = sorted((-self.score((a,), (b,)), a, b) for a, b in pairs)
        taken: set[tuple[str, int]] = set()
        found = []
        for loss, a, b in scored:
            if -loss >= needed and not taken & {("left", a), ("right", b)}:
                taken |= {("left", a), ("right", b)}
                found.append(Bead((a,), (b,), -loss - needed))
        return found

    def _unique(self, left: Range, right: Range) -> list[tuple[int, int]]:
        """Places (in the two ranges) that alone share a thing: the chain goes through them."""
        here, there = self._holders(left, right)
        places = [{index: place for place, index in enumerate(side)} for side in (left, right)]
        found = {
            (places[0][here[thing][0]], places[1][there[thing][0]])
            for thing in here.keys() & there.keys()
            if len(here[thing]) == len(there[thing]) == 1
        }
        lefts, rights = (Counter(pair[side] for pair in found) for side in (0, 1))
        return sorted(pair for pair in found if lefts[pair[0]] == rights[pair[1]] == 1)

    def _sharing(self, left: Range, right: Range) -> set[tuple[int, int]]:
        here, there = self._holders(left, right)
        return {
            pair
            for thing in here.keys() & there.keys()
            if len(here[thing]) <= SHARED and len(there[thing]) <= SHARED
            for pair in product(here[thing], there[thing])
        }

    def _holders(self, left: Range, right: Range) -> tuple[dict[str, list[int]], dict[str, list[int]]]:
        sides: tuple[dict[str, list[int]], dict[str, list[int]]] = (defaultdict(list), defaultdict(list))
        for holders, units, indexes in zip(sides, (self.left, self.right), (left, right), strict=True):
            for index in indexes:
                for thing in units[index].anchors.keys() | units[index].head.keys():
                    holders[thing].append(index)
        return sides


def _two_best(rows: Iterable[Iterable[float]]) -> list[list[float]]:
    return [nlargest(2, row) for row in rows]


def _fit_better(left: Sequence[Unit], right: Sequence[Unit]) -> bool:
    """Whether several units are nearer in length to one unit than each of them alone is."""
    lengths = sum(each.length for each in left), sum(each.length for each in right)
    alone = min(abs(a.length - b.length) for a in left for b in right)
    return abs(lengths[0] - lengths[1]) < alone
