"""The numbers and the unchanged words of their titles agree."""

from __future__ import annotations

from wpharvest.model.items import Key
from wpharvest.translation.signals.signal import Values, listed
from wpharvest.translation.survey import Survey

FEATURES = ("same_numbers", "other_numbers", "same_words", "one_word_less")


def measure(a: Key, b: Key, survey: Survey) -> Values | None:
    """A number that only one title has speaks against; so it tells siblings such as yearly reports apart."""
    left, right = (survey.profiles[key].bags["title_numbers"].keys() for key in (a, b))
    words = _words(a, b, survey)
    apart = survey.profiles[a].title and survey.profiles[b].title
    if not apart:
        return None
    same_numbers = float(bool(left) and left == right)
    return (
        same_numbers,
        float(len(left ^ right)),
        float(min(len(words), 4)),
        float(left != right and not words),
    )


def why(a: Key, b: Key, survey: Survey) -> str:
    """What both titles hold."""
    left, right = (survey.profiles[key].bags["title_numbers"].keys() for key in (a, b))
    shared = [*sorted(left & right), *sorted(_words(a, b, survey))]
    return f"both titles hold {listed(shared)}" if shared else ""


def _words(a: Key, b: Key, survey: Survey) -> list[str]:
    return [word for word in survey.shared("title_names", a, b) if len(word) > 2]
