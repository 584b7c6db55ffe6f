"""They are about as long as each other."""

from __future__ import annotations

from math import log

from wpharvest.model.items import Key
from wpharvest.translation.signals.signal import Values
from wpharvest.translation.survey import Survey

FEATURES = ("both", "ratio", "square")


def measure(a: Key, b: Key, survey: Survey) -> Values | None:
    """The distance of their lengths on a logarithmic scale."""
    left, right = survey.profiles[a].length, survey.profiles[b].length
    if not left or not right:
        return None
    ratio = abs(log(left / right))
    return 1.0, min(ratio, 3.0), min(ratio, 3.0) ** 2


def why(a: Key, b: Key, survey: Survey) -> str:
    """Their lengths."""
    left, right = survey.profiles[a].length, survey.profiles[b].length
    return f"they are {left} and {right} characters long" if left and right else ""
