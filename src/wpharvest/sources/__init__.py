"""WordPress in: everything that can be harvested looks like a `Source`.

A source yields, it never stores: `steps.fetch` takes what it yields and puts it where it belongs.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Protocol

import msgspec

from wpharvest.model.items import Key, RawItem, Resource, SiteInfo, Tally
from wpharvest.model.notices import Notice

Event = RawItem | Resource | Tally | Notice


class Traffic(msgspec.Struct, frozen=True):
    """What a harvest cost the site: requests, bytes as they came over the wire, seconds waited between.

    `crawl_delay` is what the site's robots.txt asks for, in seconds (0: nothing).
    """

    requests: int = 0
    bytes: int = 0
    waited: float = 0.0
    crawl_delay: float = 0.0


class Source(Protocol):
    """A site or a folder that can be harvested.

    `name` names the snapshot (`example.org`); `info` is complete once `harvest` has ended.
    """

    name: str
    info: SiteInfo

    @property
    def traffic(self) -> Traffic:
        """What was asked of the site so far."""
        ...

    def announced(self) -> Iterator[Tally]:
        """How many objects each collection is said to hold, without fetching them."""
        ...

    def harvest(self) -> Iterator[Event]:
        """Everything the source has. Its tallies say what is missing; it raises only if nothing works."""
        ...

    def heads(self, wanted: Iterable[tuple[Key, str]], *, thrifty: bool) -> Iterator[Event]:
        """The HTML heads of these addresses; thrifty: not those that an already read head names."""
        ...
