"""Their words answer each other, as far as the site's sure pairs teach a dictionary."""

from __future__ import annotations

from wpharvest.model.items import Key
from wpharvest.translation.signals.signal import Values
from wpharvest.translation.survey import Survey

FEATURES = ("title", "title_answered", "top_answered", "text", "text_answered")


def measure(a: Key, b: Key, survey: Survey) -> Values | None:
    """The share of the known words that is answered: in the titles, with the headings, in the whole text."""
    title, top, text = survey.answered(a, b)
    if title is None and top is None and text is None:
        return None
    return float(title is not None), title or 0.0, top or 0.0, float(text is not None), text or 0.0


def why(a: Key, b: Key, survey: Survey) -> str:
    """The share in the whole text."""
    text = survey.answered(a, b)[2]
    return f"their words answer each other as in the site's sure pairs ({text:.0%})" if text else ""
