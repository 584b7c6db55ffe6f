"""HTML that can't be written wrong: what comes from the site is text until `text` has escaped it.

`Markup` is a type of its own, so mypy proves that no plain string gets into the page.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import escape
from typing import NewType

Markup = NewType("Markup", str)

# What HTML or UTF-8 can't hold, or shows as nothing: https://html.spec.whatwg.org/#preprocessing-the-input-stream
_UNSHOWN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
NOTHING = Markup("")


def text(value: object) -> Markup:
    """A value as the page shows it.

    >>> text('<b title="x">')
    '&lt;b title=&quot;x&quot;&gt;'
    """
    return Markup(escape(_UNSHOWN.sub("\ufffd", str(value))))


def tag(name: str, *inside: Markup, **attributes: str | int | float | None) -> Markup:
    """An element. `class_` and `aria_label` are `class` and `aria-label`; an attribute of None isn't there.

    >>> tag("p", text("a & b"), class_="note", id=None)
    '<p class="note">a &amp; b</p>'
    """
    told = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{text(value)}"'
        for key, value in attributes.items()
        if value is not None
    )
    return Markup(f"<{name}{told}>{''.join(inside)}</{name}>")


def joined(parts: Iterable[Markup]) -> Markup:
    """Pieces one after the other."""
    return Markup("".join(parts))


def words(value: str) -> Markup:
    """A text of the site within a sentence of ours: its direction ends where it ends."""
    return tag("bdi", text(value))


def link(url: str, said: str) -> Markup:
    """A link that leaves no trace of where it was followed; only the words, where it isn't for the web."""
    if not url.lower().startswith(("http://", "https://")):
        return words(said)
    return tag("a", words(said), href=url, rel="noreferrer")
