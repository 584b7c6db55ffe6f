"""WordPress in: everything that can be harvested looks like a `Source`.

A source yields, it never stores: `steps.fetch` takes what it yields and puts it where it belongs.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Protocol

import msgspec

from wpharvest.model.exchanges import Recorder
from wpharvest.model.items import Key, RawItem, Resource, Shown, SiteInfo, Tally
from wpharvest.model.notices import Notice
from wpharvest.sources.known import NOTHING, Also, Fate, Known, Opened, Still, Unchanged

Event = RawItem | Resource | Tally | Notice | Still | Shown | Also | Unchanged


class Wanted(msgspec.Struct, frozen=True):
    """A media file to be fetched: its address, where it lies below `data/`, and what the library says of it.

    `size` is in bytes, None if the library doesn't say; `media_type` is empty then too.
    """

    url: str
    path: str
    size: int | None = None
    media_type: str = ""
    key: Key | None = None


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

    def record(self, recorder: Recorder | None) -> None:
        """Tell a recorder every exchange with the site, also those before; None: nobody."""
        ...

    def announced(self) -> Iterator[Tally]:
        """How many objects each collection is said to hold, without fetching them."""
        ...

    def harvest(self, known: Known = NOTHING) -> Iterator[Event]:
        """Everything the source has; of what is known and unchanged, only that.

        Its tallies say what is missing; it raises only if nothing works."""
        ...

    def fate(self, key: Key) -> Fate:
        """What became of an object that a complete listing lacks, asked for by itself."""
        ...

    def visits(self, urls: Iterable[str]) -> Iterator[Opened]:
        """What a visitor gets who opens these pages: enough of each to know where it is."""
        ...

    def heads(
        self, wanted: Iterable[tuple[Key, str]], *, thrifty: bool, known: Known = NOTHING
    ) -> Iterator[Event]:
        """The HTML heads of these addresses; thrifty: not those that an already read head names."""
        ...

    def pages(self, wanted: Iterable[tuple[Key, str]]) -> Iterator[Event]:
        """The whole HTML pages at these addresses."""
        ...

    def files(self, wanted: Iterable[Wanted], folder: Path) -> Iterator[Event]:
        """These media files, each as a file in `folder`; what is half fetched there is gone on with."""
        ...
