"""Learns the weights of the pairing from known pairs, and prints how well it does on sites it hasn't seen.

python benchmarks/pairing.py GOLD_FOLDER            # leave one site out, print, write nothing
python benchmarks/pairing.py GOLD_FOLDER --write    # learn from all of them, write weights.json
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Sequence
from itertools import product
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
from pairing_gold import Gold, Pair, bared, bereaved, excerpts, read

from wpharvest.translation import inference
from wpharvest.translation.signals import SIGNALS
from wpharvest.translation.survey import Survey
from wpharvest.translation.weights import Weights

Matrix = np.ndarray[Any, np.dtype[np.float64]]

TARGET = Path(__file__).parent.parent / "src/wpharvest/translation/weights.json"
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
LEARNED = tuple(name for name in inference.CONTENT if name not in GIVEN)
NAMES = [(name, feature) for name in LEARNED for feature in SIGNALS[name].FEATURES]
THRESHOLD = 0.5
RIDGE = 4.0
SIZES = (1, 1, 1, 2, 2, 2, 3, 5, 8, 12, 20, 30)


class Measured(msgspec.Struct, frozen=True):
    """A set's candidate pairs, measured: one row of `values` each."""

    gold: Gold
    pairs: list[Pair]
    values: Matrix
    truth: Matrix


def measured(gold: Gold) -> Measured:
    survey = Survey(gold.documents)
    languages = sorted({document.key.language for document in gold.documents})
    sides = [[key for key in survey.documents if key.language == each] for each in languages]
    wanted = {frozenset(pair) for pair in gold.pairs}
    pairs = list(survey.candidates(*sides)) if len(sides) == 2 else []
    values = np.array([row(pair, survey) for pair in pairs]).reshape(len(pairs), len(NAMES))
    return Measured(gold, pairs, values, np.array([float(frozenset(pair) in wanted) for pair in pairs]))


def row(pair: Pair, survey: Survey) -> list[float]:
    found: list[float] = []
    for name in LEARNED:
        values = SIGNALS[name].measure(*pair, survey)
        found += values if values is not None else [0.0] * len(SIGNALS[name].FEATURES)
    return found


def logistic(values: Matrix, truth: Matrix, weight: Matrix, ridge: float) -> Matrix:
    """Intercept and coefficients by Newton's method; features are scaled so that the ridge is fair."""
    spread = values.std(axis=0)
    scale = np.where(spread < 1e-6, 1.0, spread)
    design = np.hstack([np.ones((len(values), 1)), values / scale])
    penalty = np.diag([1e-6] + [ridge] * values.shape[1])
    found = np.zeros(design.shape[1])
    for _ in range(30):
        p = 1 / (1 + np.exp(-np.clip(design @ found, -30, 30)))
        slope = design.T @ (weight * (p - truth)) + penalty @ found
        bend = (design * (weight * p * (1 - p))[:, None]).T @ design + penalty
        step = np.linalg.solve(bend, slope)
        found -= step
        if np.abs(step).max() < 1e-6:
            break
    found[1:] /= scale
    return found


def learn(sets: Sequence[Measured], origin: str) -> Weights:
    """Weights from all sets; each set's true pairs count as much as any other set's."""
    together = [each for each in sets if len(each.pairs)]
    values = np.vstack([each.values for each in together])
    truth = np.concatenate([each.truth for each in together])
    found = logistic(values, truth, np.ones(len(truth)), RIDGE)
    signals: dict[str, dict[str, float]] = dict(GIVEN)
    for (name, feature), value in zip(NAMES, found[1:], strict=True):
        signals.setdefault(name, {})[feature] = round(float(value), 4)
    first = Weights(origin, round(float(found[0]), 4), signals, (0.0, 1.0, 0.0, 0.0), THRESHOLD)
    return msgspec.structs.replace(first, calibration=calibrated(together, first))


def calibrated(sets: Sequence[Measured], weights: Weights) -> tuple[float, float, float, float]:
    """A second, small model over log-odds and leads: it sees only each document's best partner."""
    rows, truth = [], []
    for each in sets:
        scores = scored(each, weights)
        right = dict(zip(each.pairs, each.truth, strict=True))
        for pair, leads in inference.leads_of(scores, weights):
            if max(leads) > 0:
                rows.append([scores[pair], *sorted(leads)])
                truth.append(right[pair])
    found = logistic(np.array(rows), np.array(truth), np.ones(len(truth)), 1.0)
    return tuple(round(float(value), 4) for value in found)  # type: ignore[return-value]


