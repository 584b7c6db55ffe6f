"""The listings of a harvest in their order: the next one is begun once the one before asks nothing more."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from wpharvest.model.items import Collection, Tally
from wpharvest.sources.known import Known
from wpharvest.sources.rest import menus
from wpharvest.sources.rest.before import Before
from wpharvest.sources.rest.pages import Listing
from wpharvest.sources.rest.readings import Reading

Work = tuple[Collection, Reading]
Begun = tuple[Listing, Before | None]


class Queue:
    """Goes through the work; `listing` is that of the work at hand, with what is known of it.

    `opens` makes a listing, `lists` says whether some work is one. What the last language of a kind lists
    decides what the next one asks, so a listing isn't begun before another of its kind has ended.
    """

    def __init__(
        self, work: Sequence[Work], opens: Callable[[Work], Begun], lists: Callable[[Work], bool]
    ) -> None:
        self._work, self._opens, self._lists = work, opens, lists
        self._at = -1
        self._begun: Begun | None = None

    def __iter__(self) -> Iterator[Work]:
        for number, work in enumerate(self._work):
            self._at = number
            yield work

    def listing(self) -> Begun:
        """The listing of the work at hand: begun already, or opened now."""
        opened, self._begun = self._begun or self._opens(self._work[self._at]), None
        opened[0].when_idle = self._begin_next
        return opened

    def _begin_next(self) -> None:
        here, following = self._work[self._at], self._work[self._at + 1 : self._at + 2]
        if self._begun or not following or not self._lists(following[0]):
            return
        if following[0][0].kind != here[0].kind:
            self._begun = self._opens(following[0])
            self._begun[0].begin()


def is_listing(known: Known, work: Work) -> bool:
    """Whether this is a collection that is still to be listed: no plugin's menus, and not ended before."""
    had = ended(known, work)
    done = len(had) == len(work[1].languages) > 0 and all(tally.complete for tally in had)
    return not done and work[0].namespace not in menus.PLUGINS


def ended(known: Known, work: Work) -> list[Tally]:
    """The last words on this collection of the run that this one goes on with, one a language."""
    found = (known.done.get((each.code, work[0].kind)) for each in work[1].languages)
    return [tally for tally in found if tally is not None]
