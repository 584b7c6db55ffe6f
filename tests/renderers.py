"""Renderers of Markdown that aren't ours: what comes out is read back and searched."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from cmarkgfm import cmark
from cmarkgfm.cmark import Options
from markdown_it import MarkdownIt
from mdit_py_plugins.footnote import footnote_plugin
from mdit_py_plugins.tasklists import tasklists_plugin

NODE = Path(__file__).parent / "node"
GFM = ["table", "autolink", "strikethrough", "tasklist"]

Renderer = Callable[[str], str]


@cache
def _markdown_it(commonmark: bool) -> MarkdownIt:
    renderer = MarkdownIt("commonmark", {"html": True, "maxNesting": 400})
    if commonmark:
        return renderer
    return renderer.enable(["table", "strikethrough"]).use(footnote_plugin).use(tasklists_plugin)


def markdown_it(markdown: str) -> str:
    """markdown-it-py, raw HTML allowed, with GFM's tables, tasks and strikethrough, and footnotes."""
    return str(_markdown_it(False).render(markdown))


def markdown_it_commonmark(markdown: str) -> str:
    """markdown-it-py, raw HTML allowed, nothing but CommonMark."""
    return str(_markdown_it(True).render(markdown))


def cmark_gfm(markdown: str) -> str:
    """GitHub's own renderer, raw HTML allowed, with all of GFM (also autolinks of bare addresses)."""
    options = Options.CMARK_OPT_UNSAFE | Options.CMARK_OPT_FOOTNOTES
    return str(cmark.markdown_to_html_with_extensions(markdown, options, extensions=GFM))


def cmark_commonmark(markdown: str) -> str:
    """The reference renderer of CommonMark, raw HTML allowed."""
    return str(cmark.markdown_to_html(markdown, Options.CMARK_OPT_UNSAFE))


GFM_RENDERERS: dict[str, Renderer] = {"markdown-it": markdown_it, "cmark-gfm": cmark_gfm}
COMMONMARK_RENDERERS: dict[str, Renderer] = {
    "markdown-it": markdown_it_commonmark,
    "cmark": cmark_commonmark,
}


def node_with(needs: str) -> str:
    """Where node is; a skip where it or the module isn't there. Under CI=true both must be there."""
    node = shutil.which("node")
    if node is None or not (NODE / "node_modules" / needs).is_dir():
        why = f"no node with {needs}: npm install --prefix tests/node"
        if os.environ.get("CI") == "true":
            pytest.fail(why)
        pytest.skip(why)
    return node


@contextmanager
def line_by_line(script: str, needs: str) -> Iterator[Callable[[str], Any]]:
    """A script of `tests/node` that answers each line with a line of JSON, as long as the block runs."""
    command = [node_with(needs), str(NODE / script)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as running:
        asked, answered = running.stdin, running.stdout
        assert asked is not None
        assert answered is not None

        def ask(line: str) -> Any:
            asked.write(line.encode() + b"\n")
            asked.flush()
            return json.loads(answered.readline())

        yield ask
        asked.close()


def in_node(script: str, needs: str, inputs: Sequence[str]) -> list[str]:
    """The answers of a script of `tests/node` to many inputs."""
    done = subprocess.run(
        [node_with(needs), str(NODE / script)],
        input=json.dumps(list(inputs)).encode(),
        capture_output=True,
        check=True,
        timeout=120,
    )
    answers: list[str] = json.loads(done.stdout)
    return answers
