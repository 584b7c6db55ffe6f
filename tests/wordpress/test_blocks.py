"""Every block of the real WordPress: rendered by it, cleaned, and written as Markdown that reads back."""

from __future__ import annotations

from pathlib import Path

import pytest

from renderers import COMMONMARK_RENDERERS, GFM_RENDERERS, in_node
from wpharvest.cleaning import clean
from wpharvest.markup.fidelity import differences, read_back
from wpharvest.markup.html_reader import read
from wpharvest.markup.writers import WRITERS, markdown
from wpharvest.model.nodes import Root, words_of

from .content import Item, post
from .fixtures import fill
from .server import Server

BLOCKS = Path(__file__).parents[1] / "cases" / "blocks"
# What PHP renders shows something of the site; these show something only with what the posts here don't have.
IN_PLACE = "<p>Before</p>\n{}\n<p>After</p>"
RECURSES = {"core/post-content": "it would hold itself", "core/block": "it is another post"}


@pytest.fixture(scope="module")
def rendered(wordpress: Server) -> dict[str, str]:
    """Each block's name and what WordPress makes of it: as the folder writes it, else as an empty tag."""
    site = fill(wordpress.site(), "").site  # its own: the shared ones are only read
    registered: dict[str, bool] = site.run("blocks", [])
    written = {f"core/{path.stem}": path.read_text("utf-8") for path in sorted(BLOCKS.iterdir())}
    absent = {name for name, dynamic in registered.items() if not dynamic} - written.keys()
    assert {name for name in absent if name.startswith("core/")} == set()
    names = sorted((registered.keys() | written.keys()) - RECURSES.keys())
    bodies = {
        name: written.get(name) or IN_PLACE.format(f"<!-- wp:{name.removeprefix('core/')} /-->")
        for name in names
    }
    posts: list[Item] = [post(f"fr-block-{at}", name, bodies[name]) for at, name in enumerate(names)]
    ids = site.create(posts)
    served = {item["id"]: item["content"]["rendered"] for item in site.collection("/wp-json/wp/v2/posts")}
    return {name: served[ids[f"fr-block-{at}"]] for at, name in enumerate(names)}


def _trees(rendered: dict[str, str]) -> dict[str, Root]:
    return {name: read(clean(html, "https://example.org/a/").html) for name, html in rendered.items()}


def test_every_block_is_there(rendered: dict[str, str]) -> None:
    """There are as many as WordPress 6.1 has, and those of the folder all show something."""
    assert len(rendered) > 80
    trees = _trees(rendered)
    assert [path.stem for path in BLOCKS.iterdir() if not trees[f"core/{path.stem}"].children] == []


@pytest.mark.parametrize("name", GFM_RENDERERS)
def test_it_reads_back(rendered: dict[str, str], name: str) -> None:
    """Rendered by two renderers of GFM, each block reads back as the same tree."""
    render = GFM_RENDERERS[name]
    trees = _trees(rendered)
    back = {block: read(render(WRITERS["markdown"](tree))) for block, tree in trees.items()}
    assert {block: found for block, tree in trees.items() if (found := differences(tree, back[block]))} == {}


@pytest.mark.parametrize("name", COMMONMARK_RENDERERS)
def test_it_reads_back_from_commonmark(rendered: dict[str, str], name: str) -> None:
    """The same with nothing but CommonMark."""
    render = COMMONMARK_RENDERERS[name]
    for block, tree in _trees(rendered).items():
        assert differences(tree, read(render(markdown.write(tree, "commonmark")))) == (), block


def test_it_reads_back_from_marked(rendered: dict[str, str]) -> None:
    """marked shows each word of each block."""
    trees = _trees(rendered)
    pages = in_node("marked.mjs", "marked", [WRITERS["markdown"](tree) for tree in trees.values()])
    for (block, tree), page in zip(trees.items(), pages, strict=True):
        assert words_of(read(page)).split() == words_of(tree).split(), block


def test_cleaning_keeps_the_words(rendered: dict[str, str]) -> None:
    """Cleaning takes no word of a block."""
    for block, html in rendered.items():
        assert words_of(read(clean(html).html)).split() == words_of(read(html)).split(), block


def test_html_reads_back(rendered: dict[str, str]) -> None:
    """The clean HTML of each tree is the tree."""
    for block, tree in _trees(rendered).items():
        assert differences(tree, read(WRITERS["html"](tree))) == (), block
        assert differences(tree, read_back(WRITERS["markdown"](tree))) == (), block
