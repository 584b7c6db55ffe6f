"""Parameters that tell where a visitor came from, not where a link leads.

`utm_*` (Google Analytics and, as `utm_source=chatgpt.com`, ChatGPT), the click ids of Google, Facebook,
Microsoft, TikTok, X, LinkedIn and Yandex, and those of Mailchimp, HubSpot, Marketo, Matomo and AT Internet.
The other parameters stay, byte for byte and in their order. A signed address (Amazon S3, CloudFront, Azure,
Facebook's CDN, anything with a `signature`, `sig` or `hmac`) isn't touched: without a parameter it would be
another one. In the text itself only an assistant's `utm_source` goes, and what a link shows of its own
address.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from turbohtml import Element, Text

from wpharvest.cleaning.body import Body, value
from wpharvest.cleaning.signs import Signs
from wpharvest.cleaning.surgery import say_address
from wpharvest.model.notices import Notice

# fmt: off
PREFIXES = ("utm_", "mtm_", "pk_campaign", "pk_kwd", "pk_source", "pk_medium", "pk_content", "hsa_")
NAMES = frozenset({
    "fbclid", "gclid", "gclsrc", "dclid", "gbraid", "wbraid", "msclkid", "yclid", "ysclid", "twclid",
    "ttclid", "li_fat_id", "igshid", "igsh", "mc_cid", "mc_eid", "_hsenc", "_hsmi", "__hssc", "__hstc",
    "__hsfp", "hsctatracking", "mkt_tok", "_ga", "_gl", "_gac", "vero_id", "vero_conv", "oly_anon_id",
    "oly_enc_id", "rb_clickid", "srsltid", "_openstat", "wickedid", "epik", "irclickid", "sb_referer_host",
    "ml_subscriber", "ml_subscriber_hash", "mc_tc", "_bta_tid", "_bta_c", "trk_contact", "trk_msg", "dm_i",
    "ef_id", "s_kwcid",
})
SIGNED = frozenset({
    "signature", "sig", "sign", "hmac", "hash", "token", "x-amz-signature", "x-goog-signature",
    "x-oss-signature", "key-pair-id", "policy", "oh", "hdnea", "hdnts", "md5", "checksum", "x-signature",
    "auth_key",
})
# fmt: on
_ASSISTANT = re.compile(
    r"(?<=[\w/%=-])[?&]utm_source=(?:chatgpt\.com|chat\.openai\.com|openai|perplexity(?:\.ai)?)(?![\w-])(?!\.\w)(&?)"
)
_TRACKS = re.compile(rf"(?:{'|'.join(PREFIXES)})|(?:xtor|{'|'.join(sorted(NAMES))})(?:=|\Z)", re.IGNORECASE)
_XTOR = re.compile(r"#xtor=[\w%\[\].-]*$")
SIGNS = Signs(texts=("?", "#xtor="), prose=lambda text: "_" in text and "utm_source=" in text)


def clean(body: Body, page: str) -> Iterator[Notice]:
    """Takes `utm_*`, `fbclid`, `gclid`, `mc_cid` and the like from addresses; never from signed ones."""
    links = sum(map(_untrack, body.root.select('a[href*="="]')))
    for name in ("src", "poster"):
        links += sum(_untrack(each, name) for each in body.root.select(f'[{name}*="="]'))
    if links:
        yield Notice("tracking", "addresses without tracking parameters", count=links)
    if "utm_source=" in body.seen and (texts := sum(map(_untrack_text, body.prose("utm_source=")))):
        yield Notice("tracking", "utm_source of a chat taken from the text", count=texts)


def untracked(url: str) -> str:
    """The address without tracking parameters.

    >>> untracked("https://example.org/?p=1&utm_source=x&q=a+b#top")
    'https://example.org/?p=1&q=a+b#top'
    """
    address, mark, fragment = url.partition("#")
    if _XTOR.match(mark + fragment):
        mark = fragment = ""
    path, _, query = address.partition("?")
    fields = query.split("&")
    kept = [field for field in fields if not _TRACKS.match(field)]
    if len(kept) < len(fields):
        address = f"{path}?{'&'.join(kept)}" if any(kept) else path
    plain = address + mark + fragment
    return url if plain != url and _is_signed(fields) else plain


def _is_signed(fields: list[str]) -> bool:
    return not SIGNED.isdisjoint(field.partition("=")[0].lower() for field in fields)


def _untrack(element: Element, name: str = "href") -> int:
    written = value(element, name)
    plain = untracked(written)
    if plain == written or not (written.startswith(("http://", "https://", "/", "?")) or "?" in written):
        return 0
    element.attrs[name] = plain
    if name == "href":
        say_address(element, written, plain)
    return 1


def _untrack_text(text: Text) -> int:
    found = 0

    def without(match: re.Match[str]) -> str:
        nonlocal found
        found += 1
        return match[0][0] if match[1] else ""  # `?` or `&` stays where another parameter follows

    data = _ASSISTANT.sub(without, text.data)
    if found:
        text.data = data
    return found
