"""The wrappers of WPBakery Page Builder, once Visual Composer: `vc_row`, `wpb_column` and the like.

What an element shows stays; a separator without a title is a line across the page, and becomes one.
"""

from __future__ import annotations

from collections.abc import Iterator

from turbohtml import Element

from wpharvest.cleaning.body import Body
from wpharvest.cleaning.signs import Signs, beginning
from wpharvest.cleaning.surgery import drop_classes
from wpharvest.model.notices import Notice

CLASSES = ("vc_", "wpb_", "wpb-", "vc-", "upb_", "ult-", "uvc-", "js-composer")
SIGNS = Signs(names=beginning("vc_", "wpb_", "wpb-"))


def clean(body: Body, page: str) -> Iterator[Notice]:
    """Opens WPBakery's wrappers; what its elements show stays."""
    lines = 0
    for separator in body.root.select("div.vc_separator"):
        if not separator.text.strip() and separator.select_one("img") is None:
            separator.replace_with(Element("hr"))
            lines += 1
    if lines:
        yield Notice("wpbakery", "separators made lines", count=lines)
    if found := drop_classes(body, CLASSES):
        yield Notice("wpbakery", "wrappers and classes taken", count=found)
