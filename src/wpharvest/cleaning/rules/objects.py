"""What `<object>` and `<embed>` show, in elements that browsers still know.

Flash is gone, the videos aren't: the old players of YouTube, Vimeo and Dailymotion become frames of their new
ones. A picture becomes a picture, anything else a link to the file, unless the text links to it already, as
the block editor's file block does (block-library/src/file/save.js). Without an address, what was written for
browsers that can't show the object stays.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from turbohtml import Element, Text

from wpharvest.cleaning.body import Body, value
from wpharvest.cleaning.signs import Signs, one_of
from wpharvest.model.notices import Notice

# an old player's address, and the same video's new one
PLAYERS = (
    (r"//(?:www\.)?youtube(?:-nocookie)?\.com/(?:v|e)/([\w-]{6,})", "https://www.youtube.com/embed/{}"),
    (r"//(?:www\.)?vimeo\.com/moogaloop\.swf\?(?:.*&)?clip_id=(\d+)", "https://player.vimeo.com/video/{}"),
    (r"//(?:www\.)?dailymotion\.com/swf/(?:video/)?(\w+)", "https://www.dailymotion.com/embed/video/{}"),
)
_PLAYERS = tuple((re.compile(old), new) for old, new in PLAYERS)
_PICTURE = re.compile(r"[^?#]+\.(?:jpe?g|png|gif|webp|avif|svg)(?:[?#]|$)", re.IGNORECASE)
_SCHEME = re.compile(r"\s*(?!https?:)[a-z][a-z0-9+.-]*:", re.IGNORECASE)
_OBJECTS = "object, embed"
SIGNS = Signs(tags=one_of(["object", "embed"]))


def clean(body: Body, page: str) -> Iterator[Notice]:
    """Old players become frames, pictures and files of `<object>` become pictures and links."""
    linked = {value(link, "href") for link in body.root.select("a[href]")}
    shown = opened = 0
    for element in body.root.select(_OBJECTS):
        if not isinstance(element.parent, Element) or element.parent.closest("object") is not None:
            continue  # it stood in one that has gone, or is the same for another browser
        address = _address(element)
        if address in linked:
            element.extract()
            opened += 1
        elif address:
            element.replace_with(_shown(element, address))
            shown += 1
        else:
            element.unwrap()
            opened += 1
    if shown:
        yield Notice("objects", "objects shown as frames, pictures and links", count=shown)
    if opened:
        yield Notice("objects", "objects opened or linked to already", count=opened)


def _address(element: Element) -> str:
    """Where what it shows lies, if it is an address that anybody may follow."""
    inner = element.select_one("embed[src]")
    named = (
        each for each in element.select("param[value]") if value(each, "name").lower() in ("movie", "src")
    )
    candidates = (
        value(element, "data"),
        value(element, "src"),
        *(value(each, "value") for each in named),
        value(inner, "src") if inner is not None else "",
    )
    return next((each.strip() for each in candidates if each.strip() and not _SCHEME.match(each)), "")


def _shown(element: Element, address: str) -> Element:
    for old, new in _PLAYERS:
        if found := old.search(address):
            size = {name: value(element, name) for name in ("width", "height") if value(element, name)}
            return Element("iframe", {"src": new.format(found[1]), **size})
    said = value(element, "title") or value(element, "aria-label") or " ".join(element.text.split())
    if _PICTURE.match(address) or value(element, "type").startswith("image/"):
        return Element("img", {"src": address, "alt": said})
    link = Element("a", {"href": address})
    link.append(Text(said or address))
    return link
