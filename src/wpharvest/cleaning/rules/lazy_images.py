"""Images, players and frames that a script would have loaded later are put in place.

`<noscript>` holds what visitors without scripts see: here that is everyone. Where it repeats the image (or
frame) before it, as WP Rocket, Smush, a3 Lazy Load, Autoptimize, Jetpack, LiteSpeed, EWWW and others write
them, the twin takes the place of the placeholder. An image that has its address keeps it, whatever else
stands beside.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from turbohtml import Element

from wpharvest.cleaning.body import Body, value
from wpharvest.cleaning.signs import Signs, one_of
from wpharvest.cleaning.surgery import neighbour
from wpharvest.model.notices import Notice

# attribute of the placeholder -> attribute that a browser reads; the first that has an address counts
LATER = {
    "data-src": "src",
    "data-lazy-src": "src",
    "data-lazy": "src",
    "data-original": "src",
    "data-lazyload": "src",
    "data-rocket-src": "src",
    "data-litespeed-src": "src",
    "data-cfsrc": "src",
    "data-src-img": "src",
    "data-ll-src": "src",
    "data-breeze": "src",
    "data-orig-file": "src",
    "data-soliloquy-src": "src",
    "data-envira-src": "src",
    "data-flickity-lazyload": "src",
    "data-splide-lazy": "src",
    "data-opt-src": "src",
    "data-ezsrc": "src",
    "data-pagespeed-lazy-src": "src",
    "data-wpfc-original-src": "src",
    "nitro-lazy-src": "src",
    "data-srcset": "srcset",
    "data-lazy-srcset": "srcset",
    "data-rocket-srcset": "srcset",
    "data-original-set": "srcset",
    "data-ezsrcset": "srcset",
    "data-wpfc-original-srcset": "srcset",
    "nitro-lazy-srcset": "srcset",
    "data-sizes": "sizes",
    "data-lazy-sizes": "sizes",
    "data-poster": "poster",
}
LAZY = ("img", "iframe", "source", "video", "audio")
_SELECTOR = ",".join(f"{tag}[{name}]" for tag in LAZY for name in LATER)
CHOICES = {"srcset", *(later for later, now in LATER.items() if now == "srcset")}
_PLACEHOLDER = re.compile(
    r"\s*(?:$|data:|about:blank|//:0$|#$)"
    r"|.*/(?:1x1(?:\.trans)?|blank|spacer|pixel|transparent|grey|gr[ae]y|placeholder|lazy|loading|lazy_placeholder"
    r"|lazy-placeholder|lazyload|image-placeholder|dummy|clear|holder)\.(?:gif|png|svg|webp)(?:\?.*)?$",
    re.IGNORECASE,
)
_ADDRESS = re.compile(
    r"\s*(?:https?:)?//|\s*/|\s*\.\.?/|\s*[\w%-][\w%./-]*\.\w{2,5}(?:$|[?#\s])", re.IGNORECASE
)
_TWINS = ("img", "iframe", "video", "picture")
SIGNS = Signs(tags=one_of(["noscript"]), attributes=one_of(["srcset", *LATER]))


def clean(body: Body, page: str) -> Iterator[Notice]:
    """Lazy images get their address; `<noscript>` twins take their place."""
    if "noscript" in body.tags and (opened := sum(map(_open, body.root.select("noscript")))):
        yield Notice("lazy_images", "noscript opened", count=opened)
    if not body.attributes.isdisjoint(LATER) and (loaded := sum(map(_load, body.root.select(_SELECTOR)))):
        yield Notice("lazy_images", "images put in place", count=loaded)
    if not body.attributes.isdisjoint(CHOICES) and (
        found := sum(map(_choose, body.root.select("img[srcset]:not([src])")))
    ):
        yield Notice("lazy_images", "images put in place", count=found)


def _open(noscript: Element) -> int:
    if noscript.parent is None:  # it stood in a placeholder that has gone
        return 0
    twins = [child for child in noscript.children if isinstance(child, Element) and child.tag in _TWINS]
    before, after = neighbour(noscript, forward=False), neighbour(noscript, forward=True)
    if len(twins) == 1:
        for each in (before, after):
            if isinstance(each, Element) and each.tag == twins[0].tag and _waits(each):
                each.extract()
                break
    noscript.unwrap()
    return 1


def _waits(element: Element) -> bool:
    """Whether it is a placeholder: it has no address of its own, or a second one for later."""
    if any(name in element.attrs for name in LATER):
        return True
    if element.tag == "picture":
        return any(_waits(each) for each in element.select("img, source"))
    return bool(_PLACEHOLDER.match(value(element, "src")))


def _load(element: Element) -> int:
    changed = 0
    for later, now in LATER.items():
        address = value(element, later)
        there = value(element, now)
        if address and address != there and _fits(address, now) and _is_free(there, now):
            element.attrs[now] = address
            changed = 1
        if later in element.attrs:
            del element.attrs[later]
    return changed


def _fits(address: str, name: str) -> bool:
    return name == "sizes" or bool(_ADDRESS.match(address))


def _is_free(there: str, name: str) -> bool:
    return not there if name == "sizes" else bool(_PLACEHOLDER.match(there))


def _choose(image: Element) -> int:
    """The last candidate of `srcset` is the largest in what WordPress and its plugins write."""
    candidates = [each.split() for each in value(image, "srcset").split(", ")]
    address = next((each[0] for each in reversed(candidates) if each), "").rstrip(",")
    if not _ADDRESS.match(address):
        return 0
    image.attrs["src"] = address
    return 1
