"""How a harvest stands between two collections: what was had, what is closed, whether the site is silent."""

from __future__ import annotations

from wpharvest.errors import SourceError, UnreachableError
from wpharvest.model.items import Collection
from wpharvest.sources.known import Known
from wpharvest.sources.rest.pages import Listing
from wpharvest.sources.rest.session import Session

DEAD_ENDS = 2  # collections in a row that found the site silent, before the others aren't asked any more


class Standing:
    """Hears how each listing ended.

    `quiet`: nothing was new, changed or gone so far, so that the sitemaps needn't be read again. `why`: the
    reason why the site was last found silent.
    """

    def __init__(self, known: Known) -> None:
        self.quiet = bool(known.complete)
        self.why = ""
        self._had, self._silent = 0, 0
        self._closed: list[SourceError] = []

    @property
    def silent(self) -> bool:
        """Whether the site stopped answering, so that it is left alone."""
        return self._silent >= DEAD_ENDS

    def had_before(self) -> None:
        """A collection was read to its end by the run that this one goes on with."""
        self._had += 1
        self.quiet = False

    def hear(self, collection: Collection, listing: Listing) -> None:
        """A collection was read as far as it can be."""
        moved = bool(listing.seen) or listing.compared.left
        self.quiet = self.quiet and (collection.role == "comments" or not moved)
        self._had += len(listing.seen) + listing.ended
        self._closed += [error for error in (listing.closed, listing.forbidden) if error]
        self._silent = self._silent + 1 if listing.dead else 0
        self.why = listing.dead or self.why

    def check(self, session: Session, url: str) -> None:
        """Raise what explains it, if there was nothing to be had in any collection."""
        if self._had:
            return
        if self._closed:
            raise self._closed[0]
        if self.why:
            raise session.stopped(url) or UnreachableError(url, self.why)
