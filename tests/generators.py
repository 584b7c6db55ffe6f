"""Static site generators, as their users run them: one build makes a page of each Markdown text."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

Build = Callable[[Sequence[str], Path], list[str]]

# Both as they come, but for typographic quotes and dashes: what is asked is whether each character is there.
HUGO = """
baseURL = "https://example.org/"
disableKinds = ["home", "section", "taxonomy", "term", "RSS", "sitemap", "404"]
[markup.goldmark.renderer]
unsafe = true
[markup.goldmark.parser.attribute]
block = true
[markup.goldmark.extensions]
typographer = false
"""
JEKYLL = """
title: a
markdown: kramdown
kramdown:
  smart_quotes: [apos, apos, quot, quot]
  typographic_symbols: {hellip: ..., mdash: ---, ndash: --, laquo: "<<", raquo: ">>",
    laquo_space: "<< ", raquo_space: " >>"}
"""


def hugo(texts: Sequence[str], folder: Path) -> list[str]:
    """Hugo with raw HTML allowed (`unsafe`), its shortcodes and its attribute lists."""
    (folder / "hugo.toml").write_text(HUGO, "utf-8")
    layout = folder / "layouts" / "_default" / "single.html"
    layout.parent.mkdir(parents=True)
    layout.write_text("{{ .Content }}", "utf-8")
    _pages(folder / "content", texts, "title: a")
    _run(["hugo", "--quiet", "--config", "hugo.toml"], folder)
    # Hugo writes no file for an empty page.
    public = (folder / "public" / f"p{at}" / "index.html" for at in range(len(texts)))
    return [path.read_text("utf-8") if text else "" for path, text in zip(public, texts, strict=True)]


def jekyll(texts: Sequence[str], folder: Path) -> list[str]:
    """Jekyll: Liquid first, then kramdown."""
    (folder / "_config.yml").write_text(JEKYLL, "utf-8")
    _pages(folder, texts, "title: a\nlayout: null")
    _run(["jekyll", "build", "--quiet", "--disable-disk-cache"], folder)
    return [(folder / "_site" / f"p{at}.html").read_text("utf-8") for at in range(len(texts))]


def _pages(folder: Path, texts: Sequence[str], front: str) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for at, text in enumerate(texts):
        (folder / f"p{at}.md").write_text(f"---\n{front}\n---\n\n{text}", "utf-8")


def _run(command: list[str], folder: Path) -> None:
    program = shutil.which(command[0])
    if program is None:
        why = f"no {command[0]} here: apt install {command[0]}"
        if os.environ.get("CI") == "true":
            pytest.fail(why)
        pytest.skip(why)
    done = subprocess.run(
        [program, *command[1:]], cwd=folder, capture_output=True, text=True, check=False, timeout=300
    )
    assert done.returncode == 0, done.stdout + done.stderr


GENERATORS: dict[str, Build] = {"hugo": hugo, "jekyll": jekyll}
