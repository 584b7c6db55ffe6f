"""Both were built from the same parts of a page builder."""

from __future__ import annotations

from wpharvest.model.items import Key
from wpharvest.translation.signals.signal import OVERLAP, Values, listed, overlap
from wpharvest.translation.survey import Survey

FEATURES = OVERLAP


def measure(a: Key, b: Key, survey: Survey) -> Values | None:
    """The ids of Elementor's sections and widgets: they survive the duplication of a page."""
    return overlap("parts", a, b, survey)


def why(a: Key, b: Key, survey: Survey) -> str:
    """Names the rarest of them."""
    shared = survey.shared("parts", a, b)
    return f"both hold the builder's parts {listed(shared)}" if shared else ""
