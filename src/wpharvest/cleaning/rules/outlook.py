"""What Outlook leaves: its wrappers, its prefixed classes, its links to contacts.

`<div id="divRplyFwdMsg">`, `appendonsend`, `x_` before classes and ids (the web version renames what it
shows), and `data-auth="NotApplicable"` on links. Safe Links are made straight by `redirects`.
"""

from __future__ import annotations

from collections.abc import Iterator

from wpharvest.cleaning.body import Body, value
from wpharvest.cleaning.signs import Signs, beginning, one_of
from wpharvest.cleaning.surgery import drop_classes
from wpharvest.model.notices import Notice

# fmt: off
CLASSES = (
    "elementToProof", "ContentPasted", "_Entity", "_EType", "_EId", "_EReadonly", "OWAAutoLink",
    "x_elementToProof", "x_ContentPasted", "x_WordSection", "OutlookMessageHeader", "hs-outlook",
)
# fmt: on
IDS = (
    "appendonsend",
    "divRplyFwdMsg",
    "x_divRplyFwdMsg",
    "Signature",
    "ms-outlook-mobile-signature",
    "OLK_SRC_BODY_SECTION",
)
MARKS = (
    "data-auth",
    "data-linkindex",
    "data-ogsc",
    "data-ogsb",
    "data-olk-copy-source",
    "originalsrc",
    "data-safelink",
)
_IDS = frozenset(IDS)
SIGNS = Signs(attributes=one_of(["name", *MARKS]), names=beginning("x__", *CLASSES, *IDS))


def clean(body: Body, page: str) -> Iterator[Notice]:
    """Takes Outlook's classes, ids and marks; the text of a message stays."""
    found = drop_classes(body, CLASSES)
    for name in sorted(_IDS & body.names):
        for element in body.root.select(f'div[id="{name}"]'):
            if not body.is_target(element):
                del element.attrs["id"]
                found += 1
    for mark in MARKS:
        for element in body.root.select(f"[{mark}]") if mark in body.attributes else ():
            del element.attrs[mark]
            found += 1
    for element in body.root.select('[id^="x__"], [name^="x__"]') if "x__" in body.source else ():
        if not body.is_target(element) and value(element, "id"):
            del element.attrs["id"]
            found += 1
    if found:
        yield Notice("outlook", "marks of Outlook taken", count=found)
