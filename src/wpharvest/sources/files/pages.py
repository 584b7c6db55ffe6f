"""A local `.html`, `.md` or `.txt` page as title, HTML and what else it says about itself."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

import msgspec
import yaml
from bs4 import BeautifulSoup, Tag
from markdown_it import MarkdownIt
from mdit_py_plugins.footnote import footnote_plugin
from mdit_py_plugins.tasklists import tasklists_plugin

from wpharvest import head
from wpharvest.language import bcp47
from wpharvest.model.items import Json
from wpharvest.sources.files import plain
from wpharvest.sources.files.decoding import decode
from wpharvest.text import plain_title, squeeze

_FRONT = re.compile(r"\ufeff?---[ \t]*\r?\n(.*?\r?\n|)(?:---|\.\.\.)[ \t]*(?:\r?\n|$)", re.DOTALL)
_WHOLE_PAGE = re.compile(r"<(?:html|body|head|!doctype)[\s>]", re.IGNORECASE)


class Page(msgspec.Struct, frozen=True):
    """A page as a file gives it. `original` is the file's text without a loss, `said` its front matter."""

    original: str
    html: str
    title: str = ""
    language: str = ""
    link: str = ""
    said: Json = {}


def from_text(body: bytes) -> Page:
    """Plain text: its shape is its structure."""
    text = decode(body)
    title, html = plain.read(text)
    return Page(original=text, html=html, title=title)


def from_markdown(body: bytes) -> Page:
    """Markdown as GitHub reads it, with footnotes, and YAML front matter."""
    text = decode(body)
    said, rest = _front_matter(text)
    parser = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
    parser.use(footnote_plugin).use(tasklists_plugin)
    tokens = parser.parse(rest)
    title = said.get("title")
    if not isinstance(title, str) or not title:
        title = ""
        if [token.tag for token in tokens[:1]] == ["h1"]:
            title = plain_title(parser.renderer.render(tokens[1:2], parser.options, {}))
            tokens = tokens[3:]
    html = parser.renderer.render(tokens, parser.options, {})
    return Page(text, html, title, bcp47(_first(said, "lang", "language", "locale")), "", said)


def from_html(body: bytes) -> Page:
    """An HTML page or fragment: what its main part holds; a fragment stays as it is, to the letter."""
    text = decode(body, html=True)
    page = head.read(text, "")
    soup = BeautifulSoup(text, "lxml")
    part = _main(soup) if _WHOLE_PAGE.search(text) else None
    headings = [squeeze(each.get_text(" ")) for each in (part or soup).find_all("h1")]
    title = page.title
    if headings and (not title or (len(headings) == 1 and headings[0] in title)):
        title = headings[0]  # the title of a whole page often ends in the site's name
    html = part.decode_contents() if part else text
    return Page(text, html, squeeze(title), page.language, page.canonical)


READERS: dict[str, Callable[[bytes], Page]] = {
    ".txt": from_text,
    ".text": from_text,
    ".md": from_markdown,
    ".markdown": from_markdown,
    ".html": from_html,
    ".htm": from_html,
    ".xhtml": from_html,
}


def _main(soup: BeautifulSoup) -> Tag | None:
    for selector in ("main", "[role=main]", "article", "body"):
        found = soup.select(selector)
        if len(found) == 1:
            return found[0]
    return None


def _front_matter(text: str) -> tuple[Json, str]:
    match = _FRONT.match(text)
    if not match:
        return {}, text
    try:
        said = yaml.safe_load(match[1])
    except (yaml.YAMLError, ValueError):
        return {}, text
    if not isinstance(said, dict):
        return {}, text
    return json.loads(json.dumps({str(key): each for key, each in said.items()}, default=_plain)), text[
        match.end() :
    ]


def _plain(value: Any) -> str:
    # YAML knows dates and times, JSON doesn't.
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


def _first(said: Json, *names: str) -> str:
    return next((said[name] for name in names if isinstance(said.get(name), str)), "")
