"""The site itself says that they are translations of each other."""

from __future__ import annotations

from wpharvest.model.items import Key
from wpharvest.translation.claims import SAME_ID
from wpharvest.translation.signals.signal import Values, listed
from wpharvest.translation.survey import Survey

FEATURES = ("mutual", "one_sided", "each_more")


def measure(a: Key, b: Key, survey: Survey) -> Values | None:
    """Whether both name each other or one the other, and how many more places say so."""
    claim = survey.claims.get((a, b))
    if claim is None:
        return None
    return float(claim.mutual), float(not claim.mutual), float(len(claim.sources) - 1)


def why(a: Key, b: Key, survey: Survey) -> str:
    """Who names whom, and where."""
    claim = survey.claims.get((a, b))
    if claim is None:
        return ""
    if claim.sources == (SAME_ID,):
        return f"the site shows both under the number {a.id}, in different words"
    places = listed([source for source in claim.sources if source != SAME_ID])
    return f"each names the other by {places}" if claim.mutual else f"one names the other by {places}"
