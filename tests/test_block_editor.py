"""The block editor, WordPress's own scripts in a real Chromium, opens what we write without a complaint."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Iterator
from graphlib import TopologicalSorter
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

from wpharvest.cleaning import clean
from wpharvest.markup.fidelity import differences
from wpharvest.markup.html_reader import read
from wpharvest.markup.writers.blocks import Picture, write
from wpharvest.model.nodes import Embed, walk
from wpharvest.web import sample

INCLUDES = Path("/usr/share/wordpress/wp-includes")
CASES = Path(__file__).parent / "cases"
VENDOR = {
    "react": ["wp-polyfill"],
    "react-dom": ["react"],
    "lodash": [],
    "moment": [],
    "regenerator-runtime": [],
    "wp-polyfill": ["regenerator-runtime"],
}
# What WordPress says between the scripts (`wp_default_packages_inline_scripts`, as far as parsing needs it).
AFTER = {"lodash": "window.lodash = _.noConflict();"}
PARSE = """
(documents) => {
  const flat = (blocks, at) => blocks.flatMap((block) => [
    { at, name: block.name, valid: block.isValid, html: block.originalContent },
    ...flat(block.innerBlocks, at),
  ]);
  return documents.flatMap((markup, at) => flat(wp.blocks.parse(markup), at));
}
"""

pytestmark = pytest.mark.skipif(
    not (INCLUDES.is_dir() and shutil.which("php")),
    reason="Debian's packages wordpress and php-cli are missing",
)


def scripts() -> Iterator[tuple[str, str]]:
    """Path and what is said after it, of the scripts that the editor's blocks need, in order."""
    packages = INCLUDES / "assets" / "script-loader-packages.min.php"
    told = subprocess.run(
        ["php", "-r", f"echo json_encode(include {str(packages)!r});"], capture_output=True, check=True
    )
    needs: dict[str, list[str]] = {
        f"wp-{name.removesuffix('.min.js')}": about["dependencies"]
        for name, about in json.loads(told.stdout).items()
    }
    needs |= VENDOR
    wanted, todo = {}, ["wp-block-library"]
    while todo:
        name = todo.pop()
        if name not in wanted:
            wanted[name] = needs[name]
            todo += needs[name]
    for name in TopologicalSorter(wanted).static_order():
        folder = "vendor" if name in VENDOR else "."
        file = name if name in VENDOR else name.removeprefix("wp-")
        yield str(INCLUDES / "js" / "dist" / folder / f"{file}.min.js"), AFTER.get(name, "")


@pytest.fixture(scope="module")
def parsed(browser: Browser) -> Iterator[Any]:
    """Gives the blocks that the editor finds in these texts, and whether it takes them as they are."""
    page = browser.new_page()
    page.set_content("<!doctype html><body></body>")
    for path, after in scripts():
        page.add_script_tag(path=path)
        if after:
            page.evaluate(after)
    page.evaluate("wp.blockLibrary.registerCoreBlocks()")
    yield lambda documents: page.evaluate(PARSE, documents)
    page.close()


def bodies() -> dict[str, str]:
    """Every fragment of HTML that the tests have, and the bodies of the sample."""
    found = {
        str(path.relative_to(CASES)): path.read_text(encoding="utf-8", errors="replace")
        for path in sorted(CASES.rglob("*.html"))
    }
    for item in sample.load()[1]:
        content = item.value.get("content")
        if item.kind != "comments" and isinstance(content, dict):
            found[str(item.key)] = content["rendered"]
    return found


def library(url: str) -> Picture:
    """A media library that knows every picture."""
    return Picture(7, 640)


def test_the_editor_sees_what_is_wrong(parsed: Any) -> None:
    """A block whose HTML isn't the editor's own is invalid, and HTML without a block isn't one."""
    wrong = "<!-- wp:heading -->\n<p>no heading</p>\n<!-- /wp:heading -->"
    assert [each["valid"] for each in parsed([wrong])] == [False]
    assert [each["name"] for each in parsed(["<p>classic</p>"])] == ["core/missing"]


@pytest.mark.parametrize("known", [True, False], ids=["library", "no library"])
def test_the_editor_takes_every_block_as_it_is(parsed: Any, known: bool) -> None:
    """Each block of each body is valid, and there is nothing beside the blocks."""
    trees = {name: read(clean(html, "https://example.org/").html) for name, html in bodies().items()}
    written = [write(tree, library) if known else write(tree) for tree in trees.values()]
    found = parsed(written)
    names = list(trees)
    complaints = [
        f"{names[each['at']]}: {each['name']}: {each['html'][:200]}"
        for each in found
        if not each["valid"] or each["name"] in ("core/freeform", "core/missing")
    ]
    assert not complaints, "\n".join(complaints)
    assert {"core/paragraph", "core/list-item", "core/quote", "core/table", "core/image", "core/embed"} <= {
        each["name"] for each in found
    }


def test_blocks_read_back() -> None:
    """Blocks read back as the tree that they were written from, but for what is embedded by its address."""
    for name, html in bodies().items():
        tree = read(clean(html, "https://example.org/").html)
        if not any(isinstance(node, Embed) and node.provider for node in walk(tree)):
            assert differences(tree, read(write(tree, library))) == (), name
