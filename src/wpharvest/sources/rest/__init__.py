"""WordPress in, over its REST API: discovery, languages, collections, pages, heads, sitemaps.

`RestSource.open(url, options)` is all that other rooms need.
"""

from __future__ import annotations

from wpharvest.sources.rest.source import RestSource

__all__ = ["RestSource"]
