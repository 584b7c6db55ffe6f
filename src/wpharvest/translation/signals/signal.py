"""What a signal is: a module that measures two documents and says in words what it found."""

from __future__ import annotations

from collections.abc import Sequence
from math import log1p
from typing import Protocol

from wpharvest.model.items import Key
from wpharvest.translation.survey import Survey

Values = tuple[float, ...]

OVERLAP = ("both", "cosine", "containment", "count", "amount")  # what `overlap` measures
CLAIMED = ("mutual", "one_sided")  # what `claimed` measures


class Signal(Protocol):
    """A module of this folder. Its docstring's first line is for the user.

    `FEATURES` names what `measure` returns, one weight each in `weights.json`; `measure` returns None where
    it can't tell, which is no evidence against; `why` is a sentence of what the two share, empty for nothing.
    """

    __doc__: str | None

    @property
    def FEATURES(self) -> tuple[str, ...]: ...  # noqa: N802, D102

    def measure(self, a: Key, b: Key, survey: Survey) -> Values | None: ...  # noqa: D102

    def why(self, a: Key, b: Key, survey: Survey) -> str: ...  # noqa: D102


def overlap(bag: str, a: Key, b: Key, survey: Survey) -> Values | None:
    """The five values of `OVERLAP` for a bag."""
    found = survey.overlap(bag, a, b)
    if found is None:
        return None
    return 1.0, found.cosine, found.containment, log1p(found.count), found.amount


def claimed(sources: Sequence[str], a: Key, b: Key, survey: Survey) -> Values | None:
    """The two values of `CLAIMED` for what is said in these places."""
    claim = survey.claims.get((a, b))
    if claim is None or not any(source in sources for source in claim.sources):
        return None
    mutual = any(source in sources for source in claim.by_both)
    return float(mutual), float(not mutual)


def who_names(sources: Sequence[str], a: Key, b: Key, survey: Survey) -> str:
    """`each names the other by hreflang and sitemap`; empty if nothing is said in these places."""
    claim = survey.claims.get((a, b))
    said = [source for source in claim.sources if source in sources] if claim else []
    if not claim or not said:
        return ""
    mutual = any(source in claim.by_both for source in said)
    return f"{'each names the other' if mutual else 'one names the other'} by {listed(said)}"


def listed(things: Sequence[str], shown: int = 3) -> str:
    """`x`, `x and y`, `x, y, z and 5 more`.

    >>> listed(["pag-asa.be", "payoke.be", "myria.be", "unodc.org"], 2)
    'pag-asa.be, payoke.be and 2 more'
    """
    if len(things) > shown:
        return f"{', '.join(things[:shown])} and {len(things) - shown} more"
    return " and ".join(part for part in (", ".join(things[:-1]), *things[-1:]) if part)
