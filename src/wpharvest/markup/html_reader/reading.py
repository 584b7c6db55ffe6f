"""The loop that walks a parsed body once, in reading order, with stacks of its own."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from turbohtml import Element as Dom
from turbohtml import Text as DomText
from turbohtml import parse_fragment

from wpharvest.markup.html_reader.flow import BLANKS, folded, paragraphs
from wpharvest.markup.html_reader.formulas import open_strays
from wpharvest.markup.html_reader.handlers import BREAKING, HANDLERS
from wpharvest.markup.html_reader.inlines import spoken, tongue
from wpharvest.markup.html_reader.notes import notes_last, numbered_notes
from wpharvest.markup.html_reader.pieces import EDGE, Handler, Piece, Reading, attribute
from wpharvest.model.nodes import Element, Root, Text
from wpharvest.model.notices import Notice

DEEPEST = 100  # renderers of Markdown stop at about this many levels; below, structure becomes flat text

LOOK_THROUGH = Handler()  # the element's content is read as if it stood in the element's place
LINES = Handler(block=True)  # the same, on lines of its own
TONGUE = Handler(close=lambda reading, element, children: [EDGE, *children, EDGE], block=True)
HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))

# Neither text nor white space: nobody shows them. As bytes of UTF-8 and as references: one pattern for all of
# them would look at every character, and take as long as two parsers.
_CONTROL = bytes((*range(0x09), 0x0B, *range(0x0E, 0x20), 0x7F))
_CONTROL_ABOVE = re.compile(b"\xc2[\x80-\x9f]")
_CONTROL_REFERENCE = re.compile(
    r"&#(?:0*(?:[1-8]|11|1[4-9]|2[0-9]|3[01]|1(?:27|29|41|43|44|57))(?![0-9])"
    r"|[xX]0*(?:[1-8bBeEfF]|1[0-9a-fA-F]|7[fF]|8[1dfDF]|9[0dD])(?![0-9a-fA-F]));?"
)
_RETURN_REFERENCE = re.compile(r"&#(?:0*13(?![0-9])|[xX]0*[dD](?![0-9a-fA-F]));?")  # the other line end
_HALF_REFERENCE = re.compile(r"(?:&(?:#[xX]?)?|^[0-9a-fA-F])[0-9a-fA-F]*$")
ANCHORS = "a[id]:not([href]), a[name]:not([href]), a[href] span[id]:empty"
_ASKED = f'{ANCHORS}, a[href^="#"], math, [lang], [dir]'


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
    if reading.notes:
        tree = notes_last(tree)
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
    at = html.find("#")  # one character is found many times as fast as two
    if at < 0 or html.find("&#", max(0, at - 1)) < 0:
        return html
    return _CONTROL_REFERENCE.sub(_instead, _RETURN_REFERENCE.sub("\n", html))


def _prepared(root: Dom, html: str) -> Reading:
    """What has to be known of the whole body before it is read: formulas, footnotes, anchors, languages."""
    if root.select_one("math") is not None:
        open_strays(root)
    notes = numbered_notes(root, html)
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


def _walk(root: Dom, reading: Reading) -> list[Piece]:
    todo: Iterator[Any] = iter(root.children)
    out: list[Piece] = []
    # elements whose content is being read, and what was still to be read around them and had come of that
    stack: list[tuple[Handler, Dom, Iterator[Any], list[Piece]]] = []
    while True:
        for node in todo:
            kind = node.__class__
            if kind is DomText:
                text = node.data
                if text != "\n" or reading.verbatim or not reading.space:  # it stands between most blocks
                    _text(reading, text, out)
            elif kind is Dom:
                handler = HANDLERS.get(node.tag, LOOK_THROUGH)
                children = node.children
                if (
                    handler.plain is not None
                    and len(children) == 1
                    and children[0].__class__ is DomText
                    and not (reading.careful and _needs_care(reading, handler, node))
                ):
                    line = children[0].data
                    if "\n" in line or "\t" in line or "\r" in line or "\f" in line or "  " in line:
                        line = folded(line)  # most need no call for it
                    bare = line.strip()
                    # blanks at the ends of a mark stand outside of it
                    if bare and (bare == line or (handler.block and bare == line.strip(" "))):
                        reading.space = handler.block
                        out.append(handler.plain(reading, node, Text(bare)))
                        continue
                if handler.simple and not reading.careful and reading.levels < DEEPEST:
                    reading.levels += 1
                    reading.space = True
                    below: list[Piece] = []
                else:
                    entered = _entered(reading, handler, node, out)
                    if entered is None:
                        continue
                    handler, below = entered
                stack.append((handler, node, todo, out))
                todo, out = iter(children), below
                break
        else:
            if not stack:
                return out
            handler, element, todo, outer = stack.pop()
            close = handler.close
            if close is None:
                if handler.block:
                    reading.space = True
                    out.append(EDGE)
            elif reading.careful or not handler.simple:
                outer.extend(_close(reading, handler, element, out))
            else:
                reading.levels -= 1
                outer.extend(close(reading, element, out))
                reading.space = True
            out = outer


def _text(reading: Reading, text: str, out: list[Piece]) -> None:
    if not reading.verbatim:
        if reading.space:
            text = text.lstrip(BLANKS)
        if not text:
            return
        if "\n" in text or "\t" in text or "\r" in text or "\f" in text or "  " in text:
            text = folded(text)
        reading.space = text[-1] == " "
    out.append(Text(text))


def _needs_care(reading: Reading, handler: Handler, element: Dom) -> bool:
    """Whether it isn't enough to know that the element holds one text."""
    if reading.tongues or reading.verbatim:
        return True
    return handler.mark in reading.within or element in reading.places


