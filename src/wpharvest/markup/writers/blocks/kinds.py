"""Which node is which block of the editor; what has none gives None."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from wpharvest.markup.html_text import attribute_value, tag
from wpharvest.markup.urls import safe_url
from wpharvest.markup.writers.blocks.pieces import Attributes, Block, captioned, comment_json, delimited, text
from wpharvest.markup.writers.html import Part, Parts
from wpharvest.model.nodes import (
    Code,
    Embed,
    Figure,
    Heading,
    Item,
    List,
    Paragraph,
    Quote,
    Row,
    Rule,
    Table,
    walk,
)

# Our name of a provider -> the editor's, and the kind of its embed (`core/embed`'s variations).
PROVIDERS = {
    "YouTube": ("youtube", "video"),
    "Vimeo": ("vimeo", "video"),
    "Dailymotion": ("dailymotion", "video"),
    "Spotify": ("spotify", "rich"),
    "SoundCloud": ("soundcloud", "rich"),
    "X": ("twitter", "rich"),
}


def _paragraph(node: Paragraph) -> Parts:
    return delimited("paragraph", {}, ("<p>", *node.children, "</p>")) if node.children else ("",)


def _heading(node: Heading) -> Parts:
    name, own = f"h{node.depth}", {"class": "wp-block-heading"}
    own |= {"id": node.id} if node.id else {}
    level = {} if node.depth == 2 else {"level": node.depth}
    return delimited("heading", level, (tag(name, own), *node.children, f"</{name}>"))


def _quote(node: Quote) -> Parts:
    return delimited("quote", {}, ('<blockquote class="wp-block-quote">', *_inner(node), "</blockquote>"))


def _inner(node: Quote) -> Iterator[Part]:
    for at, block in enumerate(node.children):
        yield from ("\n\n" if at else "", Block(block))


def _code(node: Code) -> Parts | None:
    if node.lang:
        return None
    return delimited("code", {}, ('<pre class="wp-block-code"><code>', text(node.value), "</code></pre>"))


def _rule(node: Rule) -> Parts:
    return delimited("separator", {}, ('<hr class="wp-block-separator has-alpha-channel-opacity"/>',))


def _embed(node: Embed, caption: Parts = ()) -> Parts | None:
    known = PROVIDERS.get(node.provider)
    url = safe_url(node.url).replace("[", "%5B")
    if not known or not url.startswith(("https://", "http://")):
        return None
    name, kind = known
    classes = f"wp-block-embed is-type-{kind} is-provider-{name} wp-block-embed-{name}"
    about = {"url": url, "type": kind, "providerNameSlug": name, "responsive": True}
    shown = ('<div class="wp-block-embed__wrapper">\n', attribute_value(url), "\n</div>", *captioned(caption))
    return delimited("embed", about, (tag("figure", {"class": classes}), *shown, "</figure>"))


def _figure(node: Figure) -> Parts | None:
    (first, *more) = node.children
    if not more and isinstance(first, Embed):
        return _embed(first, node.caption)
    if not more and isinstance(first, Table):
        return _table(first, node.caption)
    return None


def _list(node: List) -> Parts | None:
    """As blocks where all of it can be: a block's item holds a line and lists below it, nothing else."""
    if all(_is_plain(each) for each in walk(node) if isinstance(each, List | Item)):
        return _plain_list(node)
    return None


def _is_plain(node: List | Item) -> bool:
    if isinstance(node, List):
        return not (node.spread or node.kind) and bool(node.children)
    if node.checked is not None or node.number is not None or not node.children:
        return False
    line, *below = node.children
    return isinstance(line, Paragraph) and all(isinstance(each, List) for each in below)


def _plain_list(node: List) -> Iterator[Part]:
    name, about, own = ("ol" if node.ordered else "ul"), Attributes(), {"class": "wp-block-list"}
    if node.ordered:
        about["ordered"] = True
        if node.reversed:
            about["reversed"], own["reversed"] = True, ""
        if node.start != (len(node.children) if node.reversed else 1):
            about["start"], own["start"] = node.start, str(node.start)
    yield f"<!-- wp:list{comment_json(about)} -->\n{tag(name, own)}"
    for at, item in enumerate(node.children):
        yield from ("\n\n" if at else "", *delimited("list-item", {}, _item(item)))
    yield f"</{name}>\n<!-- /wp:list -->"


def _item(item: Item) -> Iterator[Part]:
    line, *below = item.children
    yield from ("<li>", *getattr(line, "children", ()))
    yield from map(Block, below)
    yield "</li>"


def _table(node: Table, caption: Parts = ()) -> Parts:
    head, *body = node.children
    parts: list[Part] = ['<figure class="wp-block-table"><table>']
    if not body or any(cell.children for cell in head.children):
        parts += ["<thead>", *_cells(head, "th", node), "</thead>"]
    if body:
        parts += ["<tbody>", *(part for row in body for part in _cells(row, "td", node)), "</tbody>"]
    parts += ["</table>", *captioned(caption), "</figure>"]
    return delimited("table", {"hasFixedLayout": False}, parts)


def _cells(row: Row, name: str, table: Table) -> Iterator[Part]:
    yield "<tr>"
    for at, cell in enumerate(row.children):
        side = table.align[at] if at < len(table.align) else None
        own = {"class": f"has-text-align-{side}", "data-align": side} if side else {}
        yield from (tag(name, own), *cell.children, f"</{name}>")
    yield "</tr>"


BLOCKS: dict[type, Callable[[Any], Parts | None]] = {
    Code: _code,
    Embed: _embed,
    Figure: _figure,
    Heading: _heading,
    List: _list,
    Paragraph: _paragraph,
    Quote: _quote,
    Rule: _rule,
    Table: _table,
}
