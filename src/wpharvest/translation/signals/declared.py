"""The site's REST objects say that they are translations of each other."""

from __future__ import annotations

from wpharvest.model.items import Key
from wpharvest.translation.declared import FIELDS
from wpharvest.translation.signals.signal import CLAIMED, Values, claimed, who_names
from wpharvest.translation.survey import Survey

FEATURES = CLAIMED
SOURCES = FIELDS


def measure(a: Key, b: Key, survey: Survey) -> Values | None:
    """Whether each object names the other, or one of them does (wpml-rest-api forgets one side)."""
    return claimed(SOURCES, a, b, survey)


def why(a: Key, b: Key, survey: Survey) -> str:
    """Who names whom, and where."""
    return who_names(SOURCES, a, b, survey)
