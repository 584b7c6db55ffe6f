"""Tables of contents that a plugin makes anew at each visit, and the anchors that only they use.

Easy Table of Contents, TOC+, LuckyWP, Rank Math, Yoast SEO, SimpleTOC, Kadence, Ultimate Blocks, Joli,
Fixed TOC, Heroic, Elementor, Divi's, and the one of the block editor. A list of links that an author has
made stays, and so does an anchor that something else links to.
"""

from __future__ import annotations

from collections.abc import Iterator

from wpharvest.cleaning.body import Body
from wpharvest.cleaning.signs import Signs, one_of
from wpharvest.cleaning.surgery import take_boxes
from wpharvest.model.notices import Notice

LONGEST = 20_000  # characters: the headings of a long text
# fmt: off
BOXES = frozenset({
    "ez-toc-container", "ez-toc-widget-container", "toc_container", "lwptoc",
    "wp-block-rank-math-toc-block", "rank-math-toc", "wp-block-yoast-seo-table-of-contents",
    "yoast-table-of-contents", "simpletoc", "simpletoc-list", "wp-block-simpletoc-toc",
    "wp-block-table-of-contents", "wp-block-kadence-tableofcontents", "kb-table-of-content-nav",
    "ub_table-of-contents", "joli-toc", "wpj-jtoc", "ftwp-container-outer", "ftwp-container",
    "ht_toc_container", "elementor-widget-table-of-contents", "wp-block-aioseo-table-of-contents",
    "aioseo-toc", "uagb-toc__wrap", "wp-block-uagb-table-of-contents", "eb-toc-wrapper", "bctt-toc",
    "tocbox", "top10-toc", "et_pb_table_of_contents",
})
MARKS = ("ez-toc-section", "ez-toc-section-end", "lwptoc-heading")
# fmt: on
SIGNS = Signs(names=one_of([*BOXES, *MARKS]))


def clean(body: Body, page: str) -> Iterator[Notice]:
    """Takes the tables of contents of plugins, and the anchors that only they link to."""
    if found := take_boxes(body, BOXES, longest=LONGEST):
        yield Notice("tables_of_contents", "tables of contents taken", count=found)
        body.forget_links()
    anchors = 0
    for mark in MARKS:
        for element in body.root.select(f"span.{mark}") if mark in body.names else ():
            if not body.is_target(element):
                element.unwrap()
                anchors += 1
    if anchors:
        yield Notice("tables_of_contents", "anchors of a table of contents taken", count=anchors)
