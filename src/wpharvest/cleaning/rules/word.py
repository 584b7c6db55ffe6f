"""What Microsoft Word leaves when a document is pasted or saved as HTML.

Conditional comments and XML islands go with what they hold; `<o:p>`, `<w:sdt>` and smart tags
(`<st1:place>`) are opened; `Mso…` classes go. Word writes lists as paragraphs with a bullet of their own
(`MsoListParagraph`): they become lists. `mso-` styles go with all the others (`inline_styles`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import count

from turbohtml import Comment, Element, Node, Text

from wpharvest.cleaning.body import COMMENT, Body, value
from wpharvest.cleaning.signs import Signs, beginning, one_of
from wpharvest.cleaning.surgery import drop_classes, neighbour
from wpharvest.model.notices import Notice

ISLANDS = (
    "xml, o\\:officedocumentsettings, w\\:worddocument, w\\:latentstyles, m\\:mathpr, o\\:shapedefaults,"
    "o\\:shapelayout"
)
_CONDITION = re.compile(r"\s*\[(?:if\s|endif)|\s*(?:Start|End)Fragment\s*$", re.IGNORECASE)
_PREFIXED = re.compile(
    r"(?:o|w|m|v|st\d|st|u\d|skype|personname|place|city|country-region|time|date|metricconverter):"
)
_BULLET = re.compile(
    r"[\s\u00a0]*(?:([·•o§▪■□◦►➢ØüvØ–—-])|(?:\(?(\d{1,3})|\(?([a-zA-Z]|[ivxIVX]{1,5}))[.)])[\s\u00a0]+"
)
_LEVEL = re.compile(r"mso-list:\s*l\d+\s+level(\d)", re.IGNORECASE)
_LISTED = "p[class*='MsoListParagraph'], p[style*='mso-list:l'], p[style*='mso-list: l']"
CLASSES = ("Mso", "xMso", "x_Mso", "WordSection", "Section1", "GramE", "SpellE")
SIGNS = Signs(
    tags=lambda tag: tag in ("xml", COMMENT) or ":" in tag,
    attributes=one_of(["style"]),
    names=beginning(*CLASSES),
)


def clean(body: Body, page: str) -> Iterator[Notice]:
    """Takes Word's conditional comments, XML and `Mso` classes; its paragraphs with bullets become lists."""
    has_lists = "mso-list" in body.source or body.has_name(*CLASSES)
    listed = _lists(body.root) if has_lists else 0
    taken = 0
    for comment in body.comments():
        if _CONDITION.match(comment.data):
            comment.extract()
            taken += 1
    if "xml" in body.tags or any(":" in tag for tag in body.tags):
        taken += _take_foreign(body.root)
    classes = drop_classes(body, CLASSES)
    if listed:
        yield Notice("word", "paragraphs with bullets made lists", count=listed)
    if taken:
        yield Notice("word", "comments, XML and tags of Word taken", count=taken)
    if classes:
        yield Notice("word", "classes of Word taken", count=classes)


def _take_foreign(root: Element) -> int:
    """Take the XML islands and open the elements of Word's own name spaces."""
    taken = 0
    for island in root.select(ISLANDS):
        island.extract()
        taken += 1
    for element in reversed(root.select("*")):
        if ":" in element.tag and _PREFIXED.match(element.tag):
            element.unwrap()
            taken += 1
    return taken


def _lists(root: Element) -> int:
    """Each run of Word's list paragraphs as one list, deeper ones within the item before them."""
    made = 0
    stack: list[tuple[int, Element]] = []  # level and list, the outermost first
    last: Node | None = None
    for paragraph in root.select(_LISTED):
        marker = _marker(paragraph)
        if marker is None:
            continue
        style, (ordered, start) = value(paragraph, "style"), marker
        level = int(found[1]) if (found := _LEVEL.search(style)) else 1
        if not stack or neighbour(paragraph, forward=False) is not last:
            stack = []
        while stack and stack[-1][0] > level and len(stack) > 1:
            stack.pop()
        if not stack or stack[-1][0] < level:
            new = Element("ol", {"start": str(start)} if start > 1 else {}) if ordered else Element("ul")
            _place(new, paragraph, stack)
            stack.append((level, new))
        item = Element("li")
        for child in list(paragraph.children):
            item.append(child)
        stack[-1][1].append(item)
        paragraph.extract()
        last = stack[0][1]
        made += 1
    return made


def _place(new: Element, paragraph: Element, stack: list[tuple[int, Element]]) -> None:
    items = [child for child in stack[-1][1].children if isinstance(child, Element)] if stack else []
    if items:
        items[-1].append(new)
    else:
        paragraph.insert_before(new)


def _marker(paragraph: Element) -> tuple[bool, int] | None:
    """Whether the list has numbers and which one, and out with the bullet; None if there is no bullet."""
    for element in paragraph.select("span[style]"):
        if re.search(r"mso-list:\s*ignore", value(element, "style"), re.IGNORECASE):
            said = element.text
            element.extract()
            return _numbered(said.strip() + " ")
    text = _first_text(paragraph)
    found = _BULLET.match(text.data) if text is not None else None
    if text is None or found is None:
        return None
    text.data = text.data[found.end() :]
    return _numbered(found[0].strip() + " ")


def _numbered(said: str) -> tuple[bool, int]:
    found = _BULLET.match(said)
    if found is None or found[1]:
        return False, 1
    return True, int(found[2] or 1)


def _first_text(paragraph: Element) -> Text | None:
    for node, _ in zip(paragraph.descendants, count(), strict=False):
        if isinstance(node, Text) and node.data.strip(" \t\r\n\u00a0"):
            return node
        if isinstance(node, Comment):
            continue
    return None
