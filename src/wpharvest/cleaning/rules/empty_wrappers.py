"""Elements that hold nothing, and spans that say nothing: those without an attribute that may come out.

An element that something links to stays, and so does every anchor (`<a id>`), for another page may link to
it. Empty cells stay: they are places in a grid.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import compress
from operator import attrgetter

from turbohtml import Element, Text

from wpharvest.cleaning.body import Body
from wpharvest.cleaning.rules import allowlist
from wpharvest.cleaning.signs import EVERYWHERE
from wpharvest.cleaning.surgery import parts_words
from wpharvest.model.notices import Notice

BLOCKS = frozenset(
    [
        "p",
        "div",
        "section",
        "article",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "blockquote",
        "ul",
        "ol",
        "figure",
        "figcaption",
    ]
)
INLINES = frozenset(
    ["span", "b", "strong", "i", "em", "u", "s", "del", "ins", "small", "font", "mark", "sup", "sub"]
)
WRAPPERS = frozenset(["span", "font"])
SAYING = allowlist.EVERYWHERE | {"style"}  # of a span's attributes, those that the allowlist lets through
_CANDIDATES = BLOCKS | INLINES
HOLLOW = ",".join(sorted(_CANDIDATES))
# for `map`, which needs no step of Python for each element
_TAG, _TEXT = attrgetter("tag"), attrgetter("text")
INNERMOST = ":not(:has(> :not(br)))"

SIGNS = EVERYWHERE


def clean(body: Body, page: str) -> Iterator[Notice]:
    """Takes empty paragraphs and wrappers; unwraps spans that say nothing."""
    empty = wrappers = 0
    while _has_wrapper(body) or _has_hollow(body):  # one that goes may have kept a block apart from another
        before = empty + wrappers
        for element in reversed(body.root.select(HOLLOW)):  # from the inside out
            if body.is_target(element):
                continue
            if _is_wrapper(element):
                element.unwrap()
                wrappers += 1
            elif _is_hollow(element):
                empty += _take(element)
        if before == empty + wrappers:
            break
    if wrappers:
        yield Notice("empty_wrappers", "spans that say nothing unwrapped", count=wrappers)
    if empty:
        yield Notice("empty_wrappers", "empty elements taken", count=empty)


def _has_wrapper(body: Body) -> bool:
    if not body.touched and body.tags.isdisjoint(WRAPPERS):
        return False
    return any(map(_is_wrapper, body.root.select("span, font")))


def _has_hollow(body: Body) -> bool:
    """Whether there is a hollow element: an innermost one, with nothing but text and line breaks in it."""
    innermost = body.root.select(INNERMOST)  # that the selector names thirty tags takes longer than the set
    candidates = compress(innermost, map(_CANDIDATES.__contains__, map(_TAG, innermost)))
    return not all(map(str.strip, map(_TEXT, candidates)))


def _is_wrapper(element: Element) -> bool:
    if element.tag == "span":
        return not any(name in SAYING or name.startswith("aria-") for name in element.attrs)
    return element.tag == "font"


def _is_hollow(element: Element) -> bool:
    block = element.tag in BLOCKS
    for child in element.children:
        if isinstance(child, Text):
            if child.data.strip():
                return False
        elif not (block and isinstance(child, Element) and child.tag == "br"):
            return False
    return True


def _take(element: Element) -> int:
    if element.tag not in BLOCKS:
        element.unwrap()  # a space between two words may stand within it
    elif parts_words(element):  # without it two lines would be one
        return 0
    else:
        element.extract()
    return 1
