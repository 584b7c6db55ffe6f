"""Blocks as lines of Markdown: one stack of work, each line with the prefix of what it stands in."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import msgspec

from wpharvest.markup import html_text
from wpharvest.markup.spacing import is_tight
from wpharvest.markup.writers import html
from wpharvest.markup.writers.markdown.flavors import FLAVORS, Flavor, is_only_html, suited
from wpharvest.markup.writers.markdown.inlines import line
from wpharvest.markup.writers.markdown.unsafe import fence, is_template
from wpharvest.model.nodes import (
    Block,
    Code,
    Embed,
    Figure,
    Footnote,
    Heading,
    Html,
    Image,
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

# Two lists after each other are told apart by their markers.
BULLETS = ("-", "+")
NUMBERS = (".", ")")
DELIMITERS = {None: "---", "left": ":--", "right": "--:", "center": ":-:"}


class Job(msgspec.Struct, frozen=True):
    """A block that holds blocks: the prefix of its first line and of the others.

    `other`: it is a list after a list.
    """

    node: Any
    first: str
    rest: str
    flavor: Flavor
    other: bool = False


Work = str | Iterator["Work"]  # lines, or what gives lines when its turn comes


def write(root: Root, flavor: str = "gfm") -> str:
    """The body as Markdown; it ends with a line feed, and an empty body is an empty string.

    `flavor` is one of `FLAVORS`.
    """
    dialect = FLAVORS[flavor]
    out: list[str] = []
    within: list[Iterator[Work]] = [_sequence(suited(root, dialect).children, "", "", dialect)]
    while within:
        for work in within[-1]:
            if not isinstance(work, str):
                within.append(work)
                break
            out.append(work)
        else:
            within.pop()
    return "".join(out)


def _as_html(node: Any, flavor: Flavor) -> str:
    return flavor.markup(html.written(node))


def _sequence(
    blocks: tuple[Block, ...], first: str, rest: str, flavor: Flavor, tight: bool = False
) -> Iterator[Work]:
    bare = f"{rest.rstrip()}\n"
    free = "" if tight else bare
    lead = ""
    before: Block | None = None
    other = False
    for block in blocks:
        kind = block.__class__
        if kind in HOLDERS:
            follows = isinstance(before, List) and _follows(block, before)
            other = follows and not other
            yield f"{lead}{rest}{flavor.apart}\n{bare}" if follows and flavor.apart else lead
            yield HOLDERS[kind](Job(block, first, rest, flavor, other))
        else:
            text = _indented(LEAVES.get(kind, _as_html)(block, flavor), rest)
            yield f"{lead}{first}{text}\n"
        first, lead, before = rest, free, block


def _follows(block: Block, before: List) -> bool:
    """Whether it would be read as more items of the list before it."""
    return isinstance(block, List) and before.ordered == block.ordered


def _indented(text: str, rest: str) -> str:
    """The text with the prefix before each of its lines but the first."""
    if not rest or "\n" not in text:
        return text
    head, *tail = text.split("\n")
    bare = rest.rstrip()
    return "\n".join((head, *(rest + each if each else bare for each in tail)))


def _quote(job: Job) -> Iterator[Work]:
    if not job.node.children:
        yield f"{job.first}>\n"
    yield _sequence(job.node.children, f"{job.first}> ", f"{job.rest}> ", job.flavor)


def _list(job: Job) -> Iterator[Work]:
    node: List = job.node
    first, rest, flavor = job.first, job.rest, job.flavor
    if is_only_html(node):
        yield f"{first}{_indented(_as_html(node, flavor), rest)}\n"
        return
    sign = NUMBERS[job.other] if node.ordered else BULLETS[job.other]
    for number, item in enumerate(node.children, node.start):
        if node.spread and number > node.start:
            yield f"{rest.rstrip()}\n"
        marker = f"{number}{sign} " if node.ordered else f"{sign} "
        below = f"{rest}{' ' * len(marker)}"
        if (only := _only_line(item)) is not None:
            yield f"{first}{marker}{_indented(_paragraph(only, flavor), below)}\n"
        else:
            yield _item(item, first + marker, below, flavor, node.spread)
        first = rest


def _only_line(item: Item) -> Paragraph | None:
    """The one paragraph of an item, as nearly all have."""
    only = item.children[0] if len(item.children) == 1 and item.checked is None else None
    return only if isinstance(only, Paragraph) else None


def _item(item: Item, first: str, rest: str, flavor: Flavor, spread: bool) -> Iterator[Work]:
    blocks = item.children
    if not blocks or isinstance(blocks[0], List):  # a marker of its own before a list's marker
        yield f"{first.rstrip()}\n"
        first = rest
    if (
        item.checked is not None
        and blocks
        and (blocks[0].__class__ not in HOLDERS or is_only_html(blocks[0]))
    ):
        first += "[x] " if item.checked else "[ ] "
    yield _sequence(blocks, first, rest, flavor, tight=not spread and is_tight(blocks))


def _figure(job: Job) -> Iterator[Work]:
    node: Figure = job.node
    bare = f"{job.rest.rstrip()}\n"
    yield f"{job.first}<figure>\n{bare}"
    yield _sequence(node.children, job.rest, job.rest, job.flavor)
    yield bare
    if node.caption:
        caption = job.flavor.markup("".join(map(html.written, node.caption)))
        yield f"{job.rest}<figcaption>{caption}</figcaption>\n"
    yield f"{job.rest}</figure>\n"


def _embed(job: Job) -> Iterator[Work]:
    node: Embed = job.node
    link = Paragraph((Link(node.url, (Text(node.title or node.url),)),))
    player = (Html(node.html),) if node.html else ()
    return _sequence((link, *player), job.first, job.rest, job.flavor)


def _footnote(job: Job) -> Iterator[Work]:
    first = f"{job.first}[^{job.node.label}]: "
    return _sequence(job.node.children, first, f"{job.rest}    ", job.flavor)


def _heading(node: Heading, flavor: Flavor) -> str:
    text = line(node.children, flavor, flavor.line_break)
    if text.endswith("#") and not text.endswith("\\#"):
        text = text[:-1] + "\\#"
    anchor = flavor.markup(html_text.tag("a", {"id": node.id})) + "</a>" if node.id else ""
    return f"{'#' * node.depth} {anchor}{text}"


def _paragraph(node: Paragraph, flavor: Flavor) -> str:
    # Pandoc makes a figure of an image that is alone, with its description below it.
    alone = flavor.apart and len(node.children) == 1 and isinstance(node.children[0], Image)
    return line(node.children, flavor) + (flavor.apart if alone else "")


def _code(node: Code, flavor: Flavor) -> str:
    if flavor.templates and is_template(node.value):
        return html.written(node).replace("&#10;", "\n")
    marks = fence(node.value, 3)
    return f"{marks}{node.lang}\n{node.value}\n{marks}" if node.value else f"{marks}{node.lang}\n{marks}"


def _table(node: Table, flavor: Flavor) -> str:
    head, *body = node.children
    aligns = (*node.align, *(None for _ in head.children))[: len(head.children)]
    rule = " | ".join(DELIMITERS[align] for align in aligns)
    rows = (_row(row, flavor) for row in body)
    return "\n".join((_row(head, flavor), f"| {rule} |", *rows))


def _row(row: Row, flavor: Flavor) -> str:
    return f"| {' | '.join(line(cell.children, flavor, flavor.line_break) for cell in row.children)} |"


def _html(node: Html, flavor: Flavor) -> str:
    markup = "\n".join(row for row in node.value.split("\n") if row.strip()).replace("{", "&#123;")
    return flavor.markup(markup)


LEAVES: dict[type[Node], Callable[[Any, Flavor], str]] = {
    Code: _code,
    Heading: _heading,
    Html: _html,
    Paragraph: _paragraph,
    Rule: lambda node, flavor: "***",
    Table: _table,
}
HOLDERS: dict[type[Node], Callable[[Job], Iterator[Work]]] = {
    Embed: _embed,
    Figure: _figure,
    Footnote: _footnote,
    List: _list,
    Quote: _quote,
}
