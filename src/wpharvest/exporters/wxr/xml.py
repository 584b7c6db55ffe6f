"""Elements of WXR as values, and how they become XML."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import chain

import msgspec
from lxml import etree

NAMESPACES = {
    "excerpt": "http://wordpress.org/export/1.2/excerpt/",
    "content": "http://purl.org/rss/1.0/modules/content/",
    "wfw": "http://wellformedweb.org/CommentAPI/",
    "dc": "http://purl.org/dc/elements/1.1/",
    "wp": "http://wordpress.org/export/1.2/",
}
_DECLARATIONS = tuple(f'xmlns:{prefix}="{name}"'.encode() for prefix, name in NAMESPACES.items())
_RSS = b"\n\t".join((b'<rss version="2.0"', *_DECLARATIONS)) + b"\n>"
# What XML 1.0 can't hold, not even as a reference (https://www.w3.org/TR/xml/#charsets).
_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class Tag(msgspec.Struct, frozen=True):
    """An element: its name with WXR's prefix (`wp:post_id`), and a text, a number or the elements in it.

    Texts are written as CDATA, as WordPress's own export does; `plain` ones with references.
    """

    name: str
    value: str | int | tuple[Tag, ...] = ""
    attributes: dict[str, str] = {}
    plain: bool = False


def characters(text: str) -> str:
    """A text without the characters that XML can't hold."""
    return _FORBIDDEN.sub("", text)


def forbidden(texts: Iterable[str]) -> int:
    """How many characters XML can't hold there are in these texts."""
    return sum(len(_FORBIDDEN.findall(text)) for text in texts)


def document(head: Iterable[Tag], items: Iterable[Tag]) -> bytes:
    """A whole WXR file, an element after the other, so that its tree is never in memory at once."""
    parts = [b'<?xml version="1.0" encoding="UTF-8"?>', _RSS, b"<channel>"]
    parts += map(_written, chain(head, items))
    return b"\n".join((*parts, b"</channel>", b"</rss>", b""))


def _written(tag: Tag) -> bytes:
    """An element without the declarations of the prefixes, which the root has."""
    root = etree.Element("rss", nsmap=NAMESPACES)
    element = _element(tag, root)
    etree.indent(element, "\t")
    start, mark, rest = etree.tostring(element, encoding="UTF-8", with_tail=False).partition(b">")
    for declaration in _DECLARATIONS:
        start = start.replace(b" " + declaration, b"")
    return start + mark + rest


def _element(tag: Tag, parent: etree._Element) -> etree._Element:
    attributes = {name: characters(value) for name, value in tag.attributes.items()}
    element = etree.SubElement(parent, _name(tag.name), attributes)
    if isinstance(tag.value, tuple):
        for child in tag.value:
            _element(child, element)
    elif isinstance(tag.value, int) or tag.plain:
        element.text = characters(str(tag.value))
    else:
        element.text = etree.CDATA(characters(tag.value))
    return element


def _name(name: str) -> str:
    prefix, colon, local = name.partition(":")
    return f"{{{NAMESPACES[prefix]}}}{local}" if colon else name
