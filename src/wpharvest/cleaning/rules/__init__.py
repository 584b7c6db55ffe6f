"""The rules, in the order in which a body goes through them. To add one: a file here, its name below."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

from wpharvest.cleaning.body import Body
from wpharvest.cleaning.rules import (
    addresses,
    allowlist,
    chatgpt,
    empty_wrappers,
    entities,
    inline_styles,
    lazy_images,
)
from wpharvest.model.notices import Notice


class Rule(Protocol):
    """A module of this folder."""

    def clean(self, body: Body, page: str) -> Iterator[Notice]:
        """Change the body in place and tell what was taken. `page` is the page's address, or empty."""


RULES: dict[str, Rule] = {
    "entities": entities,
    "lazy_images": lazy_images,
    "chatgpt": chatgpt,
    "inline_styles": inline_styles,
    "empty_wrappers": empty_wrappers,
    "addresses": addresses,
    "allowlist": allowlist,  # last: what comes out is what it let through
}
