"""Both link to the same other sites."""

from __future__ import annotations

from wpharvest.model.items import Key
from wpharvest.translation.signals.signal import OVERLAP, Values, listed, overlap
from wpharvest.translation.survey import Survey

FEATURES = OVERLAP


def measure(a: Key, b: Key, survey: Survey) -> Values | None:
    """Hosts of outbound addresses."""
    return overlap("hosts", a, b, survey)


def why(a: Key, b: Key, survey: Survey) -> str:
    """Names the rarest of them."""
    shared = survey.shared("hosts", a, b)
    return f"both link to the site {listed(shared)}" if shared else ""
