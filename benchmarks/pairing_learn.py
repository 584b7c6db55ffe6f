"""Learns the weights of the pairing from known pairs: a logistic model, its calibration, the lexicon."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from math import log
from typing import Any

import msgspec
import numpy as np
from pairing_gold import Gold, Pair

from wpharvest.model.items import Key
from wpharvest.translation import inference
from wpharvest.translation.matching import SURE
from wpharvest.translation.signals import SIGNALS
from wpharvest.translation.signals.signal import Values
from wpharvest.translation.survey import Survey
from wpharvest.translation.weights import Calibration, Weights

Matrix = np.ndarray[Any, np.dtype[np.float64]]

# Signals that the sets can't teach, since their pages come from no WordPress: set by hand, with care.
GIVEN = {
    "declared": {"mutual": 5.0, "one_sided": 3.5},
    "hreflang": {"mutual": 5.0, "one_sided": 3.5},
    "switcher": {"mutual": 4.0, "one_sided": 2.5},
    "same_id": {"mutual": 5.0, "one_sided": 3.5},
    "paths": {"same": 3.0},
    "parents": {"same": 2.0, "other": -2.0},
    "menu": {"same": 1.0, "other": -0.3},
    "builder": {"both": 0.0, "cosine": 3.0, "containment": 1.0, "count": 0.5, "amount": 0.0},
}
LEXICON = "lexicon"  # it knows nothing in the first round, so it is learned in the second
LASTING = tuple(
    name for name in inference.CONTENT if name not in GIVEN and name not in (LEXICON, inference.RANKED)
)
LEARNED = (*LASTING, inference.RANKED)
NAMES = [(name, feature) for name in LEARNED for feature in SIGNALS[name].FEATURES]
THRESHOLD = 0.7  # below it, on unseen sites, more families were wrong than right (docs/decisions/0014)
TEACHING = 8  # sure pairs below which a site teaches next to nothing
RIDGE = 4.0
FEW = 5  # one in so many wrong candidates teaches the first, rough model: it has enough of them
HOPELESS = -9.0  # log-odds below which a candidate teaches nothing any more but how far it is off


class Measured(msgspec.Struct, frozen=True):
    """A set's candidate pairs, measured: one row of `values` each."""

    gold: Gold
    survey: Survey
    pairs: list[Pair]
    values: Matrix
    truth: Matrix


def measured(gold: Gold) -> Measured:
    """The candidates of a set with what every signal but the lexicon says of them."""
    survey = Survey(gold.documents)
    languages = sorted({document.key.language for document in gold.documents})
    sides = [[key for key in survey.documents if key.language == each] for each in languages]
    wanted = {frozenset(pair) for pair in gold.pairs}
    pairs = list(survey.candidates(*sides)) if len(sides) == 2 else []
    measures = {pair: {name: SIGNALS[name].measure(*pair, survey) for name in LASTING} for pair in pairs}
    survey.compare({pair: inference.compared(each) for pair, each in measures.items()})
    rows = [[*flat(measures[pair]), *row(pair, survey, [inference.RANKED])] for pair in pairs]
    values = np.array(rows).reshape(len(pairs), len(NAMES))
    truth = np.array([float(frozenset(pair) in wanted) for pair in pairs])
    return Measured(gold, survey, pairs, values, truth)


def row(pair: Pair, survey: Survey, names: Iterable[str]) -> list[float]:
    return flat({name: SIGNALS[name].measure(*pair, survey) for name in names})


def flat(measures: Mapping[str, Values | None]) -> list[float]:
    """All features of these signals in a row; what couldn't be measured is nothing."""
    found: list[float] = []
    for name, values in measures.items():
        found += values if values is not None else [0.0] * len(SIGNALS[name].FEATURES)
    return found


def logistic(values: Matrix, truth: Matrix, ridge: float) -> Matrix:
    """Intercept and coefficients by Newton's method with halved steps; features are scaled for the ridge."""
    spread = values.std(axis=0)
    scale = np.where(spread < 1e-6, 1.0, spread)
    design = np.hstack([np.ones((len(values), 1)), values / scale])
    penalty = np.array([1e-6] + [ridge] * values.shape[1])
    found = np.zeros(design.shape[1])

    def loss(coefficients: Matrix) -> float:
        odds = design @ coefficients
        return float((np.logaddexp(0, odds) - truth * odds).sum() + (penalty * coefficients**2).sum() / 2)

    now = loss(found)
    for _ in range(40):
        p = 1 / (1 + np.exp(-np.clip(design @ found, -30, 30)))
        bend = (design * (p * (1 - p))[:, None]).T @ design + np.diag(penalty)
        step = np.linalg.solve(bend, design.T @ (p - truth) + penalty * found)
        length = 1.0
        while loss(found - length * step) > now and length > 1e-4:
            length /= 2
        found = found - length * step
        before, now = now, loss(found)
        if before - now < 1e-3:
            break
    found[1:] /= scale
    return found


