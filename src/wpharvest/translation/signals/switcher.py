"""A link in the text of one leads to the other as its translation."""

from __future__ import annotations

from wpharvest.model.items import Key
from wpharvest.translation.signals.signal import CLAIMED, Values, claimed, who_names
from wpharvest.translation.survey import Survey

FEATURES = CLAIMED
SOURCES = ("switcher",)


def measure(a: Key, b: Key, survey: Survey) -> Values | None:
    """Whether each text links to the other, or one of them does."""
    return claimed(SOURCES, a, b, survey)


def why(a: Key, b: Key, survey: Survey) -> str:
    """Who names whom, and where."""
    return who_names(SOURCES, a, b, survey)
