"""A run of inlines as a line of Markdown."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from functools import lru_cache
from typing import Any, NamedTuple

from wpharvest.markup import html_text
from wpharvest.markup.urls import safe_url
from wpharvest.markup.writers import html
from wpharvest.markup.writers.markdown.flavors import Flavor
from wpharvest.markup.writers.markdown.unsafe import (
    address,
    at_start,
    edges,
    fence,
    in_code,
    in_title,
    is_template,
)
from wpharvest.model.nodes import (
    Break,
    Delete,
    Element,
    Embed,
    Emphasis,
    FootnoteReference,
    Html,
    Image,
    Inline,
    InlineCode,
    Link,
    Node,
    Strong,
    Text,
)


class Sign(NamedTuple):
    """What a mark is written with: in Markdown, and as HTML where Markdown's rules don't let it be read."""

    markdown: str
    html: str


SIGNS: dict[type[Node], Sign] = {
    Emphasis: Sign("*", "em"),
    Strong: Sign("**", "strong"),
    Delete: Sign("~~", "del"),
}


class Mark:
    """One end of a mark in a line that is being written; its other end is `other`."""

    __slots__ = ("as_html", "depth", "opens", "other", "run", "sign")

    def __init__(self, sign: Sign, opens: bool, depth: int) -> None:
        self.sign = sign
        self.opens = opens
        self.depth = depth  # how many marks it stands in
        self.as_html = False
        self.other: Mark = self
        self.run: list[Mark] = []  # the marks that it stands with as one row of stars

    def written(self) -> str:
        """The sign as it stands in the line."""
        if self.as_html:
            return f"<{self.sign.html}>" if self.opens else f"</{self.sign.html}>"
        return self.sign.markdown


class LinkEnd:
    """Where a link ends: its address in parentheses."""

    __slots__ = ("written",)

    def __init__(self, written: str) -> None:
        self.written = written


Token = str | Mark
AROUND = frozenset(" .,;:?()\n")  # what may stand beside a mark in any case
LINE_BREAK = "\\\n"


def line(children: tuple[Inline, ...], flavor: Flavor, line_break: str = LINE_BREAK) -> str:
    """The inlines as Markdown; `line_break` is how a hard break is written in this place."""
    if len(children) == 1 and isinstance(only := children[0], Text):  # most lines are
        return edges(at_start(flavor.text(only.value)))
    tokens, marked = _tokens(children, flavor, line_break)
    if marked:
        _settle(tokens)
        return edges("".join([token if isinstance(token, str) else token.written() for token in tokens]))
    return edges("".join(tokens))  # type: ignore[arg-type]  # without marks, all are text


def _tokens(nodes: tuple[Inline, ...], flavor: Flavor, line_break: str) -> tuple[list[Token], bool]:
    """What the line is made of, and whether there are marks in it that have to be settled."""
    tokens: list[Token] = []
    todo: list[Any] = list(reversed(nodes))
    write = outside = flavor.text
    depth = 0
    marked = False
    while todo:
        node = todo.pop()
        kind = node.__class__
        if kind is Text:
            text = write(node.value)
            tokens.append(text if tokens and tokens[-1] != LINE_BREAK else at_start(text))
        elif kind is str:
            tokens.append(node)
        elif kind is Mark:
            depth += 1 if node.opens else -1
            node.depth = depth
            tokens.append(node)
        elif kind is Link:
            _guard(tokens)
            end = f"]({_target(safe_url(node.url), node.title)})"
            if len(node.children) == 1 and node.children[0].__class__ is Text:  # nearly all
                tokens.append(f"[{flavor.text_of_link(node.children[0].value)}{end}")
                continue
            tokens.append("[")
            todo.append(LinkEnd(end))
            todo.extend(reversed(node.children))
            write = flavor.text_of_link
        elif kind is LinkEnd:
            tokens.append(node.written)
            write = outside
        elif kind is Break:
            tokens.append(line_break)
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
        else:
            todo.extend(reversed(WRITTEN[kind](node, flavor)))
    return tokens, marked


def _plain(node: Any, tokens: list[Token], todo: list[Any]) -> str | None:
    """The text of a mark that every renderer reads, letters in it, blanks or stops around it."""
    if len(node.children) != 1 or node.children[0].__class__ is not Text:
        return None
    word: str = node.children[0].value
    if not (word[:1].isalpha() and word[-1:].isalpha()):
        return None
    before = tokens[-1] if tokens else " "
    if before.__class__ is not str or before[-1:] not in AROUND:
        return None
    after = todo[-1] if todo else None
    follows = after is None or (after.__class__ is Text and after.value[:1] in AROUND)
    return word if follows else None


def _guard(tokens: list[Token]) -> None:
    """A `!` before a link would make an image of it, a footnote's mark of a `^` after it."""
    before = tokens[-1] if tokens else ""
    if isinstance(before, str) and before.endswith("!"):
        tokens[-1] = before[:-1] + "\\!"


