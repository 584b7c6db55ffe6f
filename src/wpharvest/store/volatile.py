"""What differs from one answer to the next although nobody changed anything: no reason for a new version.

An object is stored as it was served, with all of this in it. Only when a later copy is compared with the
stored one, both are looked at without it; if nothing else differs, the stored copy stays. An editor's change
is never lost: WordPress gives it a new `modified`, which isn't volatile.
"""

from __future__ import annotations

import re
from typing import Any

import msgspec

from wpharvest.model.items import Json, canonical


class Field(msgspec.Struct, frozen=True):
    """A field that is volatile wherever it stands in an object: its whole name, its whole value, and why."""

    name: str
    value: str
    why: str


class Markup(msgspec.Struct, frozen=True):
    """A pattern in HTML, an example of it, and why; what its one group holds is volatile, the rest isn't."""

    pattern: str
    example: str
    why: str


_COUNT, _NONCE = r"\d*", r"[0-9a-f]{10}"
FIELDS = (
    Field(r"_?(post|page|entry|wpb_post|total)?_?views?(_?counts?)?(_\w+)?", _COUNT, "counts visits"),
    Field(r"pageviews|hits|_?wpp_\w*|penci_post_\w*views\w*", _COUNT, "counts visits"),
    Field(r"(\w+_)?nonce", _NONCE, "is made anew for each visitor and each half day"),
    Field(r"_edit_lock", r"\d+:\d+", "who has the editor open, and since when"),
)
_NAMED = r"""name=["'][\w-]*nonce[\w-]*["']"""
MARKUP = (
    Markup(
        rf"""{_NAMED}[^>]*?\bvalue=["']({_NONCE})["']""",
        '<input name="_wpnonce" value="0123456789">',
        "a form's nonce",
    ),
    Markup(
        rf"""value=["']({_NONCE})["'][^>]*?\b{_NAMED}""",
        '<input value="0123456789" name="my-nonce">',
        "a form's nonce",
    ),
    Markup(rf"""[?&;](?:_wp)?nonce=({_NONCE})\b""", "?a=1&_wpnonce=0123456789", "a nonce in an address"),
    Markup(
        r"""nonce\\?["']?\s*[:=]\s*\\?["']([\w+/=-]{8,64})\\?["']""",
        '{"nonce":"0123456789"}',
        "a nonce of a script or of its settings",
    ),
    Markup(
        r"""\bwpcf7-f\d+-(?:p\d+-)?o(\d+)\b""",
        "wpcf7-f5-p2-o1",
        "Contact Form 7 counts the forms of an answer",
    ),
    Markup(r"""\bgallery-(\d+)\b""", "gallery-1", "WordPress counts the galleries of an answer"),
    Markup(r"""\b(?:audio|video)-\d+-(\d+)\b""", "audio-5-1", "WordPress counts the players of an answer"),
    Markup(
        r"""\bwp-container-(?:[a-z-]+-)?(\d+)\b""",
        "wp-container-3",
        "the block editor counts the containers of an answer",
    ),
    Markup(
        r"""\bwp-duotone-[\w-]*?-?(\d+)\b""",
        "wp-duotone-unset-1",
        "the block editor counts the filters of an answer",
    ),
    Markup(
        r"""\btablepress-[\w-]+-no-(\d+)\b""",
        "tablepress-4-no-2",
        "TablePress counts the tables of an answer",
    ),
    Markup(
        r"""\bdata-cfemail=["']([0-9a-f]+)["']""",
        'data-cfemail="a1b2c3"',
        "Cloudflare hides an address with a new key each time",
    ),
    Markup(
        r"""/email-protection#([0-9a-f]+)""",
        "/cdn-cgi/l/email-protection#a1b2c3",
        "Cloudflare hides an address with a new key each time",
    ),
)

_SOMETHING = "\0"  # that a volatile thing is there is no accident; what it says is
_FIELDS = tuple((re.compile(each.name, re.IGNORECASE), re.compile(each.value)) for each in FIELDS)
_PATTERNS = tuple(re.compile(each.pattern, re.IGNORECASE) for each in MARKUP)


def same_content(one: Json, other: Json) -> bool:
    """Whether two copies of an object say the same.

    >>> same_content({"id": 1, "post_views": 7}, {"id": 1, "post_views": 8})
    True
    """
    return canonical(_steady(one)) == canonical(_steady(other))


def same_page(one: bytes, other: bytes) -> bool:
    """Whether two copies of a page's HTML say the same. Bytes that aren't UTF-8 are compared as they are."""
    try:
        return one == other or _steady_text(one.decode()) == _steady_text(other.decode())
    except UnicodeDecodeError:
        return False


def _steady(value: Any) -> Any:
    if isinstance(value, dict):
        return {
            name: _SOMETHING if _is_volatile(name, each) else _steady(each) for name, each in value.items()
        }
    if isinstance(value, list):
        return [_steady(each) for each in value]
    return _steady_text(value) if isinstance(value, str) else value


def _is_volatile(name: str, value: Any) -> bool:
    if not isinstance(value, str | int):
        return False
    return any(named.fullmatch(name) and valued.fullmatch(str(value)) for named, valued in _FIELDS)


def _steady_text(text: str) -> str:
    for pattern in _PATTERNS:
        text = pattern.sub(_without_group, text)
    return text


def _without_group(match: re.Match[str]) -> str:
    start, end = (place - match.start() for place in match.span(1))
    return f"{match[0][:start]}{_SOMETHING}{match[0][end:]}"
