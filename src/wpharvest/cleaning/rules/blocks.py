"""Blocks that nobody may keep: forms and what is in them, `<center>`, `<menu>` and other old ones.

The allowlist would open them, and their words would run into those around them. A list becomes a list, typed
text stays as it was typed, anything else becomes a plain block where it holds loose text. Each option of a
choice stands on a line of its own.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from turbohtml import Element

from wpharvest.cleaning.body import Body
from wpharvest.cleaning.signs import Signs, one_of
from wpharvest.cleaning.surgery import is_block, neighbour, unwrap
from wpharvest.model.notices import Notice

# https://html.spec.whatwg.org/multipage/rendering.html: what browsers show as blocks
MEANT = {"menu": "ul", "dir": "ul", "listing": "pre", "xmp": "pre", "plaintext": "pre"}
OPENED = ("center", "form", "fieldset", "legend", "search", "dialog")
CHOICES = ("option", "optgroup", "select", "datalist")
_OLD = ",".join((*MEANT, *OPENED))
_CHOICES = ",".join(CHOICES)
SIGNS = Signs(tags=one_of((*MEANT, *OPENED, *CHOICES)))


def clean(body: Body, page: str) -> Iterator[Notice]:
    """Opens forms, choices and old blocks so that their words keep lines of their own."""
    found: Counter[str] = Counter()
    for element in body.root.select(_CHOICES):
        found[element.tag] += 1
        _on_a_line(element)
    for element in reversed(body.root.select(_OLD)):  # from the inside out: an outer one sees what came of it
        found[element.tag] += 1
        if element.tag in MEANT:
            element.tag = MEANT[element.tag]
            body.tags.add(element.tag)
        else:
            unwrap(element)
    for tag, count in sorted(found.items()):
        yield Notice("blocks", f"<{tag}> opened", count=count)


def _on_a_line(element: Element) -> None:
    """Open a choice or one of its options; what it says shares its line with nothing."""
    if not is_block(neighbour(element, forward=False)):
        element.insert_before(Element("br"))
    if not is_block(neighbour(element, forward=True)):
        element.insert_after(Element("br"))
    element.unwrap()
