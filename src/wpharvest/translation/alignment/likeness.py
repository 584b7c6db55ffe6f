"""How much two units speak for being translations of each other, in log-odds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from math import log, sqrt

from wpharvest.translation.alignment.units import Bag, Unit
from wpharvest.translation.lexicon import Lexicon

FEATURES = (
    "bias",
    "anchors",
    "no_anchor",
    "head",
    "no_head",
    "body",
    "length",
    "shape",
    "depth",
    "words",
    "no_words",
)
VARIANCE = 6.8  # of lengths, per character: Gale & Church 1993, section 3.2
FAR = 4.0  # standard deviations; a larger difference says no more than this one
RATIO = 4.0  # so that twice as long is nearly three of them


def measure(left: Unit, right: Unit, lexicon: Lexicon) -> tuple[float, ...]:
    """The values of `FEATURES`; what can't be told is 0."""
    anchors = _dot(left.anchors, right.anchors)
    head = _dot(left.head, right.head)
    told = lexicon.coverage(left.words, right.words)
    return (
        1.0,
        anchors,
        float(bool(left.anchors and right.anchors) and not anchors),
        head,
        float(bool(left.head and right.head) and not head),
        _dot(left.body, right.body),
        _distance(left.length, right.length),
        _alike(left.shape, right.shape),
        float(left.depth != right.depth),
        told or 0.0,
        float(told is not None and told < 0.1),
    )


def likeness(left: Unit, right: Unit, lexicon: Lexicon, weights: Mapping[str, float]) -> float:
    """Log-odds that two units belong together, both orders being as likely."""
    values = measure(left, right, lexicon)
    return sum(weights[name] * value for name, value in zip(FEATURES, values, strict=True))


def _dot(left: Bag, right: Bag) -> float:
    few, many = (left, right) if len(left) <= len(right) else (right, left)
    return sum(weight * many[thing] for thing, weight in few.items() if thing in many)


def _distance(left: int, right: int) -> float:
    """How far two lengths are apart, in standard deviations of a translation's length."""
    mean = (left + right) / 2
    if not mean:
        return 0.0
    by_chance = abs(left - right) / sqrt(VARIANCE * mean)
    by_ratio = RATIO * abs(log((left + 1) / (right + 1)))  # long texts differ by more than chance
    return min(FAR, by_chance, by_ratio)


def _alike(left: str, right: str) -> float:
    """The share of blocks of the same kind."""
    total = len(left) + len(right)
    return 2 * (Counter(left) & Counter(right)).total() / total if total else 0.0
