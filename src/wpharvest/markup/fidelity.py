"""Whether two trees say the same, and what one has that the other hasn't: as data.

With `read_back` it tells whether Markdown still holds a body: write, render with a renderer that isn't ours,
read with the reader that the body was read with, compare.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any, Literal

import msgspec
from markdown_it import MarkdownIt
from mdit_py_plugins.footnote import footnote_plugin
from mdit_py_plugins.tasklists import tasklists_plugin

from wpharvest.markup.html_reader import read
from wpharvest.markup.urls import plain_url
from wpharvest.markup.writers.markdown import write
from wpharvest.model.items import Key
from wpharvest.model.nodes import (
    AnyNode,
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
    Root,
    Strong,
    Table,
    Text,
    walk,
    words_of,
)
from wpharvest.model.notices import Notice

Kind = Literal["words", "links", "images", "emphasis", "structure"]
SHOWN = 80  # characters of an example
DEEPEST = 400  # levels that the renderer follows; our reader builds fewer


class Difference(msgspec.Struct, frozen=True):
    """What a tree lost and what it gained, of one kind. Equal lists: the same things in another order."""

    kind: Kind
    lost: tuple[str, ...] = ()
    gained: tuple[str, ...] = ()


def differences(before: Root, after: Root) -> tuple[Difference, ...]:
    """What `after` doesn't say as `before` does: nothing, if they are the same document.

    Not compared is what only looks different: the size of images, the spelling of an address (percent-encoded
    or not), whether neighbouring texts are one node or two.
    """
    found = (_difference(kind, list(facts(before)), list(facts(after))) for kind, facts in FACTS.items())
    return tuple(each for each in found if each is not None)


def losses(root: Root, flavor: str = "gfm", key: Key | None = None) -> Iterator[Notice]:
    """What the Markdown of a tree doesn't hold, one notice for each kind; none, if it reads back as the same.

    Pandoc's own signs are read by nothing but pandoc, so what stands in for that flavor is GFM.
    """
    markdown = write(root, "gfm" if flavor == "pandoc" else flavor)
    for each in differences(root, read_back(markdown)):
        first = (*each.lost, *each.gained, "their order")[0]
        what = f"Markdown doesn't hold all {each.kind}: {first[:SHOWN]}"
        yield Notice("fidelity", what, key, count=max(1, len(each.lost), len(each.gained)), lost=True)


def read_back(markdown: str) -> Root:
    """The tree of Markdown, as CommonMark with tables, strikethrough, tasks and footnotes renders it."""
    return read(_renderer().render(markdown))


@cache
def _renderer() -> MarkdownIt:
    renderer = MarkdownIt("commonmark", {"html": True, "maxNesting": DEEPEST})
    # It would write a host of other letters in ASCII (`xn--…`), as no other renderer does.
    renderer.normalizeLink = plain_url  # type: ignore[method-assign]
    return renderer.enable(["table", "strikethrough"]).use(footnote_plugin).use(tasklists_plugin)


def _difference(kind: Kind, before: list[str], after: list[str]) -> Difference | None:
    if before == after:
        return None
    had, has = Counter(before), Counter(after)
    return Difference(kind, tuple((had - has).elements()), tuple((has - had).elements()))


def _words(root: Root) -> Iterator[str]:
    yield from words_of(root).split()


def _links(root: Root) -> Iterator[str]:
    for node in walk(root):
        if isinstance(node, Link):
            title = f" {' '.join(node.title.split())!r}" if node.title.strip() else ""
            yield f"{plain_url(node.url)}{title} {_line(node)}"
        elif isinstance(node, Embed):
            yield f"{plain_url(node.url)} {node.title!r} {node.html}"


def _images(root: Root) -> Iterator[str]:
    for node in walk(root):
        if isinstance(node, Image):
            yield f"{plain_url(node.url)} {node.alt.strip()!r} {' '.join(node.title.split())!r}"


def _emphasis(root: Root) -> Iterator[str]:
    for node in walk(root):
        if isinstance(node, (Emphasis, Strong, Delete, InlineCode)):
            yield f"{_name(node)} {_line(node)}"


def _line(node: AnyNode) -> str:
    return " ".join(words_of(node).split())


def _structure(root: Root) -> Iterator[str]:
    """Every node but texts, with its depth and with what makes it what it is."""
    stack: list[tuple[int, Any]] = [(0, root)]
    while stack:
        depth, node = stack.pop()
        if not isinstance(node, (Text, Html)):
            detail = DETAILS.get(node.__class__)
            yield f"{depth} {_name(node)}{f' {detail(node)}' if detail else ''}"
        below = [*getattr(node, "children", ()), *getattr(node, "caption", ())]
        stack.extend((depth + 1, child) for child in reversed(below))


def _name(node: Node) -> str:
    return str(node.__struct_config__.tag)


DETAILS: dict[type[Node], Callable[[Any], str]] = {
    Code: lambda node: f"{node.lang} {node.value!r}",
    Element: lambda node: f"{node.name} {sorted(node.attributes.items())}",
    Figure: lambda node: f"{len(node.children)} {len(node.caption)}",
    Footnote: lambda node: node.label,
    FootnoteReference: lambda node: node.label,
    Heading: lambda node: f"{node.depth} {node.id}",
    Item: lambda node: f"{node.checked} {node.number}",
    List: lambda node: (
        f"{'ordered' if node.ordered else 'bullets'} {node.start} {node.spread} {node.reversed} {node.kind}"
    ),
    Table: lambda node: str(node.align),
}
FACTS: dict[Kind, Callable[[Root], Iterator[str]]] = {
    "words": _words,
    "links": _links,
    "images": _images,
    "emphasis": _emphasis,
    "structure": _structure,
}
