"""The loop that walks a parsed body once, in reading order, with stacks of its own."""

from __future__ import annotations

import re
from typing import Any

from turbohtml import Element as Dom
from turbohtml import Node, parse_fragment
from turbohtml import Text as DomText

from wpharvest.markup.html_reader.flow import paragraphs
from wpharvest.markup.html_reader.formulas import open_strays
from wpharvest.markup.html_reader.handlers import BREAKING, HANDLERS
from wpharvest.markup.html_reader.inlines import spoken, tongue
from wpharvest.markup.html_reader.pieces import EDGE, Edge, Handler, Piece, Reading, attribute
from wpharvest.model.nodes import Element, Root, Text
from wpharvest.model.notices import Notice

DEEPEST = 100  # renderers of Markdown stop at about this many levels; below, structure becomes flat text

LOOK_THROUGH = Handler()
TONGUE = Handler(close=lambda reading, element, children: children, block=True)
HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))

BLANKS = "\n\t\r\f"
# Neither text nor white space: nobody shows them. As bytes of UTF-8 and as references: one pattern for all of
# them would look at every character, and take as long as two parsers.
_CONTROL = bytes((*range(0x09), 0x0B, *range(0x0E, 0x20), 0x7F))
_CONTROL_ABOVE = re.compile(b"\xc2[\x80-\x9f]")
_CONTROL_REFERENCE = re.compile(
    r"&#(?:0*(?:[1-8]|11|1[4-9]|2[0-9]|3[01]|1(?:27|29|41|43|44|57))(?![0-9])"
    r"|[xX]0*(?:[1-8bBeEfF]|1[0-9a-fA-F]|7[fF]|8[1dfDF]|9[0dD])(?![0-9a-fA-F]));?"
)
_HALF_REFERENCE = re.compile(r"(?:&(?:#[xX]?)?|^[0-9a-fA-F])[0-9a-fA-F]*$")
_ALPHANUMERIC = re.compile(r"[^\W_]")
ANCHORS = "a[id]:not([href]), a[name]:not([href]), a[href] span[id]:empty"
_ASKED = f'{ANCHORS}, a[href^="#"], math, [lang], [dir]'
_NOTES = "ol.wp-block-footnotes > li[id], .footnotes ol > li[id]"


def read(html: str) -> Root:
    """The tree of an HTML fragment, read as a browser reads it.

    Words, links, images and emphasis are all in the tree, white space as a browser shows it (U+00A0 is not
    white space). Addresses that may not be followed (`javascript:`) are not. Takes any text: what isn't HTML
    is text.
    """
    return read_telling(html)[0]


def read_telling(html: str) -> tuple[Root, tuple[Notice, ...]]:
    """The same tree, and what of the body's structure isn't in it: levels that no renderer would follow."""
    html = _shown(html)
    root = parse_fragment(html, positions=False)
    # one question instead of five, for most bodies have none of these
    reading = Reading() if root.select_one(_ASKED) is None else _prepared(root, html)
    tree = Root(paragraphs(_walk(root, reading)))
    if not reading.flattened:
        return tree, ()
    what = f"elements deeper than {DEEPEST} levels flattened; their words stay"
    return tree, (Notice("depth", what, count=reading.flattened, lost=True),)


def _shown(html: str) -> str:
    """The fragment without control characters and lone surrogates."""
    try:
        written = html.encode()
    except UnicodeEncodeError:
        return _shown(html.encode("utf-8", "replace").decode())
    shown = written.translate(None, _CONTROL)
    if b"\xc2" in shown:  # the byte that U+0080 … U+009F begin with, and no-break spaces
        shown = _CONTROL_ABOVE.sub(b"", shown)
    if len(shown) < len(written):
        html = shown.decode()
    # one character is found many times as fast as two
    return _CONTROL_REFERENCE.sub(_instead, html) if "#" in html and "&#" in html else html


def _prepared(root: Dom, html: str) -> Reading:
    """What has to be known of the whole body before it is read: formulas, footnotes, anchors, languages."""
    if root.select_one("math") is not None:
        open_strays(root)
    notes = _notes(root, html)
    targets = _targets(root, html).difference(notes)
    return Reading(targets, _places(root, targets), notes, root.select_one("[lang], [dir]") is not None)


def _instead(match: re.Match[str]) -> str:
    """Nothing in the place of a control character's reference; U+FFFD where the rest would become another."""
    at = match.start()
    return "\ufffd" if _HALF_REFERENCE.search(match.string[max(0, at - 24) : at]) else ""


def _targets(root: Dom, html: str) -> frozenset[str]:
    links = root.select('a[href^="#"]') if "#" in html else []
    anchors = root.select(ANCHORS)
    names = {attribute(each, name) for each in anchors for name in ("id", "name")}
    return frozenset(names.union(attribute(each, "href")[1:] for each in links)) - {""}


def _places(root: Dom, targets: frozenset[str]) -> frozenset[Dom]:
    """The elements that links lead to."""
    if not targets:  # most bodies have no anchors at all
        return frozenset()
    named = root.select("[id], a[name]")
    return frozenset(
        each for each in named if attribute(each, "id") in targets or attribute(each, "name") in targets
    )


