"""Address -> survey: what a site is and what a harvest of it would cost."""

from __future__ import annotations

from wpharvest.config import Harvest
from wpharvest.errors import UsageError
from wpharvest.sources.rest import RestSource
from wpharvest.sources.rest.survey import Survey
from wpharvest.steps.open import open_source


def probe(where: str, options: Harvest) -> Survey:
    """Look at the WordPress at an address without harvesting it.

    Raises UsageError for a folder or a file, and what opening a site raises.
    """
    source = open_source(where, options)
    if not isinstance(source, RestSource):
        raise UsageError(f"{where!r} is a file or a folder: only a site can be probed")
    return source.survey()
