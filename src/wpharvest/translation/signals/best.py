"""Neither has as much in common with any other document."""

from __future__ import annotations

from wpharvest.model.items import Key
from wpharvest.translation.signals.signal import Values, listed
from wpharvest.translation.survey import Survey

# What is compared, and which of its values says how much: two bags' cosine, the order of blocks.
COMPARED = {
    "links": 1,
    "hosts": 1,
    "media": 1,
    "numbers": 1,
    "contacts": 1,
    "names": 1,
    "code": 1,
    "words": 1,
    "cognates": 1,
    "titles": 1,
    "headings": 1,
    "shape": 2,
}
FEATURES = tuple(COMPARED)


def measure(a: Key, b: Key, survey: Survey) -> Values | None:
    """Each measure as a share of the most that either document reaches with any candidate (0 to 1).

    So a site of look-alikes and one of pages that share little are measured by their own rod.
    """
    return survey.rank(a, b)


def why(a: Key, b: Key, survey: Survey) -> str:
    """In which of them they are each other's best."""
    shares = survey.rank(a, b) or ()
    best = [name for name, share in zip(FEATURES, shares, strict=False) if share == 1]
    return f"neither has as much in common with any other document by {listed(best)}" if best else ""
