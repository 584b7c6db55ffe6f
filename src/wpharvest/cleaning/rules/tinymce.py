"""What TinyMCE, WordPress's classic editor, leaves of its own bookkeeping.

`data-mce-*` attributes, `<br data-mce-bogus>` (with them, so it isn't left behind as a real line break),
bookmarks (`<span data-mce-type="bookmark">`), `mceItem…` and `mce-…` classes. The marks of other editors
that work alike (ProseMirror, Slate, Draft) go too.
"""

from __future__ import annotations

from collections.abc import Iterator

from turbohtml import Element

from wpharvest.cleaning.body import Body, value
from wpharvest.cleaning.signs import Signs, beginning
from wpharvest.cleaning.surgery import drop_classes
from wpharvest.model.notices import Notice

PREFIXES = ("data-mce-", "_mce_", "mce_", "data-pm-", "data-slate-", "data-block-key", "data-offset-key")
# fmt: off
CLASSES = (
    "mceItem", "mce-item", "mceNonEditable", "mceEditable", "mce-pagebreak", "mce-offscreen",
    "mce-content-body", "_mce_tagged_br", "Apple-style-span", "Apple-converted-space", "Apple-tab-span",
)
# fmt: on
_BOGUS = "[data-mce-bogus], [data-mce-type='bookmark'], br._mce_tagged_br, br[data-mce-fragment='bogus']"
SIGNS = Signs(attributes=beginning(*PREFIXES), names=beginning(*CLASSES))


def clean(body: Body, page: str) -> Iterator[Notice]:
    """Takes `data-mce-*`, bogus line breaks, bookmarks and classes of the classic editor."""
    bogus = marks = 0
    marked = any(name.startswith(PREFIXES) for name in body.attributes)
    if marked or "_mce_tagged_br" in body.names:
        bogus = sum(map(_take_bogus, body.root.select(_BOGUS)))
    if marked:
        marks = sum(map(_unmark, body.root.select("*")))
    classes = drop_classes(body, CLASSES)
    if bogus:
        yield Notice("tinymce", "bogus elements of the editor taken", count=bogus)
    if marks:
        yield Notice("tinymce", "attributes of the editor taken", count=marks)
    if classes:
        yield Notice("tinymce", "classes of the editor taken", count=classes)


def _take_bogus(element: Element) -> int:
    """A bogus break or an empty bookmark goes; what holds text is opened, for the text is a person's."""
    if element.tag == "br" or value(element, "data-mce-bogus") == "all":
        element.extract()
    else:
        element.unwrap()
    return 1


def _unmark(element: Element) -> int:
    names = [name for name in element.attrs if name.startswith(PREFIXES)]
    for name in names:
        del element.attrs[name]
    return len(names)
