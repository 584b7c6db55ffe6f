"""What Google Docs leaves: the `docs-internal-guid` and the light `<b>` that it wraps a whole text in.

The `<b style="font-weight:normal">` says nothing and is opened; a real `<b>` within it stays. Google's
redirecting links are made straight by `redirects`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from wpharvest.cleaning.body import Body, value
from wpharvest.cleaning.signs import Signs, beginning, one_of
from wpharvest.cleaning.surgery import BLOCKS, unwrap
from wpharvest.model.notices import Notice

_GUID = "docs-internal-guid"
_LIGHT = re.compile(r"(?:^|;)\s*font-weight\s*:\s*(?:normal|400|300|lighter)\s*(?:;|$)", re.IGNORECASE)
SIGNS = Signs(attributes=one_of(["style"]), names=beginning(_GUID))


def clean(body: Body, page: str) -> Iterator[Notice]:
    """Takes `docs-internal-guid` and opens the light `<b>` around a text."""
    guids = 0
    if _GUID in body.source:
        for element in body.root.select(f'[id^="{_GUID}"]'):
            del element.attrs["id"]
            if element.tag in ("b", "span", "div") and (
                element.tag != "b" or _is_light(value(element, "style"))
            ):
                unwrap(element) if element.tag == "div" else element.unwrap()
            guids += 1
    wrappers = 0
    for element in body.root.select("b[style]") if "b" in body.tags and "style" in body.attributes else ():
        holds_blocks = any(getattr(child, "tag", "") in BLOCKS for child in element.children)
        if holds_blocks and _is_light(value(element, "style")):
            element.unwrap()
            wrappers += 1
    if guids + wrappers:
        yield Notice("google_docs", "wrappers of Google Docs opened", count=guids + wrappers)


def _is_light(style: str) -> bool:
    return _LIGHT.search(style) is not None
