"""Comments in the HTML: editors, plugins and caches write them, no reader sees them.

Those of Gutenberg and Word are counted by their own rules before.
"""

from __future__ import annotations

from collections.abc import Iterator

from turbohtml import Comment, Text

from wpharvest.cleaning.body import COMMENT, Body
from wpharvest.cleaning.signs import Signs, one_of
from wpharvest.cleaning.surgery import is_blank
from wpharvest.model.notices import Notice

SIGNS = Signs(tags=one_of([COMMENT]))


def clean(body: Body, page: str) -> Iterator[Notice]:
    """Takes the comments that are left."""
    found = body.comments()
    for comment in found:
        body.again = body.again or _parts_text(comment)
        comment.extract()
    if found:
        yield Notice("comments", "comments taken", count=len(found))


def _parts_text(comment: Comment) -> bool:
    """Whether words stand beside it: with what stands behind it they may become a shortcode, say."""
    beside = (comment.previous_sibling, comment.next_sibling)
    return any(isinstance(each, Text) and not is_blank(each) for each in beside)
