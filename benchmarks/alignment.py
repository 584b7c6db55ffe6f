"""How well sections are laid side by side, on known pairs with sections dropped and moved.

python benchmarks/alignment.py GOLD_FOLDER            # print the figures
python benchmarks/alignment.py GOLD_FOLDER --write    # learn from all sets, write alignment.json

Taken are the gold pairs whose two sides have headings of the same depths in the same order, so that the
truth is known: the first answers the first. Then sections of one side are dropped, and some are moved.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Iterable, Sequence
from itertools import product
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
from pairing_gold import Gold, read

from wpharvest.model.documents import Document
from wpharvest.model.nodes import Block, Heading, Root
from wpharvest.translation import weights
from wpharvest.translation.alignment import outline, teach
from wpharvest.translation.alignment.beads import section_beads
from wpharvest.translation.alignment.chain import chain
from wpharvest.translation.alignment.likeness import FEATURES, measure
from wpharvest.translation.alignment.sides import IMPOSSIBLE, LEAD
from wpharvest.translation.alignment.units import Unit, of_section, weighted
from wpharvest.translation.lexicon import EMPTY, Lexicon

TARGET = Path(__file__).parent.parent / "src/wpharvest/translation/alignment.json"
DROPPED, MOVED = 0.2, 0.1  # shares of the sections
FEWEST = 3  # sections of a document that says something about alignment
LEARNED, LONGEST = 26, 45  # pairs of a set, and sections of a document, that are learned from
ROUNDS, STEPS = 3, (0.6, 0.85, 1.2, 1.6)

Pair = tuple[Document, Document]
Part = tuple[Block, ...]
Values = np.ndarray[Any, np.dtype[np.float64]]


class Torn(msgspec.Struct, frozen=True):
    """A pair whose right side lacks sections and has others elsewhere; `truth` is left -> right index."""

    left: Document
    right: Document
    truth: dict[int, int]


class Score(msgspec.Struct):
    """Counts of sections: found and right, found, there; and the same of missing ones."""

    right: int = 0
    found: int = 0
    there: int = 0
    missing_right: int = 0
    missing_found: int = 0
    missing_there: int = 0

    def add(self, other: Score) -> None:
        for name in self.__struct_fields__:
            setattr(self, name, getattr(self, name) + getattr(other, name))

    @property
    def both(self) -> tuple[float, float]:
        """F1 of sections, and of missing sections."""
        sections = 2 * self.right / max(1, self.found + self.there)
        return sections, 2 * self.missing_right / max(1, self.missing_found + self.missing_there)

    def __str__(self) -> str:
        return "sections {:.3f}  missing {:.3f}".format(*self.both)


def parallel(gold: Gold) -> list[Pair]:
    """The pairs of documents whose headings have the same depths in the same order."""
    documents = {document.key: document for document in gold.documents}
    pairs = [(documents[a], documents[b]) for a, b in sorted(gold.pairs)]
    return [pair for pair in pairs if len(depths(pair[0])) >= FEWEST and depths(pair[0]) == depths(pair[1])]


def depths(document: Document) -> list[int]:
    return [section.depth for section in outline(document).sections][1:]


def parts(document: Document) -> tuple[Part, list[Part]]:
    """What stands before any heading, and the sections, as top-level blocks."""
    found: list[list[Block]] = [[]]
    for block in document.body.children:
        if isinstance(block, Heading):
            found.append([])
        found[-1].append(block)
    return tuple(found[0]), [tuple(part) for part in found[1:]]


def torn(pair: Pair, dice: random.Random) -> Torn:
    left, right = pair
    start, sections = parts(right)
    order = list(range(len(sections)))
    lost = set(dice.sample(order, round(DROPPED * len(order))))
    order = [each for each in order if each not in lost]
    for each in dice.sample(order, round(MOVED * len(order))):
        order.remove(each)
        order.insert(dice.randrange(len(order) + 1), each)
    body = Root((*start, *(block for each in order for block in sections[each])))
    truth = {old + 1: new + 1 for new, old in enumerate(order)}
    return Torn(left, msgspec.structs.replace(right, body=body), truth)


def judged(each: Torn, lexicon: Lexicon) -> Score:
    """What the alignment says of the sections, against the truth. Either side may be the torn one."""
    beads = section_beads(outline(each.left), outline(each.right), lexicon)
    found = {(a, b) for bead in beads for a in bead.left for b in bead.right if a and b}
    wanted = set(each.truth.items())
    lefts = {a for bead in beads if not bead.right for a in bead.left}
    missing = set(range(1, len(depths(each.left)) + 1)) - each.truth.keys()
    return Score(len(found & wanted), len(found), len(wanted), len(lefts & missing), len(lefts), len(missing))


def usable(gold: Gold) -> list[Pair]:
    """Pairs whose headings all stand at the top of the body, where they can be moved."""
    return [pair for pair in parallel(gold) if all(len(parts(side)[1]) == len(depths(side)) for side in pair)]


def figures(pairs: Sequence[Pair], seed: int) -> tuple[Score, Score]:
    """Without a lexicon, and with one from the other half of the set's pairs."""
    dice = random.Random(seed)
    bare, taught = Score(), Score()
    halves = pairs[::2], pairs[1::2]
    for asked, known in (halves, halves[::-1]):
        lexicon = teach(known)
        for pair in asked:
            each = torn(pair, dice)
            bare.add(judged(each, EMPTY))
            taught.add(judged(each, lexicon))
    return bare, taught


