"""A run of inlines as a line of Markdown."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from wpharvest.markup import html_text
from wpharvest.markup.urls import safe_url
from wpharvest.markup.writers import html
from wpharvest.markup.writers.markdown.flavors import Flavor
from wpharvest.markup.writers.markdown.marks import SIGNS, Mark, Token, settle
from wpharvest.markup.writers.markdown.unsafe import (
    address,
    edges,
    fence,
    in_code,
    in_title,
    is_plain_address,
    is_template,
)
from wpharvest.model.nodes import (
    Break,
    Element,
    Embed,
    FootnoteReference,
    Html,
    Image,
    Inline,
    InlineCode,
    Link,
    Node,
    Text,
)


class LinkEnd:
    """Where a link ends: its address in parentheses."""

    __slots__ = ("written",)

    def __init__(self, written: str) -> None:
        self.written = written


# What may stand outside a mark: in any case, and where there is a letter within.
BLANKS = frozenset(" \n")
STOPS = frozenset(".,;:?!()[]'\"/–—’“”«»…-")
LINE_BREAK = "\\\n"


def line(children: tuple[Inline, ...], flavor: Flavor, line_break: str = LINE_BREAK) -> str:
    """The inlines as Markdown; `line_break` is how a hard break is written in this place."""
    if len(children) == 1 and isinstance(only := children[0], Text):  # most lines are
        return edges(flavor.at_start(flavor.text(only.value)))
    tokens, marked = _tokens(children, flavor, line_break)
    if marked:
        settle(tokens)
        return edges("".join([token if isinstance(token, str) else token.written() for token in tokens]))
    return edges("".join(tokens))  # type: ignore[arg-type]  # without marks, all are text


def _tokens(nodes: tuple[Inline, ...], flavor: Flavor, line_break: str) -> tuple[list[Token], bool]:
    """What the line is made of, and whether there are marks in it that have to be settled."""
    tokens: list[Token] = []
    todo: list[Any] = list(reversed(nodes))
    write = outside = flavor.text
    at_start = flavor.at_start
    depth = 0
    marked = False
    while todo:
        node = todo.pop()
        kind = node.__class__
        if kind is Text:
            text = write(node.value)
            tokens.append(text if tokens and tokens[-1] != LINE_BREAK else at_start(text))
        elif kind is Link:
            _guard(tokens)
            end = f"]({_target(node.url, node.title)})"
            if len(node.children) == 1 and node.children[0].__class__ is Text:  # nearly all
                tokens.append(f"[{flavor.text_of_link(node.children[0].value)}{end}")
                continue
            tokens.append("[")
            todo.append(LinkEnd(end))
            todo.extend(reversed(node.children))
            write = flavor.text_of_link
        elif kind in SIGNS:
            sign = SIGNS[kind]
            if (word := _plain(node, tokens, todo)) is not None:
                tokens.append(f"{sign.markdown}{write(word)}{sign.markdown}")
                continue
            marked = True
            first, last = Mark(sign, True, 0), Mark(sign, False, 0)
            first.other, last.other = last, first
            todo.append(last)
            todo.extend(reversed(node.children))
            todo.append(first)
        elif kind is str:
            tokens.append(node)
        elif kind is Mark:
            depth += 1 if node.opens else -1
            node.depth = depth
            tokens.append(node)
        elif kind is LinkEnd:
            tokens.append(node.written)
            write = outside
        elif kind is Break:
            tokens.append(line_break)
        else:
            todo.extend(reversed(WRITTEN[kind](node, flavor)))
    return tokens, marked


def _plain(node: Any, tokens: list[Token], todo: list[Any]) -> str | None:
    """The text of a mark that every renderer reads, as nearly all are."""
    if len(node.children) != 1 or node.children[0].__class__ is not Text:
        return None
    word: str = node.children[0].value
    before = tokens[-1] if tokens else " "
    if before.__class__ is not str or not _reads(word[:1], before[-1:]):
        return None
    if not todo:
        after = " "
    elif todo[-1].__class__ is Text:
        after = todo[-1].value[:1]
    elif todo[-1].__class__ is LinkEnd:
        after = "]"
    else:
        return None
    return word if _reads(word[-1:], after) else None


def _reads(within: str, outside: str) -> bool:
    """Whether every renderer reads a mark between these two characters."""
    return within.isalpha() if outside in STOPS else outside in BLANKS and within.strip() != ""


def _guard(tokens: list[Token]) -> None:
    """A `!` before a link would make an image of it, a footnote's mark of a `^` after it."""
    before = tokens[-1] if tokens else ""
    if isinstance(before, str) and before.endswith("!"):
        tokens[-1] = before[:-1] + "\\!"


def _target(url: str, title: str) -> str:
    written = url if is_plain_address(url) else address(safe_url(url))
    return f'{written} "{in_title(" ".join(title.split()))}"' if title.strip() else written


def _image(node: Image, flavor: Flavor) -> list[Any]:
    if safe_url(node.url, picture=True).startswith("data:"):  # renderers take some of these for dangerous
        return [flavor.markup(html.written(node)).replace("|", "&#124;")]
    sizes = _sizes(node) if flavor.attributes else ""
    return [f"![{flavor.text_of_image(node.alt)}]({_target(node.url, node.title)}){sizes}"]


def _sizes(node: Image) -> str:
    sizes = {"width": node.width, "height": node.height}
    said = " ".join(f"{name}={size}" for name, size in sizes.items() if size)
    return f"{{{said}}}" if said else ""


def _code(node: InlineCode, flavor: Flavor) -> list[Any]:
    value = node.value
    if (flavor.templates and is_template(value)) or "|" in value or not value.strip():
        return ["<code>", in_code(value), "</code>"]  # a table would split at the line
    ticks = fence(value, 1)
    pad = " " if value[0] in "` " or value[-1] in "` " else ""
    return [f"{ticks}{pad}{value}{pad}{ticks}"]


def _element(node: Element, flavor: Flavor) -> list[Any]:
    start = flavor.markup(html_text.tag(node.name, node.attributes).replace("|", "&#124;"))
    return [start] if node.name in html_text.VOID else [start, *node.children, f"</{node.name}>"]


def _embed(node: Embed, flavor: Flavor) -> list[Any]:
    return [Link(node.url, (Text(node.title or node.url),))]


def _html(node: Html, flavor: Flavor) -> list[Any]:
    markup = " ".join(node.value.split()).replace("{", "&#123;").replace("|", "&#124;")
    return [flavor.markup(markup)]


WRITTEN: dict[type[Node], Callable[[Any, Flavor], list[Any]]] = {
    Element: _element,
    Embed: _embed,
    FootnoteReference: lambda node, flavor: [f"[^{node.label}]"],
    Html: _html,
    Image: _image,
    InlineCode: _code,
}
