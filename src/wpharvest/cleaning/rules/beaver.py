"""The wrappers of Beaver Builder: rows, columns and modules (`fl-row`, `fl-col`, `fl-module` …).

What a module shows stays; a separator becomes a line.
"""

from __future__ import annotations

from collections.abc import Iterator

from turbohtml import Element

from wpharvest.cleaning.body import Body
from wpharvest.cleaning.signs import Signs, beginning
from wpharvest.cleaning.surgery import drop_classes
from wpharvest.model.notices import Notice

# fmt: off
CLASSES = (
    "fl-builder", "fl-row", "fl-col", "fl-module", "fl-node-", "fl-rich-text", "fl-heading", "fl-button",
    "fl-photo", "fl-callout", "fl-icon", "fl-separator", "fl-html", "fl-visible-", "fl-animation", "fl-cta",
    "fl-accordion", "fl-tabs", "fl-list-item", "fl-content", "fl-post-", "fl-slide", "fl-number",
    "fl-video",
)
# fmt: on
SIGNS = Signs(names=beginning("fl-"))


def clean(body: Body, page: str) -> Iterator[Notice]:
    """Opens Beaver Builder's wrappers; what its modules show stays."""
    lines = 0
    for separator in body.root.select("div.fl-separator") if "fl-separator" in body.names else ():
        if not separator.text.strip() and not separator.select("*"):
            separator.replace_with(Element("hr"))
            lines += 1
    if lines:
        yield Notice("beaver", "separators made lines", count=lines)
    if found := drop_classes(body, CLASSES):
        yield Notice("beaver", "wrappers and classes taken", count=found)
