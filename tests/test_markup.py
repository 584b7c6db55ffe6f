"""HTML read into a tree, and the tree written down: cases, the seeds, and inputs that break parsers."""

from __future__ import annotations

import json
from pathlib import Path

import msgspec
import pytest

from wpharvest.cleaning import clean
from wpharvest.markup.fidelity import differences, read_back
from wpharvest.markup.html_reader import read
from wpharvest.markup.writers import WRITERS
from wpharvest.model.nodes import Emphasis, List, Root, Strong, walk, words_of

HERE = Path(__file__).parent
CASES = sorted(path for path in (HERE / "cases" / "markup").iterdir() if path.is_dir())
SEED = json.loads((HERE / "seeds" / "en-page-5106.json").read_text("utf-8"))["content"]["rendered"]
DEEP = 10_000
NBSP_LINK = "The\u00a0\u00a0[Pag-Asa\u00a0](https://pag-asa.be/fr/ressources)website"


def tree_of(case: Path) -> Root:
    return read((case / "input.html").read_text("utf-8"))


@pytest.mark.parametrize("case", CASES, ids=lambda path: path.name)
def test_tree(case: Path) -> None:
    """input.html is read as tree.json."""
    tree = tree_of(case)
    assert json.loads(msgspec.json.encode(tree)) == json.loads((case / "tree.json").read_text("utf-8"))
    assert msgspec.json.decode(msgspec.json.encode(tree), type=Root) == tree


@pytest.mark.parametrize("case", CASES, ids=lambda path: path.name)
def test_markdown(case: Path) -> None:
    """The tree is written as out.md."""
    assert WRITERS["markdown"](tree_of(case)) == (case / "out.md").read_text("utf-8")


@pytest.mark.parametrize("case", CASES, ids=lambda path: path.name)
def test_nothing_is_lost(case: Path) -> None:
    """Markdown and HTML read back as the tree that they were written from."""
    tree = tree_of(case)
    assert differences(tree, read_back(WRITERS["markdown"](tree))) == ()
    assert differences(tree, read(WRITERS["html"](tree))) == ()


def test_the_seed() -> None:
    """The page that started it: nested list nested, both marks kept, and it reads back as the same."""
    tree = read(clean(SEED).html)
    markdown = WRITERS["markdown"](tree)
    assert differences(tree, read_back(markdown)) == ()
    assert "***Migration in Figures and Rights (2025)***" in markdown
    nested = [
        node
        for node in walk(tree)
        if isinstance(node, List) and isinstance(node.children[0].children[0], List)
    ]
    assert len(nested) == 1
    assert NBSP_LINK in markdown


def test_the_seed_as_text() -> None:
    """Plain text looks as its French sister does: bullets, no marks, no addresses, no-break spaces kept."""
    text = WRITERS["text"](read(clean(SEED).html))
    assert "\n  • Annual reports\n\n  • Awareness-raising flyers" in text
    assert not set("*#[]\\") & set(text)
    assert "http" not in text


@pytest.mark.parametrize(
    "html",
    [
        "<div>" * DEEP + "words",
        "<ul><li>" * DEEP + "words",
        "<blockquote>a" * DEEP + "words",
        "<b><i><a href=x>" * DEEP + "words",
        "<table><tr><td>" * DEEP + "words",
        "<p><b>" * DEEP + "words",
        "<br>" * 200_000 + "words",
        "<ul>" + "<li>a" * 100_000 + "<li>words</ul>",
        f'<a href="x" title="{"a" * 10_000_000}">words</a>',
        "<b>a</b>" * 50_000 + "words",
        "wo\0rds <p>\0</p>" + "\0" * 1000,
        "< " * 100_000 + "words",
        "<!--" * 100_000 + "--> words",
    ],
    ids=[
        "div",
        "list",
        "quote",
        "marks",
        "table",
        "p",
        "br",
        "items",
        "attribute",
        "bold",
        "null",
        "lt",
        "comment",
    ],
)
def test_nothing_breaks_it(html: str) -> None:
    """However deep, long or broken the HTML is, its words come out, and nothing recurses."""
    tree = read(html)
    assert "words" in words_of(tree)
    assert all("words" in write(tree) for name, write in WRITERS.items() if name != "text")


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        " java\tscript:alert(1)",
        "\x01javascript:alert(1)",
        "data:text/html,x",
        "vbscript:x",
    ],
)
def test_no_address_that_runs(url: str) -> None:
    """An address with a scheme that may run is dropped; the words stay."""
    tree = read(f'<p><a href="{url}">words</a> <img src="{url}"></p>')
    assert "script" not in WRITERS["markdown"](tree) + WRITERS["html"](tree)
    assert words_of(tree) == "words"


def test_marks_in_each_other_are_one() -> None:
    """Bold within bold is bold."""
    tree = read("<p><b>a <strong>b</strong></b> <i><b><em>c</em></b></i></p>")
    assert [type(node) for node in walk(tree) if isinstance(node, (Strong, Emphasis))] == [
        Strong,
        Emphasis,
        Strong,
    ]
