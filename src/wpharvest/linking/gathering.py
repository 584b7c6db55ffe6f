"""Every address in a body: links, pictures, and whatever else a browser would load."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Literal

import msgspec
from turbohtml import parse_fragment

from wpharvest.model.nodes import Element, Embed, Html, Image, Link, Root, walk

Use = Literal["link", "image", "file"]

# Attributes that hold one address, and what their element does with it; a picture's `srcset` says the same as
# its `src`.
_ADDRESSES = ("href", "src", "poster", "data")
_LINKS = ("a", "area")
_SELECTOR = ",".join(f"[{name}]" for name in _ADDRESSES)


class Address(msgspec.Struct, frozen=True):
    """An address as it is written, and whether a person follows it, sees it, or a player loads it.

    `alt` is a picture's alternative text; empty too where it has none.
    """

    url: str
    use: Use
    alt: str = ""


def gathered(body: Root) -> Iterator[Address]:
    """The addresses of a body in reading order, as often as they stand there."""
    for node in walk(body):
        if isinstance(node, Link):
            yield Address(node.url, "link")
        elif isinstance(node, Image):
            yield Address(node.url, "image", node.alt)
        elif isinstance(node, Embed):
            yield Address(node.url, "file")
        elif isinstance(node, Element):
            yield from _of(node.name, node.attributes)
        elif isinstance(node, Html):
            for element in parse_fragment(node.value, positions=False).select(_SELECTOR):
                names = (*_ADDRESSES, "alt")
                yield from _of(element.tag, {name: element.attr(name) or "" for name in names})


def _of(name: str, attributes: Mapping[str, str]) -> Iterator[Address]:
    use: Use = "link" if name in _LINKS else "image" if name == "img" else "file"
    for attribute in _ADDRESSES:
        if url := attributes.get(attribute):
            yield Address(url, use, attributes.get("alt", "") if use == "image" else "")
