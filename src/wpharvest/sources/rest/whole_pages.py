"""The HTML pages of documents as a visitor's browser gets them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import partial

from wpharvest.errors import SourceError
from wpharvest.model.items import Key, Resource
from wpharvest.model.notices import Notice
from wpharvest.sources.rest.addresses import Mapping
from wpharvest.sources.rest.ahead import ahead
from wpharvest.sources.rest.answers import Answer
from wpharvest.sources.rest.heads import NOT_SHOWN, page_path
from wpharvest.sources.rest.session import Session

RULE = "pages"
GIVE_UP = 5  # pages in a row that don't answer

# What WordPress writes when PHP fails, also in the middle of a page (wp-includes/functions.php, wp_die).
BROKEN = re.compile(rb"<body id=[\"']error-page[\"']|class=[\"']wp-die-message[\"']")


def read(
    session: Session, mapping: Mapping, width: int, wanted: Iterable[tuple[Key, str]]
) -> Iterator[Resource | Notice]:
    """One Resource a page, in the order of `wanted`; a Notice for each that can't be had."""
    asked = list(wanted)
    failed = 0
    answers = ahead([partial(_ask, session, mapping.ask(url)) for _, url in asked], width)
    for (key, url), came in zip(asked, answers, strict=False):
        if isinstance(came, Answer) and came.status in NOT_SHOWN:
            yield Notice(RULE, f"the site shows no page at {url} (status {came.status})", key)
        elif isinstance(came, str):
            failed += 1
            yield Notice(RULE, f"the page {url} couldn't be read: {came}", key, lost=True)
        else:
            failed = 0
            yield Resource(page_path("pages", key, url), "page", url, came.text.encode(), "text/html", key)
        if failed >= GIVE_UP:
            yield Notice(RULE, f"{failed} pages in a row didn't answer: no more pages are read", lost=True)
            return


def _ask(session: Session, url: str) -> Answer | str:
    try:
        answer = session.get(url)
    except SourceError as error:
        return str(error)
    if answer.status == 200 and BROKEN.search(answer.body):
        return "WordPress broke off while it made the page"
    return answer if answer.status in (200, *NOT_SHOWN) else f"status {answer.status}"
