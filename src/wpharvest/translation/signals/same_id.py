"""The site shows both under one number, in different words."""

from __future__ import annotations

from wpharvest.model.items import Key
from wpharvest.translation.claims import SAME_ID
from wpharvest.translation.signals.signal import CLAIMED, Values, claimed
from wpharvest.translation.survey import Survey

FEATURES = CLAIMED


def measure(a: Key, b: Key, survey: Survey) -> Values | None:
    """One number at two bases is one post; that its texts are in two languages was asked before."""
    return claimed((SAME_ID,), a, b, survey)


def why(a: Key, b: Key, survey: Survey) -> str:
    """The number."""
    told = measure(a, b, survey)
    return f"the site shows both under the number {a.id}, in different words" if told else ""
