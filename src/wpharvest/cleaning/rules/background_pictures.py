"""Pictures in the background of a block that are content: they become pictures.

WordPress's cover block (fixed or repeated background) and media-text block (filled image) keep their picture
in a style (wp-includes/blocks/cover.php, `block-library/src/media-text/save.js`), and so does whatever says
`role="img"`. A background of anything else is decoration: its style goes with the others, and it is counted.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from turbohtml import Element

from wpharvest.cleaning.body import Body, value
from wpharvest.cleaning.signs import Signs, one_of
from wpharvest.model.notices import Notice

CONTENT = ("wp-block-cover", "wp-block-media-text__media")  # how classes of such blocks begin
# https://www.w3.org/TR/css-values-4/#urls
_PICTURE = re.compile(
    r"background(?:-image)?\s*:[^;]*?url\(\s*(?P<mark>[\"']?)(?P<url>.*?)(?P=mark)\s*\)", re.I
)
_TAKEN = re.compile(r"background-image\s*:[^;]*;?", re.IGNORECASE)
SIGNS = Signs(attributes=one_of(["style"]))


def clean(body: Body, page: str) -> Iterator[Notice]:
    """Background pictures of covers, filled media and `role="img"` become pictures; others are decoration."""
    made = left = 0
    for element in body.root.select("[style]"):
        picture = _PICTURE.search(value(element, "style"))
        if picture is None or not picture["url"]:
            continue
        if _is_content(element):
            made += _shown(element, picture["url"].strip())
        else:
            left += 1
    if made:
        yield Notice("background_pictures", "background pictures shown as pictures", count=made)
    if left:
        yield Notice("background_pictures", "decorative backgrounds taken", count=left)


def _is_content(element: Element) -> bool:
    return value(element, "role") == "img" or any(
        name.startswith(CONTENT) for name in value(element, "class").split()
    )


def _shown(element: Element, url: str) -> int:
    """Put the picture first in its element, unless it holds it already."""
    element.attrs["style"] = _TAKEN.sub("", value(element, "style"))
    if any(value(image, "src") == url for image in element.select("img")):
        return 0
    attributes = {"src": url, "alt": value(element, "aria-label") or value(element, "title")}
    element.insert(0, Element("img", attributes))
    return 1
