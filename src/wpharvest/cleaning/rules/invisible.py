"""Characters that nobody sees: U+200B, U+2060, U+FEFF and soft hyphens in running text.

They come with pasted text and with plugins that hyphenate, and they break searching and comparing. The
joiners U+200C and U+200D stay (they make emoji, Persian and Hindi), direction marks stay, no-break spaces
stay, code stays. A U+200B between letters of Thai, Lao, Khmer, Burmese or Tibetan stays too: there it parts
words (Unicode Standard Annex 14, class ZW and SA).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from turbohtml import Text

from wpharvest.cleaning.body import Body
from wpharvest.cleaning.signs import Signs, holding
from wpharvest.model.notices import Notice

_UNSPACED = "\u0e00-\u0fff\u1000-\u109f\u1780-\u17ff\u1950-\u19ff\u1a20-\u1aaf\ua9e0-\ua9ff\uaa60-\uaa7f"
_TAKEN = re.compile(f"(?<![{_UNSPACED}])\u200b|\u200b(?![{_UNSPACED}])|[\u2060\ufeff\u00ad]")
SIGNS = Signs(prose=holding("\u200b", "\u2060", "\ufeff", "\u00ad"))


def clean(body: Body, page: str) -> Iterator[Notice]:
    """Takes zero-width spaces, word joiners, byte order marks and soft hyphens from running text."""
    if found := sum(map(_strip, body.prose())):
        yield Notice("invisible", "invisible characters taken", count=found)


def _strip(text: Text) -> int:
    said = text.data
    if not SIGNS.prose(said):
        return 0
    text.data, found = _TAKEN.subn("", said)
    return found
