"""Their titles are built alike."""

from __future__ import annotations

from wpharvest.model.items import Key
from wpharvest.translation.signals.signal import OVERLAP, Values, overlap
from wpharvest.translation.survey import Survey

FEATURES = OVERLAP


def measure(a: Key, b: Key, survey: Survey) -> Values | None:
    """Runs of four letters of the title and the first heading."""
    return overlap("titles", a, b, survey)


def why(a: Key, b: Key, survey: Survey) -> str:
    """How much they share."""
    found = survey.overlap("titles", a, b)
    return f"their titles are built alike ({found.cosine:.0%} alike)" if found and found.count else ""
