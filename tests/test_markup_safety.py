"""What is harmless as HTML stays harmless, and visible, as Markdown rendered with raw HTML allowed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

import pytest
from turbohtml import parse_fragment

from payloads import snippets
from renderers import COMMONMARK_RENDERERS, GFM_RENDERERS, in_node
from wpharvest.cleaning import clean
from wpharvest.markup.fidelity import differences
from wpharvest.markup.html_reader import read
from wpharvest.markup.writers import WRITERS, markdown
from wpharvest.model.nodes import Embed, Root, walk, words_of

DEAD = frozenset(
    ["script", "style", "svg", "object", "embed", "form", "component", "template", "base", "link"]
)
RUNS = re.compile(r"[\x00-\x20]*(?:java|vb)script:|[\x00-\x20]*data:(?!image/)", re.IGNORECASE)
EXPANDS = re.compile(r"\{[{%#]|^ *\{:")
FENCED = re.compile(r"^( *)(`{3,}).*?^ *\2$", re.MULTILINE | re.DOTALL)
LEAST_KEPT = 0.996


@cache
def trees() -> tuple[Root, ...]:
    return tuple(read(clean(snippet).html) for snippet in snippets())


def live(html: str) -> Iterator[str]:
    """Elements, attributes and addresses that would do something in a browser."""
    for element in parse_fragment(html).select("*"):
        if element.tag in DEAD:
            yield f"<{element.tag}>"
        for name in element.attrs:
            value = re.sub(r"[\t\r\n]", "", element.attr(name) or "")
            if name.startswith("on") or (name in ("href", "src", "action") and RUNS.match(value)):
                yield f"{name}={value}"


def visible(html: str) -> str:
    return "".join(words_of(read(html)).split())


def kept(tree: Root, rendered: str) -> bool:
    """Whether everything that the tree says can be seen. (An embed's title is its link's text by then.)"""
    if any(isinstance(node, Embed) for node in walk(tree)):
        return all(word in parse_fragment(rendered).text for word in words_of(tree).split())
    return "".join(words_of(tree).split()) == visible(rendered)


def judge(rendered: list[str]) -> None:
    alive = [(s, found) for s, html in zip(snippets(), rendered, strict=True) if (found := list(live(html)))]
    assert alive == []
    gone = [s for s, tree, html in zip(snippets(), trees(), rendered, strict=True) if not kept(tree, html)]
    assert len(gone) <= (1 - LEAST_KEPT) * len(rendered), gone


def test_there_are_enough() -> None:
    """The snippets are many, and all of them are harmless to begin with."""
    everything = list(snippets())
    assert len(everything) > 2000
    assert not any(found for html in everything for found in live(clean(html).html))


@pytest.mark.parametrize("name", GFM_RENDERERS)
def test_gfm(name: str) -> None:
    """Nothing comes to life in a renderer of GFM, and every tree reads back."""
    written = [WRITERS["markdown"](tree) for tree in trees()]
    rendered = [GFM_RENDERERS[name](each) for each in written]
    judge(rendered)
    pairs = zip(trees(), written, rendered, strict=True)
    assert [text for tree, text, html in pairs if differences(tree, read(html))] == []


@pytest.mark.parametrize("name", COMMONMARK_RENDERERS)
def test_commonmark(name: str) -> None:
    """The same for renderers that know nothing but CommonMark."""
    written = [markdown.write(tree, "commonmark") for tree in trees()]
    rendered = [COMMONMARK_RENDERERS[name](each) for each in written]
    judge(rendered)
    pairs = zip(trees(), written, rendered, strict=True)
    assert [text for tree, text, html in pairs if differences(tree, read(html))] == []


def test_marked() -> None:
    """Nothing comes to life in marked."""
    judge(in_node("marked.mjs", "marked", [WRITERS["markdown"](tree) for tree in trees()]))


def test_mdx() -> None:
    """What is written for MDX compiles, and holds no import, no export, no expression, no component."""
    written = [markdown.write(tree, "mdx-safe") for tree in trees()]
    answers = in_node("mdx.mjs", "@mdx-js/mdx", written)
    assert [pair for pair in zip(written, answers, strict=True) if pair[1]] == []


@pytest.mark.parametrize("flavor", ["gfm", "commonmark", "pandoc"])
def test_nothing_expands(flavor: str) -> None:
    """No `{{`, `{%` or `{#` of a text is in the Markdown for a template engine; no `{:` begins a line."""
    for tree in trees():
        text = FENCED.sub("", markdown.write(tree, flavor))
        assert not [row for row in text.split("\n") if EXPANDS.search(row)], text
        assert not re.search(r"^(?:import|export)\b", text, re.MULTILINE), text
