"""Inline styles, and `target="_new"`.

A style that says something becomes the element that says it: a bold `<span>` is a `<strong>`. The alignment
of a table's cell stays, because Markdown can hold it. Everything else is appearance and goes. `target="_new"`
was never a name that HTML knows; it goes with the `rel="noopener"` that WordPress had put beside it.
"""

from __future__ import annotations

from collections.abc import Iterator

from turbohtml import Element

from wpharvest.cleaning.body import Body, value
from wpharvest.cleaning.signs import Signs, one_of
from wpharvest.model.notices import Notice

# (property, value) -> the element that says the same
MEANINGS = {
    ("font-weight", "bold"): "strong",
    ("font-weight", "bolder"): "strong",
    ("font-weight", "700"): "strong",
    ("font-weight", "800"): "strong",
    ("font-weight", "900"): "strong",
    ("font-style", "italic"): "em",
    ("font-style", "oblique"): "em",
    ("text-decoration", "line-through"): "del",
    ("text-decoration-line", "line-through"): "del",
    ("text-decoration", "underline"): "u",
    ("text-decoration-line", "underline"): "u",
    ("vertical-align", "super"): "sup",
    ("vertical-align", "sub"): "sub",
}
# an element whose style takes its meaning back (Google Docs wraps whole texts in a light `<b>`)
DENIALS = {
    "b": ("font-weight", {"normal", "400", "300", "lighter"}),
    "strong": ("font-weight", {"normal", "400", "300", "lighter"}),
    "i": ("font-style", {"normal"}),
    "em": ("font-style", {"normal"}),
}
ALIGNED = frozenset(("td", "th"))
SIGNS = Signs(attributes=one_of(["style", "target"]))


def clean(body: Body, page: str) -> Iterator[Notice]:
    """Takes inline styles and `target="_new"`; a bold span becomes `<strong>`."""
    if "style" in body.attributes and (styles := sum(map(_unstyle, body.root.select("[style]")))):
        yield Notice("inline_styles", "inline styles taken", count=styles)
    if "target" in body.attributes and (targets := sum(map(_untarget, body.root.select('[target="_new"]')))):
        yield Notice("inline_styles", 'target="_new" taken', count=targets)


def _declarations(style: str) -> dict[str, str]:
    pairs = (each.partition(":") for each in style.lower().split(";"))
    return {name.strip(): value.replace("!important", "").strip() for name, _, value in pairs if value}


def _unstyle(element: Element) -> int:
    written = value(element, "style")
    said = _declarations(written)
    del element.attrs["style"]
    align = said.get("text-align", "")
    if element.tag in ALIGNED and align in ("left", "right", "center"):
        kept = f"text-align:{align}"
        element.attrs["style"] = kept
        return int(kept != written)
    property_, denied = DENIALS.get(element.tag, ("", set()))
    if said.get(property_) in denied:
        element.tag = "span"
    elif element.tag in ("span", "font"):
        _say(element, said)
    return 1


def _say(element: Element, said: dict[str, str]) -> None:
    meanings = list(dict.fromkeys(MEANINGS[pair] for pair in said.items() if pair in MEANINGS))
    for tag in meanings:
        element.wrap_children(Element(tag))


def _untarget(element: Element) -> int:
    del element.attrs["target"]
    left = [word for word in value(element, "rel").split() if word not in ("noopener", "noreferrer")]
    if left:
        element.attrs["rel"] = " ".join(left)
    elif "rel" in element.attrs:
        del element.attrs["rel"]
    return 1
