"""Links and media of a tree, led to their new place."""

from __future__ import annotations

import posixpath
import re
from collections import Counter
from collections.abc import Callable
from functools import partial
from typing import Any

import msgspec
from msgspec.structs import replace
from turbohtml import parse_fragment

from wpharvest.linking.finding import Addresses
from wpharvest.linking.sizes import each_candidate
from wpharvest.model.documents import Document
from wpharvest.model.nodes import AnyNode, Element, Embed, Html, Image, Link
from wpharvest.model.notices import Notice
from wpharvest.model.trees import rebuild
from wpharvest.urls import join_url

Lead = Callable[[str], str]

# Attributes that hold one address; `srcset` holds several.
_PATH = re.compile(r"([^?#]*)([?#]?)(.*)", re.DOTALL)
ADDRESSES = ("href", "src", "poster", "cite", "data")
_WITH_ADDRESS = ",".join(f"[{name}]" for name in (*ADDRESSES, "srcset"))


class Relinked(msgspec.Struct, frozen=True):
    """A document whose links lead to the new places, and a notice for each link that can't."""

    document: Document
    notices: tuple[Notice, ...] = ()


def relink(document: Document, addresses: Addresses) -> Relinked:
    """Lead every link, picture and player of a body, and the featured picture, to where it is now.

    A link to something of the site that isn't in the plan keeps its old address, in full, and is named in a
    notice. Links to other sites, to a place on the same page (`#note`) and to a path that is new already
    stay. A path from the root (`/about/`) that is one of the plan's counts as new: cleaning has made every
    address of the old site a whole one.
    """
    nowhere: Counter[str] = Counter()
    led = _each(document, partial(_led, addresses=addresses, document=document, nowhere=nowhere))
    notices = (
        Notice("links", f"leads to {url}, which isn't here: the old address stays", document.key, count)
        for url, count in sorted(nowhere.items())
    )
    return Relinked(led, tuple(notices))


def led_to(document: Document, addresses: Addresses) -> tuple[str, ...]:
    """The new addresses that a document's links, pictures and players lead to, in reading order."""
    found: dict[str, None] = {}

    def lead(url: str) -> str:
        new = addresses.find(join_url(document.url, url), document.key.language)
        if new:
            found[new.partition("#")[0]] = None
        return url

    _each(document, lead)
    return tuple(found)


def _each(document: Document, lead: Lead) -> Document:
    body = rebuild(document.body, partial(_node, lead=lead))
    picture = document.featured_media
    if picture is not None:
        picture = replace(picture, url=lead(picture.url))
    return replace(document, body=body, featured_media=picture)


def _led(url: str, *, addresses: Addresses, document: Document, nowhere: Counter[str]) -> str:
    if not url or url.startswith("#") or url.partition("#")[0].partition("?")[0] in addresses.targets:
        return url
    whole = join_url(document.url, url)
    new = addresses.find(whole, document.key.language)
    if new:
        here = addresses.plan.places.get(document.key, "") if addresses.plan.relative else ""
        return relative(here, new) if here else new
    if not addresses.is_own(whole):
        return url
    if not (addresses.plan.remote and addresses.is_media(whole)):
        nowhere[whole] += 1
    return whole


def relative(here: str, there: str) -> str:
    """The way from one path of the new site to another, as a link in a file writes it.

    >>> relative("/fr/pages/a.md", "/en/pages/b.md#who"), relative("/fr/a/", "/fr/b/"), relative("/a", "/a")
    ('../../en/pages/b.md#who', '../b/', 'a')
    """
    path, mark, rest = _PATH.fullmatch(there).groups()  # type: ignore[union-attr]  # it matches all
    if path == here and mark == "#":
        return mark + rest
    way = posixpath.relpath(path, posixpath.dirname(here) or "/")
    if path.endswith("/"):
        way += "/"
    if way == "." or ":" in way.partition("/")[0]:
        way = f"./{way}"  # else the part before the colon would be a scheme
    return way + mark + rest


def _node(node: AnyNode, lead: Lead) -> AnyNode:
    change = _CHANGES.get(type(node))
    return change(node, lead) if change else node


def _url(node: Any, lead: Lead) -> AnyNode:
    new = lead(node.url)
    return node if new == node.url else replace(node, url=new)  # type: ignore[no-any-return]


def _embed(node: Embed, lead: Lead) -> AnyNode:
    return replace(node, url=lead(node.url), html=_html(node.html, lead))


def _element(node: Element, lead: Lead) -> AnyNode:
    return replace(node, attributes=_attributes(node.attributes, lead)) if node.attributes else node


def _raw(node: Html, lead: Lead) -> AnyNode:
    return replace(node, value=_html(node.value, lead))


_CHANGES: dict[type, Callable[[Any, Lead], AnyNode]] = {
    Link: _url,
    Image: _url,
    Embed: _embed,
    Element: _element,
    Html: _raw,
}


def _html(html: str, lead: Lead) -> str:
    """HTML with its addresses changed; as it was, byte for byte, where none is."""
    root = parse_fragment(html, positions=False)
    changed = False
    for element in root.select(_WITH_ADDRESS):
        old = {name: element.attr(name) or "" for name in (*ADDRESSES, "srcset") if name in element.attrs}
        new = _attributes(old, lead)
        for name in old:
            if new[name] != old[name]:
                element.attrs[name] = new[name]
                changed = True
    return root.inner_html if changed else html


def _attributes(attributes: dict[str, str], lead: Lead) -> dict[str, str]:
    return {
        name: lead(value) if name in ADDRESSES else each_candidate(value, lead) if name == "srcset" else value
        for name, value in attributes.items()
    }
