"""Inline styles, and `target="_new"`.

A style that says something becomes the element that says it: a bold `<span>` is a `<strong>`. The alignment
of a table's cell stays, because Markdown can hold it, and so does a colour that sets words off from those
around them (in a `<span>` or the block editor's `<mark>`): a hue, not a grey, and not that of a whole line or
of a link. Everything else is appearance and goes. `target="_new"` was never a name that HTML knows; it goes
with the `rel="noopener"` that WordPress had put beside it.
"""

from __future__ import annotations

from collections.abc import Iterator

from turbohtml import Element

from wpharvest.cleaning.body import Body, value
from wpharvest.cleaning.signs import Signs, one_of
from wpharvest.cleaning.surgery import BLOCKS, neighbour
from wpharvest.model.colours import hue
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
COLOURED = frozenset(("span", "font", "mark"))
ALIGNED = frozenset(("td", "th"))
STYLED = frozenset(("style", "color"))
_STYLED = "[style], font[color]"
SIGNS = Signs(attributes=one_of(["target", *STYLED]))


def clean(body: Body, page: str) -> Iterator[Notice]:
    """Takes inline styles and `target="_new"`; a bold span becomes `<strong>`."""
    if not body.attributes.isdisjoint(STYLED) and (styles := sum(map(_unstyle, body.root.select(_STYLED)))):
        yield Notice("inline_styles", "inline styles taken", count=styles)
    if "target" in body.attributes and (targets := sum(map(_untarget, body.root.select('[target="_new"]')))):
        yield Notice("inline_styles", 'target="_new" taken', count=targets)


def _declarations(style: str) -> dict[str, str]:
    pairs = (each.partition(":") for each in style.lower().split(";"))
    return {name.strip(): value.replace("!important", "").strip() for name, _, value in pairs if value}


def _unstyle(element: Element) -> int:
    written = value(element, "style")
    said = _declarations(written)
    _drop(element, "style")
    align = said.get("text-align", "")
    if element.tag in ALIGNED and align in ("left", "right", "center"):
        kept = f"text-align:{align}"
        element.attrs["style"] = kept
        return int(kept != written)
    if element.tag in COLOURED and (kept := _colours(element, said)):
        _say(element, said)
        element.tag = "mark" if "background-color:" in kept else "span"
        for name in ("color", "class"):
            _drop(element, name)
        element.attrs["style"] = kept
        return int(kept != written)
    if element.tag == "mark" and hue(said.get("color", "")) and _is_clear(said.get("background-color", "")):
        element.tag = "span"  # the block editor's way to colour words, here all words of a line
        _drop(element, "class")
    property_, denied = DENIALS.get(element.tag, ("", set()))
    if said.get(property_) in denied:
        element.tag = "span"
    elif element.tag in ("span", "font"):
        _say(element, said)
    return 1


def _colours(element: Element, said: dict[str, str]) -> str:
    """What of its style colours words that stand among others; empty if nothing does."""
    links = element.closest("a") is not None or element.select_one("a") is not None
    if links or _is_alone(element) or not element.text.strip():
        return ""
    written = {"color": said.get("color", value(element, "color")), "background-color": _background(said)}
    return ";".join(f"{name}:{shown}" for name, each in written.items() if (shown := hue(each)))


def _is_alone(element: Element) -> bool:
    """Whether nothing stands beside it in its block: then its colour is the block's, a matter of design."""
    here: Element | None = element
    while here is not None and here.tag not in BLOCKS:
        if neighbour(here, forward=False) is not None or neighbour(here, forward=True) is not None:
            return False
        here = here.parent if isinstance(here.parent, Element) else None
    return True


def _background(said: dict[str, str]) -> str:
    return said.get("background-color", said.get("background", ""))


def _is_clear(colour: str) -> bool:
    return colour.replace(" ", "") in ("", "transparent", "rgba(0,0,0,0)")


def _drop(element: Element, name: str) -> None:
    if name in element.attrs:
        del element.attrs[name]


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
