"""Where everything will be: what a target decides before a link can be led anywhere."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from wpharvest.model.items import Key


class Plan(msgspec.Struct, frozen=True):
    """The new address of each object, and of files that have no object of their own.

    Addresses are paths from the root of the new host, percent-encoded, as a browser asks for them
    (`/en/about/`). `places` may name documents, media and authors; what it doesn't name isn't there any
    more. `files` goes from the whole old address of a file (a size of a picture) to its new one.
    """

    places: Mapping[Key, str]
    files: Mapping[str, str] = {}

    @property
    def targets(self) -> frozenset[str]:
        """Every path that will be there."""
        return frozenset(self.places.values()) | frozenset(self.files.values())
