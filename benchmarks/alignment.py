"""How well sections are laid side by side, on known pairs with sections dropped and moved.

python benchmarks/alignment.py GOLD_FOLDER            # print the figures
python benchmarks/alignment.py GOLD_FOLDER --write    # learn from all sets, write alignment.json

Taken are the gold pairs whose two sides have headings of the same depths in the same order, so that the
truth is known: the first answers the first. Then sections of one side are dropped, and some are moved.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import msgspec
import numpy as np
from pairing import logistic
from pairing_gold import Gold, read

from wpharvest.model.documents import Document
from wpharvest.model.nodes import Block, Heading, Root
from wpharvest.translation import weights
from wpharvest.translation.alignment import align, outline, teach
from wpharvest.translation.alignment.likeness import FEATURES, measure
from wpharvest.translation.alignment.units import Unit, of_section, unit, weighted
from wpharvest.translation.lexicon import EMPTY, Lexicon

TARGET = Path(__file__).parent.parent / "src/wpharvest/translation/alignment.json"
DROPPED, MOVED = 0.2, 0.1  # shares of the sections
FEWEST = 3  # sections of a document that says something about alignment
NEAR = 3  # places from the right partner up to which others are shown as wrong ones
RIDGE = 4.0
IN_ORDER, ELSEWHERE = 1.5, 2.0

Pair = tuple[Document, Document]
Part = tuple[Block, ...]


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

    def __str__(self) -> str:
        sections = 2 * self.right / max(1, self.found + self.there)
        missing = 2 * self.missing_right / max(1, self.missing_found + self.missing_there)
        return f"sections {sections:.3f}  missing {missing:.3f}"


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
    beads = align(each.left, each.right, lexicon).sections
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


def section_rows(pairs: Iterable[Pair], lexicon: Lexicon) -> Iterator[tuple[tuple[float, ...], bool]]:
    for left, right in pairs:
        sides = [
            weighted([of_section(section, side.blocks) for section in side.sections])
            for side in (outline(left), outline(right))
        ]
        yield from _near(sides[0][1:], sides[1][1:], lexicon)


def block_rows(pairs: Iterable[Pair], lexicon: Lexicon) -> Iterator[tuple[tuple[float, ...], bool]]:
    """Blocks of documents whose kinds of blocks are the same in the same order."""
    for left, right in pairs:
        sides = outline(left), outline(right)
        kinds = [[(block.kind, block.section) for block in side.blocks] for side in sides]
        if kinds[0] == kinds[1]:
            units = [weighted([unit([block]) for block in side.blocks]) for side in sides]
            yield from _near(*units, lexicon)


def _near(
    left: Sequence[Unit], right: Sequence[Unit], lexicon: Lexicon
) -> Iterator[tuple[tuple[float, ...], bool]]:
    for here, one in enumerate(left):
        for there in range(max(0, here - NEAR), min(len(right), here + NEAR + 1)):
            yield measure(one, right[there], lexicon), here == there


def learned(rows: Sequence[tuple[tuple[float, ...], bool]], in_order: float, moved: float) -> weights.Alike:
    """A logistic model in which right and wrong partners weigh the same."""
    values = np.array([row for row, _ in rows])
    truth = np.array([float(right) for _, right in rows])
    weight = np.where(truth > 0, 0.5 / truth.mean(), 0.5 / (1 - truth.mean()))
    found = logistic(values[:, 1:], truth, weight, RIDGE)
    features = {name: round(float(value), 3) for name, value in zip(FEATURES, found, strict=True)}
    return weights.Alike(features, in_order, moved)


def model(sets: dict[str, list[Pair]], origin: str) -> weights.Alikes:
    sections: list[tuple[tuple[float, ...], bool]] = []
    blocks: list[tuple[tuple[float, ...], bool]] = []
    for pairs in sets.values():
        halves = pairs[::2], pairs[1::2]
        for asked, known in (halves, halves[::-1]):
            for lexicon in (EMPTY, teach(known)):
                sections += section_rows(asked, lexicon)
                blocks += block_rows(asked, lexicon)
    return weights.Alikes(
        origin, learned(sections, IN_ORDER, ELSEWHERE), learned(blocks, IN_ORDER, ELSEWHERE)
    )


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("gold", type=Path)
    asked.add_argument("--write", action="store_true")
    options = asked.parse_args()
    files = sorted(options.gold.glob("*.json"))
    sets = {gold.name: usable(gold) for gold in (read(path, slugs=False) for path in files)}
    print(f"{'set':22}{'pairs':>6}  without a lexicon                 with one from the site's other pairs")
    sums = Score(), Score()
    for name, pairs in sets.items():
        scores = figures(pairs, 7)
        print(f"{name:22}{len(pairs):6}  {scores[0]!s:34}{scores[1]}", flush=True)
        for total, score in zip(sums, scores, strict=True):
            total.add(score)
    print(f"{'all':22}{sum(map(len, sets.values())):6}  {sums[0]!s:34}{sums[1]}")
    if options.write:
        origin = f"benchmarks/alignment.py over {', '.join(sets)}"
        TARGET.write_bytes(msgspec.json.format(msgspec.json.encode(model(sets, origin)), indent=1) + b"\n")
        print(f"written: {TARGET}")


if __name__ == "__main__":
    main()
