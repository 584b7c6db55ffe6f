"""Their headings, lists, tables and images come in the same order."""

from __future__ import annotations

from collections import Counter
from math import log1p

from wpharvest.model.items import Key
from wpharvest.translation.signals.signal import Values
from wpharvest.translation.survey import Survey

FEATURES = ("both", "counts", "order", "amount", "headings", "same")


def measure(a: Key, b: Key, survey: Survey) -> Values | None:
    """How many blocks of each sort, and how many runs of three, are on both sides."""
    left, right = survey.profiles[a].shape, survey.profiles[b].shape
    if not left or not right:
        return None
    headings = _dice(Counter(filter(str.isdigit, left)), Counter(filter(str.isdigit, right)))
    order = _dice(_runs(left), _runs(right))
    counts = _dice(Counter(left), Counter(right))
    amount = log1p(min(len(left), len(right)))
    return 1.0, counts, order, order * amount, headings, float(left == right) * amount


def why(a: Key, b: Key, survey: Survey) -> str:
    """How alike their order is."""
    measured = measure(a, b, survey)
    return (
        f"their headings, lists and paragraphs are in the same order ({measured[2]:.0%})" if measured else ""
    )


def _runs(shape: str) -> Counter[str]:
    marked = f"^^{shape}$"
    return Counter(marked[start : start + 3] for start in range(len(marked) - 2))


def _dice(a: Counter[str], b: Counter[str]) -> float:
    total = a.total() + b.total()
    return 2 * (a & b).total() / total if total else 0.0
