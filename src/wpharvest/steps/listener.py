"""Who is told how a run goes: the screen, a test, or nobody."""

from __future__ import annotations

from typing import Protocol

from wpharvest.model.items import Tally


class Listener(Protocol):
    """Hears how a run goes. All methods return at once; none may raise."""

    def say(self, line: str) -> None:
        """One line that a person wants to read now."""
        ...

    def tally(self, tally: Tally) -> None:
        """How one collection in one language stands."""
        ...


class Silence:
    """A listener that doesn't listen."""

    def say(self, line: str) -> None:
        """Nothing."""

    def tally(self, tally: Tally) -> None:
        """Nothing."""
