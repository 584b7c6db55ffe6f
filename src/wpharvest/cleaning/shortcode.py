"""A shortcode as WordPress writes it: `[name key="value" …]`, `[/name]` (wp-includes/shortcodes.php)."""

from __future__ import annotations

import re
from urllib.parse import unquote

import msgspec

TOKEN = re.compile(
    r"(?<![\[\\])\[(/?)([a-zA-Z][a-zA-Z0-9_-]{1,60})((?:[\s\u00a0][^\[\]]{0,4000})?)/?\](?!\])"
)
_ATTRIBUTE = re.compile(r"([\w-]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"']+))|\"([^\"]*)\"|(\S+)")
# wptexturize has made typographic quotes of the plain ones, in French with a no-break space within
_QUOTES = re.compile(r"[\u00ab\u201e][\u00a0\u202f]?|[\u00a0\u202f]?\u00bb|[\u201c\u201d\u2033]")
_MARKS = str.maketrans({"\u2018": "'", "\u2019": "'", "\u2032": "'"})


class Shortcode(msgspec.Struct, frozen=True):
    """One tag of a shortcode. `words` are attributes without a name (`[youtube dQw4w9WgXcQ]`)."""

    name: str
    closes: bool
    attributes: dict[str, str]
    words: tuple[str, ...]

    def first(self, *names: str) -> str:
        """The first of these attributes that says something."""
        return next((found for name in names if (found := self.attributes.get(name, "").strip())), "")


def parse(match: re.Match[str]) -> Shortcode:
    """The shortcode that `TOKEN` has matched.

    >>> parse(TOKEN.match('[video mp4=”https://example.org/a.mp4” /]')).first("mp4")
    'https://example.org/a.mp4'
    """
    said = _QUOTES.sub('"', match[3]).translate(_MARKS)
    attributes: dict[str, str] = {}
    words: list[str] = []
    for found in _ATTRIBUTE.finditer(said):
        if found[1]:
            attributes[found[1].lower()] = found[2] or found[3] or found[4] or ""
        elif word := (found[5] or found[6] or "").strip("/"):
            words.append(word)
    return Shortcode(match[2].lower(), match[1] == "/", attributes, tuple(words))


def address(written: str) -> str:
    """An attribute as the address that it holds; WPBakery writes `url:https%3A%2F%2Fexample.org|title:…`."""
    written = written.strip()
    if written.startswith("url:"):
        written = unquote(written[4:].partition("|")[0])
    return (
        written if re.match(r"(?:https?:)?//[^\s<>\"]+$|[/#][^\s<>\"]*$|mailto:[^\s<>\"]+$", written) else ""
    )


def label(written: str) -> str:
    """The title that WPBakery writes into a link's attribute, if there is one."""
    found = re.search(r"\|title:([^|]*)", written)
    return unquote(found[1]).strip() if found else ""
