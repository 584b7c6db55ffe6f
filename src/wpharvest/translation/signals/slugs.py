"""Their addresses end alike."""

from __future__ import annotations

from wpharvest.model.items import Key
from wpharvest.translation.signals.signal import OVERLAP, Values, overlap
from wpharvest.translation.survey import Survey

FEATURES = OVERLAP


def measure(a: Key, b: Key, survey: Survey) -> Values | None:
    """Runs of four letters of the slug."""
    return overlap("slugs", a, b, survey)


def why(a: Key, b: Key, survey: Survey) -> str:
    """How much they share."""
    found = survey.overlap("slugs", a, b)
    return f"their addresses end alike ({found.cosine:.0%} alike)" if found and found.count else ""
