"""Blocks as nodes and cards of Ghost's editor. What has none, or not all of it, is an HTML card."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection
from typing import Any
from urllib.parse import quote

from wpharvest.markup.urls import safe_url
from wpharvest.markup.writers.html import written
from wpharvest.markup.writers.lexical.inlines import line
from wpharvest.markup.writers.lexical.pictures import gallery, picture
from wpharvest.markup.writers.lexical.shapes import RULE, Shape, html_card, parent
from wpharvest.model.nodes import (
    Block,
    Code,
    Embed,
    Figure,
    Heading,
    Inline,
    Item,
    List,
    Node,
    Paragraph,
    Quote,
    Rule,
    words_of,
)

LEVELS = 30  # of lists in lists; deeper ones only broken pages have

# What Ghost leaves out of an id (`slugify` of @tryghost/kg-utils 1.0).
_SYMBOLS = re.compile(r"""[\]\[!"#$%&'()*+,./:;<=>?@\\^_{|}~]""")
_DASHES = re.compile(r"^-|-{2,}|-$")


class Headings:
    """The ids that Ghost gives to the headings of a text, one after the other, and those that must stay."""

    def __init__(self, anchors: Collection[str]) -> None:
        self._anchors = anchors
        self._used: Counter[str] = Counter()

    def keeps(self, heading: Heading) -> bool:
        """Whether the heading is still found where links look for it. It counts as given to Ghost then."""
        slug = ghost_id(words_of(heading))
        given = f"{slug}-{self._used[slug]}" if self._used[slug] else slug
        if heading.id in self._anchors and heading.id != given:
            return False
        self._used[slug] += 1
        return True


def ghost_id(words: str) -> str:
    """The id that Ghost makes of a heading.

    >>> ghost_id("Où, quand & comment ?")
    'o%C3%B9-quand-comment'
    """
    plain = re.sub(r"\s+", "-", _SYMBOLS.sub("", words.strip().lower()))
    return quote(_DASHES.sub("", plain), safe="-_.!~*'()")


def block(node: Block, headings: Headings) -> Shape:
    """The node or card of one block of the top level."""
    if isinstance(node, Heading):
        shape = _heading(node) if headings.keeps(node) else None
    else:
        form = FORMS.get(type(node))
        shape = form(node) if form else None
    return html_card(written(node)) if shape is None else shape


def _holding(kind: str, children: tuple[Inline, ...], **more: Any) -> Shape | None:
    inner = line(children)
    return None if inner is None else parent(kind, inner, **more)


def _heading(node: Heading) -> Shape | None:
    return _holding("extended-heading", node.children, tag=f"h{node.depth}")


def _paragraph(node: Paragraph) -> Shape | None:
    return picture(node) or _holding("paragraph", node.children)


def _quote(node: Quote) -> Shape | None:
    """Ghost's quote is one line; two paragraphs would become one."""
    only = node.children[0] if len(node.children) == 1 else None
    return _holding("extended-quote", only.children) if isinstance(only, Paragraph) else None


def _code(node: Code) -> Shape | None:
    if not node.value.strip():
        return None
    # HTML takes the last line feed of a `<pre>` for the end of its last line.
    code = node.value + "\n" if node.value.endswith("\n") else node.value
    return {"type": "codeblock", "version": 1, "code": code, "language": node.lang, "caption": ""}


def _embed(node: Embed) -> Shape | None:
    if node.html:
        more = {"title": node.title, "provider_name": node.provider}
        return {
            "type": "embed",
            "version": 1,
            "url": node.url,
            "embedType": "rich",
            "html": node.html,
            "metadata": {name: value for name, value in more.items() if value},
            "caption": "",
        }
    url = safe_url(node.url)
    if not url:
        return None
    about = {"title": node.title or url, "publisher": node.provider}
    return {"type": "bookmark", "version": 1, "url": url, "metadata": about, "caption": ""}


def _figure(node: Figure) -> Shape | None:
    """A picture, several, or a card that can carry a caption."""
    caption = "".join(map(written, node.caption))
    only = node.children[0] if len(node.children) == 1 else None
    if isinstance(only, Paragraph):
        return picture(only, caption)
    if isinstance(only, (Code, Embed)):
        shape = FORMS[type(only)](only)
        return shape and {**shape, "caption": caption}
    return gallery(node, caption)


def _list(node: List) -> Shape | None:
    return _levels(node, 0)


def _levels(node: List, depth: int) -> Shape | None:
    """A list; Lexical keeps a list within an item as the only child of an item of its own, after it."""
    odd = node.spread or node.reversed or node.kind or (node.ordered and node.start < 1)
    if odd or depth > LEVELS:
        return None
    items: list[Shape] = []
    for number, item in enumerate(node.children, node.start):
        inner = _item(item, number, depth)
        if inner is None:
            return None
        items += inner
    kind, tag = ("number", "ol") if node.ordered else ("bullet", "ul")
    return parent("list", items, listType=kind, start=node.start if node.ordered else 1, tag=tag)


def _item(item: Item, number: int, depth: int) -> list[Shape] | None:
    """The words of an item, then at most one list below them."""
    if item.checked is not None or item.number is not None:
        return None
    if not item.children:
        return [parent("listitem", [], value=number, indent=depth)]
    first, *rest = item.children
    if not isinstance(first, Paragraph) or len(rest) > 1 or not all(isinstance(each, List) for each in rest):
        return None
    words = _holding("listitem", first.children, value=number, indent=depth)
    lists = [_levels(each, depth + 1) for each in rest if isinstance(each, List)]
    below = [parent("listitem", [each], value=number + 1, indent=depth) for each in lists if each]
    return None if words is None or len(below) < len(lists) else [words, *below]


FORMS: dict[type[Node], Callable[[Any], Shape | None]] = {
    Code: _code,
    Embed: _embed,
    Figure: _figure,
    List: _list,
    Paragraph: _paragraph,
    Quote: _quote,
    Rule: lambda node: RULE,
}
