"""Links that lead through somebody's counter: the address behind it takes their place.

Google (`google.com/url?q=`, which Google Docs writes into every exported link), Outlook's Safe Links,
Facebook, Instagram, YouTube, LinkedIn, Slack, Steam and VK. Only where the address behind is written out in
full.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

from turbohtml import Element

from wpharvest.cleaning.body import Body, value
from wpharvest.cleaning.signs import Signs
from wpharvest.cleaning.surgery import say_address
from wpharvest.model.notices import Notice

# host, path, the parameters that may hold the address
REDIRECTS = (
    (r"(?:www\.)?google(?:\.[a-z]{2,3}){1,2}", "/url", ("q", "url")),
    (r"[a-z0-9.-]+\.safelinks\.protection\.outlook\.com", "/", ("url",)),
    (r"(?:l|lm)\.(?:facebook|instagram)\.com", "/l.php", ("u",)),
    (r"(?:l|lm)\.(?:facebook|instagram)\.com", "/", ("u",)),
    (r"(?:www\.)?facebook\.com", "/l.php", ("u",)),
    (r"(?:www\.)?youtube\.com", "/redirect", ("q",)),
    (r"(?:www\.)?linkedin\.com", "/redir/redirect", ("url",)),
    (r"slack-redir\.net", "/link", ("url",)),
    (r"steamcommunity\.com", "/linkfilter/", ("url",)),
    (r"(?:www\.)?vk\.com", "/away.php", ("to",)),
)
_REDIRECTS = tuple((re.compile(host), path, names) for host, path, names in REDIRECTS)
_LIKELY = re.compile(r"=\s*[h%]")  # how a parameter begins that holds an address
SIGNS = Signs(texts=("?",))


def clean(body: Body, page: str) -> Iterator[Notice]:
    """Links through Google, Safe Links or Facebook lead straight to where they go."""
    if found := sum(map(_straighten, body.root.select('a[href^="http"][href*="?"]'))):
        yield Notice("redirects", "redirecting links made straight", count=found)


def _straighten(link: Element) -> int:
    written = value(link, "href")
    behind = target(written)
    if behind == written:
        return 0
    link.attrs["href"] = behind
    say_address(link, written, behind)
    return 1


def target(url: str) -> str:
    """Where a redirecting address leads; the address itself if it isn't one.

    >>> target("https://www.google.com/url?q=https://example.org/a%3Fb%3D1&sa=D&ust=1")
    'https://example.org/a?b=1'
    """
    for _ in range(4):  # one counter may lead to the next
        behind = _behind(url)
        if not behind:
            break
        url = behind
    return url


def _behind(url: str) -> str:
    if not _LIKELY.search(url):
        return ""
    try:
        parts = urlsplit(url.strip())
    except ValueError:
        return ""
    host, path = (parts.hostname or ""), parts.path or "/"
    for pattern, wanted, names in _REDIRECTS:
        if path != wanted or not pattern.fullmatch(host):
            continue
        fields = parse_qs(parts.query)
        for name in names:
            found = fields.get(name, [""])[0]
            if re.match(r"https?://[^\s/]+", found) and not re.search(r"[\s<>\"]", found):
                return found
    return ""
