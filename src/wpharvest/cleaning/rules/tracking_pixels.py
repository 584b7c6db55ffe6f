"""Images and frames that count visitors and show nothing.

An image of one by one pixel (or none) without a text of its own, or one of a known counter: Facebook,
WordPress.com Stats, Google Analytics, DoubleClick, VG Wort, FeedBurner, Matomo; and Google Tag Manager's
frame.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from turbohtml import Element

from wpharvest.cleaning.body import Body, value
from wpharvest.cleaning.signs import Signs, one_of
from wpharvest.model.notices import Notice

_COUNTERS = re.compile(
    r"(?:https?:)?//(?:"
    r"(?:www\.)?facebook\.com/tr(?:[/?]|$)|(?:pixel|stats|b)\.wp\.com/|(?:www|ssl)\.google-analytics\.com/"
    r"|[\w.-]+\.doubleclick\.net/|[\w.-]*\.met\.vgwort\.de/|feeds\.feedburner\.com/~r/|px\.ads\.linkedin\.com/"
    r"|www\.googletagmanager\.com/ns\.html|sb\.scorecardresearch\.com/|pixel\.quantserve\.com/|bat\.bing\.com/action"
    r"|analytics\.twitter\.com/|t\.co/i/adsct|ct\.pinterest\.com/|mc\.yandex\.ru/watch|counter\.yadro\.ru/"
    r")"
)
_MATOMO = re.compile(r"/(?:matomo|piwik)\.php\?(?:.*&)?idsite=")
_TINY = frozenset({"0", "1", "0px", "1px"})
_STYLE = re.compile(
    r"(?:^|;)\s*(width|height)\s*:\s*([01](?:px)?)\s*(?:!important)?\s*(?=;|$)", re.IGNORECASE
)
SIGNS = Signs(tags=one_of(["img", "iframe"]))


def clean(body: Body, page: str) -> Iterator[Notice]:
    """Takes images of one pixel and the known counters."""
    found = 0
    for element in body.root.select("img, iframe"):
        if _counts(element) or (element.tag == "img" and _is_tiny(element)):
            element.extract()
            found += 1
    if found:
        yield Notice("tracking_pixels", "tracking pixels taken", count=found)


def _counts(element: Element) -> bool:
    address = value(element, "src").strip()
    return bool(_COUNTERS.match(address) or (element.tag == "img" and _MATOMO.search(address)))


def _is_tiny(image: Element) -> bool:
    style = value(image, "style")
    if not style and value(image, "width").strip() not in _TINY:
        return False
    tiny = {match[1].lower() for match in _STYLE.finditer(style)} if style else set()
    tiny |= {name for name in ("width", "height") if value(image, name).strip() in _TINY}
    return len(tiny) == 2 and not value(image, "alt").strip()