def scored(each: Measured, weights: Weights) -> dict[Pair, float]:
    coefficients = np.array([weights.signals[name][feature] for name, feature in NAMES])
    scores = each.values @ coefficients + weights.bias
    return {pair: float(score) for pair, score in zip(each.pairs, scores, strict=True)}


def matched(each: Measured, weights: Weights) -> dict[Pair, float]:
    """One to one, as `matching` does it for two languages."""
    scores = scored(each, weights)
    found = [
        (inference.probability(scores[pair], *leads, weights), pair)
        for pair, leads in inference.leads_of(scores, weights)
    ]
    taken: set[object] = set()
    kept = {}
    for probability, (a, b) in sorted(found, key=lambda entry: (-entry[0], entry[1])):
        if probability >= weights.threshold and not {a, b} & taken:
            taken |= {a, b}
            kept[a, b] = probability
    return kept


def figures(each: Measured, weights: Weights) -> tuple[float, float, float]:
    wanted = {frozenset(pair) for pair in each.gold.pairs}
    found = {frozenset(pair) for pair in matched(each, weights)}
    right = len(wanted & found)
    precision, recall = right / max(1, len(found)), right / max(1, len(wanted))
    return precision, recall, 2 * precision * recall / max(1e-9, precision + recall)


def training(gold: Gold, seed: int) -> list[Measured]:
    parts = [bereaved(gold, 0.25, seed), *excerpts(gold, SIZES * 2, seed)]
    parts += map(bared, excerpts(gold, SIZES, seed + 1))
    return [measured(part) for part in parts]


def calibration(results: Iterable[tuple[float, bool]]) -> None:
    bins: dict[int, list[bool]] = {}
    for probability, right in results:
        bins.setdefault(min(9, int(probability * 10)), []).append(right)
    for low, rights in sorted(bins.items()):
        print(f"  {low / 10:.1f}-{low / 10 + 0.1:.1f}: {sum(rights):4} of {len(rights):4} right")


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("gold", type=Path)
    asked.add_argument("--write", action="store_true")
    options = asked.parse_args()
    sets: dict[tuple[bool, str], list[Measured]] = {}
    files = sorted(options.gold.glob("*.json"))
    for slugs, path in product((False, True), files):
        gold = read(path, slugs=slugs)
        sets[slugs, gold.name] = training(gold, 7)
        print(f"read {gold.name}: {len(gold.pairs)} pairs", flush=True)
    names = sorted({name for _, name in sets})
    results: list[tuple[float, bool]] = []
    for left_out in names:
        kin = left_out.split("-")[0]  # the same site in other languages isn't an unseen one
        weights = learn([m for (_, name), ms in sets.items() if name.split("-")[0] != kin for m in ms], "")
        for slugs in (False, True):
            first = sets[slugs, left_out][0]
            print(f"{left_out:14}{'slugs, dates' if slugs else 'content only':14}", end="")
            print("precision {:.3f}  recall {:.3f}  F1 {:.3f}".format(*figures(first, weights)))
            wanted = {frozenset(pair) for pair in first.gold.pairs}
            results += [(p, frozenset(pair) in wanted) for pair, p in matched(first, weights).items()]
    print("calibration, all sites left out in turn:")
    calibration(results)
    if options.write:
        count = sum(len(ms[0].gold.pairs) for (slugs, _), ms in sets.items() if not slugs)
        origin = (
            f"benchmarks/pairing.py over {', '.join(names)} ({count} pairs): each whole, in excerpts of 1 to "
            "30 pairs and as bare titles, with and without slugs and dates; a quarter of the pairs lacks one"
        )
        weights = learn([m for ms in sets.values() for m in ms], origin)
        TARGET.write_bytes(msgspec.json.format(msgspec.json.encode(weights), indent=2) + b"\n")
        print(f"written: {TARGET}")


if __name__ == "__main__":
    main()
