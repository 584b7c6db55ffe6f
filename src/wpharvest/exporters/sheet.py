"""CSV that any spreadsheet and any program reads alike: RFC 4180, and no cell can become a formula."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Sequence

# A spreadsheet takes a text for a formula, and may run what it says, by its first character; some look for it
# behind white space. https://owasp.org/www-community/attacks/CSV_Injection and OWASP's ASVS 5.0, 1.2.10. The
# apostrophes before it are counted as well, so that what `harmless` adds can be taken off again.
_FORMULA = re.compile("'*(?:[\0\t\r\n]|[\\s\u00a0\ufeff]*[=+\\-@＝＋－＠])")


class _Lines(list[str]):
    """What `csv` writes to."""

    write = list[str].append


def harmless(text: str) -> str:
    """The text with an apostrophe before it, if a spreadsheet would take it for a formula.

    To get the text back, take one apostrophe off where, behind all there are, a formula begins.

    >>> harmless("=1+1"), harmless("1+1"), harmless("'-3")
    ("'=1+1", '1+1', "''-3")
    """
    return f"'{text}" if _FORMULA.match(text) else text


def sheet(head: Sequence[str], rows: Iterable[Iterable[str | int | float | None]]) -> str:
    """Rows below a head, each ending in CR LF. Texts are made harmless; numbers are what they are."""
    lines = _Lines()
    writer = csv.writer(lines)
    writer.writerow(head)
    for row in rows:
        writer.writerow(harmless(cell) if isinstance(cell, str) else cell for cell in row)
    return "".join(lines)
