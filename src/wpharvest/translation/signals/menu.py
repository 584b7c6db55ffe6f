"""They stand at the same place in the order of pages."""

from __future__ import annotations

from wpharvest.model.items import Key
from wpharvest.translation.signals.signal import Values
from wpharvest.translation.survey import Survey

FEATURES = ("same", "other")


def measure(a: Key, b: Key, survey: Survey) -> Values | None:
    """`menu_order`: WPML and Polylang keep it in step. 0 is what every page has that nobody ordered."""
    left, right = (survey.documents[key].menu_order for key in (a, b))
    if not left or not right:
        return None
    return float(left == right), float(left != right)


def why(a: Key, b: Key, survey: Survey) -> str:
    """The place."""
    left, right = (survey.documents[key].menu_order for key in (a, b))
    return f"both are number {left} in the order of pages" if left and left == right else ""
