"""The words of structured fields: the plain text of a document that has no body."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any


def field_text(fields: dict[str, Any]) -> str:
    """The texts in ACF's and meta fields, in their order, a blank line between; addresses aren't text.

    >>> field_text({"acf": {"intro": "Un deux", "image": "https://h.org/a.jpg", "rows": [{"t": "Trois"}]}})
    'Un deux\\n\\nTrois\\n'
    """
    texts = "\n\n".join(_texts(fields))
    return f"{texts}\n" if texts else ""


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        if any(c.isalpha() for c in value) and not value.startswith(("http://", "https://", "/")):
            yield value.strip("\n")
    elif isinstance(value, dict):
        for each in value.values():
            yield from _texts(each)
    elif isinstance(value, list):
        for each in value:
            yield from _texts(each)
