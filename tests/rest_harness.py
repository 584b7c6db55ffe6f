"""Harvest a fake site and sort what came."""

from __future__ import annotations

from datetime import UTC, datetime

import msgspec

from rawsite import Asked, Site, serving
from wpharvest.config import Harvest
from wpharvest.model.items import RawItem, Resource, SiteInfo, Tally
from wpharvest.model.notices import Notice
from wpharvest.sources.rest import RestSource
from wpharvest.sources.rest.clock import Clock

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


def still(waits: list[float] | None = None) -> Clock:
    """A clock that stands still but for its sleeps, which it writes down instead of waiting."""
    log = waits if waits is not None else []
    return Clock(sleep=log.append, monotonic=lambda: sum(log), now=lambda: NOW, chance=lambda: 0.5)


class Taken(msgspec.Struct):
    """What a harvest handed over."""

    info: SiteInfo
    items: list[RawItem]
    tallies: dict[str, Tally]
    resources: list[Resource]
    notices: list[Notice]
    log: list[Asked]

    @property
    def keys(self) -> list[str]:
        """The keys, in their order."""
        return [str(item.key) for item in self.items]


def take(site: Site, path: str = "", options: Harvest | None = None, *, robots: bool = False) -> Taken:
    """Open and harvest a site that is served on loopback; `robots`: it has a robots.txt of its own."""
    with serving(site, robots=robots) as (url, log):
        source = RestSource.open(url + path, options or Harvest(retries=2), still())
        taken = Taken(source.info, [], {}, [], [], log)
        for event in source.harvest():
            if isinstance(event, RawItem):
                taken.items.append(event)
            elif isinstance(event, Tally):
                if event.done:
                    taken.tallies[f"{event.language}/{event.kind}"] = event
            elif isinstance(event, Resource):
                taken.resources.append(event)
            elif isinstance(event, Notice):
                taken.notices.append(event)
        return taken
