"""Their parent pages are translations of each other."""

from __future__ import annotations

from wpharvest.model.items import Key
from wpharvest.translation.signals.signal import Values
from wpharvest.translation.survey import Survey

FEATURES = ("same", "other")


def measure(a: Key, b: Key, survey: Survey) -> Values | None:
    """Parents of one family speak for it, parents of two families against; a parent without one says nothing.

    Families grow from the top: what is known of the parents by then is what counts.
    """
    left, right = survey.parent(a), survey.parent(b)
    if left is None or right is None:
        return None
    if survey.sister(left, b.language) == right:
        return 1.0, 0.0
    apart = survey.sister(left, b.language) or survey.sister(right, a.language)
    return (0.0, 1.0) if apart else None


def why(a: Key, b: Key, survey: Survey) -> str:
    """The parents' titles."""
    left, right = survey.parent(a), survey.parent(b)
    if left is None or right is None:
        return ""
    titles = (survey.documents[left].title or left, survey.documents[right].title or right)
    return "their parents are {} and {}".format(*titles)
