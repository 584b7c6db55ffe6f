"""Both hold the same words as they are."""

from __future__ import annotations

from wpharvest.model.items import Key
from wpharvest.translation.signals.signal import OVERLAP, Values, listed, overlap
from wpharvest.translation.survey import Survey

FEATURES = OVERLAP


def measure(a: Key, b: Key, survey: Survey) -> Values | None:
    """Words of three letters or more, without accents."""
    return overlap("words", a, b, survey)


def why(a: Key, b: Key, survey: Survey) -> str:
    """Names the rarest of them."""
    shared = survey.shared("words", a, b)
    return f"both hold the words {listed(shared)}" if shared else ""
