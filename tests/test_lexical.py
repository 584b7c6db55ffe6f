"""Bodies as Lexical JSON, shown by Ghost's own renderer and read back."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import given

from lexical_facts import said
from renderers import line_by_line
from test_markup_laws import LAW, canonical, trees
from wpharvest.markup.html_reader import read
from wpharvest.markup.writers import WRITERS, lexical
from wpharvest.markup.writers.lexical.blocks import ghost_id
from wpharvest.model.nodes import Heading, Root, Text

NEEDS = "@tryghost/kg-lexical-html-renderer"
CASES = Path(__file__).parent / "cases"
FILES = sorted([*CASES.glob("markup/*/input.html"), *CASES.glob("blocks/*.html")])
Shown = Callable[[Root], str]


@pytest.fixture(scope="module")
def shown() -> Iterator[Shown]:
    """From a body to the HTML that Ghost makes of it."""
    with line_by_line("lexical.mjs", NEEDS) as ask:
        yield lambda body: str(ask(WRITERS["lexical"](body)))


def cards(html: str) -> list[str]:
    """The types of the nodes of the top level."""
    return [node["type"] for node in lexical.state(read(html))["root"]["children"]]


@LAW
@given(trees)
def test_ghost_shows_what_the_tree_says(shown: Shown, tree: Root) -> None:
    """Each letter with its marks, each link, picture and block is the same in Ghost."""
    body = canonical(tree)
    html = shown(body)
    assert said(read(html)) == said(body), f"{WRITERS['html'](body)}\n{html}"


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.parent.name + "/" + file.name)
def test_ghost_shows_the_blocks_of_wordpress(shown: Shown, file: Path) -> None:
    """So it is with each case of the markup room and each block that WordPress has."""
    body = read(file.read_text("utf-8"))
    html = shown(body)
    assert said(read(html)) == said(body), html


@pytest.mark.parametrize(
    ("html", "types"),
    {
        "<h2>a</h2><p>b <em>c</em></p><hr>": ["extended-heading", "paragraph", "horizontalrule"],
        "<ul><li>a<ul><li>b</li></ul></li></ul>": ["list"],
        "<ul><li><p>a</p><p>b</p></li></ul>": ["html"],
        "<ol reversed><li>a</li></ol>": ["html"],
        "<blockquote><p>a</p></blockquote>": ["extended-quote"],
        "<blockquote><p>a</p><p>b</p></blockquote>": ["html"],
        '<p><img src="/a.png" alt="b"></p>': ["image"],
        '<figure><a href="/b"><img src="/a.png"></a><figcaption>c</figcaption></figure>': ["image"],
        '<p>a <img src="/a.png"></p>': ["html"],
        '<p><a href="/b" title="t">a</a></p>': ["html"],
        '<pre><code class="language-python">x = 1</code></pre>': ["codeblock"],
        '<p><iframe src="https://example.org/map"></iframe></p>': ["embed"],
        "<table><tr><th>a</th></tr><tr><td>b</td></tr></table>": ["html"],
        "<details><summary>a</summary><p>b</p></details>": ["html"],
        "<p><abbr title='x'>a</abbr></p>": ["html"],
        "<p>a<sup>2</sup> <u>b</u></p>": ["paragraph"],
    }.items(),
)
def test_what_becomes_of_a_block(html: str, types: list[str]) -> None:
    """What Ghost's editor has is a node that a person can edit there; the rest is an HTML card."""
    assert cards(html) == types


def test_a_gallery_needs_sizes() -> None:
    """Ghost shows no picture of a gallery whose size isn't known, and no caption of a single one."""
    sized = [f'<figure><img src="/{name}.png" width="3" height="2"></figure>' for name in "ab"]
    both = "<figcaption>Both</figcaption>"
    assert cards(f"<figure>{''.join(sized)}{both}</figure>") == ["gallery"]
    assert cards(f"<figure>{''.join(sized).replace('width', 'lang')}{both}</figure>") == ["html"]


def test_overlapping_marks() -> None:
    """Ghost's renderer closes the wrong element there, so the line is kept as HTML."""
    assert cards("<p><strong>a<em>b</em></strong><em>c</em></p>") == ["html"]
    assert cards("<p><strong>a<em>b</em></strong>c</p>") == ["paragraph"]


def test_a_heading_keeps_the_id_that_is_linked_to(shown: Shown) -> None:
    """An id that Ghost would change matters where something leads to it; the same words get a number."""
    far = '<h2 id="far">Elsewhere</h2>'
    assert cards(far) == ["extended-heading"]
    assert cards(f'<p><a href="#far">down</a></p>{far}')[1] == "html"
    assert cards('<p><a href="#where">down</a></p><h2 id="where">Where?</h2>')[1] == "extended-heading"
    assert lexical.state(read(far), {"far"})["root"]["children"][0]["type"] == "html"
    twice = '<p><a href="#a-1">down</a></p><h2>A</h2><h2 id="a-1">A</h2>'
    assert cards(twice)[1:] == ["extended-heading", "extended-heading"]
    assert 'id="a-1"' in shown(read(twice))


@pytest.mark.parametrize("words", ["Où, quand & comment ?", "a -- b", "-a-", "日本 語", "x_y.z", "É\u0301 ß"])
def test_ghost_makes_the_ids_that_we_expect(shown: Shown, words: str) -> None:
    """The id of a heading is foreseen, whatever it says."""
    assert f'id="{ghost_id(words)}"' in shown(Root((Heading(2, (Text(words),)),)))


def test_the_json_is_plain() -> None:
    """What is written is the state, letters of any script as they are."""
    body = read("<p>été</p>")
    assert json.loads(WRITERS["lexical"](body)) == lexical.state(body)
    assert "été" in WRITERS["lexical"](body)
