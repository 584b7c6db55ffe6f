"""The rules, in the order in which a body goes through them. To add one: a file here, its name below."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

from wpharvest.cleaning.body import Body
from wpharvest.cleaning.rules import (
    addresses,
    allowlist,
    background_pictures,
    beaver,
    blocks,
    chatgpt,
    citations,
    comments,
    divi,
    double_encoded,
    drawings,
    elementor,
    empty_wrappers,
    entities,
    google_docs,
    gutenberg,
    inline_styles,
    invisible,
    lazy_images,
    libreoffice,
    nesting,
    newsletters,
    objects,
    outlook,
    own_selectors,
    redirects,
    related_posts,
    same_host,
    share_bars,
    shortcodes,
    tables_of_contents,
    tinymce,
    tracking,
    tracking_pixels,
    word,
    wpautop,
    wpbakery,
)
from wpharvest.cleaning.signs import Signs
from wpharvest.model.notices import Notice


class Rule(Protocol):
    """A module of this folder."""

    @property
    def SIGNS(self) -> Signs:  # noqa: N802  a constant of the module
        """Without any of these there is nothing in a body for this rule."""

    def clean(self, body: Body, page: str) -> Iterator[Notice]:
        """Change the body in place and tell what was taken. `page` is the page's address, or empty."""


RULES: dict[str, Rule] = {
    "nesting": nesting,  # first: what comes after may look up through the levels
    "entities": entities,
    "double_encoded": double_encoded,
    "own_selectors": own_selectors,  # sees the classes as they were served
    "shortcodes": shortcodes,
    "objects": objects,
    "drawings": drawings,
    "background_pictures": background_pictures,  # before styles go
    "lazy_images": lazy_images,
    "tracking_pixels": tracking_pixels,  # before styles, which tell them
    "gutenberg": gutenberg,
    "word": word,
    "comments": comments,
    "share_bars": share_bars,  # before the page builders' classes go
    "related_posts": related_posts,
    "newsletters": newsletters,
    "tables_of_contents": tables_of_contents,
    "chatgpt": chatgpt,
    "citations": citations,
    "invisible": invisible,
    "google_docs": google_docs,
    "tinymce": tinymce,
    "outlook": outlook,
    "libreoffice": libreoffice,
    "inline_styles": inline_styles,
    "elementor": elementor,
    "divi": divi,
    "wpbakery": wpbakery,
    "beaver": beaver,
    "addresses": addresses,
    "redirects": redirects,
    "same_host": same_host,
    "tracking": tracking,
    "blocks": blocks,
    "empty_wrappers": empty_wrappers,
    "wpautop": wpautop,  # after everything that may leave a line break at an edge
    "allowlist": allowlist,  # last: what comes out is what it let through
}
