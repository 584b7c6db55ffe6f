"""Each holds what is rarest about the other."""

from __future__ import annotations

from wpharvest.model.items import Key
from wpharvest.translation.signals.signal import Values, listed
from wpharvest.translation.survey import Survey

BAGS = ("words", "cognates", "names", "numbers")
FEATURES = tuple(f"{bag}_{value}" for bag in BAGS for value in ("both", "least", "most"))


def measure(a: Key, b: Key, survey: Survey) -> Values | None:
    """Of the thirty rarest words (runs of letters, names, numbers) of each page the share that the other has.

    What a template says on every page isn't among them, so that pages which share nothing else are told
    apart. A page with fewer than three such things says nothing.
    """
    found = [survey.rarest(bag, a, b) for bag in BAGS]
    if not any(found):
        return None
    return tuple(value for each in found for value in ((1.0, *each) if each else (0.0, 0.0, 0.0)))


def why(a: Key, b: Key, survey: Survey) -> str:
    """Names the rarest of them."""
    shared = survey.shared_rarest("words", a, b)
    return f"of the rarest words of each the other has {listed(shared)}" if shared else ""
