"""Handlers of paragraphs, headings, quotes, code and the like."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import groupby
from typing import Any

from turbohtml import Element as Dom
from turbohtml import Text as DomText

from wpharvest.markup.html_reader.flow import paragraphs, phrasing, tidy, trimmed
from wpharvest.markup.html_reader.inlines import meaning
from wpharvest.markup.html_reader.pieces import Piece, Reading, attribute, is_block
from wpharvest.model.nodes import Break, Code, Element, Heading, Inline, Paragraph, Quote, Rule, Text
from wpharvest.model.trees import rebuild

DEPTHS: dict[str, Any] = {f"h{depth}": depth for depth in range(1, 7)}
_LANGUAGE = re.compile(r"(?:^|\s)(?:language-|lang-|brush:\s*)([\w+#.\-]+)")
_NAME = re.compile(r"[\w+#.\-]+")
DEFINITIONS = frozenset(["dt", "dd"])
# What WP-Syntax and its like write as `<pre lang="php">`; any other is a language that people speak.
# fmt: off
LANGUAGES = frozenset({
    "actionscript", "apache", "applescript", "asm", "asp", "awk", "bash", "c", "c#", "c++", "clojure",
    "cpp", "csharp", "css", "diff", "dos", "erlang", "go", "groovy", "haskell", "html", "html4strict",
    "html5", "ini", "java", "java5", "javascript", "jquery", "js", "json", "kotlin", "latex", "less",
    "lisp", "lua", "make", "matlab", "mysql", "nginx", "objc", "ocaml", "oracle8", "pascal", "perl", "php",
    "plsql", "powershell", "prolog", "properties", "python", "r", "rails", "reg", "ruby", "rust", "sass",
    "scala", "scheme", "scss", "sh", "shell", "smarty", "sql", "swift", "tcl", "text", "tsql", "typescript",
    "vb", "vbnet", "vim", "xml", "yaml",
})
# fmt: on
# elements that may stand in code without saying anything (highlighters wrap each word in a span)
PLAIN_IN_CODE = frozenset(["code", "span", "br", "font", "div", "tt"])


def paragraph(reading: Reading, element: Dom, children: list[Piece]) -> Iterable[Piece]:
    """`<p>`"""
    return paragraphs(children)


def plain_paragraph(reading: Reading, element: Dom, text: Text) -> Piece:
    """`<p>` that holds only text"""
    return Paragraph((text,))


def heading(reading: Reading, element: Dom, children: list[Piece]) -> list[Piece]:
    """`<h1>` … `<h6>`; blocks within it stand after each other, its paragraphs are headings.

    Its id stays: another page may link to it.
    """
    identity = "".join(attribute(element, "id").split())
    out: list[Piece] = []
    for block in paragraphs(children):
        if isinstance(block, Paragraph) and not all(map(_is_anchor, block.children)):
            own, line = ("", block.children) if identity else _own_anchor(block.children)
            out.append(Heading(DEPTHS[element.tag], line, identity or own))
            identity = ""
        else:
            out.append(block)
    if identity and identity in reading.targets:  # a heading without words: the place that it marks stays
        out.insert(0, Paragraph((Element("a", {"id": identity}),)))
    return out


def plain_heading(reading: Reading, element: Dom, text: Text) -> Piece:
    """`<h1>` … `<h6>` that holds only text"""
    identity = element.attr("id")
    return Heading(DEPTHS[element.tag], (text,), "".join(identity.split()) if identity else "")


def _own_anchor(line: tuple[Inline, ...]) -> tuple[str, tuple[Inline, ...]]:
    """An anchor at a heading's start is the heading's own."""
    first = line[0]
    if isinstance(first, Element) and _is_anchor(first):
        rest, name = trimmed(list(line[1:])), first.attributes["id"]
        if rest and len(name.split()) == 1:
            return name, rest
    return "", line


def _is_anchor(node: Inline) -> bool:
    return isinstance(node, Element) and node.name == "a" and not node.children


def quote(reading: Reading, element: Dom, children: list[Piece]) -> list[Piece]:
    """`<blockquote>`"""
    blocks = paragraphs(children)
    return [Quote(blocks)] if blocks else []


def rule(reading: Reading, element: Dom) -> list[Piece]:
    """`<hr>`"""
    return [] if "footnotes-sep" in attribute(element, "class") else [Rule()]


def code(reading: Reading, element: Dom) -> list[Piece] | None:
    """`<pre>` that holds only text; with links or emphasis in it, it stays an element."""
    parts: list[str] = []
    todo: list[object] = list(reversed(element.children))
    lang = _language(element)
    while todo:
        node = todo.pop()
        if isinstance(node, DomText):
            parts.append(node.data)
        elif isinstance(node, Dom):
            if node.tag not in PLAIN_IN_CODE or (node.tag == "span" and meaning(node, ("lang", "dir"))):
                return None
            lang = lang or _language(node)
            if node.tag == "br":
                parts.append("\n")
            todo.extend(reversed(node.children))
    value = "".join(parts)
    return [Code(value.removesuffix("\n"), lang)] if value.strip() else []


def _language(element: Dom) -> str:
    named = attribute(element, "data-language") or attribute(element, "data-lang")
    if not named and attribute(element, "lang").lower() in LANGUAGES:
        named = attribute(element, "lang").lower()
    if _NAME.fullmatch(named):
        return named
    classes = attribute(element, "class")
    match = _LANGUAGE.search(classes)
    if match is None and element.tag == "pre" and classes.lower() in LANGUAGES:
        return classes.lower()  # `<pre class="php">`: so pandoc writes it, and some plugins
    return match[1] if match else ""


def preformatted(reading: Reading, element: Dom, children: list[Piece]) -> list[Piece]:
    """`<pre>` with links or emphasis: verse, mostly."""
    if any(map(is_block, children)):  # it can't hold them: they become lines
        children = list(phrasing(children))
    inner = tidy(rebuild(each, _as_line) for each in children)
    if all(isinstance(each, Text) for each in inner):  # what wasn't text came to nothing
        value = "".join(each.value for each in inner)
        return [Code(value.removesuffix("\n"), _language(element))] if value.strip() else []
    return [Element("pre", {}, tuple(inner))]


def _as_line(node: Any) -> Any:
    return Text("\n") if isinstance(node, Break) else node


def details(reading: Reading, element: Dom, children: list[Piece]) -> list[Piece]:
    """`<details>`, its `<summary>` first"""
    blocks = paragraphs(children)
    return [Element("details", meaning(element, ("open",)), blocks)] if blocks else []


def summary(reading: Reading, element: Dom, children: list[Piece]) -> list[Piece]:
    """`<summary>`"""
    return [Element("summary", {}, phrasing(children))]


def definitions(reading: Reading, element: Dom, children: list[Piece]) -> list[Piece]:
    """`<dl>`"""
    parts = tuple(
        block if _is_definition(block) else Element("dd", {}, unwrapped((block,)))
        for block in paragraphs(children)
    )
    return [Element("dl", {}, parts)] if parts else []


def definition(reading: Reading, element: Dom, children: list[Piece]) -> list[Piece]:
    """`<dt>`, `<dd>`; one within another stands behind it, for HTML can't write it there"""
    out: list[Piece] = []
    for nested, group in groupby(paragraphs(children), _is_definition):
        blocks = tuple(group)
        out.extend(blocks if nested else (Element(element.tag, {}, unwrapped(blocks)),))
    return out or [Element(element.tag)]


def _is_definition(block: Piece) -> bool:
    return isinstance(block, Element) and block.name in DEFINITIONS


def unwrapped(blocks: tuple[Piece, ...]) -> tuple[Piece, ...]:
    """A lone paragraph's inlines, else the blocks."""
    alone = len(blocks) == 1 and isinstance(blocks[0], Paragraph)
    return blocks[0].children if alone else blocks
