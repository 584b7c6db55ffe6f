"""A word on the command line -> the source that it means."""

from __future__ import annotations

import os
import re
from pathlib import Path

from wpharvest.config import Harvest
from wpharvest.errors import NotAUrlError
from wpharvest.sources import Source
from wpharvest.sources.rest import RestSource
from wpharvest.sources.rest.credentials import from_environment

_SCHEME = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*://")
_HOST = re.compile(r"(localhost|[\w-]+(\.[\w-]+)+)(:\d+)?([/?].*)?", re.UNICODE)


def open_source(where: str, options: Harvest) -> Source:
    """The site at an address, or the folder or file at a path; a path that exists wins over a host name.

    A site is read with the application password that the environment holds, if any. Raises NotAUrlError if
    it is neither, and what the source itself raises.
    """
    path = Path(where)
    if where and not _SCHEME.match(where) and path.exists():
        return _local(path, options)
    if where.lower().startswith(("http://", "https://")) or (
        not _SCHEME.match(where) and _HOST.fullmatch(where)
    ):
        return RestSource.open(where, options, credentials=from_environment(os.environ))
    raise NotAUrlError(where)


def _local(path: Path, options: Harvest) -> Source:
    """Imported here, as whoever reads a site needs none of it."""
    from wpharvest.sources.crawls import CrawlSource, is_crawl
    from wpharvest.sources.files import FileSource

    return (CrawlSource if is_crawl(path) else FileSource).open(path, options)