# ── learning ─────────────────────────────────────────────────────────────────────────────────────────


class Known(msgspec.Struct, frozen=True):
    """A torn pair, measured: each section of one side with each of the other, without and with a lexicon."""

    values: tuple[Values, Values]
    truth: frozenset[tuple[int, int]]


def known(pairs: Sequence[Pair], seed: int) -> list[Known]:
    dice = random.Random(seed)
    halves = pairs[::2], pairs[1::2]
    found = []
    for asked, teachers in (halves, halves[::-1]):
        lexicon = teach(teachers)
        for pair in dice.sample(asked, min(LEARNED // 2, len(asked))):
            each = torn(pair, dice)
            sides = [
                weighted([of_section(section, side.blocks) for section in side.sections])[1:]
                for side in (outline(each.left), outline(each.right))
            ]
            if max(map(len, sides)) <= LONGEST:
                values = tuple(measured(sides[0], sides[1], each) for each in (EMPTY, lexicon))
                truth = frozenset((a - 1, b - 1) for a, b in each.truth.items())
                found.append(Known((values[0], values[1]), truth))
    return found


def measured(left: Sequence[Unit], right: Sequence[Unit], lexicon: Lexicon) -> Values:
    return np.array([[measure(a, b, lexicon) for b in right] for a in left])


def goodness(numbers: Sequence[float], sets: Iterable[Known]) -> float:
    """F1 of sections and of missing ones, twice: without and with a lexicon, which counts double."""
    *features, in_order, moved, lead = numbers
    scores = Score(), Score()
    for each in sets:
        for score, values in zip(scores, each.values, strict=True):
            table = ahead(values @ np.array(features), lead)
            found = paired(table, in_order, moved)
            lefts = set(range(len(table)))
            missing = lefts - {a for a, _ in each.truth}
            alone = lefts - {a for a, _ in found}
            right = len(found & each.truth)
            score.add(
                Score(right, len(found), len(each.truth), len(alone & missing), len(alone), len(missing))
            )
    return sum(scores[0].both) + 2 * sum(scores[1].both)


def ahead(table: Values, lead: float) -> Values:
    """The table with each pair's lead over the best other of its row and its column."""
    rivals = np.full_like(table, -np.inf)
    for axis in (0, 1):
        if table.shape[axis] > 1:
            second, best = np.moveaxis(np.partition(table, -2, axis).take((-2, -1), axis), axis, 0)
            others = np.where(
                table >= np.expand_dims(best, axis), *(np.expand_dims(each, axis) for each in (second, best))
            )
            rivals = np.maximum(rivals, others)
    led: Values = table + lead * np.clip(table - rivals, -LEAD, LEAD)
    return led


def paired(table: Values, in_order: float, moved: float) -> set[tuple[int, int]]:
    """What the alignment would pair, by a table of log-odds: the best chain, then what was moved."""

    def score(left: tuple[int, ...], right: tuple[int, ...]) -> float:
        single = len(left) == len(right) == 1
        return in_order + float(table[left[0], right[0]]) if single else IMPOSSIBLE

    found = {(bead.left[0], bead.right[0]) for bead in chain(len(table), len(table[0]), score)}
    for place in np.argsort(-table, axis=None):
        a, b = (int(each) for each in np.unravel_index(place, table.shape))
        if table[a, b] < moved:
            break
        if a not in {left for left, _ in found} and b not in {right for _, right in found}:
            found.add((a, b))
    return found


def learned(start: weights.Alike, sets: Sequence[Known]) -> weights.Alike:
    """The weights from which no step of one of them leads to a better result: a search, one by one.

    What counts is the alignment, not each pair of sections for itself: a logistic model, which learns that,
    was worse by 0.01.
    """
    best = [*(start.features[name] for name in FEATURES), start.in_order, start.moved, start.lead]
    reached = goodness(best, sets)
    for _ in range(ROUNDS):
        for place, step in product(range(len(best)), STEPS):
            tried = [*best]
            tried[place] *= step
            if (good := goodness(tried, sets)) > reached + 1e-4:
                best, reached = tried, good
    features = {name: round(value, 3) for name, value in zip(FEATURES, best, strict=False)}
    return weights.Alike(features, *(round(each, 3) for each in best[-3:]))


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("gold", type=Path)
    asked.add_argument("--write", action="store_true")
    options = asked.parse_args()
    files = sorted(options.gold.glob("*.json"))
    sets = {gold.name: usable(gold) for gold in (read(path, slugs=False) for path in files)}
    if options.write:
        write(sets)
        return
    print(f"{'set':22}{'pairs':>6}  without a lexicon                 with one from the site's other pairs")
    sums = Score(), Score()
    for name, pairs in sets.items():
        scores = figures(pairs, 7)
        print(f"{name:22}{len(pairs):6}  {scores[0]!s:34}{scores[1]}", flush=True)
        for total, score in zip(sums, scores, strict=True):
            total.add(score)
    print(f"{'all':22}{sum(map(len, sets.values())):6}  {sums[0]!s:34}{sums[1]}")


def write(sets: dict[str, list[Pair]]) -> None:
    """Learn from every other site, say what that is worth on the rest, then learn from all and write it."""
    before = weights.alike()
    shown = {name: known(pairs, 3) for name, pairs in sets.items()}
    sites = sorted({site_of(name) for name in sets})
    for seen in (sites[::2], sites[1::2]):
        sides: dict[bool, list[Known]] = {True: [], False: []}
        for name, each in shown.items():
            sides[site_of(name) in seen] += each
        found = learned(before.sections, sides[True])
        numbers = [*found.features.values(), found.in_order, found.moved, found.lead]
        here, there = (goodness(numbers, sides[side]) / 6 for side in (True, False))
        print(f"learned from {', '.join(seen)}: {here:.3f} there, {there:.3f} on the others", flush=True)
    everything = [each for known_set in shown.values() for each in known_set]
    origin = f"benchmarks/alignment.py over {', '.join(sets)}; those of blocks by hand"
    after = weights.Alikes(origin, learned(before.sections, everything), before.blocks)
    TARGET.write_bytes(msgspec.json.format(msgspec.json.encode(after), indent=1) + b"\n")
    print(f"written: {TARGET}")


def site_of(name: str) -> str:
    """The site of a set: one site in other languages isn't an unseen one."""
    return name.split("-")[0]


if __name__ == "__main__":
    main()
