"""Pictures that stand alone, and several together."""

from __future__ import annotations

from wpharvest.markup.urls import safe_url
from wpharvest.markup.writers.lexical.shapes import Shape
from wpharvest.model.nodes import Figure, Image, Inline, Link, Paragraph, Text

IN_A_ROW, AT_MOST = 3, 9  # what Ghost's editor lets a person put in a gallery


def picture(node: Paragraph, caption: str = "") -> Shape | None:
    """The card of a picture that is alone in its paragraph, linked or not; None for other paragraphs."""
    found = _alone(node)
    if found is None:
        return None
    image, href = found
    return {
        "type": "image",
        "version": 1,
        "src": image.url,
        "width": image.width or None,
        "height": image.height or None,
        "title": image.title,
        "alt": image.alt,
        "caption": caption,
        "cardWidth": "regular",
        "href": href,
    }


def gallery(node: Figure, caption: str) -> Shape | None:
    """Ghost's gallery shows only pictures of known size, and no captions of their own."""
    images = []
    for at, child in enumerate(node.children):
        found = _alone(child) if isinstance(child, Paragraph) else None
        name = found[0].url.rpartition("/")[2] if found else ""
        if found is None or not (name and found[0].width and found[0].height):
            return None
        image, href = found
        images.append(
            {
                "row": at // IN_A_ROW,
                "fileName": name,
                "src": image.url,
                "width": image.width,
                "height": image.height,
                "alt": image.alt,
                "title": image.title,
                **({"href": href} if href else {}),
            }
        )
    if not 2 <= len(images) <= AT_MOST:
        return None
    return {"type": "gallery", "version": 1, "images": images, "caption": caption}


def _alone(node: Paragraph) -> tuple[Image, str] | None:
    """The only picture of a paragraph, and where it leads. Ghost keeps neither a link's title nor `data:`."""
    only = _only(node.children)
    href = ""
    if isinstance(only, Link) and not only.title:
        href = safe_url(only.url)
        only = _only(only.children) if href else None
    if not isinstance(only, Image) or not only.url.strip() or only.url.startswith("data:"):
        return None
    return (only, href) if safe_url(only.url) else None


def _only(children: tuple[Inline, ...]) -> Inline | None:
    seen = [each for each in children if not (isinstance(each, Text) and not each.value.strip(" \n\t"))]
    return seen[0] if len(seen) == 1 else None
