"""Which addresses may come out, and when two of them are the same."""

from __future__ import annotations

import re
from urllib.parse import quote

SCHEMES = frozenset(
    ["http", "https", "mailto", "tel", "sms", "ftp", "ftps", "geo", "magnet", "xmpp", "irc", "ircs", "webcal"]
)

_SCHEME = re.compile(r"([a-zA-Z][a-zA-Z0-9+.\-]*):")
_IGNORED = re.compile(
    r"[\x00-\x20\x7f-\xa0\u200b\u2028\u2029\ufeff]+"
)  # what a browser may skip before a scheme
_PICTURE = re.compile(r"data:image/(?:png|jpe?g|gif|webp|avif|svg\+xml);base64,[a-zA-Z0-9+/=]+")
_UNSEEN = dict.fromkeys(map(ord, "\t\r\n"))
_HALF_ESCAPE = re.compile(r"%(?![0-9a-fA-F]{2})")
_WRITABLE = "%/?#@!$&'()*+,;=:~-._"


def safe_url(url: str, picture: bool = False) -> str:
    """The address if it may be followed (`picture`: shown), else an empty string.

    Without line ends and tabs, which browsers take out of addresses (https://url.spec.whatwg.org/#url-parsing).

    >>> safe_url(" https://example.org/\\na "), safe_url("java\\tscript:alert(1)")
    ('https://example.org/a', '')
    """
    url = url.strip(" \t\r\n\f")
    if "\n" in url or "\t" in url or "\r" in url:
        url = url.translate(_UNSEEN)
    if url.startswith(("https://", "http://")):  # nearly all
        return url
    bare = _IGNORED.sub("", url)
    scheme = _SCHEME.match(bare)
    if scheme is None or scheme[1].lower() in SCHEMES:
        return url
    return bare if picture and _PICTURE.fullmatch(bare) else ""


def plain_url(url: str) -> str:
    """The address as every renderer writes it: percent-encoded, so that two spellings of it are equal.

    >>> plain_url("https://example.org/é b")
    'https://example.org/%C3%A9%20b'
    """
    return quote(_HALF_ESCAPE.sub("%25", url), safe=_WRITABLE)
