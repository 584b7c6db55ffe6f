"""A tree as the JSON of a Wagtail StreamField: text, headings, pictures, quotes, tables, code, embeds, HTML.

Text is in Wagtail's database format, what its editor (Draftail) can hold; the rest is a block of HTML.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

from wpharvest.markup.urls import safe_url
from wpharvest.markup.writers.html import notes_written, written
from wpharvest.model.nodes import (
    AnyNode,
    Break,
    Code,
    Delete,
    Element,
    Embed,
    Emphasis,
    Figure,
    Footnote,
    Heading,
    Image,
    InlineCode,
    Item,
    Link,
    List,
    Node,
    Paragraph,
    Quote,
    Root,
    Rule,
    Strong,
    Table,
    Text,
    walk,
    words_of,
)
from wpharvest.model.trees import rebuild

Stream = dict[str, Any]
# An address of the new site -> what it is (`page`, `image`, `document`) and the importer's name of it.
References = Mapping[str, tuple[str, str]]

LEVELS = 10  # of lists in lists
HELD = (Break, Delete, Emphasis, InlineCode, Link, Strong, Text)
HELD_ELEMENTS = ("sub", "sup")
TEXT = (Paragraph, List)


def write(root: Root, references: References | None = None) -> str:
    """The blocks as JSON, on one line."""
    return json.dumps(blocks(root, references or {}), ensure_ascii=False, separators=(",", ":"))


def blocks(root: Root, references: References) -> list[Stream]:
    """The blocks: neighbouring paragraphs and lists are one text.

    A link to what is among the references names it, so that it stays right when the page moves; one to a
    place within a page (`/about/#team`) can't, for Wagtail keeps no such place.
    """
    found: list[Stream] = []
    notes = [each for each in root.children if isinstance(each, Footnote)]
    for node in root.children:
        if isinstance(node, Footnote):
            continue
        form = FORMS.get(type(node))
        made = form(node, references) if form else None
        made = made or _block("html", written(node))
        if made["type"] == "text" and found and found[-1]["type"] == "text":
            found[-1] = _block("text", found[-1]["value"] + made["value"])
        else:
            found.append(made)
    if notes:
        found.append(_block("html", notes_written(notes)))
    return found


def _block(kind: str, value: Any) -> Stream:
    return {"type": kind, "value": value}


def _rich(node: AnyNode, references: References) -> str | None:
    """Wagtail's database format, or None if its editor would lose something."""
    for each in walk(node):
        if isinstance(each, Element):
            if each.name not in HELD_ELEMENTS or each.attributes:
                return None
        elif isinstance(each, Link):
            if each.title or not safe_url(each.url) or not words_of(each).strip():
                return None
        elif not isinstance(each, (*HELD, Paragraph, List, Item, Heading)):
            return None
    return written(rebuild(node, lambda each: _named(each, references)))


def _named(node: AnyNode, references: References) -> AnyNode:
    if isinstance(node, Delete):
        return Element("s", {}, node.children)
    if isinstance(node, Link) and node.url in references:
        kind, name = references[node.url]
        if kind in ("page", "document"):
            return Element("a", {"linktype": kind, "id": name}, node.children)
    return node


def _paragraph(node: Paragraph, references: References) -> Stream | None:
    if shown := _picture(node, "", references):
        return shown
    text = _rich(node, references)
    return None if text is None else _block("text", text)


def _list(node: List, references: References) -> Stream | None:
    text = _rich(node, references) if _is_plain(node) else None
    return None if text is None else _block("text", text)


def _is_plain(node: List) -> bool:
    """Whether it is a list of lines, with lists below them: Draftail knows neither starts nor paragraphs."""
    level: list[List] = [node]
    for _ in range(LEVELS):
        below: list[List] = []
        for each in level:
            odd = each.spread or each.reversed or each.kind or (each.ordered and each.start != 1)
            if odd or not all(map(_is_line, each.children)):
                return False
            below += [
                child for item in each.children for child in item.children[1:] if isinstance(child, List)
            ]
        level = below
    return not level


def _is_line(item: Item) -> bool:
    if item.checked is not None or item.number is not None or not item.children:
        return False
    first, *rest = item.children
    return isinstance(first, Paragraph) and len(rest) < 2 and all(isinstance(each, List) for each in rest)


def _heading(node: Heading, _: References) -> Stream | None:
    """A heading of words alone; one with links or emphasis is HTML."""
    if not all(isinstance(each, (Text, Heading)) for each in walk(node)) or not words_of(node).strip():
        return None
    return _block("heading", {"level": f"h{node.depth}", "text": words_of(node), "anchor": node.id})


def _picture(node: Paragraph, caption: str, references: References) -> Stream | None:
    """A picture of the library that is alone in its paragraph, linked or not."""
    only, href = _only(node), ""
    if isinstance(only, Link) and not only.title:
        href = safe_url(only.url)
        only = _only(only) if href else None
    if not isinstance(only, Image) or references.get(only.url, ("", ""))[0] != "image":
        return None
    return _block(
        "image",
        {
            "image": references[only.url][1],
            "alt": only.alt,
            "title": only.title,
            "caption": caption,
            "href": href,
        },
    )


def _only(node: Paragraph | Link) -> AnyNode | None:
    seen = [each for each in node.children if not (isinstance(each, Text) and not each.value.strip(" \n\t"))]
    return seen[0] if len(seen) == 1 else None


def _figure(node: Figure, references: References) -> Stream | None:
    only = node.children[0] if len(node.children) == 1 else None
    return (
        _picture(only, "".join(map(written, node.caption)), references)
        if isinstance(only, Paragraph)
        else None
    )


def _quote(node: Quote, references: References) -> Stream | None:
    parts = [_rich(each, references) for each in node.children if _may_be_quoted(each)]
    whole = [each for each in parts if each is not None]
    return _block("quote", "".join(whole)) if whole and len(whole) == len(node.children) else None


def _may_be_quoted(node: AnyNode) -> bool:
    return isinstance(node, Paragraph) or (isinstance(node, List) and _is_plain(node))


def _code(node: Code, _: References) -> Stream | None:
    # HTML takes the last line feed of a `<pre>` for the end of its last line.
    code = node.value + "\n" if node.value.endswith("\n") else node.value
    return _block("code", {"language": node.lang, "code": code}) if node.value.strip() else None


def _table(node: Table, _: References) -> Stream | None:
    """A table of words alone: Wagtail's has neither links nor emphasis in its cells."""
    cells = [cell for row in node.children for cell in row.children]
    if any(node.align) or not all(isinstance(each, Text) for cell in cells for each in cell.children):
        return None
    data = [[words_of(cell) for cell in row.children] for row in node.children]
    if not any(data[0]) or len({len(row) for row in data}) > 1:
        return None
    more = {"first_row_is_table_header": True, "first_col_is_header": False, "table_caption": ""}
    return _block("table", {"data": data, **more})


def _embed(node: Embed, _: References) -> Stream | None:
    url = safe_url(node.url)
    if not url.startswith(("http://", "https://")):
        return None
    return _block("embed", {"url": url, "title": node.title, "html": node.html})


FORMS: dict[type[Node], Callable[[Any, References], Stream | None]] = {
    Code: _code,
    Embed: _embed,
    Figure: _figure,
    Heading: _heading,
    List: _list,
    Paragraph: _paragraph,
    Quote: _quote,
    Rule: lambda node, _: _block("rule", None),
    Table: _table,
}
