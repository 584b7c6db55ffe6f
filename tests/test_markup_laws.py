"""Laws of the markup room, over generated trees."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from wpharvest.markup.fidelity import differences, read_back
from wpharvest.markup.html_reader import read
from wpharvest.markup.writers import WRITERS
from wpharvest.model.nodes import (
    Break,
    Cell,
    Code,
    Delete,
    Element,
    Emphasis,
    Figure,
    Heading,
    Image,
    InlineCode,
    Item,
    Link,
    List,
    Paragraph,
    Quote,
    Root,
    Row,
    Rule,
    Strong,
    Table,
    Text,
)

NOTHING = {"lexical": WRITERS["lexical"](Root(())), "streamfield": "[]"}
ALPHABET = "ab1 é’“”«\u00a0\u202f*_`~[]()<>&;#+-=.!|\\{}%:/\"'\U0001f600"
texts = st.text(ALPHABET, min_size=1, max_size=12).map(Text)
urls = st.sampled_from(
    [
        "https://example.org/",
        "/a b",
        "#x",
        "https://example.org/a_(b)?c=d&amp;e=1|2",
        "mailto:a@example.org",
        "a)b(",
    ]
)
leaves = st.one_of(
    texts,
    texts,
    texts,
    st.builds(Image, urls, st.text(ALPHABET, max_size=6), st.text(ALPHABET, max_size=6)),
    st.builds(InlineCode, st.text("ab `|\\*{%<&", min_size=1, max_size=8)),
    st.just(Break()),
)


def _inside(inner: Any) -> Any:
    some = st.lists(inner, min_size=1, max_size=3).map(tuple)
    return st.one_of(
        st.builds(Emphasis, some),
        st.builds(Strong, some),
        st.builds(Delete, some),
        st.builds(Link, urls, some, st.text(ALPHABET, max_size=6)),
        st.builds(Element, st.sampled_from(["sup", "sub", "u", "mark"]), st.just({}), some),
    )


lines = st.lists(st.recursive(leaves, _inside, max_leaves=5), min_size=1, max_size=4).map(tuple)
tables = st.integers(1, 3).flatmap(
    lambda width: st.builds(
        Table,
        st.lists(
            st.builds(Row, st.lists(st.builds(Cell, lines), min_size=width, max_size=width).map(tuple)),
            min_size=1,
            max_size=3,
        ).map(tuple),
        st.lists(st.sampled_from(["left", "right", "center", None]), min_size=width, max_size=width).map(
            tuple
        ),
    )
)
flat = st.one_of(
    st.builds(Paragraph, lines),
    st.builds(Paragraph, lines),
    st.builds(Heading, st.integers(1, 6), lines),
    st.builds(
        Code, st.text("ab `~\n{<&\t ", min_size=1, max_size=12), st.sampled_from(["", "python", "c++"])
    ),
    st.just(Rule()),
    tables,
)


def _holding(inner: Any) -> Any:
    some = st.lists(inner, min_size=1, max_size=3).map(tuple)
    items = st.lists(
        st.builds(Item, some, st.sampled_from([None, None, True, False])), min_size=1, max_size=3
    )
    return st.one_of(
        st.builds(Quote, some),
        st.builds(Figure, some, lines),
        st.builds(List, items.map(tuple), st.booleans(), st.integers(0, 12), st.booleans()),
        st.builds(Element, st.just("details"), st.just({}), some),
    )


trees = st.lists(st.recursive(flat, _holding, max_leaves=6), max_size=4).map(
    lambda blocks: Root(tuple(blocks))
)


def canonical(root: Root) -> Root:
    """The tree as the reader would have built it, from the HTML that says it."""
    return read(WRITERS["html"](root))


LAW = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))


@LAW
@given(trees)
def test_markdown_reads_back(tree: Root) -> None:
    """A tree, written as Markdown, rendered by another's renderer and read again, is the same document."""
    tree = canonical(tree)
    markdown = WRITERS["markdown"](tree)
    assert differences(tree, read_back(markdown)) == (), markdown


@LAW
@given(trees)
def test_html_reads_back(tree: Root) -> None:
    """A tree, written as HTML and read again, is the same document."""
    tree = canonical(tree)
    assert differences(tree, canonical(tree)) == (), WRITERS["html"](tree)


@LAW
@given(st.text("<>/ab p=\"'&;!-\0div" + ALPHABET, max_size=200), st.sampled_from(sorted(WRITERS)))
def test_anything_can_be_read_and_written(text: str, name: str) -> None:
    """There is no input that the reader or a writer fails at, and the same input gives the same output."""
    assert WRITERS[name](read(text)) == WRITERS[name](read(text))


@pytest.mark.parametrize("name", sorted(WRITERS))
def test_an_empty_body_is_empty(name: str) -> None:
    """Nothing comes of nothing; what is JSON says so in its own way."""
    assert WRITERS[name](read(" \n<p> </p>")) == NOTHING.get(name, "")
