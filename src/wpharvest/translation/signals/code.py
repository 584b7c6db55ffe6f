"""Both hold the same code."""

from __future__ import annotations

from wpharvest.model.items import Key
from wpharvest.translation.signals.signal import OVERLAP, Values, listed, overlap
from wpharvest.translation.survey import Survey

FEATURES = OVERLAP


def measure(a: Key, b: Key, survey: Survey) -> Values | None:
    """Words of inline code and of code blocks."""
    return overlap("code", a, b, survey)


def why(a: Key, b: Key, survey: Survey) -> str:
    """Names the rarest of them."""
    shared = survey.shared("code", a, b)
    return f"both hold the code {listed(shared)}" if shared else ""
