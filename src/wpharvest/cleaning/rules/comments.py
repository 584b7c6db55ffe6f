"""Comments in the HTML: editors, plugins and caches write them, no reader sees them.

Those of Gutenberg and Word are counted by their own rules before.
"""

from __future__ import annotations

from collections.abc import Iterator

from wpharvest.cleaning.body import COMMENT, Body
from wpharvest.cleaning.signs import Signs, one_of
from wpharvest.model.notices import Notice

SIGNS = Signs(tags=one_of([COMMENT]))


def clean(body: Body, page: str) -> Iterator[Notice]:
    """Takes the comments that are left."""
    found = body.comments()
    for comment in found:
        comment.extract()
    if found:
        yield Notice("comments", "comments taken", count=len(found))
