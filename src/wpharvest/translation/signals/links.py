"""Both link to the same pages of other sites."""

from __future__ import annotations

from wpharvest.model.items import Key
from wpharvest.translation.signals.signal import OVERLAP, Values, listed, overlap
from wpharvest.translation.survey import Survey

FEATURES = OVERLAP


def measure(a: Key, b: Key, survey: Survey) -> Values | None:
    """Outbound addresses, without the parts that name a language."""
    return overlap("links", a, b, survey)


def why(a: Key, b: Key, survey: Survey) -> str:
    """Names the rarest of them."""
    shared = survey.shared("links", a, b)
    return f"both link to {listed(shared)}" if shared else ""
