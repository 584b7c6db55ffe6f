"""What every block is made of: its comments, its text, a node that is to be a block."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from typing import Any

import msgspec

from wpharvest.markup.writers.html import Part, Parts
from wpharvest.model.nodes import AnyNode

Attributes = dict[str, Any]

# As `serializeAttributes` of @wordpress/blocks: nothing in a comment may end it.
_IN_COMMENT = {"--": "\\u002d\\u002d", "<": "\\u003c", ">": "\\u003e", "&": "\\u0026"}
_SPECIAL = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
_IN_TEXT = re.compile("[&<>]")
# What may be a shortcode (`get_shortcode_regex` in wp-includes/shortcodes.php): a name after a bracket.
SHORTCODE = re.compile(r"\[(?=[^\s<>&\]=])")
_WHOLE_SHORTCODE = re.compile(rf"{SHORTCODE.pattern}[^\[\]]*")
_IN_SHORTCODE = {"[": "&#91;", '"': "&quot;", "'": "&#039;"}


class Picture(msgspec.Struct, frozen=True):
    """What the media library knows of a picture: its number, its width in pixels, its file at full size.

    A number or width of 0 and an empty address are unknown.
    """

    id: int = 0
    width: int = 0
    url: str = ""


Library = Callable[[str], Picture]


class Block(msgspec.Struct, frozen=True):
    """A node that is to be written as a block of its own, not as the HTML inside of one."""

    node: AnyNode


def delimited(name: str, attributes: Attributes, parts: Parts) -> Iterator[Part]:
    """A block: HTML between its two comments."""
    yield f"<!-- wp:{name}{comment_json(attributes)} -->\n"
    yield from parts
    yield f"\n<!-- /wp:{name} -->"


def comment_json(attributes: Attributes) -> str:
    """A block's attributes as its first comment has them, after a space; empty if there are none."""
    if not attributes:
        return ""
    written = json.dumps(attributes, ensure_ascii=False, separators=(",", ":"))
    for character, escape in _IN_COMMENT.items():
        written = written.replace(character, escape)
    return f" {written}"


def as_html(parts: Parts) -> Iterator[Part]:
    """HTML that no other block would write as it is."""
    return delimited("html", {}, parts)


def captioned(caption: Parts) -> Parts:
    """The caption of a figure, where there is one."""
    return ('<figcaption class="wp-element-caption">', *caption, "</figcaption>") if caption else ()


def text(value: str) -> str:
    """Characters between two tags, as WordPress stores them.

    What looks like a shortcode is words here: none runs, and its quotes stay straight, as WordPress leaves
    them in one that it doesn't know (`wptexturize` in wp-includes/formatting.php).
    """
    escaped = _IN_TEXT.sub(lambda match: _SPECIAL[match[0]], value)
    return _WHOLE_SHORTCODE.sub(_as_words, escaped) if "[" in escaped else escaped


def _as_words(match: re.Match[str]) -> str:
    return "".join(_IN_SHORTCODE.get(character, character) for character in match[0])
