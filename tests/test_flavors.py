"""Each flavor of Markdown, read back from renderers that aren't ours: every construct, every snippet."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import pytest

from payloads import snippets
from renderers import COMMONMARK_RENDERERS, GFM_RENDERERS, in_node
from test_markup_safety import kept, live
from wpharvest.cleaning import clean
from wpharvest.markup.fidelity import differences
from wpharvest.markup.html_reader import read
from wpharvest.markup.writers import WRITERS, markdown
from wpharvest.model.nodes import Footnote, Image, Paragraph, Root, walk

CASES = sorted((Path(__file__).parent / "cases" / "markup").glob("*/input.html"))
# What pandoc shows otherwise, whoever writes it.
NOT_FOR_PANDOC = {"code-languages": "c++ is cpp to it"}
BETWEEN = "qqqbetweenqqq"
SIZED = Paragraph((Image("https://example.org/a.jpg", "A", "", 800, 600),))


@cache
def constructs() -> dict[str, Root]:
    # Without the sign that pandoc writes behind each arrow.
    return {path.parent.name: read(path.read_text("utf-8").replace("\ufe0e", "")) for path in CASES}


def pandoc(texts: Sequence[str]) -> list[str]:
    """Each text as pandoc renders its own Markdown: all in one run, a line between two."""
    program = shutil.which("pandoc")
    if program is None:
        why = "no pandoc here: apt install pandoc"
        if os.environ.get("CI") == "true":
            pytest.fail(why)
        pytest.skip(why)
    # It gives each heading an id of its own, colours code and says that ↩ is no emoji: not asked about here.
    command = [program, "--from=markdown-auto_identifiers", "--to=html", "--wrap=preserve", "--no-highlight"]
    source = f"\n\n{BETWEEN}\n\n".join(texts)
    done = subprocess.run(command, input=source, capture_output=True, text=True, check=True, timeout=200)
    return done.stdout.replace("\ufe0e", "").split(f"<p>{BETWEEN}</p>")


def _different(trees: Sequence[Root], pages: Sequence[str]) -> list[int]:
    return [
        at for at, (tree, page) in enumerate(zip(trees, pages, strict=True)) if differences(tree, read(page))
    ]


@pytest.mark.parametrize("name", GFM_RENDERERS)
def test_every_construct_in_gfm(name: str) -> None:
    """Every construct reads back from each renderer of GFM."""
    trees = list(constructs().values())
    pages = [GFM_RENDERERS[name](WRITERS["markdown"](tree)) for tree in trees]
    assert [list(constructs())[at] for at in _different(trees, pages)] == []


@pytest.mark.parametrize("name", COMMONMARK_RENDERERS)
def test_every_construct_in_commonmark(name: str) -> None:
    """Every construct reads back where nothing but CommonMark is known."""
    trees = list(constructs().values())
    pages = [COMMONMARK_RENDERERS[name](markdown.write(tree, "commonmark")) for tree in trees]
    assert [list(constructs())[at] for at in _different(trees, pages)] == []


def test_every_construct_in_marked() -> None:
    """Every construct but footnotes reads back from marked."""
    named = {name: tree for name, tree in constructs().items() if not _has_notes(tree)}
    pages = in_node("marked.mjs", "marked", [WRITERS["markdown"](tree) for tree in named.values()])
    assert [list(named)[at] for at in _different(list(named.values()), pages)] == []


def test_every_construct_in_pandoc() -> None:
    """Every construct reads back from pandoc in its own flavor."""
    named = {name: tree for name, tree in constructs().items() if name not in NOT_FOR_PANDOC}
    alone = {name: tree for name, tree in named.items() if _has_notes(tree)}
    together = {name: tree for name, tree in named.items() if name not in alone}
    pages = pandoc([markdown.write(tree, "pandoc") for tree in together.values()])
    assert [list(together)[at] for at in _different(list(together.values()), pages)] == []
    for name, tree in alone.items():
        assert _different([tree], pandoc([markdown.write(tree, "pandoc")])) == [], name


def _has_notes(tree: Root) -> bool:
    return any(isinstance(node, Footnote) for node in walk(tree))


def test_every_snippet_in_pandoc() -> None:
    """Nothing comes to life behind pandoc, everything can be seen, and every tree reads back."""
    trees = [read(clean(snippet).html) for snippet in snippets()]
    pages = pandoc([markdown.write(tree, "pandoc") for tree in trees])
    assert [page for page in pages if list(live(page))] == []
    assert [page for tree, page in zip(trees, pages, strict=True) if not kept(tree, page)] == []
    assert _different(trees, pages) == []


def test_every_construct_in_mdx() -> None:
    """What is written of every construct for MDX compiles, without an expression."""
    written = [markdown.write(tree, "mdx-safe") for tree in constructs().values()]
    assert [answer for answer in in_node("mdx.mjs", "@mdx-js/mdx", written) if answer] == []


def test_sizes_of_images() -> None:
    """An image's size comes back from HTML and from pandoc; the other flavors have no sign for it."""
    tree = Root((SIZED,))
    assert read(WRITERS["html"](tree)) == tree
    assert read(pandoc([markdown.write(tree, "pandoc")])[0]) == tree
    for flavor in ("gfm", "commonmark", "mdx-safe"):
        assert markdown.write(tree, flavor) == "![A](https://example.org/a.jpg)\n"
