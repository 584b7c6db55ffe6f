"""What the block editor writes for itself: its comments, and the classes that WordPress numbers.

`<!-- wp:paragraph -->` is seen where a body was saved without being rendered. The classes of block supports
(`wp-container-core-group-is-layout-1a2b3c4d`, `is-layout-flow`, `wp-elements-…`, `wp-duotone-…`;
wp-includes/block-supports/layout.php, elements.php, duotone.php) name CSS that is made anew at each visit.
All that an author has chosen stays: `wp-block-…`, `has-text-align-center`, `has-large-font-size`,
`alignwide`, `language-php`, `is-style-…`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from turbohtml import Element

from wpharvest.cleaning.body import COMMENT, Body, value
from wpharvest.cleaning.signs import Signs, one_of
from wpharvest.cleaning.surgery import keep_classes
from wpharvest.model.notices import Notice

_COMMENT = re.compile(r"\s*/?wp:[a-z]")
_NUMBERED = re.compile(
    r"wp-container-[\w-]*\d[\w-]*|wp-elements-[0-9a-f]{6,}|wp-duotone-[\w#-]+|(?:[\w-]+-)?is-layout-"
    r"(?:flow|constrained|flex|grid)|is-(?:nowrap|vertical|horizontal|content-justification-[\w-]+)"
    r"|has-(?:link-color|global-padding)|wp-image-block-[0-9a-f]{6,}"
)
_is_numbered = lru_cache(10_000)(_NUMBERED.fullmatch)  # a site uses the same few hundred on all of its pages
SIGNS = Signs(tags=one_of([COMMENT]), names=_is_numbered)


def clean(body: Body, page: str) -> Iterator[Notice]:
    """Takes the editor's comments and the classes that WordPress makes anew at each visit."""
    if "wp:" in body.source:
        comments = [each for each in body.comments() if _COMMENT.match(each.data)]
        for comment in comments:
            comment.extract()
        if comments:
            yield Notice("gutenberg", "comments of the block editor taken", count=len(comments))
    if any(map(_is_numbered, body.names)) and (found := sum(map(_unmark, body.root.select("[class]")))):
        yield Notice("gutenberg", "layout classes taken", count=found)


def _unmark(element: Element) -> int:
    names = value(element, "class").split()
    kept = [name for name in names if not _is_numbered(name)]
    if len(kept) == len(names):
        return 0
    keep_classes(element, kept)
    return 1