def learn(sets: Sequence[Measured], origin: str, names: Sequence[str] = LEARNED) -> Weights:
    """Weights from all sets, by the signals of these names.

    Learned twice: the second time without what the first gave no chance, so that the close calls count.
    """
    together = [each for each in sets if len(each.pairs)]
    columns = [place for place, (name, _) in enumerate(NAMES) if name in names]
    values = np.vstack([each.values[:, columns] for each in together])
    truth = np.concatenate([each.truth for each in together])
    some = (truth > 0) | (np.arange(len(truth)) % FEW == 0)
    rough = logistic(values[some], truth[some], RIDGE)
    hopeful = values @ rough[1:] + rough[0] - log(FEW) > HOPELESS
    found = logistic(values[hopeful], truth[hopeful], RIDGE)
    signals: dict[str, dict[str, float]] = {**GIVEN, LEXICON: dict.fromkeys(SIGNALS[LEXICON].FEATURES, 0.0)}
    signals |= {name: dict.fromkeys(SIGNALS[name].FEATURES, 0.0) for name in LEARNED}
    for (name, feature), value in zip([NAMES[place] for place in columns], found[1:], strict=True):
        signals[name][feature] = round(float(value), 4)
    bare = (0.0, 1.0, 0.0, 0.0)
    first = Weights(origin, round(float(found[0]), 4), signals, bare, bare, THRESHOLD)
    plain = _calibrated(together, first.bias, [scored(each, first) for each in together])
    first = msgspec.structs.replace(first, at_first=plain, calibration=plain)
    return _with_lexicon(together, first) if LEXICON in names or names is LEARNED else first


def _calibrated(
    sets: Sequence[Measured], bias: float, scores_of: Sequence[Mapping[Pair, float]]
) -> Calibration:
    """A second, small model over log-odds and leads: it sees only each document's best partner."""
    rows, truth = [], []
    for each, scores in zip(sets, scores_of, strict=True):
        right = dict(zip(each.pairs, each.truth, strict=True))
        for pair, leads in inference.leads_of(scores, bias):
            if max(leads) > 0:
                rows.append([scores[pair], *sorted(leads)])
                truth.append(right[pair])
    found = logistic(np.array(rows), np.array(truth), 1.0)
    return tuple(round(float(value), 4) for value in found)  # type: ignore[return-value]


def _with_lexicon(sets: Sequence[Measured], first: Weights) -> Weights:
    """What the lexicon's answers weigh for pairs that the first round left open, beside what they had.

    The calibration of the second round is learned from what comes out of that.
    """
    rows, truth = [], []
    scores_of = [scored(each, first) for each in sets]
    for each, scores in zip(sets, scores_of, strict=True):
        sure = _round(each, scores, first, first.at_first, SURE, set()).keys()
        each.survey.teach(sure)
        if len(sure) < TEACHING:
            continue
        for pair, right in zip(each.pairs, each.truth, strict=True):
            said = row(pair, each.survey, [LEXICON])
            if pair not in sure and any(said):
                rows.append([scores[pair], *said])
                truth.append(right)
    if not rows:
        return first
    found = logistic(np.array(rows), np.array(truth), RIDGE)
    parts = {
        feature: round(float(value / max(0.2, found[1])), 4)
        for feature, value in zip(SIGNALS[LEXICON].FEATURES, found[2:], strict=True)
    }
    second = msgspec.structs.replace(first, signals={**first.signals, LEXICON: parts})
    scores_of = [_told(each, scores, second) for each, scores in zip(sets, scores_of, strict=True)]
    return msgspec.structs.replace(second, calibration=_calibrated(sets, first.bias, scores_of))


def _told(each: Measured, scores: Mapping[Pair, float], weights: Weights) -> dict[Pair, float]:
    """The log-odds of the second round: with what the lexicon says."""
    names = [LEXICON]
    return {
        pair: score + inference.log_odds(pair, each.survey, weights, names) for pair, score in scores.items()
    }


def scored(each: Measured, weights: Weights) -> dict[Pair, float]:
    """The log-odds of the first round."""
    coefficients = np.array([weights.signals[name][feature] for name, feature in NAMES])
    scores = each.values @ coefficients + weights.bias
    return {pair: float(score) for pair, score in zip(each.pairs, scores, strict=True)}


def matched(each: Measured, weights: Weights) -> dict[Pair, float]:
    """One to one in two rounds, as `matching` does it for two languages."""
    scores = scored(each, weights)
    found = _round(each, scores, weights, weights.at_first, SURE, set())
    each.survey.teach(found)
    second = _told(each, scores, weights)
    taken = {key for pair in found for key in pair}
    return found | _round(each, second, weights, weights.calibration, weights.threshold, taken)


def _round(
    each: Measured,
    scores: dict[Pair, float],
    weights: Weights,
    calibration: Calibration,
    least: float,
    taken: set[Key],
) -> dict[Pair, float]:
    found: dict[Pair, float] = {}
    taken = set(taken)
    guesses = inference.guesses(scores, weights.bias, calibration)
    each.survey.templates.learn((guess.a, guess.b) for guess in guesses if guess.probability >= SURE)
    for guess in guesses:
        if guess.probability < least:
            break
        apart = inference.contradict(guess.a, guess.b, each.survey)
        if not (apart or {guess.a, guess.b} & taken):
            taken |= {guess.a, guess.b}
            found[guess.a, guess.b] = guess.probability
    return found
