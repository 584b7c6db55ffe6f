"""Addresses as sites write them: some make no sense, and that may stop nothing.

`urllib.parse` raises ValueError for an open bracket where a host should be (`http://[x`).
"""

from __future__ import annotations

from urllib.parse import SplitResult, urljoin, urlsplit

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
