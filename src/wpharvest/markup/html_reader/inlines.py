"""Handlers of what stands within a line."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from msgspec.structs import replace
from turbohtml import Element as Dom

from wpharvest.markup.html_reader.flow import SCAFFOLDING, folded, spread, tidy
from wpharvest.markup.html_reader.pieces import Close, Edge, Piece, Plain, Reading, attribute
from wpharvest.markup.urls import safe_url
from wpharvest.model.colours import STYLE
from wpharvest.model.formulas import FORMULA
from wpharvest.model.nodes import (
    Break,
    Delete,
    Element,
    Emphasis,
    FootnoteReference,
    Image,
    InlineCode,
    Link,
    Strong,
    Text,
    walk,
)
from wpharvest.model.trees import rebuild

_SIZE = re.compile(r"[0-9]{1,9}")  # no picture is wider, and JSON's readers lose the digits of longer numbers
_EMOJI = frozenset(("emoji", "wp-smiley"))

# attributes that an element keeps, where it has them (what nh3 lets through is more)
KEPT = {
    "abbr": ("title",),
    "bdi": ("dir", "lang"),
    "bdo": ("dir", "lang"),
    "cite": (),
    "data": ("value",),
    "dfn": ("title",),
    "ins": ("cite", "datetime"),
    "q": ("cite",),
    "span": ("lang", "dir"),
    "time": ("datetime",),
}


def mark(kind: Callable[[tuple[Any, ...]], Any]) -> Close:
    """A handler for emphasis: blanks at its ends say nothing and go outside."""

    def close(reading: Reading, element: Dom, children: list[Piece]) -> list[Piece]:
        return spread(children, None, kind)

    return close


emphasis: Close = mark(Emphasis)
delete: Close = mark(Delete)


def _strong(children: tuple[Any, ...]) -> Any:
    # Markdown's `***` is a strong within an emphasis; the other way round says the same.
    if len(children) == 1 and isinstance(children[0], Emphasis):
        return Emphasis((Strong(children[0].children),))
    return Strong(children)


strong: Close = mark(_strong)


def plain_mark(kind: Callable[[tuple[Any, ...]], Any]) -> Plain:
    """The same for one that holds only text."""

    def plain(reading: Reading, element: Dom, text: Text) -> Piece:
        return kind((text,))

    return plain


plain_strong: Plain = plain_mark(Strong)
plain_emphasis: Plain = plain_mark(Emphasis)
plain_delete: Plain = plain_mark(Delete)


def plain_link(reading: Reading, element: Dom, text: Text) -> Piece:
    """`<a href>` that holds only text"""
    url = safe_url(element.attr("href") or "")
    return Link(url, (text,), element.attr("title") or "") if url else text


def link(reading: Reading, element: Dom, children: list[Piece]) -> list[Piece]:
    """`<a href>`; without an address that may be followed only its words stay."""
    url, title = safe_url(attribute(element, "href")), attribute(element, "title")
    if not url:
        return children

    def make(inner: tuple[Any, ...]) -> Link:
        return Link(
            url, tuple(rebuild(each, _in_link) for each in inner) if reading.targets else inner, title
        )

    return spread(children, " ", make)


def _in_link(node: Any) -> Any:
    """An anchor within a link as a `<span>`: HTML would end the link where another `<a>` begins."""
    return replace(node, name="span") if isinstance(node, Element) and node.name == "a" else node


def kept(reading: Reading, element: Dom, children: list[Piece]) -> list[Piece]:
    """An element that Markdown has no mark for: it stays, with the attributes that mean something."""
    name = element.tag
    attributes = meaning(element, KEPT.get(name, ()))
    if name == "mark":
        attributes |= coloured(element)
    return spread(children, " ", lambda inner: Element(name, attributes, inner))


def span(reading: Reading, element: Dom, children: list[Piece]) -> list[Piece]:
    """`<span>`: a change of language or direction says something, and a colour that cleaning has kept."""
    return (
        spread(children, " ", lambda inner: Element("span", attributes, inner))
        if (attributes := meaning(element, KEPT["span"]) | coloured(element))
        else children
    )


def coloured(element: Dom) -> dict[str, str]:
    """The style that colours words."""
    style = attribute(element, "style")
    return {"style": style} if style and STYLE.fullmatch(style) else {}


def tongue(element: Dom) -> dict[str, str]:
    """The language and the direction that a block changes to.

    `dir="ltr"`, which editors write everywhere, says nothing of a text that begins from left to right.
    """
    said = meaning(element, KEPT["span"])
    if said.get("dir", "").lower() not in ("rtl", "ltr"):
        said.pop("dir", None)
    elif said["dir"].lower() == "ltr" and _strong_direction(element.text) != "R":
        del said["dir"]
    return {name: value for name, value in said.items() if value.strip()}


def _strong_direction(text: str) -> str:
    """The direction of a text's first letter (UAX 9, rules P2 and P3)."""
    kinds = (unicodedata.bidirectional(character) for character in text)
    return next((kind[0].replace("A", "R") for kind in kinds if kind in ("L", "R", "AL")), "")


