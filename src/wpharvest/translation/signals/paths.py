"""Their addresses are the same but for the language."""

from __future__ import annotations

from wpharvest.model.items import Key
from wpharvest.translation.signals.signal import Values, listed
from wpharvest.translation.survey import Survey

FEATURES = ("same",)


def measure(a: Key, b: Key, survey: Survey) -> Values | None:
    """`/fr/x/` and `/en/x/`. Slugs are translated more often than not, so another address says nothing."""
    return (1.0,) if survey.shared("paths", a, b) else None


def why(a: Key, b: Key, survey: Survey) -> str:
    """The address without its language."""
    shared = survey.shared("paths", a, b)
    return f"both are at {listed(shared)} but for the language" if shared else ""
