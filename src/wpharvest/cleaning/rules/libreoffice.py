"""What LibreOffice and OpenOffice leave: the class `western`, bookmarks of their own, fields.

`class="western"` (with `cjk`, `ctl` beside it) says which script's font a paragraph has; `__DdeLink__…`,
`__RefHeading__…` and `_GoBack` are bookmarks for the program itself; `<sdfield>` holds a date or a page
number and is opened. `<font>` is opened by `empty_wrappers`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from turbohtml import Element

from wpharvest.cleaning.body import Body, value
from wpharvest.cleaning.signs import Signs, one_of
from wpharvest.cleaning.surgery import keep_classes
from wpharvest.model.notices import Notice

FONTS = frozenset({"western", "cjk", "ctl", "western-western", "sdfootnotesym-western"})
_BOOKMARK = re.compile(r"__DdeLink__|__RefHeading__|_GoBack$|__UnoMark__|docs-bookmark_")
_TAGS = "p, h1, h2, h3, h4, h5, h6, pre, td, th, li, blockquote"
SIGNS = Signs(
    tags=one_of(["sdfield"]),
    attributes=one_of(["name"]),
    names=lambda name: name in FONTS or _BOOKMARK.match(name),
)


def clean(body: Body, page: str) -> Iterator[Notice]:
    """Takes LibreOffice's font classes, bookmarks and fields."""
    found = 0
    if FONTS & body.names:
        found += sum(map(_unmark, body.root.select(f":is({_TAGS})[class]")))
    if not body.attributes.isdisjoint(("name", "id")):
        for anchor in body.root.select("a[name], a[id], span[id]"):
            name = value(anchor, "name") or value(anchor, "id")
            if _BOOKMARK.match(name) and not value(anchor, "href") and not body.is_target(anchor):
                anchor.unwrap()
                found += 1
    for field in body.root.select("sdfield") if "sdfield" in body.tags else ():
        field.unwrap()
        found += 1
    if found:
        yield Notice("libreoffice", "marks of LibreOffice taken", count=found)


def _unmark(element: Element) -> int:
    names = value(element, "class").split()
    kept = [name for name in names if name not in FONTS]
    if len(kept) == len(names):
        return 0
    keep_classes(element, kept)
    return 1