def spoken(children: list[Piece], said: dict[str, str]) -> list[Piece]:
    """What stands in a block that is in another language, as spans: Markdown has no sign for it."""

    def make(inner: tuple[Any, ...]) -> Element:
        only = inner[0]
        if len(inner) == 1 and isinstance(only, Element) and only.name == "span":
            return Element("span", {**said, **only.attributes}, only.children)
        return Element("span", said, inner)

    return spread(children, " ", make)


def meaning(element: Dom, names: tuple[str, ...]) -> dict[str, str]:
    """The attributes of these names that the element has."""
    found = ((name, element.attrs.get(name)) for name in names)
    return {name: value if isinstance(value, str) else "" for name, value in found if value is not None}


def footnote_reference(reading: Reading, element: Dom) -> list[Piece] | None:
    """`<sup>` around a link to a note."""
    if not reading.notes or (mark_ := element.select_one('a[href^="#"]')) is None:
        return None
    if element.select_one("li") is not None:  # nobody has closed it: the notes stand in it
        return None
    label = reading.notes.get(attribute(mark_, "href")[1:])
    if label is None:
        return None
    reading.space = False
    return [FootnoteReference(label)]


def footnote_link(reading: Reading, element: Dom) -> list[Piece] | None:
    """A link to a note around its `<sup>`, as pandoc and some plugins write it."""
    label = reading.notes.get(attribute(element, "href")[1:]) if reading.notes else None
    children = element.children
    if label is None or len(children) != 1 or getattr(children[0], "tag", "") != "sup":
        return None
    reading.space = False
    return [FootnoteReference(label)]


def image(reading: Reading, element: Dom) -> list[Piece]:
    """`<img>`; WordPress's emoji images become the characters that they stand for."""
    alt = folded(attribute(element, "alt"))
    if alt and not _EMOJI.isdisjoint(attribute(element, "class").split()):
        reading.space = False
        return [Text(alt)]
    url = safe_url(attribute(element, "src"), picture=True)
    if not url:
        return []
    reading.space = False
    return [Image(url, alt, attribute(element, "title"), _size(element, "width"), _size(element, "height"))]


def _size(element: Dom, name: str) -> int:
    written = attribute(element, name)
    return int(written) if written and _SIZE.fullmatch(written) else 0


def line_break(reading: Reading, element: Dom) -> list[Piece]:
    """`<br>`"""
    if reading.verbatim:
        return [Text("\n")]
    reading.space = True
    return [Break()]


def plain_code(reading: Reading, element: Dom, text: Text) -> Piece:
    """`<code>` that holds only text, without blanks at its ends"""
    return InlineCode(text.value)


def code(reading: Reading, element: Dom) -> list[Piece] | None:
    """`<code>` that holds nothing but text."""
    if reading.verbatim or any(isinstance(child, Dom) for child in element.children):
        return None
    text = folded(element.text)
    value = text.strip(" ")
    if not value:
        return []
    out: list[Piece] = [InlineCode(value)]
    if text[0] == " " and not reading.space:
        out.insert(0, Text(" "))
    reading.space = text[-1] == " "
    if reading.space:
        out.append(Text(" "))
    return out


def code_around(reading: Reading, element: Dom, children: list[Piece]) -> list[Piece]:
    """`<code>` around links or emphasis: the texts within become code, so that nothing else is lost."""
    if reading.verbatim:
        return children
    out: list[Piece] = []
    for piece in children:
        if isinstance(piece, (*SCAFFOLDING, Edge)) or _stays_text(piece):
            out.append(piece)
        else:
            out.extend(_coded((rebuild(piece, _as_code),)))
    return out


def _stays_text(piece: Piece) -> bool:
    """Whether something in it can hold no code: a formula, or verse, which would be read as code then."""
    return any(
        isinstance(node, Element) and (node.name in FORMULA or node.name == "pre") for node in walk(piece)
    )


def _as_code(node: Any) -> Any:
    """The node with code in the place of the texts right below it."""
    parts = {name: below for name in ("children", "caption") if (below := getattr(node, name, ()))}
    return (
        replace(node, **{name: tuple(tidy(_coded(below))) for name, below in parts.items()})
        if parts
        else node
    )


def _coded(nodes: Iterable[Any]) -> Iterator[Any]:
    """The texts among them as code, without the blanks at their ends."""
    for node in nodes:
        value = node.value.strip(" ") if isinstance(node, Text) else ""
        if not value:
            yield node
            continue
        ahead, _, behind = node.value.partition(value)
        yield from (Text(ahead),) if ahead else ()
        yield InlineCode(value)
        yield from (Text(behind),) if behind else ()


def checkbox(reading: Reading, element: Dom) -> list[Piece]:
    """The box of a task; its item makes a `checked` of it."""
    if attribute(element, "type").lower() != "checkbox":
        return []
    reading.space = True
    checked = {"checked": ""} if "checked" in element.attrs else {}
    return [Element("input", {"type": "checkbox", **checked, "disabled": ""})]
