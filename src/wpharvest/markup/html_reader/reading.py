"""The loop that walks a parsed body once, in reading order, with stacks of its own."""

from __future__ import annotations

import re

from turbohtml import Element as Dom
from turbohtml import Node, parse_fragment
from turbohtml import Text as DomText

from wpharvest.markup.html_reader.flow import paragraphs
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
# Neither text nor white space: nobody shows them.
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f]|&#0*(?:[1-8]|11|1[4-9]|2[0-9]|3[01]|127);")
_ANCHOR = re.compile(r"<a\b[^>]*\b(?:id|name)=", re.IGNORECASE)
_ALPHANUMERIC = re.compile(r"[^\W_]")
_TONGUES = re.compile(r"\b(?:lang|dir)\s*=", re.IGNORECASE)
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
    html = _CONTROL.sub("", html.encode("utf-8", "replace").decode("utf-8"))
    root = parse_fragment(html, positions=False)
    notes = _notes(root, html)
    reading = Reading(_targets(root, html) - notes.keys(), notes, bool(_TONGUES.search(html)))
    tree = Root(paragraphs(_walk(root, reading)))
    if not reading.flattened:
        return tree, ()
    what = f"elements deeper than {DEEPEST} levels flattened; their words stay"
    return tree, (Notice("depth", what, count=reading.flattened, lost=True),)


def _targets(root: Dom, html: str) -> frozenset[str]:
    links = root.select('a[href^="#"]') if "#" in html else []
    anchors = root.select("a[id]:not([href]), a[name]:not([href])") if _ANCHOR.search(html) else []
    names = {attribute(each, name) for each in anchors for name in ("id", "name")}
    return frozenset(names.union(attribute(each, "href")[1:] for each in links)) - {""}


def _notes(root: Dom, html: str) -> dict[str, str]:
    """Footnotes by id, numbered in their order; their links back to the text are taken out."""
    if "footnotes" not in html:
        return {}
    marks = (each.select_one('a[href^="#"]') for each in root.select("sup"))
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
        node = todo.pop()
        if isinstance(node, DomText):
            _text(reading, node.data, out)
        elif isinstance(node, Dom):
            handler = HANDLERS.get(node.tag, LOOK_THROUGH)
            inside = handler.block and handler.holds_text and handler.close is not None
            if reading.targets and not inside:
                out.extend(_anchor(reading, node))
            if handler.block:
                reading.space = True
            if handler.leaf is not None and _is_done(reading, handler, node, out):
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
            below = _anchor(reading, node) if inside and reading.targets else []
            children = node.children
            if len(children) == 1 and isinstance(only := children[0], DomText):  # half of all elements
                _text(reading, only.data, below)
                out.extend(_close(reading, handler, node, below))
                continue
            stack.append((handler, node, todo, out))
            todo, out = list(reversed(children)), below
        elif isinstance(node, Edge):
            reading.space = True
            out.append(node)
    return out


def _text(reading: Reading, text: str, out: list[Piece]) -> None:
    if reading.verbatim:
        out.append(Text(text))
        return
    for blank in BLANKS:  # five looks with `in` are ten times as fast as a regular expression's one
        if blank in text:
            text = text.replace(blank, " ")
    while "  " in text:
        text = text.replace("  ", " ")
    if reading.space:
        text = text.lstrip(" ")
    if text:
        reading.space = text[-1] == " "
        out.append(Text(text))


def _is_done(reading: Reading, handler: Handler, element: Dom, out: list[Piece]) -> bool:
    """Whether the handler made its nodes without looking inside."""
    if handler.leaf is None or (made := handler.leaf(reading, element)) is None:
        return False
    out.extend(made)
    if handler.block:
        reading.space = True
    return True


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
    if not reading.targets or element.tag in HEADINGS:  # most bodies have no anchors at all
        return []
    names = {attribute(element, "id"), attribute(element, "name") if element.tag == "a" else ""}
    return [Element("a", {"id": name}) for name in sorted(names & reading.targets)]
