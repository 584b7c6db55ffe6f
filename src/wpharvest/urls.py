"""Addresses as sites write them: some make no sense, and that may stop nothing.

`urllib.parse` raises ValueError for an open bracket where a host should be (`http://[x`).
"""

from __future__ import annotations

import re
from urllib.parse import SplitResult, parse_qsl, unquote, urljoin, urlsplit

_NOTHING = urlsplit("")


def split_url(url: str) -> SplitResult:
    """The parts of an address; all empty where it makes no sense.

    >>> split_url("https://h.org/a?b").path, split_url("http://[x").netloc
    ('/a', '')
    """
    try:
        return urlsplit(url)
    except ValueError:
        return _NOTHING


def join_url(base: str, url: str) -> str:
    """An address that stands at `base`, in full; empty where it makes no sense.

    >>> join_url("https://h.org/a/", "b"), join_url("https://h.org/a/", "http://[x")
    ('https://h.org/a/b', '')
    """
    try:
        return urljoin(base, url)
    except ValueError:
        return ""


def normal(url: str) -> str:
    """An address without what doesn't matter: scheme, `www.`, port, escapes, trailing slash, fragment,
    order of the query. Empty for what is no address on the web.

    >>> normal("HTTP://www.Exemple.be:80/%C3%A9t%C3%A9/?b=2&a=1#x"), normal("mailto:a@b.c")
    ('exemple.be/été?a=1&b=2', '')
    """
    try:
        parts = split_url(url.strip())
        host = (parts.hostname or "").removeprefix("www.")
    except ValueError:
        return ""
    if parts.scheme not in ("http", "https", "") or not host:
        return ""
    path = re.sub("/{2,}", "/", unquote(parts.path)).rstrip("/")
    query = "&".join(f"{name}={value}" for name, value in sorted(parse_qsl(parts.query, True)))
    return f"{_unicode(host)}{path}" + (f"?{query}" if query else "")


def _unicode(host: str) -> str:
    try:
        return host.encode("ascii").decode("idna") if "xn--" in host else host
    except UnicodeError:
        return host
