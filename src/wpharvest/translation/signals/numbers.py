"""Both hold the same numbers and years."""

from __future__ import annotations

from wpharvest.model.items import Key
from wpharvest.translation.signals.signal import OVERLAP, Values, listed, overlap
from wpharvest.translation.survey import Survey

FEATURES = OVERLAP


def measure(a: Key, b: Key, survey: Survey) -> Values | None:
    """Numbers of two digits or more."""
    return overlap("numbers", a, b, survey)


def why(a: Key, b: Key, survey: Survey) -> str:
    """Names the rarest of them."""
    shared = survey.shared("numbers", a, b)
    return f"both hold the number {listed(shared)}" if shared else ""