def _target(url: str, title: str) -> str:
    return f'{address(url)} "{in_title(" ".join(title.split()))}"' if title.strip() else address(url)


def _image(node: Image, flavor: Flavor) -> list[Any]:
    url = safe_url(node.url, picture=True)
    if url.startswith("data:"):  # renderers take some of these for dangerous
        return [flavor.markup(html.written(node)).replace("|", "&#124;")]
    sizes = {"width": node.width, "height": node.height} if flavor.attributes else {}
    said = " ".join(f"{name}={size}" for name, size in sizes.items() if size)
    return [f"![{flavor.text_of_link(node.alt)}]({_target(url, node.title)}){f'{{{said}}}' if said else ''}"]


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


def _settle(tokens: list[Token]) -> None:
    """Write those marks as HTML that Markdown's rules about their neighbours would not let be read.

    https://spec.commonmark.org/0.31.2/#emphasis-and-strong-emphasis: whether a run of stars opens or closes
    depends on the characters on both sides. Writing one mark as HTML changes what stands beside others, so
    this goes round until nothing changes.
    """
    if _stand_well(tokens):
        return
    for _ in range(4):
        if not _settle_once(tokens):
            return
    for token in tokens:
        if isinstance(token, Mark):
            token.as_html = True


def _stand_well(tokens: list[Token]) -> bool:
    """Whether each mark has a letter inside and a blank or a stop outside, as nearly all have."""
    last = len(tokens) - 1
    for at, token in enumerate(tokens):
        if isinstance(token, str):
            continue
        before = tokens[at - 1] if at else " "
        after = tokens[at + 1] if at < last else " "
        if isinstance(before, Mark) or isinstance(after, Mark):
            return False
        inside, outside = (after[:1], before[-1:]) if token.opens else (before[-1:], after[:1])
        if not inside.isalpha() or not (outside == " " or _punctuation(outside or "a")):
            return False
    return True


def _settle_once(tokens: list[Token]) -> bool:
    changed = False
    for at, run in _runs(tokens):
        end = at + len(run)
        before = _last(tokens[at - 1]) if at else " "
        after = _first(tokens[end]) if end < len(tokens) else " "
        for mark in _unreadable(run, before, after):
            mark.as_html = mark.other.as_html = changed = True
    return changed


def _runs(tokens: list[Token]) -> list[tuple[int, list[Mark]]]:
    """The rows of stars and the rows of tildes, with where they begin."""
    runs: list[tuple[int, list[Mark]]] = []
    before: Mark | None = None
    for at, token in enumerate(tokens):
        if not isinstance(token, Mark) or token.as_html:
            before = None
            continue
        if before is not None and _same_sign(before, token):
            token.run = before.run
            token.run.append(token)
        else:
            token.run = [token]
            runs.append((at, token.run))
        before = token
    return runs


def _same_sign(one: Mark, other: Mark) -> bool:
    return one.sign.markdown[0] == other.sign.markdown[0]


def _unreadable(run: list[Mark], before: str, after: str) -> list[Mark]:
    opening = [mark for mark in run if mark.opens]
    if len(opening) < len(run) and opening:
        return opening  # `**a***b*`: which star belongs to which word?
    near, far = (after, before) if opening else (before, after)
    if _blank(near) or (_punctuation(near) and not (_blank(far) or _punctuation(far))):
        return run
    either = not _blank(far) and _punctuation(near) == _punctuation(far)  # it could open and close
    if not either or {id(mark.other) for mark in run} == {id(mark) for mark in run[0].other.run}:
        return []
    return [mark for mark in run if mark.depth > mark.opens]


def _last(token: Token) -> str:
    return token[-1:] if isinstance(token, str) else token.written()[-1]


def _first(token: Token) -> str:
    return token[:1] if isinstance(token, str) else token.written()[0]


def _blank(character: str) -> bool:
    return not character or character.isspace()


@lru_cache(maxsize=4096)
def _punctuation(character: str) -> bool:
    return unicodedata.category(character)[0] in "PS"
