"""What the REST index says about the site, as a SiteInfo; and the name of its snapshot."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlsplit

from wpharvest.model.items import Collection, Language, SiteInfo
from wpharvest.sources.rest.addresses import origin
from wpharvest.sources.rest.discovery import Place
from wpharvest.text import plain_title

# Routes and links describe the software; the rest of the index describes the site.
_NOT_CONTENT = ("routes", "_links")
_DEFAULT_PORTS = {"http": 80, "https": 443}


def describe(
    place: Place, spoken: tuple[Language, ...], default: str, found: tuple[Collection, ...]
) -> SiteInfo:
    """The site as it describes itself; nothing in it changes from one harvest to the next by itself."""
    index = place.index
    return SiteInfo(
        home=_home(place),
        name=plain_title(str(index.get("name") or "")),
        description=plain_title(str(index.get("description") or "")),
        timezone=_timezone(index.get("timezone_string"), index.get("gmt_offset")),
        default_language=default,
        languages=spoken,
        collections=found,
        index={name: value for name, value in index.items() if name not in _NOT_CONTENT},
    )


def snapshot_name(site: str) -> str:
    """The folder of a site's snapshot: host, port if it is unusual, and the folder of a site below one.

    `site` is where the site was reached, not what it calls itself: a staging copy that still gives itself the
    live site's address must not end up in the live site's snapshot.

    >>> snapshot_name("https://example.org"), snapshot_name("http://127.0.0.1:8080/blog/")
    ('example.org', '127.0.0.1-8080-blog')
    """
    parts = urlsplit(site)
    port = f"-{parts.port}" if parts.port and parts.port != _DEFAULT_PORTS.get(parts.scheme) else ""
    folder = parts.path.strip("/")
    name = (parts.hostname or "site") + port + (f"-{folder}" if folder else "")
    return re.sub(r"[^\w.-]+", "-", name).strip(".-") or "site"


def _home(place: Place) -> str:
    """`home` of the index; the site's `url` where a language plugin put its folder behind `home`."""
    home = str(place.index.get("home") or "")
    url = str(place.index.get("url") or "")
    if not home.startswith(("http://", "https://")):
        return place.mapping.record(place.root.site)
    return url if url and origin(url) == origin(home) and len(url) < len(home) else home


def _timezone(name: Any, offset: Any) -> str:
    """The named zone, else `UTC+05:30` from the offset in hours."""
    if name:
        return str(name)
    try:
        minutes = round(float(offset) * 60)
    except (TypeError, ValueError):
        return ""
    sign = "-" if minutes < 0 else "+"
    return f"UTC{sign}{abs(minutes) // 60:02d}:{abs(minutes) % 60:02d}" if minutes else "UTC"
