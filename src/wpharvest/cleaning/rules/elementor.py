"""The wrappers of Elementor: sections, columns, widgets, and the spans within its buttons and icons.

What a widget shows stays. A counter shows its first number until a script runs: it gets its last. A menu
anchor (`elementor-menu-anchor`) becomes a plain anchor, for menus and other pages link to it.
"""

from __future__ import annotations

from collections.abc import Iterator

from turbohtml import Element

from wpharvest.cleaning.body import Body, value
from wpharvest.cleaning.signs import Signs
from wpharvest.cleaning.surgery import drop_classes
from wpharvest.model.notices import Notice

# fmt: off
CLASSES = (
    "elementor-", "e-con", "e-flex", "e-grid", "e-parent", "e-child", "e-n-", "e-lazyloaded", "e-transform",
    "eael-", "elementskit-", "ekit-",
)
MARKS = (
    "data-elementor-type", "data-elementor-id", "data-elementor-post-type", "data-element_type",
    "data-widget_type", "data-elementor-open-lightbox", "data-e-type", "data-elementor-lightbox-title",
)
# fmt: on
SIGNS = Signs(attributes=lambda name: "elementor" in name, names=lambda name: "elementor" in name)


def clean(body: Body, page: str) -> Iterator[Notice]:
    """Opens Elementor's wrappers; what its widgets show stays."""
    numbers = sum(map(_count_up, body.root.select(".elementor-counter-number[data-to-value]")))
    if numbers:
        yield Notice("elementor", "counters set to their number", count=numbers)
    for anchor in body.root.select("div.elementor-menu-anchor[id]"):
        anchor.tag = "a"
        del anchor.attrs["class"]
    found = drop_classes(body, ("elementor", *CLASSES) if "elementor" in body.names else CLASSES)
    for mark in MARKS:
        for element in body.root.select(f"[{mark}]") if mark in body.attributes else ():
            del element.attrs[mark]
    if found:
        yield Notice("elementor", "wrappers and classes taken", count=found)


def _count_up(element: Element) -> int:
    number = value(element, "data-to-value")
    if element.text.strip() == number:
        return 0
    element.set_text(number)
    return 1
