"""A tree as clean HTML: one block a line, nothing but what the tree holds."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from wpharvest.markup.html_text import VOID, tag, text
from wpharvest.markup.urls import safe_url
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
    FootnoteReference,
    Heading,
    Html,
    Image,
    InlineCode,
    Item,
    Link,
    List,
    Node,
    Paragraph,
    Quote,
    Root,
    Row,
    Rule,
    Strong,
    Table,
    Text,
)

Part = Any  # a node still to be written, or text that is written
Parts = Iterable[Part]


def write(root: Root) -> str:
    """The body as HTML, a line feed after each block of the top level."""
    return "".join(f"{written(block)}\n" for block in _with_notes_last(root))


def written(node: AnyNode) -> str:
    """One node as HTML, on one line."""
    out: list[str] = []
    todo: list[Part] = [node]
    while todo:
        part = todo.pop()
        if isinstance(part, str):
            out.append(part)
        else:
            todo.extend(reversed(list(PARTS[part.__class__](part))))
    return "".join(out)


def _with_notes_last(root: Root) -> list[AnyNode]:
    notes = [block for block in root.children if isinstance(block, Footnote)]
    if not notes:
        return list(root.children)
    rest: list[AnyNode] = [block for block in root.children if not isinstance(block, Footnote)]
    return [*rest, Html(notes_written(notes))]


def notes_written(notes: Iterable[Footnote]) -> str:
    """Footnotes as the list that WordPress writes."""
    return tag("ol", {"class": "wp-block-footnotes"}) + "".join(map(written, notes)) + "</ol>"


def _within(name: str) -> Callable[[Any], Parts]:
    def parts(node: Any) -> Parts:
        return (f"<{name}>", *node.children, f"</{name}>")

    return parts


def _link(node: Link) -> Parts:
    attributes = {"href": safe_url(node.url)} | ({"title": node.title} if node.title else {})
    return (tag("a", attributes), *node.children, "</a>")


def _image(node: Image) -> Parts:
    sizes = {"width": node.width, "height": node.height}
    attributes = {"src": safe_url(node.url, picture=True), "alt": node.alt}
    attributes |= {"title": node.title} if node.title else {}
    return (tag("img", attributes | {name: str(size) for name, size in sizes.items() if size}),)


def _reference(node: FootnoteReference) -> Parts:
    label = node.label
    return (
        tag("sup", {"class": "footnote-ref"}),
        tag("a", {"href": f"#fn-{label}", "id": f"fnref-{label}"}),
        text(label),
        "</a></sup>",
    )


def _footnote(node: Footnote) -> Parts:
    back = f"<p>{tag('a', {'href': f'#fnref-{node.label}', 'class': 'footnote-backref'})}↩︎</a></p>"
    return (tag("li", {"id": f"fn-{node.label}"}), *node.children, back, "</li>")


def _heading(node: Heading) -> Parts:
    name = f"h{node.depth}"
    return (tag(name, {"id": node.id} if node.id else {}), *node.children, f"</{name}>")


def _list(node: List) -> Parts:
    name = "ol" if node.ordered else "ul"
    own = {"start": str(node.start)} if node.ordered and node.start != _first_number(node) else {}
    own |= {"reversed": ""} if node.reversed else {}
    own |= {"type": node.kind} if node.kind else {}
    parts: list[Part] = [tag(name, own)]
    for item in node.children:
        parts.extend(_item(item, node.spread))
    return (*parts, f"</{name}>")


def _first_number(node: List) -> int:
    return len(node.children) if node.reversed else 1


def _item(item: Item, spread: bool) -> Parts:
    yield tag("li", {} if item.number is None else {"value": str(item.number)})
    box = (
        ""
        if item.checked is None
        else tag("input", {"type": "checkbox", **({"checked": ""} if item.checked else {}), "disabled": ""})
        + " "
    )
    for at, block in enumerate(item.children):
        lead = box if at == 0 else ""
        if isinstance(block, Paragraph):
            yield from ("<p>", lead, *block.children, "</p>") if spread else (lead, *block.children)
        else:
            yield lead
            yield block
    if not item.children:
        yield box
    yield "</li>"


def _code(node: Code) -> Parts:
    language = {"class": f"language-{node.lang}"} if node.lang else {}
    return ("<pre>", tag("code", language), text(node.value + "\n"), "</code></pre>")


def _figure(node: Figure) -> Parts:
    caption = ("<figcaption>", *node.caption, "</figcaption>") if node.caption else ()
    return ("<figure>", *node.children, *caption, "</figure>")


def _table(node: Table) -> Parts:
    head, *body = node.children
    yield "<table>"
    if not body or any(cell.children for cell in head.children):
        yield from ("<thead>", *_cells(head, "th", node.align), "</thead>")
    yield "<tbody>"
    for row in body:
        yield from _cells(row, "td", node.align)
    yield "</tbody></table>"


def _cells(row: Row, name: str, align: tuple[str | None, ...]) -> Parts:
    yield "<tr>"
    for at, cell in enumerate(row.children):
        side = align[at] if at < len(align) else None
        yield tag(name, {"style": f"text-align:{side}"} if side else {})
        yield from cell.children
        yield f"</{name}>"
    yield "</tr>"


def _element(node: Element) -> Parts:
    if node.name in VOID:
        return (tag(node.name, node.attributes),)
    return (tag(node.name, node.attributes), *node.children, f"</{node.name}>")


PARTS: dict[type[Node], Callable[[Any], Parts]] = {
    Break: lambda node: ("<br>",),
    Code: _code,
    Delete: _within("del"),
    Element: _element,
    Embed: lambda node: (
        node.html or tag("a", {"href": safe_url(node.url)}) + text(node.title or node.url) + "</a>",
    ),
    Emphasis: _within("em"),
    Figure: _figure,
    Footnote: _footnote,
    FootnoteReference: _reference,
    Heading: _heading,
    Html: lambda node: (node.value,),
    Image: _image,
    InlineCode: lambda node: (f"<code>{text(node.value)}</code>",),
    Link: _link,
    List: _list,
    Paragraph: _within("p"),
    Quote: _within("blockquote"),
    Root: lambda node: node.children,
    Rule: lambda node: ("<hr>",),
    Strong: _within("strong"),
    Table: _table,
    Text: lambda node: (text(node.value),),
}
