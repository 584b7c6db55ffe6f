"""What fits in Ghost's columns. What doesn't is cut, and kept whole in a file beside the import."""

from __future__ import annotations

import msgspec

# `core/server/data/schema/schema.js` of Ghost 5 and 6: characters.
LIMITS = {
    "title": 255,
    "custom_excerpt": 300,
    "feature_image_alt": 191,
    "meta_title": 300,
    "meta_description": 500,
    "og_title": 300,
    "og_description": 500,
    "canonical_url": 2000,
    "feature_image": 2000,
    "og_image": 2000,
    "tag": 191,
    "description": 500,
    "name": 191,
    "bio": 250,
    "website": 2000,
}


class Cut(msgspec.Struct, frozen=True):
    """A value that was too long, whole: of which document, term or person, and which column."""

    of: str
    field: str
    value: str


class Scissors:
    """Cuts what is too long at the end of a word, and remembers it."""

    def __init__(self) -> None:
        self.cuts: list[Cut] = []

    def fit(self, of: object, field: str, value: str) -> str:
        """The value as long as its column allows, `…` at its end if it isn't whole."""
        limit = LIMITS[field]
        if len(value) <= limit:
            return value
        self.cuts.append(Cut(str(of), field, value))
        short = value[: limit - 1]
        words = short.rpartition(" ")[0]
        return (words if len(words) > limit // 2 else short).rstrip() + "…"

    def address(self, of: object, field: str, value: str) -> str | None:
        """An address is of no use if it is cut."""
        if len(value) <= LIMITS[field]:
            return value or None
        self.cuts.append(Cut(str(of), field, value))
        return None
