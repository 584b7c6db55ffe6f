"""Footnotes: which items of which lists they are, and where they stand in the tree."""

from __future__ import annotations

import re
from typing import Any

from msgspec.structs import replace
from turbohtml import Element as Dom

from wpharvest.markup.html_reader.blocks import unwrapped
from wpharvest.markup.html_reader.pieces import attribute
from wpharvest.model.nodes import Element, Footnote, FootnoteReference, Root, Text, walk
from wpharvest.model.trees import rebuild

_ALPHANUMERIC = re.compile(r"[^\W_]")
_NOTES = "ol.wp-block-footnotes > li[id], .footnotes ol > li[id]:not(.footnotes li li)"


def numbered_notes(root: Dom, html: str) -> dict[str, str]:
    """Footnotes by id, numbered in their order; their links back to the text are taken out."""
    if "footnotes" not in html:
        return {}
    # (a mark that nobody has closed holds the notes themselves)
    marks = [each.select_one('a[href^="#"]') for each in root.select("sup:not(:has(li))")]
    around = root.select('a[href^="#"]:has(> sup:only-child):not(:has(li))')
    marks += [link for link in around if len(link.children) == 1]
    marked = {attribute(mark, "href")[1:] for mark in marks if mark is not None}
    notes: dict[str, str] = {}
    for item in root.select(_NOTES):
        name = attribute(item, "id")
        says = item.text.strip() or item.select_one("img, iframe, video, audio")
        if name not in marked:  # renderers leave out what nothing in the text refers to
            continue
        if name in notes or not says:  # one note has the name, and it says something
            del item.attrs["id"]
            continue
        notes[name] = str(len(notes) + 1)
        for link in item.select('a[href^="#"]'):
            if "footnote-backref" in attribute(link, "class") or not _ALPHANUMERIC.search(link.text):
                link.extract()
    for line in root.select(".footnotes > hr") if notes else ():
        line.extract()
    return notes


def notes_last(tree: Root) -> Root:
    """The tree with its footnotes below all else, where renderers show them, wherever they were written.

    A mark whose note has become something else (it stood in a caption, say) is only a number.
    """
    notes = [node for node in walk(tree) if isinstance(node, Footnote)]
    labels = {note.label for note in notes}

    def without(node: Any) -> Any:
        if isinstance(node, FootnoteReference) and node.label not in labels:
            return Element("sup", {}, (Text(node.label),))
        below = getattr(node, "children", ())
        rest = tuple(each for each in below if not isinstance(each, Footnote))
        if len(rest) == len(below):
            return node
        return replace(node, children=unwrapped(rest) if isinstance(node, Element) else rest)

    rest: Root = rebuild(tree, without)
    return Root((*rest.children, *(rebuild(note, without) for note in notes)))