def _notes(root: Dom, html: str) -> dict[str, str]:
    """Footnotes by id, numbered in their order; their links back to the text are taken out."""
    if "footnotes" not in html:
        return {}
    marks = [each.select_one('a[href^="#"]') for each in root.select("sup")]
    marks += root.select('a[href^="#"]:has(> sup:only-child)')
    marked = {attribute(mark, "href")[1:] for mark in marks if mark is not None}
    notes: dict[str, str] = {}
    for item in root.select(_NOTES):
        name = attribute(item, "id")
        if name not in marked:  # renderers leave out a note that nothing in the text refers to
            continue
        notes[name] = str(len(notes) + 1)
        for link in item.select('a[href^="#"]'):
            if "footnote-backref" in attribute(link, "class") or not _ALPHANUMERIC.search(link.text):
                link.extract()
    for line in root.select(".footnotes > hr") if notes else ():
        line.extract()
    return notes


def _walk(root: Dom, reading: Reading) -> list[Piece]:
    todo: list[Node | Edge] = list(reversed(root.children))
    out: list[Piece] = []
    # elements whose content is being read, and what was still to be read around them and had come of that
    stack: list[tuple[Handler, Dom, list[Node | Edge], list[Piece]]] = []
    while todo or stack:
        if not todo:
            handler, element, todo, outer = stack.pop()
            outer.extend(_close(reading, handler, element, out))
            out = outer
            continue
        node: Any = todo.pop()
        kind = node.__class__
        if kind is DomText:
            text = node.data
            if text != "\n" or reading.verbatim or not reading.space:  # it stands between most blocks
                _text(reading, text, out)
        elif kind is Dom:
            handler = HANDLERS.get(node.tag, LOOK_THROUGH)
            if handler.plain is not None and _is_plain(reading, handler, node, out):
                continue
            if _is_leaf(reading, handler, node, out):
                continue
            if handler is LOOK_THROUGH and reading.tongues and node.tag in BREAKING and tongue(node):
                handler = TONGUE
            deep = len(stack) >= DEEPEST
            if handler.close is None or handler.mark in reading.within or deep:
                reading.flattened += deep and handler.close is not None
                _look_through(reading, node, todo, out)
                continue
            if handler.mark or handler.verbatim:
                _open(reading, handler)
            below = _anchor(reading, node) if reading.places and handler.holds_anchor else []
            stack.append((handler, node, todo, out))
            todo, out = list(reversed(node.children)), below
        elif kind is Edge:
            reading.space = True
            out.append(node)
    return out


def _is_plain(reading: Reading, handler: Handler, element: Dom, out: list[Piece]) -> bool:
    """Whether the element holds nothing but one text, which most do: then its node is made at once."""
    children = element.children
    if len(children) != 1 or reading.tongues or reading.verbatim or handler.mark in reading.within:
        return False
    only: Any = children[0]
    if only.__class__ is not DomText or handler.plain is None or element in reading.places:
        return False
    line = _folded(only.data)
    if handler.block:
        line = line.strip(" ")
        if not line or line.isspace():
            return False
    elif line.strip() != line or not line:  # blanks at the ends of a mark stand outside of it
        return False
    reading.space = handler.block
    out.append(handler.plain(reading, element, Text(line)))
    return True


def _is_leaf(reading: Reading, handler: Handler, element: Dom, out: list[Piece]) -> bool:
    """Whether the handler made its nodes without looking inside."""
    if reading.places and not handler.holds_anchor:
        out.extend(_anchor(reading, element))
    if handler.block:
        reading.space = True
    if handler.leaf is None or (made := handler.leaf(reading, element)) is None:
        return False
    out.extend(made)
    if handler.block:
        reading.space = True
    return True


def _text(reading: Reading, text: str, out: list[Piece]) -> None:
    if reading.verbatim:
        out.append(Text(text))
        return
    text = _folded(text)
    if reading.space:
        text = text.lstrip(" ")
    if text:
        reading.space = text[-1] == " "
        out.append(Text(text))


def _folded(text: str) -> str:
    """The text with one space for each run of white space."""
    # Looks with `in` are ten times as fast as a regular expression's one, and most texts have none of these.
    if "\n" in text or "\t" in text or "\r" in text or "\f" in text:
        for blank in BLANKS:
            text = text.replace(blank, " ")
    while "  " in text:
        text = text.replace("  ", " ")
    return text


def _open(reading: Reading, handler: Handler) -> None:
    if handler.mark:
        reading.within.add(handler.mark)
    reading.verbatim += handler.verbatim


def _close(reading: Reading, handler: Handler, element: Dom, out: list[Piece]) -> list[Piece]:
    if handler.mark or handler.verbatim:
        reading.within.discard(handler.mark)
        reading.verbatim -= handler.verbatim
    if reading.tongues and handler.block and (said := tongue(element)):
        out = spoken(out, said)
    made = handler.close(reading, element, out) if handler.close else out
    if handler.block:
        reading.space = True
    return made


def _look_through(reading: Reading, element: Dom, todo: list[Node | Edge], out: list[Piece]) -> None:
    """Read the element's content as if it stood in the element's place."""
    if element.tag in BREAKING or HANDLERS.get(element.tag, LOOK_THROUGH).block:
        reading.space = True
        out.append(EDGE)
        todo.append(EDGE)
    todo.extend(reversed(element.children))


def _anchor(reading: Reading, element: Dom) -> list[Piece]:
    """The place that a link leads to, if the element is one. Headings carry theirs themselves."""
    if element not in reading.places or element.tag in HEADINGS:
        return []
    names = {attribute(element, "id"), attribute(element, "name") if element.tag == "a" else ""}
    return [Element("a", {"id": name}) for name in sorted(names & reading.targets)]
