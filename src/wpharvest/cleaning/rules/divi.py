"""The wrappers of Divi: sections, rows, columns and modules (`et_pb_…`, `et_builder_…`, `et-boc`).

What a module shows stays; a counter, empty until a script runs, gets its number.
"""

from __future__ import annotations

from collections.abc import Iterator

from wpharvest.cleaning.body import Body, value
from wpharvest.cleaning.signs import Signs, beginning
from wpharvest.cleaning.surgery import drop_classes
from wpharvest.model.notices import Notice

# fmt: off
CLASSES = (
    "et_pb_", "et_builder_", "et-boc", "et-l", "et_multi_view", "et-pb-icon", "et_clickable", "et_animated",
    "et_waypoint", "et-waypoint", "et_had_animation", "et_flex_", "et_section_",
)
# fmt: on
SIGNS = Signs(names=beginning("et_pb_", "et-boc", "et_builder_"))


def clean(body: Body, page: str) -> Iterator[Notice]:
    """Opens Divi's wrappers; what its modules show stays."""
    numbers = 0
    for counter in body.root.select(".et_pb_number_counter[data-number-value]"):
        shown = counter.select_one(".percent-value")
        if shown is not None and not shown.text.strip():
            shown.set_text(value(counter, "data-number-value"))
            numbers += 1
    if numbers:
        yield Notice("divi", "counters set to their number", count=numbers)
    if found := drop_classes(body, CLASSES):
        yield Notice("divi", "wrappers and classes taken", count=found)
