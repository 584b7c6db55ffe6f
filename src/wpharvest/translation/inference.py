"""Pairs that no one declares, from what two documents share."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from math import exp

import msgspec

from wpharvest.model.families import Evidence
from wpharvest.model.items import Key
from wpharvest.translation.signals import SIGNALS, best
from wpharvest.translation.signals.signal import OVERLAP, Values
from wpharvest.translation.survey import Pair, Survey
from wpharvest.translation.weights import Calibration, Weights

DECLARED = ("declared", "hreflang", "switcher", "same_id")
CONTENT = tuple(name for name in SIGNALS if name not in DECLARED)  # a claim that was refused says nothing
RANKED = "best"  # says something once all candidates are measured
TELLING = tuple(name for name in CONTENT if name != RANKED)  # that is told with the signal that is ranked
FAMILIAR = ("parents", "lexicon")  # what these say depends on the families that are known by then
# What these measure grows with what two documents share: a weight below 0 means that it is too little.
SHARED = frozenset(name for name in SIGNALS if SIGNALS[name].FEATURES == OVERLAP)
SHARED |= {"title_facts", "shape", "lexicon", "rarest"}
FACTS = ("numbers", "contacts")
UNTRANSLATED = (*FACTS, "links", "media")
SEVERAL = 2  # facts from which sharing none is no chance
LEAD = 6.0  # a longer lead over the next best says no more than this one
TOLD = 7  # reasons that a family shows
FAINT = 0.05  # log-odds below which a reason isn't worth telling


class Guess(msgspec.Struct, frozen=True):
    """A pair that may be one, and how probable it is (0 to 1)."""

    a: Key
    b: Key
    probability: float


def log_odds(pair: Pair, survey: Survey, weights: Weights, names: Iterable[str] = CONTENT) -> float:
    """How the signals of these names together speak for (above 0) or against a pair."""
    return sum(_weight(name, pair, survey, weights) for name in names)


def first_scores(pairs: Iterable[Pair], survey: Survey, weights: Weights) -> dict[Pair, float]:
    """The log-odds of all candidates, before any family tells of another. The survey compares them."""
    lasting = [name for name in CONTENT if name not in (*FAMILIAR, RANKED)]
    scores: dict[Pair, float] = {}
    measures: dict[Pair, tuple[float, ...]] = {}
    for pair in pairs:
        values = {name: SIGNALS[name].measure(*pair, survey) for name in lasting}
        scores[pair] = weights.bias + sum(_weighed(name, each, weights) for name, each in values.items())
        measures[pair] = compared(values)
    survey.compare(measures)
    return {pair: score + _weight(RANKED, pair, survey, weights) for pair, score in scores.items()}


def compared(values: Mapping[str, Values | None]) -> tuple[float, ...]:
    """Of what the signals measured, that by which candidates are ranked."""
    return tuple(each[place] if (each := values[name]) else 0.0 for name, place in best.COMPARED.items())


def guesses(scores: Mapping[Pair, float], bias: float, calibration: Calibration) -> list[Guess]:
    """Scored pairs with their probability, in which the lead over the next best of either document counts."""
    found = [
        Guess(*pair, probability(scores[pair], *leads, calibration)) for pair, leads in leads_of(scores, bias)
    ]
    return sorted(found, key=lambda guess: (-guess.probability, guess.a, guess.b))


def leads_of(scores: Mapping[Pair, float], bias: float) -> list[tuple[Pair, tuple[float, float]]]:
    """By how much each pair is better than the best other pair of its left and of its right document.

    `bias` are the log-odds of a pair of which nothing is known: no rival is worse.
    """
    top: dict[tuple[Key, str], list[float]] = defaultdict(list)
    for (a, b), score in scores.items():
        for place in ((a, b.language), (b, a.language)):
            top[place] = sorted((*top[place], score), reverse=True)[:2]

    def lead(place: tuple[Key, str], score: float) -> float:
        ranked = [*top[place], bias]
        rival = ranked[1] if score >= ranked[0] else ranked[0]
        return max(-LEAD, min(LEAD, score - max(rival, bias)))

    return [
        ((a, b), (lead((a, b.language), score), lead((b, a.language), score)))
        for (a, b), score in scores.items()
    ]


def probability(score: float, left: float, right: float, calibration: Calibration) -> float:
    """A pair's log-odds and leads as a probability."""
    constant, own, shorter, longer = calibration
    low, high = sorted((left, right))
    return sigmoid(constant + own * max(-30.0, min(30.0, score)) + shorter * low + longer * high)


def contradict(a: Key, b: Key, survey: Survey) -> bool:
    """Whether two documents tell of different things in the same words: siblings, not translations.

    Both hold facts of a kind, several each, and share not one; and nothing else that is never translated
    speaks for them either. Or their titles are of one template that always keeps what these two don't share.
    """
    if survey.templates.apart(a, b):
        return True
    left, right = survey.profiles[a].bags, survey.profiles[b].bags
    telling = [name for name in FACTS if len(left[name]) >= SEVERAL and len(right[name]) >= SEVERAL]
    return bool(telling) and all(left[name].keys().isdisjoint(right[name]) for name in UNTRANSLATED)


def reasons(pair: Pair, survey: Survey, weights: Weights, names: Iterable[str] = TELLING) -> list[Evidence]:
    """The strongest reasons for (or against) a pair, in words, from the signals of these names.

    How a signal ranks the pair among its rivals belongs to that signal's reason. What two documents share
    can speak against them, where it is less than translations share: then the sentence says so.
    """
    shares = dict(zip(best.COMPARED, survey.rank(*pair) or (), strict=False))
    found = [
        Evidence(
            *pair, name, round(weight, 3), f"this is all: {why}" if weight < 0 and name in SHARED else why
        )
        for name in names
        if abs(weight := _weight(name, pair, survey, weights) + _ranked(name, shares, weights)) >= FAINT
        if (why := SIGNALS[name].why(*pair, survey))
    ]
    return sorted(found, key=lambda each: (-each.weight, each.signal))[:TOLD]


def _ranked(name: str, shares: Mapping[str, float], weights: Weights) -> float:
    return shares[name] * weights.signals[RANKED][name] if name in shares else 0.0


def sigmoid(value: float) -> float:
    """Log-odds as a probability."""
    return 1 / (1 + exp(-max(-60.0, min(60.0, value))))


def _weight(name: str, pair: Pair, survey: Survey, weights: Weights) -> float:
    return _weighed(name, SIGNALS[name].measure(*pair, survey), weights)


def _weighed(name: str, values: Values | None, weights: Weights) -> float:
    if values is None:
        return 0.0
    known = weights.signals[name]
    return sum(value * known[feature] for feature, value in zip(SIGNALS[name].FEATURES, values, strict=True))
