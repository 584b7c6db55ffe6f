"""Blocks as lines of Markdown: one stack of work, each line with the prefix of what it stands in."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any, NamedTuple

from wpharvest.markup import html_text
from wpharvest.markup.spacing import is_tight
from wpharvest.markup.writers import html
from wpharvest.markup.writers.markdown.inlines import line
from wpharvest.markup.writers.markdown.unsafe import fence, is_template
from wpharvest.model.nodes import (
    Block,
    Code,
    Element,
    Embed,
    Figure,
    Footnote,
    Heading,
    Html,
    Item,
    Link,
    List,
    Node,
    Paragraph,
    Quote,
    Root,
    Row,
    Rule,
    Table,
    Text,
)

BREAK_IN_A_LINE = "<br>"
# Two lists after each other are told apart by their markers.
BULLETS = ("-", "+")
NUMBERS = (".", ")")
DELIMITERS = {None: "---", "left": ":--", "right": "--:", "center": ":-:"}


class Job(NamedTuple):
    """A block to be written: the prefix of its first line and of the others.

    `other`: it is a list after a list. `task`: the box that its first line begins with.
    """

    node: Any
    first: str
    rest: str
    other: bool = False
    task: str = ""


Work = str | Job


def write(root: Root) -> str:
    """The body as Markdown; it ends with a line feed, and an empty body is an empty string."""
    out: list[str] = []
    todo: list[Work] = list(reversed(list(_sequence(root.children, "", ""))))
    while todo:
        job = todo.pop()
        if isinstance(job, str):
            out.append(job)
        elif leaf := LEAVES.get(job.node.__class__):
            out.append(_lines(job.task + leaf(job.node), job.first, job.rest))
        else:
            todo.extend(reversed(list(HOLDERS[job.node.__class__](job))))
    return "".join(out)


def _lines(text: str, first: str, rest: str) -> str:
    if "\n" not in text:
        return f"{first}{text}\n"
    head, *tail = text.split("\n")
    bare = rest.rstrip()
    return "\n".join((first + head, *(rest + each if each else bare for each in tail))) + "\n"


def _sequence(blocks: Iterable[Block], first: str, rest: str, tight: bool = False) -> Iterator[Work]:
    before: Block | None = None
    other = False
    for block in blocks:
        if before is not None and not tight:
            yield f"{rest.rstrip()}\n"
        same = isinstance(before, List) and isinstance(block, List) and before.ordered == block.ordered
        other = same and not other
        yield Job(block, first, rest, other)
        first, before = rest, block


def _quote(job: Job) -> Iterator[Work]:
    if not job.node.children:
        yield f"{job.first}>\n"
    yield from _sequence(job.node.children, f"{job.first}> ", f"{job.rest}> ")


def _list(job: Job) -> Iterator[Work]:
    node: List = job.node
    first = job.first
    for at, item in enumerate(node.children):
        if at and node.spread:
            yield f"{job.rest.rstrip()}\n"
        marker = f"{node.start + at}{NUMBERS[job.other]} " if node.ordered else f"{BULLETS[job.other]} "
        yield from _item(
            item, first + marker, job.rest + " " * len(marker), not node.spread and is_tight(item.children)
        )
        first = job.rest


def _item(item: Item, first: str, rest: str, tight: bool) -> Iterator[Work]:
    if not item.children:
        yield f"{first.rstrip()}\n"
    task = "" if item.checked is None else "[x] " if item.checked else "[ ] "
    for at, work in enumerate(_sequence(item.children, first, rest, tight)):
        yield work._replace(task=task) if at == 0 and isinstance(work, Job) else work


def _figure(job: Job) -> Iterator[Work]:
    node: Figure = job.node
    bare = f"{job.rest.rstrip()}\n"
    yield f"{job.first}<figure>\n"
    yield bare
    yield from _sequence(node.children, job.rest, job.rest)
    yield bare
    if node.caption:
        yield f"{job.rest}<figcaption>{''.join(map(html.written, node.caption))}</figcaption>\n"
    yield f"{job.rest}</figure>\n"


def _embed(job: Job) -> Iterator[Work]:
    node: Embed = job.node
    link = Paragraph((Link(node.url, (Text(node.title or node.url),)),))
    player = (Html(node.html),) if node.html else ()
    yield from _sequence((link, *player), job.first, job.rest)


def _footnote(job: Job) -> Iterator[Work]:
    yield from _sequence(job.node.children, f"{job.first}[^{job.node.label}]: ", f"{job.rest}    ")


def _heading(node: Heading) -> str:
    text = line(node.children, BREAK_IN_A_LINE)
    if text.endswith("#") and not text.endswith("\\#"):
        text = text[:-1] + "\\#"
    anchor = html_text.tag("a", {"id": node.id}) + "</a>" if node.id else ""
    return f"{'#' * node.depth} {anchor}{text}"


def _code(node: Code) -> str:
    if is_template(node.value):
        return html.written(node).replace("&#10;", "\n")
    marks = fence(node.value, 3)
    return f"{marks}{node.lang}\n{node.value}\n{marks}" if node.value else f"{marks}{node.lang}\n{marks}"


def _table(node: Table) -> str:
    head, *body = node.children
    aligns = (*node.align, *(None for _ in head.children))[: len(head.children)]
    rule = " | ".join(DELIMITERS[align] for align in aligns)
    return "\n".join((_row(head), f"| {rule} |", *map(_row, body)))


def _row(row: Row) -> str:
    return f"| {' | '.join(line(cell.children, BREAK_IN_A_LINE) for cell in row.children)} |"


def _html(node: Html) -> str:
    return "\n".join(row for row in node.value.split("\n") if row.strip()).replace("{", "&#123;")


LEAVES: dict[type[Node], Callable[[Any], str]] = {
    Code: _code,
    Element: html.written,
    Heading: _heading,
    Html: _html,
    Paragraph: lambda node: line(node.children),
    Rule: lambda node: "***",
    Table: _table,
}
HOLDERS: dict[type[Node], Callable[[Job], Iterator[Work]]] = {
    Embed: _embed,
    Figure: _figure,
    Footnote: _footnote,
    List: _list,
    Quote: _quote,
}
