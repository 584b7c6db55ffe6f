"""Pictures that stand alone: `core/image`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec

from wpharvest.markup.html_text import tag
from wpharvest.markup.urls import safe_url
from wpharvest.markup.writers.blocks.pieces import Attributes, Library, captioned, delimited
from wpharvest.markup.writers.html import Part, Parts
from wpharvest.model.nodes import AnyNode, Figure, Image, Link, Paragraph


def picture_block(node: AnyNode, library: Library) -> Iterator[Part] | None:
    """The block of a node that is a picture, perhaps linked or with a caption, and nothing else."""
    shown = _picture_in(node)
    return _image(shown, library) if shown else None


class _Shown(msgspec.Struct, frozen=True):
    """A picture that stands alone: the image, the link around it, its caption."""

    image: Image
    link: Link | None = None
    caption: tuple[Any, ...] = ()


def _picture_in(node: AnyNode) -> _Shown | None:
    """The picture that a block is, if it is nothing else."""
    caption: tuple[Any, ...] = ()
    if isinstance(node, Figure) and len(node.children) == 1:
        caption, node = node.caption, node.children[0]
    if not isinstance(node, Paragraph) or len(node.children) != 1:
        return None
    (only,) = node.children
    if isinstance(only, Image):
        return _Shown(only, None, caption)
    if isinstance(only, Link) and len(only.children) == 1 and isinstance(only.children[0], Image):
        return _Shown(only.children[0], only, caption)
    return None


def _image(shown: _Shown, library: Library) -> Iterator[Part]:
    image, known = shown.image, library(shown.image.url)
    about: Attributes = {"id": known.id} if known.id else {}
    classes = ["wp-block-image"]
    own = {"src": safe_url(known.url or image.url, picture=True), "alt": image.alt}
    if image.width and image.height and image.width != known.width:
        # As editors before 6.4 write it; newer ones know the form, and turn it into theirs.
        about |= {"width": image.width, "height": image.height}
        own |= {"width": str(image.width), "height": str(image.height)}
        classes.append("is-resized")
    if known.id:
        about |= {"sizeSlug": "full"}
        classes.insert(1, "size-full")
        own["class"] = f"wp-image-{known.id}"
    about |= {"linkDestination": "custom"} if shown.link else {}
    own |= {"title": image.title} if image.title else {}
    picture: Parts = (tag("img", own).removesuffix(">") + "/>",)
    if shown.link:
        to = {"href": safe_url(shown.link.url)}
        to |= {"title": shown.link.title} if shown.link.title else {}
        picture = (tag("a", to), *picture, "</a>")
    figure = (tag("figure", {"class": " ".join(classes)}), *picture, *captioned(shown.caption), "</figure>")
    return delimited("image", about, figure)
