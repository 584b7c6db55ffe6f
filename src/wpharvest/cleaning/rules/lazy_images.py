"""Images that a script would have loaded later are put in place.

`<noscript>` holds what visitors without scripts see: here that is everyone. Where it repeats the image before
it (`<img data-src>` and its twin, as WP Rocket, Smush, a3 Lazy Load and others write them), the twin takes
the place of the placeholder.
"""

from __future__ import annotations

from collections.abc import Iterator

from turbohtml import Element

from wpharvest.cleaning.body import Body, value
from wpharvest.model.notices import Notice

# attribute of the placeholder -> attribute that a browser reads
LATER = {
    "data-src": "src",
    "data-lazy-src": "src",
    "data-orig-file": "src",
    "data-srcset": "srcset",
    "data-lazy-srcset": "srcset",
}
PLACEHOLDERS = ("", "data:", "about:blank")


def clean(body: Body, page: str) -> Iterator[Notice]:
    """Lazy images get their address; `<noscript>` twins take their place."""
    if "<noscript" in body.source.lower() and (opened := sum(map(_open, body.root.select("noscript")))):
        yield Notice("lazy_images", "noscript opened", count=opened)
    if any(name in body.source for name in LATER):
        waiting = ",".join(f"img[{name}]" for name in LATER)
        if loaded := sum(map(_load, body.root.select(waiting))):
            yield Notice("lazy_images", "images put in place", count=loaded)


def _open(noscript: Element) -> int:
    before = noscript.previous_sibling
    if isinstance(before, Element) and before.tag == "img" and noscript.select_one("img"):
        before.extract()
    noscript.unwrap()
    return 1


def _load(image: Element) -> int:
    changed = 0
    for later, now in LATER.items():
        address = value(image, later)
        if (address and value(image, now).startswith(PLACEHOLDERS[1:])) or (
            address and not value(image, now)
        ):
            image.attrs[now] = address
            changed = 1
        if later in image.attrs:
            del image.attrs[later]
    return changed
