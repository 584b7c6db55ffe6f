"""Formulas (MathML): they stay as they are, element by element."""

from __future__ import annotations

from turbohtml import Element as Dom

from wpharvest.markup.html_reader.flow import phrasing, tidy
from wpharvest.markup.html_reader.inlines import meaning
from wpharvest.markup.html_reader.pieces import Edge, Piece, Reading
from wpharvest.model.formulas import FORMULA, LEAVES, SAYS
from wpharvest.model.nodes import Element, Text

_HOMES = ",".join(sorted(LEAVES | {"math"}))  # all but the last may hold HTML


def open_strays(root: Dom) -> None:
    """Open what stands in a formula and isn't of one: no HTML can say again that a `<cite>` stood there."""
    for each in root.select("math *"):
        home = each.closest(_HOMES) if each.tag not in FORMULA else None
        if home is not None and home.tag == "math":
            each.unwrap()


def formula(reading: Reading, element: Dom, children: list[Piece]) -> list[Piece]:
    """`<math>` and what it is made of (MathML): it stays as it is; what isn't MathML stands behind it."""
    if element.tag != "math" and element.closest("math") is None:  # an unknown element by that name
        return children
    reading.space = False
    if element.tag in LEAVES:
        return [Element(element.tag, meaning(element, SAYS), phrasing(children))]
    inner = [each for each in children if _is_formula(each)]
    strays = [each for each in children if not (_is_formula(each) or _blank(each))]
    return [Element(element.tag, meaning(element, SAYS), tuple(tidy(inner))), *strays]


def _is_formula(piece: Piece) -> bool:
    if isinstance(piece, Text):
        return bool(piece.value.strip(" "))
    return isinstance(piece, Element) and piece.name in FORMULA


def _blank(piece: Piece) -> bool:
    return isinstance(piece, Edge | Text)
