"""`srcset`: one picture in several sizes."""

from __future__ import annotations

import re
from collections.abc import Callable

# https://html.spec.whatwg.org/multipage/images.html#parsing-a-srcset-attribute
_CANDIDATE = re.compile(r"[\s,]*(?P<url>\S*[^\s,])(?:\s+(?P<size>[\d.]+)(?P<unit>[wx]))?\s*(?=,|$)")


def each_candidate(srcset: str, lead: Callable[[str], str]) -> str:
    """The attribute with each address led elsewhere; of those that meet in one file the largest stays.

    >>> each_candidate("a-300x200.jpg 300w, a.jpg 900w", lambda url: "/a.jpg")
    '/a.jpg 900w'
    """
    found: dict[str, tuple[float, str]] = {}
    changed = False
    for match in _CANDIDATE.finditer(srcset):
        new = lead(match["url"])
        changed = changed or new != match["url"]
        size = float(match["size"].strip(".") or 0) if match["size"] else 0.0
        descriptor = f" {match['size']}{match['unit']}" if match["size"] else ""
        if new not in found or size > found[new][0]:
            found[new] = (size, descriptor)
    return ", ".join(f"{url}{descriptor}" for url, (_, descriptor) in found.items()) if changed else srcset
