"""Both give the same e-mail addresses or telephone numbers."""

from __future__ import annotations

from wpharvest.model.items import Key
from wpharvest.translation.signals.signal import OVERLAP, Values, listed, overlap
from wpharvest.translation.survey import Survey

FEATURES = OVERLAP


def measure(a: Key, b: Key, survey: Survey) -> Values | None:
    """E-mail addresses and the ends of telephone numbers."""
    return overlap("contacts", a, b, survey)


def why(a: Key, b: Key, survey: Survey) -> str:
    """Names the rarest of them."""
    shared = survey.shared("contacts", a, b)
    return f"both give the contact {listed(shared)}" if shared else ""
