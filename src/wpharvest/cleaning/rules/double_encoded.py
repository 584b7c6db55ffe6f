"""References that were encoded twice: a page that shows `caf&eacute;` meant `café`.

Only where a reference touches a letter or a digit, as it does in the middle of a word and never in a
sentence about HTML ("write &eacute; for é"), and then everywhere in the same text. Never `&lt;`, `&gt;` or
quotes, which would become markup in a reader's eyes; never in code; nothing at all in a body whose code is
about references.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape

from turbohtml import Text

from wpharvest.cleaning.body import VERBATIM, Body
from wpharvest.cleaning.signs import Signs
from wpharvest.model.notices import Notice

_REFERENCE = re.compile(r"&(?:amp;)*(#\d{2,6}|#[xX][0-9a-fA-F]{2,5}|[a-zA-Z][a-zA-Z0-9]{1,24});")
_GLUED = re.compile(rf"(?<=[^\W_]){_REFERENCE.pattern}|{_REFERENCE.pattern}(?=[^\W_])")
_AMPERSAND = re.compile(r"(?<=[^\W_])&(?:amp;)+(?=[^\W_])|(?<= )&(?:amp;)+(?= )")
# what the decoded character must never be
_NEVER = frozenset("<>&\"'`[]{}\\") | frozenset(map(chr, range(32))) | frozenset(map(chr, range(127, 160)))
SIGNS = Signs(prose=lambda text: "&" in text and ("&amp;" in text or _REFERENCE.search(text)))


def clean(body: Body, page: str) -> Iterator[Notice]:
    """Decodes what was encoded twice; not in code, not in a text about HTML."""
    if any(_REFERENCE.search(each.text) for each in body.root.select(VERBATIM)):
        return
    if found := sum(map(_decode, body.prose("&"))):
        yield Notice("double_encoded", "references that were encoded twice decoded", count=found)


def _decode(text: Text) -> int:
    data = text.data
    count = 0

    def character(match: re.Match[str]) -> str:
        nonlocal count
        decoded = unescape(f"&{match[1]};")
        if len(decoded) != 1 or decoded in _NEVER:
            return match[0]
        count += 1
        return decoded

    if any(_is_character(match) for match in _GLUED.finditer(data)):
        data = _REFERENCE.sub(character, data)
    data, ampersands = _AMPERSAND.subn("&", data)
    if count + ampersands:
        text.data = data
    return count + ampersands


def _is_character(match: re.Match[str]) -> bool:
    decoded = unescape(f"&{match[1] or match[2]};")
    return len(decoded) == 1 and decoded not in _NEVER
