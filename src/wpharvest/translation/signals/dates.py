"""They were published at about the same time."""

from __future__ import annotations

from datetime import date
from math import log1p

from wpharvest.model.items import Key
from wpharvest.translation.signals.signal import Values
from wpharvest.translation.survey import Survey

FEATURES = ("both", "same_day", "days")


def measure(a: Key, b: Key, survey: Survey) -> Values | None:
    """Whether it was one day, and how many days lie between."""
    days = _days(a, b, survey)
    return None if days is None else (1.0, float(days == 0), log1p(min(days, 1000)))


def why(a: Key, b: Key, survey: Survey) -> str:
    """The days between."""
    days = _days(a, b, survey)
    if days is None:
        return ""
    return f"both were published on {survey.profiles[a].date}" if not days else f"published {days} days apart"


def _days(a: Key, b: Key, survey: Survey) -> int | None:
    try:
        left, right = (date.fromisoformat(survey.profiles[key].date) for key in (a, b))
    except ValueError:
        return None
    return abs((left - right).days)
