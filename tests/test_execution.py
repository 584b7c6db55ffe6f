"""Nothing that comes out runs: seen in a real Chromium, behind every renderer and generator that we know."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from attacks import attacks
from browser import ran
from generators import GENERATORS
from payloads import snippets
from renderers import COMMONMARK_RENDERERS, GFM_RENDERERS, in_node
from test_markup_safety import kept
from wpharvest.cleaning import clean
from wpharvest.markup.html_reader import read
from wpharvest.markup.writers import WRITERS, markdown
from wpharvest.model.nodes import Root

LEAST_KEPT = 0.996
# Where kramdown, which isn't CommonMark, shows a text otherwise; nothing runs or expands there either.
NOT_FOR_KRAMDOWN = {
    "figure": "it reads no Markdown within <figure>",
    "q": "it takes what is within <q> as it stands",
    "unbalanced parenthesis": "it knows no escape in an address",
}
_KRAMDOWN = re.compile(r"<figure|<q>|\(\(\(\(y|=\"x\) ")
EXPANDED = re.compile(r"Liquid (?:error|syntax)|HAHAHUGOSHORTCODE|raw HTML omitted")


@cache
def bodies() -> tuple[str, ...]:
    return (*attacks(), *snippets())


@cache
def cleaned() -> tuple[str, ...]:
    return tuple(clean(body).html for body in bodies())


@cache
def trees() -> tuple[Root, ...]:
    return tuple(map(read, cleaned()))


def nothing_ran(browser: Browser, rendered: list[str]) -> None:
    different = list(dict.fromkeys(rendered))
    told = ran(browser, different)
    assert [pair for pair in zip(different, told, strict=True) if pair[1]] == []


def test_the_attacks_are_real(browser: Browser) -> None:
    """They are many, and hundreds of them run in this very browser where nothing is cleaned."""
    live = list(attacks())
    assert len(set(live)) > 600
    assert sum(map(bool, ran(browser, live))) > 400


def test_clean_html(browser: Browser) -> None:
    """Nothing runs in clean HTML, nor in the HTML that is written from the tree."""
    nothing_ran(browser, [*cleaned(), *(WRITERS["html"](tree) for tree in trees())])


def test_uncleaned_html(browser: Browser) -> None:
    """A tree is safe by itself: nothing runs in what is written of bodies that nobody has cleaned."""
    uncleaned = [read(body) for body in bodies()]
    nothing_ran(browser, [WRITERS["html"](tree) for tree in uncleaned])
    nothing_ran(browser, [GFM_RENDERERS["markdown-it"](WRITERS["markdown"](tree)) for tree in uncleaned])


def test_markdown(browser: Browser) -> None:
    """Nothing runs in Markdown rendered with raw HTML allowed."""
    gfm = [WRITERS["markdown"](tree) for tree in trees()]
    plain = [markdown.write(tree, "commonmark") for tree in trees()]
    rendered = [render(text) for render in GFM_RENDERERS.values() for text in gfm]
    rendered += [render(text) for render in COMMONMARK_RENDERERS.values() for text in plain]
    nothing_ran(browser, rendered)


def test_marked(browser: Browser) -> None:
    """Nothing runs behind marked."""
    nothing_ran(browser, in_node("marked.mjs", "marked", [WRITERS["markdown"](tree) for tree in trees()]))


@pytest.mark.parametrize("name", GENERATORS)
def test_generators(browser: Browser, name: str, tmp_path: Path) -> None:
    """Behind Hugo (`unsafe`) and Jekyll nothing runs, nothing expands, and the text can be seen."""
    pages = GENERATORS[name]([WRITERS["markdown"](tree) for tree in trees()], tmp_path)
    assert [page for page in pages if EXPANDED.search(page)] == []
    nothing_ran(browser, pages)
    told = list(zip(bodies(), trees(), pages, strict=True))
    judged = [each for each in told if name != "jekyll" or not _KRAMDOWN.search(each[0])]
    gone = [body for body, tree, page in judged if not kept(tree, page)]
    assert len(gone) <= (1 - LEAST_KEPT) * len(judged), gone
