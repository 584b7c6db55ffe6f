"""Relative links and images get the whole address, so that they still lead somewhere away from the site."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urljoin

from turbohtml import Element

from wpharvest.cleaning.body import Body, value
from wpharvest.cleaning.signs import EVERYWHERE
from wpharvest.model.notices import Notice

ATTRIBUTES = ("href", "src", "poster", "cite")
_SELECTOR = ",".join(f"[{name}]" for name in ATTRIBUTES)
_WHOLE = ("#", "http://", "https://", "mailto:", "tel:", "data:")
SIGNS = EVERYWHERE  # other rules make pictures and links


def clean(body: Body, page: str) -> Iterator[Notice]:
    """Relative links and images become absolute."""
    if page and (found := sum(_complete(each, page) for each in body.root.select(_SELECTOR))):
        yield Notice("addresses", "relative addresses made absolute", count=found)


def _complete(element: Element, page: str) -> int:
    changed = 0
    for name in ATTRIBUTES:
        written = value(element, name)
        if written and not written.startswith(_WHOLE) and (whole := _join(page, written)) != written:
            element.attrs[name] = whole
            changed = 1
    return changed


def _join(page: str, address: str) -> str:
    try:
        return urljoin(page, address.strip())
    except ValueError:  # `http://[` and the like: not an address, so it stays what it is
        return address