def _entered(
    reading: Reading, handler: Handler, element: Dom, out: list[Piece]
) -> tuple[Handler, list[Piece]] | None:
    """The handler that will close the element and the list for what comes of it; None if it has been read."""
    if handler is LOOK_THROUGH and element.tag in BREAKING:
        handler = TONGUE if reading.tongues and tongue(element) else LINES
    if reading.places and not handler.holds_anchor:
        out.extend(_anchor(reading, element))
    if handler.block:
        reading.space = True
    if handler.leaf is not None and (made := handler.leaf(reading, element)) is not None:
        out.extend(made)
        if handler.block:
            reading.space = True
        return None
    if handler.close is None or reading.levels >= DEEPEST or handler.mark in reading.within:
        reading.flattened += reading.levels >= DEEPEST and handler.close is not None
        if not handler.block:
            return LOOK_THROUGH, out
        reading.space = True
        out.append(EDGE)
        return LINES, out
    reading.levels += 1
    if handler.mark or handler.verbatim:
        if handler.mark:
            reading.within.add(handler.mark)
        reading.verbatim += handler.verbatim
        reading.careful = True
    return handler, _anchor(reading, element) if reading.places and handler.holds_anchor else []


def _close(reading: Reading, handler: Handler, element: Dom, out: list[Piece]) -> Iterable[Piece]:
    reading.levels -= 1
    if handler.mark or handler.verbatim:
        reading.within.discard(handler.mark)
        reading.verbatim -= handler.verbatim
        reading.careful = bool(reading.tongues or reading.places or reading.within or reading.verbatim)
    if reading.tongues and handler.block and (said := tongue(element)):
        out = spoken(out, said)
    made = handler.close(reading, element, out) if handler.close else out
    if handler.block:
        reading.space = True
    return made


def _anchor(reading: Reading, element: Dom) -> list[Piece]:
    """The place that a link leads to, if the element is one. Headings carry theirs themselves."""
    if element not in reading.places or element.tag in HEADINGS:
        return []
    names = {attribute(element, "id"), attribute(element, "name") if element.tag == "a" else ""}
    return [Element("a", {"id": name}) for name in sorted(names & reading.targets)]
