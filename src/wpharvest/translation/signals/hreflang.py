"""Their HTML heads, Link headers or the sitemap name each other by `hreflang`."""

from __future__ import annotations

from wpharvest.model.items import Key
from wpharvest.translation.signals.signal import CLAIMED, Values, claimed, who_names
from wpharvest.translation.survey import Survey

FEATURES = CLAIMED
SOURCES = ("hreflang", "sitemap")


def measure(a: Key, b: Key, survey: Survey) -> Values | None:
    """Whether each page names the other. What shows one text twice was taken out before: this is no proof."""
    return claimed(SOURCES, a, b, survey)


def why(a: Key, b: Key, survey: Survey) -> str:
    """Who names whom, and where."""
    return who_names(SOURCES, a, b, survey)
