"""How a body goes through the rules."""

from __future__ import annotations

from wpharvest.cleaning.body import Body, Cleaned
from wpharvest.cleaning.rules import RULES
from wpharvest.model.notices import Notice

ROUNDS = 4  # where the allowlist took an element, what held it may be empty now


def clean(html: str, page_url: str = "") -> Cleaned:
    """Take the junk out of a body and make it safe; every thing that was taken is counted by its rule.

    `html` is a fragment as WordPress renders it, `page_url` the address of its page, against which relative
    links become absolute (empty: they stay). Words, links and emphasis stay. A body in which no rule finds
    anything comes out byte for byte; cleaning twice changes nothing.
    """
    html = html.encode("utf-8", "replace").decode("utf-8")  # a lone surrogate can't be written to a file
    notices: list[Notice] = []
    for _ in range(ROUNDS):
        html, found = _once(html, page_url)
        notices.extend(found)
        if not found or found[-1].rule != "allowlist":
            break
    return Cleaned(html, tuple(notices))


def _once(html: str, page_url: str) -> tuple[str, list[Notice]]:
    body = Body(html)
    notices: list[Notice] = []
    for rule in RULES.values():
        notices.extend(rule.clean(body, page_url))
        body.touched = bool(notices)
    # U+00A0 is the one character that HTML serialisers never write as itself.
    return (body.html.replace("&nbsp;", "\u00a0") if notices else html), notices
