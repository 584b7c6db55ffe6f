"""What stays behind when an answer of ChatGPT is pasted into the editor.

Its page marks each piece of text with the offsets of the Markdown it came from (`data-start="348"
data-end="380"`). Transcript players and charts use attributes of the same name for seconds and angles, so
only pairs of whole numbers on elements of running text are taken, and none inside a player.
"""

from __future__ import annotations

from collections.abc import Iterator

from turbohtml import Element

from wpharvest.cleaning.body import Body
from wpharvest.cleaning.signs import Signs, one_of
from wpharvest.model.notices import Notice

TEXT_LEVEL = frozenset(
    [
        "p",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "ul",
        "ol",
        "li",
        "a",
        "strong",
        "em",
        "b",
        "i",
        "del",
        "code",
        "pre",
        "blockquote",
        "hr",
        "br",
        "table",
        "thead",
        "tbody",
        "tr",
        "th",
        "td",
    ]
)
PLAYERS = (
    '[class*="transcript"], [id*="transcript"], [class*="player"], [id*="player"], [class*="karaoke"], svg'
)
MARKS = ("data-is-last-node", "data-is-only-node", "data-col-size", "data-message-author-role")
SIGNS = Signs(attributes=one_of(["data-start", *MARKS]))


def clean(body: Body, page: str) -> Iterator[Notice]:
    """Takes `data-start`/`data-end` and the other marks of ChatGPT."""
    if "data-start" in body.attributes and (pairs := _offsets(body.root)):
        yield Notice("chatgpt", "data-start and data-end taken", count=pairs)
    for mark in MARKS:
        if mark in body.attributes and (found := body.root.select(f"[{mark}]")):
            for element in found:
                del element.attrs[mark]
            yield Notice("chatgpt", f"{mark} taken", count=len(found))


def _offsets(root: Element) -> int:
    pairs = 0
    has_player = root.select_one(PLAYERS) is not None  # hardly any body has; else none need look for its own
    for element in root.select("[data-start][data-end]"):
        if not (
            element.tag in TEXT_LEVEL and _is_whole(element, "data-start") and _is_whole(element, "data-end")
        ):
            continue
        if has_player and element.closest(PLAYERS):
            continue
        attributes = element.attrs
        del attributes["data-start"]
        del attributes["data-end"]
        pairs += 1
    return pairs


def _is_whole(element: Element, name: str) -> bool:
    number = element.attr(name)
    return number is not None and number.isascii() and number.isdigit()
