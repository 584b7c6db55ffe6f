"""Character references become the characters that they stand for.

`&#8217;` is ’ and `&nbsp;` is U+00A0; only `&amp;`, `&lt;`, `&gt;` and `&quot;` have to stay as they are.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from wpharvest.cleaning.body import Body
from wpharvest.cleaning.signs import Signs
from wpharvest.model.notices import Notice

_NEEDLESS = re.compile(r"&(?!(?:amp|lt|gt|quot);)(?:#\d+|#[xX][0-9a-fA-F]+|[a-zA-Z][a-zA-Z0-9]*);")
SIGNS = Signs(texts=("&",))


def clean(body: Body, page: str) -> Iterator[Notice]:
    """Entities become characters (the parser did it: this rule counts them)."""
    if found := len(_NEEDLESS.findall(body.source)):
        yield Notice("entities", "character references written as characters", count=found)
