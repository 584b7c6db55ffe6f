"""Their headings, lists, tables and images come in the same order."""

from __future__ import annotations

from collections.abc import Mapping
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
    counts = _both(left, right) / (len(left) + len(right))
    left_heads, right_heads = (survey.profiles[key].heads for key in (a, b))
    total = len(left_heads) + len(right_heads)
    headings = _both(left_heads, right_heads) / total if total else 0.0
    order = _runs_in_both(survey.profiles[a].runs, survey.profiles[b].runs) / (len(left) + len(right) + 2)
    amount = log1p(min(len(left), len(right)))
    return 1.0, counts, order, order * amount, headings, float(left == right) * amount


def why(a: Key, b: Key, survey: Survey) -> str:
    """How alike their order is."""
    measured = measure(a, b, survey)
    return (
        f"their headings, lists and paragraphs are in the same order ({measured[2]:.0%})" if measured else ""
    )


def _both(left: str, right: str) -> int:
    """How many letters stand in both, counted on both sides."""
    return 2 * sum(min(left.count(letter), right.count(letter)) for letter in set(left))


def _runs_in_both(left: Mapping[str, int], right: Mapping[str, int]) -> int:
    return 2 * sum(min(left[run], right[run]) for run in left.keys() & right.keys())
