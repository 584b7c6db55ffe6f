"""Lists of other posts that a plugin has put below or into a text.

Jetpack, YARPP, Contextual Related Posts, Related Posts for WordPress, WordPress Related Posts, Inline
Related Posts, Related Posts Thumbnails, Outbrain, Taboola. A query loop or a list of links that an author
has made stays.
"""

from __future__ import annotations

from collections.abc import Iterator

from wpharvest.cleaning.body import Body
from wpharvest.cleaning.signs import Signs, one_of
from wpharvest.cleaning.surgery import take_boxes
from wpharvest.model.notices import Notice

LONGEST = 6000  # characters: titles and excerpts of a dozen posts
# fmt: off
BOXES = frozenset({
    "jp-relatedposts", "wp-block-jetpack-related-posts", "yarpp", "yarpp-related", "yarpp-related-website",
    "yarpp-related-shortcode", "crp_related", "rp4wp-related-posts", "rp4wp_component", "wp_rp_wrap",
    "wp_rp_content", "zem_rp_wrap", "zem_rp_content", "irp", "irp-wrapper", "relpost-thumb-wrapper",
    "relpost-thumb-container", "nrelate", "nrelate_related", "OUTBRAIN", "taboola-below-article-thumbnails",
    "srp-widget", "related-posts-by-taxonomy", "yuzo_related_post", "bibblio-related", "aiosrs-related",
    "mks-related-posts", "custom-related-posts",
})
# fmt: on
SIGNS = Signs(names=one_of(BOXES))


def clean(body: Body, page: str) -> Iterator[Notice]:
    """Takes the related posts of Jetpack, YARPP, Contextual Related Posts and others."""
    if found := take_boxes(body, BOXES, longest=LONGEST):
        yield Notice("related_posts", "lists of related posts taken", count=found)
